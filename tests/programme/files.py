"""Files with centres, as offices send them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook

from tests.visitor import Page, Visitor

HEADINGS = ("Код", "Область", "Громада", "Вид", "Стан", "Назва", "Адреса", "Телефон")


def row(code: str = "C-1", **more: str) -> tuple[str, ...]:
    values = {
        "code": code, "region": "Полтавська область", "community": "Тиха громада", "kind": "Центр життєстійкості",
        "status": "працює", "name": f"Центр {code}", "address": "вул. Тиха, 1", "phone": "+380 00 000 00 01",
    }  # fmt: skip
    return tuple((values | more).values())


def csv_of(*rows: Iterable[str], headings: Iterable[str] = HEADINGS, sign: str = ";") -> bytes:
    return "\r\n".join(sign.join(cells) for cells in (headings, *rows)).encode()


def xlsx_of(*rows: Iterable[Any], merged: str = "") -> bytes:
    book = Workbook()
    for cells in (HEADINGS, *rows):
        book.active.append(list(cells))
    if merged:
        book.active.merge_cells(merged)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def bring(ostap: Visitor, content: bytes, name: str = "centres.csv") -> str:
    """Send a file and return the address of its preview."""
    page = ostap.submit("/en/staff/programme/imports", file=(io.BytesIO(content), name))
    return str(page.headers["Location"])


def bring_in_vain(
    ostap: Visitor, content: bytes, name: str = "centres.csv", status: int = 422
) -> Page:
    return ostap.submit(
        "/en/staff/programme/imports", status=status, file=(io.BytesIO(content), name)
    )


def send(visitor: Visitor, path: str, fields: dict[str, str], status: int = 302) -> Page:
    """Send a form, one of whose fields is called "status"."""
    return visitor.post(path, status=status, data=fields)
