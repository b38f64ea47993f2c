"""Reading a sheet as a phone and a person would: its pictures and its words."""

from __future__ import annotations

import pypdfium2
import zxingcpp


def qr_codes(pdf: bytes) -> list[str]:
    """Read every QR code on every page, as a camera would see it on paper."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        picture = page.render(scale=3).to_pil()
        found += [code.text for code in zxingcpp.read_barcodes(picture)]
    return found


def pages(pdf: bytes) -> list[str]:
    """Read the words of each page."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]
