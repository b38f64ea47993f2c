"""Rules for the files of a module, a tool, a note or a run-sheet: languages, names, ids of steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .archive import Text, Work, is_source
from .findings import Finding
from .kinds import IDENTIFIER
from .models import LANGUAGES


def check_languages(work: Work) -> Iterator[Finding]:
    """Check that one file is the source and that every language is there."""
    sources = [text for text in work.texts.values() if is_source(text.manuscript)]
    unreadable = any(text.manuscript.front.values is None for text in work.texts.values())
    if len(sources) != 1 and not unreadable:
        problem = "No file of this module is" if not sources else "More than one file is"
        message = f"{problem} the source that holds the parameters."
        mend = "Write source: true in the Ukrainian file, and only there."
        yield Finding(f"{work.path}/{LANGUAGES[0]}.md", 1, "E01", message, mend)

    for lang in LANGUAGES:
        if work.texts and lang not in work.texts:
            message = f'The language "{lang}" is missing.'
            mend = "Translate the other file: the same step ids, words only."
            yield Finding(f"{work.path}/{lang}.md", 1, "E02", message, mend)


def check_identity(work: Work, text: Text) -> Iterator[Finding]:
    """Check that a file calls itself by the name of its folder and its language."""
    front = text.manuscript.front
    if text.front is None:
        return

    if text.front.id != work.id:
        message = f'The id "{text.front.id}" is not the name of the folder.'
        yield Finding(text.path, front.line("id"), "E10", message, f"Write id: {work.id}")
    if text.front.lang != text.lang:
        message = f"lang: {text.front.lang} is not the name of the file."
        yield Finding(text.path, front.line("lang"), "E10", message, f"Write lang: {text.lang}")


def check_step_ids(text: Text) -> Iterator[Finding]:
    """Check that each step has a good id of its own."""
    counts = Counter(step.id for step in text.manuscript.steps)
    for step in text.manuscript.steps:
        if counts[step.id] > 1 or not IDENTIFIER.match(step.id):
            message = f'The step id "{step.id}" stands twice, or is not a good id.'
            mend = "Give each step an id of its own: small Latin letters, digits, hyphens."
            yield Finding(text.path, step.line, "E10", message, mend)
