"""A rule for lists of words: whoever reads them in one language finds them in the other too."""

from __future__ import annotations

from collections.abc import Iterator

from .archive import Archive
from .findings import Finding
from .models import LANGUAGES
from .sheets import Place


def check_lists(archive: Archive) -> Iterator[Finding]:
    """Find words of a YAML file that stand in one language alone, or in fewer lines than in the other."""
    for path in archive.lists:
        sheet = archive.sheets[path]
        for place, words in _pairs(sheet.values, ()):
            for lang in LANGUAGES:
                if not words.get(lang):
                    message = f'The language "{lang}" is missing.'
                    mend = f"Add {lang}: beside the other language."
                    yield Finding(path, sheet.line(*place), "E02", message, mend)
            found = (words.get(lang) for lang in LANGUAGES)
            counts = [len(lines) for lines in found if isinstance(lines, list)]
            if len(set(counts)) > 1:
                message = (
                    f"Here are {counts[0]} lines in one language and {counts[1]} in the other."
                )
                yield Finding(path, sheet.line(*place), "E06", message, "Translate every line.")


def _pairs(values: object, place: Place) -> Iterator[tuple[Place, dict[str, object]]]:
    if isinstance(values, dict):
        if values.keys() & set(LANGUAGES):
            yield place, values
        for key, value in values.items():
            yield from _pairs(value, (*place, key))
    elif isinstance(values, list):
        for number, value in enumerate(values):
            yield from _pairs(value, (*place, number))
