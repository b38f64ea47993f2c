"""A card to take home as a PDF: four on an A4 sheet, to be cut apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from ..ui.paper import PAGE_HEIGHT, PAGE_WIDTH, blank_pdf, draw_lines_to_cut, draw_qr, write
from .models import HelpContact
from .paper_models import HomeCard

if TYPE_CHECKING:
    from fpdf import FPDF

COLUMNS, ROWS = 2, 2
WIDTH, HEIGHT = PAGE_WIDTH / COLUMNS, PAGE_HEIGHT / ROWS
MARGIN = 8.0
"""Most home printers leave five millimetres white."""
WIDE = WIDTH - 2 * MARGIN
QR_SIDE = 28.0
FOOT = 35.0
"""Millimetres at the lower edge for the code and the numbers."""
TO_WRITE_ON = 5.0
"""Millimetres between a line to fill in and what stands above it."""


def cards_as_pdf(card: HomeCard, address: str, contacts: Sequence[HelpContact]) -> bytes:
    """Lay the same card out four times; `address` is where its module stands on the site."""
    pdf = blank_pdf("A4")
    pdf.add_page()
    draw_lines_to_cut(pdf, COLUMNS, ROWS)
    for row in range(ROWS):
        for column in range(COLUMNS):
            _draw_card(pdf, card, address, contacts, column * WIDTH, row * HEIGHT)
    return bytes(pdf.output())


def _draw_card(
    pdf: FPDF,
    card: HomeCard,
    address: str,
    contacts: Sequence[HelpContact],
    left: float,
    top: float,
) -> None:
    inside = left + MARGIN
    write(pdf, card.title, inside, top + MARGIN, WIDE, 18, "B")
    for line in card.lines:
        write(pdf, line, inside, pdf.get_y() + 1.8, WIDE, 12)
    write(pdf, _stopping(), inside, pdf.get_y() + 2.5, WIDE, 9.5)
    for words in (_("My minute is after:"), _("Number of my centre:")):
        _draw_line_to_fill(pdf, words, inside)
    _draw_foot(pdf, card, address, contacts, inside, top + HEIGHT - MARGIN)


def _draw_line_to_fill(pdf: FPDF, words: str, left: float) -> None:
    write(pdf, words, left, pdf.get_y() + TO_WRITE_ON, WIDE, 10.5, "B")
    pdf.set_draw_color(0)
    pdf.set_line_width(0.2)
    level = pdf.get_y()
    pdf.line(left + pdf.get_string_width(words) + 3, level, left + WIDE, level)


def _draw_foot(
    pdf: FPDF,
    card: HomeCard,
    address: str,
    contacts: Sequence[HelpContact],
    left: float,
    bottom: float,
) -> None:
    """Draw the way to the module and whom to call, both at the lower edge."""
    top = bottom - FOOT
    # The white border of the code stands in the margin.
    draw_qr(pdf, address, left - 2.8, bottom - QR_SIDE, QR_SIDE)
    beside, wide = left + QR_SIDE, WIDE - QR_SIDE
    pdf.set_y(top)
    for contact in contacts:
        words = f"{contact.number} — {contact.name}"
        write(pdf, words, beside, pdf.get_y() + 0.6, wide, 9.5)
    write(pdf, _checked(contacts), beside, pdf.get_y() + 0.6, wide, 8)
    if card.is_draft:
        draft = _("Draft, not yet reviewed by specialists.")
        write(pdf, draft, beside, pdf.get_y() + 0.6, wide, 8)


def _stopping() -> str:
    return str(_("You can stop at any time. The eyes may stay open."))


def _checked(contacts: Sequence[HelpContact]) -> str:
    """Say when the numbers were looked up: paper outlives a number."""
    if not contacts:
        return ""

    day = min(contact.checked_on for contact in contacts)
    return str(_("Numbers looked up on %(day)s", day=f"{day:%d.%m.%Y}"))
