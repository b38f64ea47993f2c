"""Files as offices send them: what is read, and what is refused with a reason."""

from __future__ import annotations

import io
import zipfile

import pytest
from flask import Flask

from selfhelp.i18n import speaking
from selfhelp.programme.columns import COLUMNS, folded, guess_columns
from selfhelp.programme.rules import names_of_regions
from selfhelp.programme.sheets import Sheet, UnreadableFile, read_sheet
from selfhelp.programme.words import column_in_words
from tests.programme.files import HEADINGS, bring, bring_in_vain, csv_of, row, xlsx_of
from tests.visitor import Visitor

TEXT = csv_of(row("C-1"), row("C-2")).decode()


def read(app: Flask, content: bytes, name: str = "centres.csv") -> Sheet:
    with app.app_context(), speaking("en"):
        return read_sheet(name, content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_it_reads_the_encodings_that_offices_use(app: Flask, encoding: str) -> None:
    sheet = read(app, TEXT.encode(encoding))

    assert sheet.headings == HEADINGS
    assert sheet.lines == ((2, row("C-1")), (3, row("C-2")))


@pytest.mark.parametrize("sign", [";", "\t"])
def test_it_finds_what_separates_the_cells(app: Flask, sign: str) -> None:
    assert read(app, csv_of(row("C-1"), sign=sign)).lines == ((2, row("C-1")),)


def test_it_reads_commas_and_quotes(app: Flask) -> None:
    content = 'Код,Назва\r\n\r\nC-1,"Центр ""Тиша"", другий"\r\n'.encode()

    assert read(app, content).lines == ((3, ("C-1", 'Центр "Тиша", другий')),)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \r\n ", "is empty"),
        ("Код;Назва\r\n".encode(), "no lines below"),
        ('Код;Назва\r\nC-1;"Центр\r\nC-2;Інший'.encode(), "Line 3 cannot be read"),
        (b"\xd0\xcf\x11\xe0 old", "old kind of Excel"),
        (b"PK\x03\x04 broken", "damaged or protected"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a table"),
        (csv_of(*[row(str(one)) for one in range(50_000)], sign=";")[: 5 * 1024 * 1024], "more than 5000 lines"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        ((";".join("a" * 70) + "\n" + ";".join("b" * 70)).encode(), "more than 60 columns"),
    ],
)  # fmt: skip
def test_it_says_why_a_file_is_refused(app: Flask, content: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        read(app, content)


def test_it_names_merged_cells(app: Flask) -> None:
    with pytest.raises(UnreadableFile, match="A2:A3"):
        read(app, xlsx_of(row("C-1"), row(""), merged="A2:A3"), "centres.xlsx")


def test_it_refuses_an_archive_that_grows(app: Flask) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (65 * 1024 * 1024))

    with pytest.raises(UnreadableFile, match="too large"):
        read(app, packed.getvalue(), "centres.xlsx")


def test_it_refuses_a_workbook_that_declares_entities(app: Flask) -> None:
    packed = io.BytesIO(xlsx_of(row("C-1")))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("xl/more.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")

    with pytest.raises(UnreadableFile, match="damaged or protected"):
        read(app, packed.getvalue(), "centres.xlsx")


def test_it_refuses_formulas_cell_by_cell(ostap: Visitor) -> None:
    for content, name in (
        (xlsx_of((*row("C-1")[:7], "=1+1")), "centres.xlsx"),
        (csv_of((*row("C-1")[:7], "=1+1")), "centres.csv"),
    ):
        said = ostap.get(bring(ostap, content, name)).text
        assert "Line 2, “Телефон” : A formula is not taken." in said


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (0, "два слова", "A code has up to 40 letters"),
        (3, "школа", "A Resilience Centre or"),
        (4, "може", "Planned, preparing, open"),
        (5, "12345", "Words are expected here"),
        (5, "#REF!", "The cell shows an error"),
        (5, "я" * 301, "This is too long."),
        (7, "2026-11-21", "A phone number has digits"),
    ],
)
def test_it_says_what_is_wrong_with_a_cell(
    ostap: Visitor, column: int, value: str, said: str
) -> None:
    cells = list(row("C-1"))
    cells[column] = value

    assert said in ostap.get(bring(ostap, csv_of(cells))).text


def test_a_refused_file_leaves_the_page_with_its_reason(ostap: Visitor) -> None:
    assert "is empty" in bring_in_vain(ostap, b"").one("[role=alert]").get_text()
    ostap.post("/en/staff/programme/imports", status=422)


def test_a_file_that_is_too_large_is_read_to_its_end_and_refused(ostap: Visitor) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="centres.csv"\r\n\r\n'
    page = ostap.post(
        "/en/staff/programme/imports",
        status=422,
        data=head + b"x;" * (4 * 1024 * 1024) + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )

    assert "larger than 5 MB" in page.one("[role=alert]").get_text()


def test_what_no_office_would_send_is_refused_before_it_is_read(ostap: Visitor) -> None:
    page = ostap.post(
        "/en/staff/programme/imports",
        status=413,
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(65 * 1024 * 1024)},
    )

    assert "larger than 5 MB" in page.text


def test_every_mistake_of_a_line_is_named_at_once(ostap: Visitor) -> None:
    preview = bring(ostap, csv_of(row("", region="Марс", kind="кафе")))

    wrong = [one.get_text() for one in ostap.get(preview).soup.select("[data-problems] strong")]
    assert wrong == ["Line 2, “Код”", "Line 2, “Область”", "Line 2, “Вид”"]


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("Сумська обл.", "sumy"),
        ("Sumy Oblast", "sumy"),
        ("Kyiv region", "kyiv-region"),
        ("Київська", "kyiv-region"),
        ("м. Київ", "kyiv"),
        ("Kyiv", "kyiv"),
        ("АР Крим", "crimea"),
        ("UA-63", "kharkiv"),
    ],
)
def test_a_region_is_known_by_the_names_that_offices_use(written: str, slug: str) -> None:
    assert names_of_regions(())[folded(written)] == slug


def test_headings_are_known_in_both_languages() -> None:
    known = guess_columns(
        ("Назва", "CODE", " область ", "Community code (KATOTTG)", "щось", "Назва")
    )

    assert known == {"name_uk": 0, "code": 1, "region": 2, "community_code": 3}


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("column", COLUMNS)
def test_what_our_own_pages_call_a_column_is_known_as_a_heading(
    app: Flask, column: str, language: str
) -> None:
    with app.app_context(), speaking(language):
        label = column_in_words(column)

    assert guess_columns((label,)) == {column: 0}
