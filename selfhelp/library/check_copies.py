"""A rule for originality: no long run of words from a text that belongs to somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .archive import Archive
from .building import COMPARE
from .findings import Finding
from .measures import words_of
from .models import LANGUAGES
from .passages import Passage, everything, sheet_passages

RUN = 12
"""So many words in a row are no coincidence."""
Place = tuple[Passage, str]


def check_copies(archive: Archive) -> Iterator[Finding]:
    """Compare every text with the files an author laid into the folder `compare/`."""
    runs = _runs_to_avoid(archive)
    if not runs:
        return

    for work in (*archive.works, *archive.meetings):
        for text in work.texts.values():
            yield from _copied(text.path, everything(text.manuscript), runs)
    for path, sheet in archive.sheets.items():
        for lang in LANGUAGES:
            yield from _copied(path, sheet_passages(sheet, lang), runs)


def _runs_to_avoid(archive: Archive) -> dict[tuple[str, ...], str]:
    runs: dict[tuple[str, ...], str] = {}
    for file in sorted((archive.root / COMPARE).rglob("*")):
        if file.is_file():
            words = words_of(file.read_text("utf-8", errors="replace").lower())
            name = file.relative_to(archive.root).as_posix()
            runs |= {tuple(words[n : n + RUN]): name for n in range(len(words) - RUN + 1)}
    return runs


def _copied(
    path: str, passages: Iterable[Passage], runs: dict[tuple[str, ...], str]
) -> Iterator[Finding]:
    """Tell of the first place only in each passage: the rest of a long run is the same news."""
    places = [(passage, word.lower()) for passage in passages for word in words_of(passage.words)]
    told: set[int] = set()
    for start in range(len(places) - RUN + 1):
        passage = places[start][0]
        origin = runs.get(tuple(word for _, word in places[start : start + RUN]))
        if origin and passage.line not in told:
            told.add(passage.line)
            message = f"{RUN} words in a row stand in {origin} too."
            yield Finding(path, passage.line, "W80", message, "Say it in words of your own.")
