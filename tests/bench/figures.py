"""A figure: what is asked, what was measured, and a table of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

HEADINGS = ("figure", "asked", "measured", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured, beside what the documents promise."""

    name: str
    measured: float
    unit: str = ""
    limit: float | None = None
    """None: told beside the others, promised to nobody."""
    bound: Literal["≤", "≥"] = "≤"

    @property
    def is_kept(self) -> bool:
        """Say whether the promise is kept."""
        if self.limit is None:
            return True
        return self.measured <= self.limit if self.bound == "≤" else self.measured >= self.limit

    @property
    def words(self) -> tuple[str, str, str, str]:
        """Put it into the four cells of its row."""
        asked = "–" if self.limit is None else f"{self.bound} {self._said(self.limit)}"
        verdict = "–" if self.limit is None else "ok" if self.is_kept else "SHORT"
        return (self.name, asked, self._said(self.measured), verdict)

    def _said(self, value: float) -> str:
        digits = 0 if value == int(value) or value >= 100 else 1 if value >= 10 else 2
        return f"{value:,.{digits}f} {self.unit}".rstrip()


def kilobytes(count: float) -> float:
    """Turn bytes into kilobytes of 1024."""
    return count / 1024


def table(figures: Sequence[Figure]) -> str:
    """Lay figures out as a Markdown table that is easy to read as it stands."""
    rows = [HEADINGS, *(figure.words for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [_line(row, widths) for row in rows]
    rule = f"|{'|'.join('-' * (width + 2) for width in widths)}|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |"
