"""Drawing on paper: a PDF looks the same on every printer."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import segno

if TYPE_CHECKING:
    from fpdf import FPDF

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
"""Millimetres of A4."""
QUIET_BORDER = 4
"""Modules of white around a QR code, without which cameras miss it."""
FONT = "Roboto"
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""The day that every document bears: paper tells nobody when it was made, and the same words are the same bytes."""


def blank_pdf(size: str | tuple[float, float]) -> FPDF:
    """Open a document without names, dates or margins, in a font with Cyrillic."""
    # Together half a second, that only a printed page is worth.
    from font_roboto import Roboto, RobotoBold  # type: ignore[import-untyped]
    from fpdf import FPDF

    pdf = FPDF(format=size)
    pdf.set_creation_date(ALWAYS)
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.add_font(FONT, "", Roboto)
    pdf.add_font(FONT, "B", RobotoBold)
    return pdf


def write(
    pdf: FPDF, text: str, left: float, top: float, width: float, size: float, style: str = ""
) -> None:
    """Write some words at a place, breaking lines where they do not fit."""
    pdf.set_font(FONT, style, size)
    pdf.set_text_color(0)
    pdf.set_xy(left, top)
    pdf.multi_cell(width, size * 0.42, text, align="L", new_x="LEFT", new_y="NEXT")


def draw_lines_to_cut(pdf: FPDF, columns: int, rows: int) -> None:
    """Draw dashed lines that part an A4 page into equal pieces."""
    pdf.set_draw_color(150)
    pdf.set_line_width(0.2)
    pdf.set_dash_pattern(dash=2, gap=2)
    for column in range(1, columns):
        pdf.line(column * PAGE_WIDTH / columns, 0, column * PAGE_WIDTH / columns, PAGE_HEIGHT)
    for row in range(1, rows):
        pdf.line(0, row * PAGE_HEIGHT / rows, PAGE_WIDTH, row * PAGE_HEIGHT / rows)
    pdf.set_dash_pattern()


def draw_qr(pdf: FPDF, address: str, left: float, top: float, side: float) -> None:
    """Draw a QR code with its white border, large enough that no printer blurs it."""
    picture = BytesIO()
    segno.make_qr(address, error="m").save(picture, kind="png", scale=8, border=QUIET_BORDER)
    picture.seek(0)
    pdf.image(picture, left, top, side, side)
