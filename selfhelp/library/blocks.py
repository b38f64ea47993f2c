"""A block as it was written → its parameters, rows and spoken lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .kinds import (
    EVERY_SCHEMA,
    QUESTION,
    TAGS_OF_THE_KIND,
    WORDS_OF_THE_BLOCK,
    Inside,
)
from .models import Line, ParamValue, Row
from .reading import RawBlock, RawLine

SPOKEN_LINE = re.compile(r"^(?P<text>\S.*?)\s*\[(?P<pause>\d{1,3})\]$")
USUAL_PAUSE = 3


def params_of(raw: RawBlock) -> dict[str, ParamValue]:
    """Read the parameters that were written and can be read; the check tells of the others."""
    known = EVERY_SCHEMA[raw.kind].parameters if raw.kind in EVERY_SCHEMA else {}
    params: dict[str, ParamValue] = {}
    for name, text in raw.attributes.items():
        try:
            params[name] = known[name].read(text)
        except (KeyError, ValueError):
            continue
    return params


def with_defaults(raw: RawBlock) -> dict[str, ParamValue]:
    """Read every parameter of the kind, the written ones first; an unknown kind has none."""
    if raw.kind not in EVERY_SCHEMA:
        return {}

    parameters = EVERY_SCHEMA[raw.kind].parameters
    defaults: dict[str, ParamValue] = {
        name: parameter.default
        for name, parameter in parameters.items()
        if parameter.default is not None
    }
    return defaults | params_of(raw)


def tags_of(kind: str, params: Mapping[str, ParamValue]) -> tuple[str, ...]:
    """Join what the kind asks of a body with what the author adds."""
    written = params.get("tags", ())
    added = written if isinstance(written, tuple) else ()
    return tuple(sorted(TAGS_OF_THE_KIND.get(kind, frozenset()) | set(added)))


def rows_of(raw: RawBlock) -> tuple[Row, ...]:
    """Read the rows of a block."""
    return tuple(row_of(line.text) for line in row_lines(raw))


def row_lines(raw: RawBlock) -> tuple[RawLine, ...]:
    """List the lines of a block that are rows."""
    if has_inside(raw, Inside.ROWS):
        return raw.lines
    if has_inside(raw, Inside.ROWS_AND_SPOKEN):
        return tuple(line for line in raw.lines if "|" in line.text)
    return ()


def things_of(kind: str, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Leave out the rows that are only words around a block."""
    around = WORDS_OF_THE_BLOCK.get(kind, frozenset())
    return tuple(row for row in rows if row.key not in around)


def row_of(text: str) -> Row:
    """Read one row; a line with `?` in front is the question of a check."""
    if text.startswith("?"):
        return Row(QUESTION, (text.removeprefix("?").strip(),))

    key, *cells = (cell.strip() for cell in text.split("|"))
    return Row(key, tuple(cells))


def spoken_of(raw: RawBlock) -> tuple[Line, ...]:
    """Read the spoken lines of a block."""
    return tuple(spoken_line(line.text) for line in spoken_lines(raw))


def spoken_lines(raw: RawBlock) -> tuple[RawLine, ...]:
    """List the lines of a block that are spoken."""
    if has_inside(raw, Inside.SPOKEN):
        return raw.lines
    if has_inside(raw, Inside.ROWS_AND_SPOKEN):
        return tuple(line for line in raw.lines if "|" not in line.text)
    return ()


def spoken_line(text: str) -> Line:
    """Read `Sentence. [8]`; without a number the pause is short."""
    match = SPOKEN_LINE.match(text.strip())
    return Line(match["text"], int(match["pause"])) if match else Line(text.strip(), USUAL_PAUSE)


def has_inside(raw: RawBlock, inside: Inside) -> bool:
    """Say whether blocks of this kind hold rows, spoken lines or prose."""
    return raw.kind in EVERY_SCHEMA and EVERY_SCHEMA[raw.kind].inside is inside
