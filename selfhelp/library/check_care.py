"""Rules of care: one may stop, keep the eyes open, choose another way, and find people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .archive import Archive, Text, Work
from .blocks import row_of, rows_of, spoken_of, things_of, with_defaults
from .findings import Finding
from .measures import SPEAKING_SPEED, seconds_by_params
from .passages import Passage, body, step_passages
from .reading import RawBlock, RawStep
from .wording import Wording, contains

LONG_EXERCISE = 60
"""Seconds after which an exercise needs a way out."""
DANGER_NEARBY = frozenset({"alarm", "shelter", "blast"})
HEAVY_THEMES = frozenset({"grief", "blast", "violence"})
LAST_RESORT_CELLS = {
    "senses": 3,
    "tense": 2,
    "bodyscan": 2,
    "notice": 2,
    "move": 2,
    "draw": 2,
    "hand": 1,
}
"""With so many texts after the key, a row already offers another way."""


def check_care(archive: Archive, wordings: Mapping[str, Wording]) -> Iterator[Finding]:
    """Check that every exercise leaves people a choice."""
    for work in archive.works:
        for text in work.texts.values():
            if text.lang in wordings:
                yield from _choices(work, text, wordings[text.lang])
        if work.source is not None and work.front is not None:
            yield from _safety_first(work, work.source)
            yield from _help(work, work.source)
    for work in (*archive.works, *archive.meetings):
        for text in work.texts.values():
            yield from _reviewed(work, text)


def _choices(work: Work, text: Text, wording: Wording) -> Iterator[Finding]:
    practice = [step for step in text.manuscript.steps if _is_practice(work, step)]
    if not practice:
        return

    everything = body(text.manuscript)
    first = practice[0].line
    if not contains(wording.stop, everything):
        message = "Nothing here says that one can stop."
        mend = "Add a sentence such as: You can stop at any time. (Зупинитися можна будь-коли.)"
        yield Finding(text.path, first, "E21", message, mend)
    if not contains(wording.eyes_open, everything):
        message = "Nothing here says that the eyes may stay open."
        mend = "Add a sentence such as: You can keep your eyes open. (Очі можна не заплющувати.)"
        yield Finding(text.path, first, "W21", message, mend)
    for step in practice:
        yield from _another_part(text, step, wording)
    yield from _ways_out(text, wording)


def _is_practice(work: Work, step: RawStep) -> bool:
    source = work.source.manuscript.step(step.id) if work.source else None
    return source is not None and source.attributes.get("type") == "practice"


def _another_part(text: Text, step: RawStep, wording: Wording) -> Iterator[Finding]:
    if contains(wording.alternative, step_passages(step)):
        return

    for passage in _without_another_way(step):
        match = wording.body.search(passage.even)
        line = passage.line_at(match.start()) if match else 0
        if match and line not in text.manuscript.excused:
            message = f"“{match[0]}” names a part of the body, and this step offers no other."
            mend = "Add a sentence: if this part hurts or is not there, choose another."
            yield Finding(text.path, line, "E22", message, mend)
            return


def _without_another_way(step: RawStep) -> Iterator[Passage]:
    offered = {
        line.number
        for block in step.blocks
        for line in block.lines
        if len(row_of(line.text).cells) >= LAST_RESORT_CELLS.get(block.kind, 99)
    }
    return (passage for passage in step_passages(step) if passage.line not in offered)


def _ways_out(text: Text, wording: Wording) -> Iterator[Finding]:
    """A long exercise comes after a hint that one can stop, or has the hint in its own step."""
    hinted = False
    for step in text.manuscript.steps:
        hinted = hinted or contains(wording.stop, step_passages(step))
        for block in step.blocks:
            length = _length(block, text.lang)
            if length > LONG_EXERCISE and not hinted:
                message = f"This exercise takes {length:.0f} seconds and shows no way out."
                mend = "Say before it, or in one of its lines, that one can stop."
                yield Finding(text.path, block.line, "E54", message, mend)


def _length(block: RawBlock, lang: str) -> float:
    spoken = spoken_of(block)
    if spoken and block.kind != "imagine":  # the phone says the way out of it by itself
        speed = SPEAKING_SPEED[lang]
        return sum(line.pause + 60 * len(line.text.split()) / speed for line in spoken)
    return seconds_by_params(
        block.kind, with_defaults(block), things_of(block.kind, rows_of(block))
    )


def _safety_first(work: Work, source: Text) -> Iterator[Finding]:
    themes = set(work.front.themes) if work.front else set()
    context = themes | {work.id.removeprefix("now-")}
    if work.folder != "tools" or not context & DANGER_NEARBY:
        return

    blocks = [block for step in source.manuscript.steps for block in step.blocks]
    if not blocks or blocks[0].kind != "safety":
        line = blocks[0].line if blocks else 1
        message = "Danger may be near, and the first block is not :::safety."
        yield Finding(source.path, line, "E55", message, "Begin with :::safety: shelter first.")


def _help(work: Work, source: Text) -> Iterator[Finding]:
    front, line = work.front, source.manuscript.front.line
    if front is None:
        return

    if front.help is None:
        message = "Nothing says which help panel belongs here."
        yield Finding(source.path, line("help"), "E62", message, "Write help: standard or strong")
    heavy = HEAVY_THEMES & set(front.themes) or "loss" in front.caution
    if heavy and front.help != "strong":
        message = "This text touches grief, loss or violence."
        yield Finding(source.path, line("help"), "E62", message, "Write help: strong")
    kinds = [block.kind for step in source.manuscript.steps[-1:] for block in step.blocks]
    if front.kind == "tool" and kinds[-1:] != ["help"]:
        message = "A tool ends with the help panel, and this one does not."
        last = source.manuscript.steps[-1].line if source.manuscript.steps else 1
        yield Finding(source.path, last, "E62", message, "End the last step with :::help and :::")


def _reviewed(work: Work, text: Text) -> Iterator[Finding]:
    front = work.front or work.meeting
    if front is None or text.front is None:
        return

    clinical, language = front.review.clinical, text.front.review.language
    missing = [
        name
        for name, review in (("clinical", clinical), ("language", language))
        if not review.by.strip() or review.on is None
    ]
    if missing:
        message = f"Not yet reviewed ({', '.join(missing)}): shown as a draft."
        line = text.manuscript.front.line("review")
        mend = "Ask a reviewer, then write their name and the day under review:"
        yield Finding(text.path, line, "W70", message, mend)
