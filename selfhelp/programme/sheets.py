"""Read a table from a file: CSV in the encodings that offices use, or XLSX."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from flask_babel import gettext as _
from flask_babel import ngettext

from ..errors import Refusal
from .rules import MOST_LINES

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 64 * 1024 * 1024
"""An XLSX file is an archive: a small one may hold gigabytes of nothing."""
MOST_PARTS = 500
MOST_COLUMNS = 60
LONGEST_CELL = 1000
MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z0-9:]+)"')
DELIMITERS = (";", ",", "\t")


class UnreadableFile(Refusal):
    """The file is no table that we can read; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its headings, and its lines with the numbers that a person sees beside them."""

    headings: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheet(name: str, content: bytes) -> Sheet:
    """Read the first sheet of a file; nothing is kept and nothing is calculated."""
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(too_large())
    if not content.strip():
        raise UnreadableFile(_("The file is empty."))
    if content.startswith(b"PK"):
        return _gather(_xlsx_lines(content))
    if content.startswith(b"\xd0\xcf\x11\xe0") or PurePath(name).suffix.lower() == ".xls":
        raise UnreadableFile(
            _("This is the old kind of Excel file. Please save it as XLSX or CSV.")
        )
    return _gather(_csv_lines(_text_of(content)))


def _gather(lines: Iterable[tuple[int, tuple[str, ...]]]) -> Sheet:
    filled = ((number, cells) for number, cells in lines if any(cells))
    _first, headings = next(filled, (0, ()))
    taken: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in filled:
        if len(taken) == MOST_LINES:
            raise UnreadableFile(_too_many())
        taken.append((number, _trimmed(cells)))
    if not taken:
        raise UnreadableFile(
            _("There are no lines below the first one. The first line names the columns.")
        )
    return Sheet(_trimmed(headings), tuple(taken))


def too_large() -> str:
    """Say that a file is larger than any that is read."""
    return str(_("The file is larger than 5 MB. It can be split into several files."))


def _too_many() -> str:
    return str(
        ngettext(
            "The file has more than %(num)s line. It can be split into several files.",
            "The file has more than %(num)s lines. It can be split into several files.",
            MOST_LINES,
        )
    )


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > MOST_COLUMNS:
        raise UnreadableFile(
            _(
                "The table has more than %(num)s columns. Please leave the needed ones.",
                num=MOST_COLUMNS,
            )
        )
    return cells


# CSV


def _text_of(content: bytes) -> str:
    """Decode a text file: its mark at the beginning decides, then UTF-8, then Windows-1251."""
    encodings = ["utf-8-sig", "cp1251"]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in content[:1000]:
        # Without a mark the place of the empty bytes tells the order.
        encodings = ["utf-16-le" if content[:1000].find(b"\0") % 2 else "utf-16-be"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\0-\x08\x0e-\x1f\ufffe\uffff]", text):
            return text
    raise UnreadableFile(
        _("This is not a table that can be read here. Please save it as XLSX, or as CSV in UTF-8.")
    )


def _csv_lines(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter_of(text), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, tuple(_short(" ".join(cell.split())) for cell in cells)
    except csv.Error:
        raise UnreadableFile(
            _(
                "Line %(number)s cannot be read: a quotation mark is not closed.",
                number=reader.line_num,
            )
        ) from None


def _delimiter_of(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))


def _short(cell: str) -> str:
    return cell[:LONGEST_CELL]


# XLSX


def _xlsx_lines(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    from openpyxl import load_workbook  # slow to come, and rarely asked for

    try:
        _refuse_a_bomb(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        _refuse_merged(content, sheet)
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
        for number, cells in enumerate(rows, start=1):
            yield number, tuple(_short(_words_of(cell)) for cell in cells)
    except Refusal:
        raise
    except Exception:  # a damaged workbook fails in many ways, none of them ours
        raise UnreadableFile(
            _("This Excel file is damaged or protected. Please save it anew as XLSX or CSV.")
        ) from None


def _refuse_a_bomb(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise UnreadableFile(
                _("Unpacked, this file is too large. Please leave one sheet in it.")
            )
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(part):
                raise UnreadableFile(
                    _(
                        "This Excel file is damaged or protected. Please save it anew as XLSX or CSV."
                    )
                )


def _refuse_merged(content: bytes, sheet: object) -> None:
    # A sheet that is read line by line does not tell what is merged; its part of the archive does.
    path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        merged = [found.decode() for found in MERGED.findall(archive.read(path))]
    if merged:
        raise UnreadableFile(
            _(
                "Some cells are merged: %(cells)s. Please unmerge them, so that each line has words of its own.",
                cells=", ".join(merged[:5]),
            )
        )


def _words_of(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return " ".join(str(cell).split())
