"""Slips on A4 sheets as a PDF, so that they look the same on every printer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..ui.paper import PAGE_HEIGHT, PAGE_WIDTH, blank_pdf, draw_lines_to_cut, draw_qr, write
from .rules import PaperSlip

if TYPE_CHECKING:
    from fpdf import FPDF

COLUMNS, ROWS = 2, 4
WIDTH, HEIGHT = PAGE_WIDTH / COLUMNS, PAGE_HEIGHT / ROWS
MARGIN = 9.0
"""Most home printers leave five millimetres white."""
QR_SIDE = 34.0


def slips_as_pdf(slips: Sequence[PaperSlip]) -> bytes:
    """Lay slips out, eight to a page, with lines to cut along."""
    pdf = blank_pdf("A4")
    for place, slip in enumerate(slips):
        on_page = place % (COLUMNS * ROWS)
        if on_page == 0:
            pdf.add_page()
            draw_lines_to_cut(pdf, COLUMNS, ROWS)
        row, column = divmod(on_page, COLUMNS)
        _draw_slip(pdf, slip, column * WIDTH, row * HEIGHT)
    return bytes(pdf.output())


def _draw_slip(pdf: FPDF, slip: PaperSlip, left: float, top: float) -> None:
    draw_qr(pdf, slip.address, left + MARGIN - 3, top + MARGIN - 3, QR_SIDE)
    beside = left + MARGIN + QR_SIDE - 1
    inner = left + WIDTH - MARGIN
    write(pdf, slip.name, beside, top + MARGIN + 2, inner - beside, 15, "B")
    write(pdf, slip.group, beside, pdf.get_y() + 1, inner - beside, 11)
    write(pdf, slip.phone, beside, pdf.get_y() + 3, inner - beside, 11)
    below = top + MARGIN + QR_SIDE - 3
    wide = WIDTH - 2 * MARGIN
    write(pdf, slip.digits, left + MARGIN, below, wide, 17, "B")
    for line in slip.how:
        write(pdf, line, left + MARGIN, pdf.get_y() + 0.8, wide, 8.5)
