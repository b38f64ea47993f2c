"""The referral sheet as a PDF: one A4 page, the same on every printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ui.paper import PAGE_WIDTH, blank_pdf, write
from .words import Sheet, SheetSection

if TYPE_CHECKING:
    from fpdf import FPDF

MARGIN = 20.0
WIDE = PAGE_WIDTH - 2 * MARGIN
GAP = 5.0
LINE = 12.0


def sheet_as_pdf(sheet: Sheet) -> bytes:
    """Lay a referral out on one page, with an empty line for a name written by hand."""
    pdf = blank_pdf("A4")
    pdf.add_page()
    write(pdf, sheet.title, MARGIN, MARGIN, WIDE, 20, "B")
    write(pdf, sheet.code, MARGIN, pdf.get_y() + GAP / 2, WIDE, 17, "B")
    for section in sheet.sections:
        _draw_section(pdf, section)
    write(pdf, sheet.name_line, MARGIN, pdf.get_y() + GAP, WIDE, 11)
    _draw_line(pdf, pdf.get_y() + LINE)
    return bytes(pdf.output())


def _draw_section(pdf: FPDF, section: SheetSection) -> None:
    write(pdf, section.heading, MARGIN, pdf.get_y() + GAP, WIDE, 13, "B")
    for line in section.lines:
        write(pdf, line, MARGIN, pdf.get_y() + 1, WIDE, 11)


def _draw_line(pdf: FPDF, top: float) -> None:
    pdf.set_draw_color(0)
    pdf.set_line_width(0.3)
    pdf.line(MARGIN, top, PAGE_WIDTH - MARGIN, top)
