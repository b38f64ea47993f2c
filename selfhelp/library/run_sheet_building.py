"""A meeting's files → its run-sheet in one language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from .archive import Text, Work
from .check_run_sheets import minutes_of
from .module_building import SharedWords, parts_of, review_of
from .paper_models import MeetingPart, PartKind, RunSheet
from .shapes import MeetingTranslationFront


def build_run_sheet(meeting: Work, lang: str, words: SharedWords) -> RunSheet:
    """Build one language of a run-sheet whose structure is sound."""
    source, own, front = meeting.source, meeting.texts[lang], meeting.meeting
    if source is None or front is None or not isinstance(own.front, MeetingTranslationFront):
        raise ValueError(f"{meeting.path} was not checked before it was built")

    return RunSheet(
        id=meeting.id,
        lang=lang,
        programme=front.programme,
        order=front.order,
        module=front.module,
        version=front.version,
        title=own.front.title,
        summary=own.front.summary,
        goal=own.front.goal,
        minutes=front.minutes,
        fewest=front.group.min,
        most=front.group.max,
        facilitators=front.group.facilitators,
        materials=tuple(own.front.materials),
        review=review_of(front, own.front),
        parts=tuple(_parts(source, own, words)),
    )


def _parts(source: Text, own: Text, words: SharedWords) -> Iterator[MeetingPart]:
    starts = 0
    pairs = zip(source.manuscript.steps, own.manuscript.steps, strict=True)
    for source_step, own_step in pairs:
        minutes = minutes_of(source_step)
        kind = cast(PartKind, source_step.attributes["kind"])
        parts = tuple(parts_of(source_step, own_step, own.lang, words))
        yield MeetingPart(own_step.id, own_step.title, kind, starts, minutes, parts)
        starts += minutes
