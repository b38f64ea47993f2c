"""A poster with a QR code as a PDF, A4 and A5: the small one is the large one made smaller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .paper import blank_pdf, draw_qr, write

Size = Literal["a4", "a5"]
SIZES: dict[Size, tuple[float, float]] = {"a4": (210, 297), "a5": (148, 210)}
WIDTH = 210.0
"""Millimetres of the larger page, on which everything below is measured."""
MARGIN = 20.0
QR_SIDE = 130.0
HEADING = 40.0


@dataclass(frozen=True, slots=True)
class PosterLine:
    """Some words below the code."""

    text: str
    size: float
    """Points on the larger page."""
    gap: float
    """Millimetres of white above, on the larger page."""
    is_strong: bool = False


def draw_poster(heading: str, address: str, lines: tuple[PosterLine, ...], size: Size) -> bytes:
    """Draw one page: a heading, the code that holds the address, and lines of words."""
    scale = SIZES[size][0] / WIDTH
    pdf = blank_pdf(SIZES[size])
    pdf.add_page()
    left, wide = MARGIN * scale, (WIDTH - 2 * MARGIN) * scale

    write(pdf, heading, left, MARGIN * scale, wide, HEADING * scale, "B")
    top = pdf.get_y() + 6 * scale
    # The white border of the code stands in the margin, so that its dark edge lines up with the words.
    draw_qr(pdf, address, left - 9 * scale, top, QR_SIDE * scale)
    bottom = top + QR_SIDE * scale
    for line in lines:
        style = "B" if line.is_strong else ""
        write(pdf, line.text, left, bottom + line.gap * scale, wide, line.size * scale, style)
        bottom = pdf.get_y()
    return bytes(pdf.output())
