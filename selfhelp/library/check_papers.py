"""Rules for studies and for cards on paper: ids that stand once, modules that are there, reviewers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .archive import EVIDENCE, HOME_CARDS, ROOM_CARDS, Archive
from .findings import Finding, did_you_mean
from .paper_building import is_reviewed
from .shapes import ReviewShape


def check_papers(archive: Archive) -> Iterator[Finding]:
    """Find what is wrong in evidence.yml, home-cards.yml and room-cards.yml."""
    if archive.evidence is not None:
        ids = [study.id for study in archive.evidence.studies]
        yield from _twice(archive, EVIDENCE, "studies", ids)
        yield from _reviewed(archive, EVIDENCE, archive.evidence.review)
    if archive.home_cards is not None:
        ids = [card.id for card in archive.home_cards.cards]
        yield from _twice(archive, HOME_CARDS, "cards", ids)
        yield from _modules(archive, ids)
        yield from _reviewed(archive, HOME_CARDS, archive.home_cards.review)
    if archive.room_cards is not None:
        ids = [card.id for card in archive.room_cards.cards]
        yield from _twice(archive, ROOM_CARDS, "cards", ids)
        yield from _reviewed(archive, ROOM_CARDS, archive.room_cards.review)


def _twice(archive: Archive, path: str, key: str, ids: list[str]) -> Iterator[Finding]:
    counts = Counter(ids)
    for place, name in enumerate(ids):
        if counts[name] > 1 and name in ids[:place]:
            line = archive.line(path, key, place, "id")
            message = f'"{name}" stands for two different things.'
            yield Finding(path, line, "E10", message, "Choose another id for one of them.")


def _modules(archive: Archive, ids: list[str]) -> Iterator[Finding]:
    modules = {work.id for work in archive.works if work.folder == "modules"}
    for place, name in enumerate(ids):
        if name not in modules:
            line = archive.line(HOME_CARDS, "cards", place, "id")
            message = f'There is no module "{name}" that this card goes with.'
            yield Finding(HOME_CARDS, line, "E10", message, did_you_mean(name, modules))


def _reviewed(archive: Archive, path: str, review: ReviewShape) -> Iterator[Finding]:
    if not is_reviewed(review):
        message = "Not yet reviewed (clinical, language): shown as a draft."
        mend = "Ask a reviewer, then write their name and the day under review:"
        yield Finding(path, archive.line(path, "review"), "W70", message, mend)
