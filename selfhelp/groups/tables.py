"""The matrix as a table for a spreadsheet that runs nothing of what it reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Protocol

from .rules import Row

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so is a formula to a spreadsheet."""
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes Cyrillic for something else."""


class Told(Protocol):
    """A row of the matrix in words."""

    @property
    def name(self) -> str: ...
    @property
    def row(self) -> Row: ...
    @property
    def heard(self) -> str: ...
    @property
    def cells(self) -> Sequence[tuple[str, str, str]]: ...
    @property
    def quiet(self) -> str: ...


def matrix_as_csv(
    modules: Sequence[str], lines: Sequence[Told], heads: tuple[str, str, str]
) -> str:
    """Write who is how far: words from nature and states, nothing else."""
    name, heard, asks = heads
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow([safe(cell) for cell in (name, heard, asks, *modules)])
    for line in lines:
        writer.writerow([safe(cell) for cell in _cells(line, asks, len(modules))])
    return BYTE_ORDER_MARK + sheet.getvalue()


def _cells(line: Told, asks: str, count: int) -> list[str]:
    states = [state for _kind, _sign, state in line.cells] or [line.quiet] * count
    return [line.name, line.heard, asks if line.row.asks_to_talk else "", *states]


def safe(cell: str) -> str:
    """Keep a spreadsheet from running a cell: an apostrophe in front makes it plain words."""
    return f"'{cell}" if cell.lstrip(" ").startswith(RUNS) else cell
