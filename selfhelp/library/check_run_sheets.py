"""Rules for run-sheets: the parts of a meeting, their minutes, and exercises that are there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from .archive import PROGRAMMES, Archive, Text, Work
from .check_blocks import check_blocks
from .check_files import check_identity, check_languages, check_step_ids
from .check_parallel import check_parallel
from .findings import Finding, did_you_mean
from .paper_models import PartKind
from .reading import RawBlock, RawStep

PART_KINDS = get_args(PartKind)
HEADING = ("min", "kind")
LONGEST_PART = 60


def check_run_sheet(archive: Archive, meeting: Work) -> Iterator[Finding]:
    """Find everything that would make a run-sheet wrong to show."""
    yield from check_languages(meeting)
    for text in meeting.texts.values():
        yield from check_identity(meeting, text)
        yield from check_step_ids(text)
        yield from _headings(text, of_source=text is meeting.source)
    if meeting.source is not None:
        yield from _belongs(archive, meeting, meeting.source)
        yield from _exercises(archive, meeting.source)
        yield from _minutes(meeting, meeting.source)
    yield from check_blocks(meeting)
    yield from check_parallel(archive, meeting)


def minutes_of(step: RawStep) -> int:
    """Read the minutes of a part; a part without a number takes none."""
    written = step.attributes.get("min", "")
    return int(written) if written.isdecimal() else 0


def _headings(text: Text, *, of_source: bool) -> Iterator[Finding]:
    for step in text.manuscript.steps:
        for name in step.attributes.keys() - set(HEADING):
            message = f'Unknown parameter "{name}" in a heading.'
            yield Finding(text.path, step.line, "E10", message, did_you_mean(name, HEADING))
        if of_source:
            yield from _heading_of_source(text, step)


def _heading_of_source(text: Text, step: RawStep) -> Iterator[Finding]:
    kind = step.attributes.get("kind", "")
    if kind not in PART_KINDS:
        message = f'The part "{step.id}" has no known kind.'
        mend = f"Write kind= with one of: {', '.join(PART_KINDS)}."
        yield Finding(text.path, step.line, "E10", message, mend)

    written = step.attributes.get("min", "")
    if not written.isdecimal() or int(written) > LONGEST_PART:
        message = f'The part "{step.id}" does not say how many minutes it takes.'
        mend = f"Write min= with whole minutes, 0 to {LONGEST_PART}."
        yield Finding(text.path, step.line, "E10", message, mend)


def _belongs(archive: Archive, meeting: Work, source: Text) -> Iterator[Finding]:
    """Check the programme and the module that a meeting goes with."""
    if meeting.meeting is None:
        return

    line = source.manuscript.front.line
    programmes = {programme.id: programme for programme in archive.programmes}
    programme = programmes.get(meeting.meeting.programme)
    if programme is None:
        message = f'There is no programme "{meeting.meeting.programme}" in {PROGRAMMES}.'
        mend = did_you_mean(meeting.meeting.programme, programmes)
        yield Finding(source.path, line("programme"), "E10", message, mend)
    elif meeting.meeting.module not in programme.modules:
        message = f'"{meeting.meeting.module}" is no module of this programme.'
        mend = did_you_mean(meeting.meeting.module, programme.modules)
        yield Finding(source.path, line("module"), "E10", message, mend)

    same = [one for one in archive.meetings if one.meeting and _place(one) == _place(meeting)]
    if len(same) > 1:
        message = "Another run-sheet of this programme has the same order."
        yield Finding(source.path, line("order"), "E10", message, "Give each meeting its own.")


def _place(meeting: Work) -> tuple[str, int]:
    front = meeting.meeting
    return (front.programme, front.order) if front else ("", 0)


def _exercises(archive: Archive, source: Text) -> Iterator[Finding]:
    """Check that every exercise to be played is there."""
    for step in source.manuscript.steps:
        for block in step.blocks:
            if block.kind == "play":
                yield from _exercise(archive, source, block)


def _exercise(archive: Archive, source: Text, block: RawBlock) -> Iterator[Finding]:
    works = {work.id: work for work in archive.works}
    module, step = block.attributes.get("module", ""), block.attributes.get("step", "")
    work = works.get(module)
    if work is None:
        message = f'There is no module "{module}" to play.'
        yield Finding(source.path, block.line, "E10", message, did_you_mean(module, works))
    elif work.source and work.source.manuscript.step(step) is None:
        steps = [one.id for one in work.source.manuscript.steps]
        message = f'The module "{module}" has no step "{step}".'
        yield Finding(source.path, block.line, "E10", message, did_you_mean(step, steps))


def _minutes(meeting: Work, source: Text) -> Iterator[Finding]:
    if meeting.meeting is None:
        return

    together = sum(minutes_of(step) for step in source.manuscript.steps)
    if together != meeting.meeting.minutes:
        message = f"The parts take {together} minutes together, not {meeting.meeting.minutes}."
        line = source.manuscript.front.line("minutes")
        yield Finding(source.path, line, "E30", message, "Correct a part, or minutes: above.")
