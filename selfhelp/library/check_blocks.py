"""Rules for blocks: known kinds, parameters and rows, and breathing that suits everyone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .archive import MEETINGS, Text, Work
from .blocks import (
    SPOKEN_LINE,
    row_lines,
    row_of,
    rows_of,
    spoken_lines,
    things_of,
    with_defaults,
)
from .findings import Finding, did_you_mean
from .kinds import OWN, QUESTION, SCHEMAS, SCHEMAS_OF_MEETINGS, Inside, Schema
from .models import Row
from .reading import RawBlock, RawLine

SLOWEST_BREATH, FASTEST_BREATH = 4, 10
"""Breaths a minute."""
LONGEST_HOLD = 2
LONGEST_PAUSE = 120
CELLS_WITH_ALTERNATIVE = 3


def check_blocks(work: Work) -> Iterator[Finding]:
    """Check every block of a module or a run-sheet in every language."""
    known = SCHEMAS_OF_MEETINGS if work.folder == MEETINGS else SCHEMAS
    for text in work.texts.values():
        for step in text.manuscript.steps:
            for block in step.blocks:
                yield from _check_block(text, block, known, of_source=text is work.source)


def _check_block(
    text: Text, block: RawBlock, known: Mapping[str, Schema], *, of_source: bool
) -> Iterator[Finding]:
    schema = known.get(block.kind)
    if schema is None:
        message = f'Unknown block ":::{block.kind}".'
        yield Finding(text.path, block.line, "E10", message, did_you_mean(block.kind, known))
        return

    yield from _parameters(text.path, block, schema, of_source=of_source)
    yield from _inside(text.path, block, schema)
    match block.kind:
        case "breathe" if of_source:
            yield from _breath(text.path, block)
        case "senses":
            yield from _alternatives(text.path, block)
        case "check" if of_source:
            yield from _answer(text.path, block)
        case "tense" | "bodyscan":
            yield from _parts(text.path, block)


def _parameters(
    path: str, block: RawBlock, schema: Schema, *, of_source: bool
) -> Iterator[Finding]:
    for name, written in block.attributes.items():
        if name not in schema.parameters:
            message = f'Unknown parameter "{name}" of :::{block.kind}.'
            mend = did_you_mean(name, schema.parameters)
            yield Finding(path, block.line, "E10", message, mend)
            continue
        try:
            schema.parameters[name].read(written)
        except ValueError as expected:
            message = f"The parameter {name}={written} of :::{block.kind} does not fit: {expected}."
            yield Finding(path, block.line, "E10", message, "Correct the value after the =.")

    for name, parameter in schema.parameters.items():
        if of_source and parameter.default is None and name not in block.attributes:
            message = f'The parameter "{name}" of :::{block.kind} is missing.'
            yield Finding(path, block.line, "E10", message, f"Write :::{block.kind} {{{name}=…}}")


def _inside(path: str, block: RawBlock, schema: Schema) -> Iterator[Finding]:
    if schema.inside is Inside.NOTHING:
        if block.lines:
            message = f"The block :::{block.kind} holds text, and nothing would show it."
            yield Finding(path, block.lines[0].number, "E10", message, "Move the text out of it.")
        return

    if not block.lines:
        if not schema.may_be_empty:
            message = f"The block :::{block.kind} is empty."
            yield Finding(path, block.line, "E10", message, "Write its lines, or take it out.")
        return

    if schema.inside in (Inside.ROWS, Inside.ROWS_AND_SPOKEN):
        yield from _rows(path, block, schema)
    for line in spoken_lines(block):
        yield from _pause(path, line)


def _rows(path: str, block: RawBlock, schema: Schema) -> Iterator[Finding]:
    seen: set[str] = set()
    for line in row_lines(block):
        row = row_of(line.text)
        fault = _fault_of(row, schema, seen)
        seen.add(row.key)
        if fault:
            yield Finding(path, line.number, "E10", *fault)

    for key in sorted(schema.needed - seen):
        message = f'The row "{_as_written(key)}" of :::{block.kind} is missing.'
        yield Finding(path, block.line, "E10", message, f"Add a line: {_as_written(key)} text")


def _fault_of(row: Row, schema: Schema, seen: set[str]) -> tuple[str, str] | None:
    fewest, most = schema.cells
    if not row.cells:
        return "This row has no key.", "Write it as: key | text"
    if not re.fullmatch(schema.keys, row.key):
        plain_keys = [key for key in schema.keys.split("|") if key.isalnum() and key != QUESTION]
        return f'The key "{row.key}" is not known here.', did_you_mean(row.key, plain_keys)
    if row.key in seen:
        return f'The key "{row.key}" stands here a second time.', "Give each row its own key."
    if not fewest <= len(row.cells) <= most or not all(row.cells):
        return (
            f'The row "{row.key}" has an empty text, or more than {most} after the key.',
            "Put one | between texts and none at the end.",
        )
    return None


def _as_written(key: str) -> str:
    return "?" if key == QUESTION else f"{key} |"


def _pause(path: str, line: RawLine) -> Iterator[Finding]:
    match = SPOKEN_LINE.match(line.text.strip())
    too_long = match is not None and int(match["pause"]) > LONGEST_PAUSE
    if too_long or (match is None and re.search(r"[\[\]]", line.text)):
        message = "The pause at the end of this line cannot be read, or is too long."
        mend = f"End the line with seconds in brackets, such as [8], up to {LONGEST_PAUSE}."
        yield Finding(path, line.number, "E10", message, mend)


def _breath(path: str, block: RawBlock) -> Iterator[Finding]:
    params = with_defaults(block)
    into, hold, out, rest = (_seconds(params[name]) for name in ("in", "hold", "out", "rest"))
    rate = 60 / (into + hold + out + rest)
    if not SLOWEST_BREATH <= rate <= FASTEST_BREATH:
        message = f"This is {rate:.1f} breaths a minute."
        mend = f"Choose seconds that give {SLOWEST_BREATH} to {FASTEST_BREATH} a minute."
        yield Finding(path, block.line, "E50", message, mend)
    if hold > LONGEST_HOLD:
        message = f"Holding the breath for {hold:g} seconds is hard for many people."
        yield Finding(path, block.line, "E51", message, f"Write hold={LONGEST_HOLD} or less.")
    if out < into:
        message = "The breath out is shorter than the breath in."
        yield Finding(path, block.line, "E52", message, "Make out at least as long as in.")


def _seconds(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _alternatives(path: str, block: RawBlock) -> Iterator[Finding]:
    for line in block.lines:
        row = row_of(line.text)
        if row.key.isdigit() and len(row.cells) < CELLS_WITH_ALTERNATIVE:
            message = f'The sense "{row.key}" has no alternative.'
            mend = "Add a third text after | for people who cannot do this one."
            yield Finding(path, line.number, "E53", message, mend)


def _answer(path: str, block: RawBlock) -> Iterator[Finding]:
    keys = {row.key for row in rows_of(block)} - {QUESTION, "ok", "no"}
    answer = block.attributes.get("answer")
    if answer is not None and answer not in keys:
        message = f'answer={answer}, but there is no row "{answer}".'
        yield Finding(path, block.line, "E10", message, did_you_mean(answer, keys))


def _parts(path: str, block: RawBlock) -> Iterator[Finding]:
    """Compare the parts named in the parameter with the rows: each needs the other."""
    parts = {part for part in block.attributes.get("parts", OWN).split(",") if part != OWN}
    keys = {row.key for row in things_of(block.kind, rows_of(block))} - {OWN}
    if not parts:
        return

    for part in sorted(parts ^ keys):
        message = f'The part "{part}" stands only in parts= or only in a row.'
        mend = "Name each part in both places."
        yield Finding(path, block.line, "E10", message, mend)
