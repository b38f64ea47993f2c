"""An import: looked at first, written once, found again by code, taken back."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import sqlalchemy as sa
import time_machine
from flask import Flask

from selfhelp.centres.models import Centre, Community, Region
from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.programme.models import CentreImport, ImportedCentre
from tests.groups.house import House
from tests.programme.files import HEADINGS, bring, csv_of, row, send, xlsx_of
from tests.visitor import Visitor


def names(app: Flask) -> dict[str, str]:
    with app.app_context():
        coded = sa.select(Centre.code, Centre.name_uk).where(Centre.code.is_not(None))
        return {str(code): name for code, name in session.execute(coded)}


def test_nothing_is_written_before_it_is_confirmed(app: Flask, ostap: Visitor) -> None:
    preview = bring(ostap, csv_of(row("C-1"), row("C-2")))

    assert "2 new centres" in ostap.get(preview).text
    assert names(app) == {}

    ostap.submit(f"{preview}/confirm")
    assert names(app) == {"C-1": "Центр C-1", "C-2": "Центр C-2"}
    assert "2 centres were made" in ostap.get(preview).text


def test_a_new_centre_stands_in_the_directory(ostap: Visitor, visitor: Visitor) -> None:
    ostap.submit(f"{bring(ostap, csv_of(row('ЦЖ-7')))}/confirm")

    assert visitor.get("/uk/centres/tszh-7").one("h1").get_text() == "Центр ЦЖ-7"
    assert "Tykha hromada" in visitor.get("/en/centres?region=poltava").text


def test_confirming_twice_writes_once(app: Flask, house: House, ostap: Visitor) -> None:
    preview = bring(ostap, csv_of(row("C-1")))
    ostap.submit(f"{preview}/confirm")
    ostap.submit(f"{preview}/confirm")

    assert names(app) == {"C-1": "Центр C-1"}
    assert house.count(ImportedCentre) == 1


def test_a_second_import_changes_by_code_and_makes_nothing_twice(
    app: Flask, house: House, ostap: Visitor
) -> None:
    ostap.submit(f"{bring(ostap, csv_of(row('C-1'), row('C-2')))}/confirm")
    preview = bring(ostap, csv_of(row("c-1", name="Інша назва"), row("C-2", address="", phone="")))

    said = ostap.get(preview).text
    assert "1 centre would change" in said
    assert "1 centre stays as it is" in said
    ostap.submit(f"{preview}/confirm")
    assert names(app) == {"C-1": "Інша назва", "C-2": "Центр C-2"}
    assert house.count(Community, Community.name_uk == "Тиха громада") == 1


def test_lines_with_mistakes_stay_out_and_are_named_by_line_and_column(
    app: Flask, ostap: Visitor
) -> None:
    preview = bring(
        ostap, csv_of(row("C-1"), row("C-2", region="Марс"), row("C-1"), row("C-3", phone=""))
    )

    page = ostap.get(preview)
    rows = [line.get_text(" ", strip=True) for line in page.soup.select("[data-problems] li")]
    assert "Line 3, “Область” : There is no such region of Ukraine. Марс" in rows
    assert "Line 4, “Код” : This code already stands in line 2." in rows
    assert "Line 5, “Телефон” : A centre that receives people needs this." in rows
    ostap.submit(f"{preview}/confirm")
    assert list(names(app)) == ["C-1"]


def test_columns_can_be_chosen_by_hand(app: Flask, ostap: Visitor) -> None:
    headings = ("перша", *HEADINGS[1:])
    preview = bring(ostap, csv_of(row("C-9"), headings=headings))
    page = ostap.get(preview)
    assert "which column holds it" in page.one("[role=alert]").get_text()
    assert page.soup.select("[data-problems]") == []

    send(ostap, f"{preview}/columns", {"code": "9" * 5000, "region": "-1", "kind": "1.0"})
    columns = ("code", "region", "community_uk", "kind", "status", "name_uk", "address_uk", "phone")
    send(ostap, f"{preview}/columns", {name: str(place) for place, name in enumerate(columns)})
    ostap.submit(f"{preview}/confirm")
    assert list(names(app)) == ["C-9"]


def test_it_is_undone_within_a_day(app: Flask, house: House, ostap: Visitor) -> None:
    ostap.submit(f"{bring(ostap, csv_of(row('C-1')))}/confirm")
    second = bring(ostap, csv_of(row("C-1", name="Інша", community="Друга"), row("C-2")))
    ostap.submit(f"{second}/confirm")

    ostap.submit(f"{second}/undo")
    ostap.submit(f"{second}/undo")

    assert names(app) == {"C-1": "Центр C-1"}
    assert house.count(Community, Community.name_uk == "Друга") == 0
    assert "was undone" in ostap.get(second).text


def test_what_somebody_wrote_since_is_listed_and_left_alone(
    app: Flask, house: House, ostap: Visitor
) -> None:
    preview = bring(ostap, csv_of(row("C-1"), row("C-2"), row("C-3")))
    ostap.submit(f"{preview}/confirm")
    with app.app_context():
        by_code = {one.code: one for one in session.scalars(sa.select(Centre))}
        by_code["C-2"].hours = {"1": [["09:00", "12:00"]]}
        house.ids["third"] = by_code["C-3"].id
        session.commit()
    house.staff("new-manager", "manager", "third")  # type: ignore[arg-type]

    ostap.submit(f"{preview}/undo")

    left = [link.get_text() for link in ostap.get(preview).soup.select("main .links a")]
    assert left == ["Tsentr C-2", "Tsentr C-3"]
    assert set(names(app)) == {"C-2", "C-3"}


def test_after_a_day_it_is_too_late(app: Flask, ostap: Visitor, house: House) -> None:
    written = bring(ostap, csv_of(row("C-1")))
    ostap.submit(f"{written}/confirm")
    waiting = bring(ostap, csv_of(row("C-2")))

    with time_machine.travel(now() + timedelta(hours=25), tick=True):
        ostap = house.visit("ostap")
        ostap.post(f"{written}/undo", status=422)
        ostap.post(f"{waiting}/confirm", status=422)
        assert "Nothing of this file was written" in ostap.get(waiting).text
        bring(ostap, csv_of(row("C-3")))

    assert names(app) == {"C-1": "Центр C-1"}
    with app.app_context():
        kept = session.scalars(sa.select(CentreImport.lines).order_by(CentreImport.made_at)).all()
        assert [bool(lines) for lines in kept] == [False, False, True]
        assert session.scalar(sa.select(sa.func.count()).select_from(ImportedCentre)) == 0


def test_a_file_put_aside_cannot_be_confirmed(app: Flask, ostap: Visitor) -> None:
    preview = bring(ostap, csv_of(row("C-1")))
    ostap.submit(f"{preview}/discard")

    ostap.post(f"{preview}/confirm", status=422)
    assert names(app) == {}


def test_strangers_find_no_import(house: House, ostap: Visitor) -> None:
    preview = bring(ostap, csv_of(row("C-1")))

    for name in ("nadiia", "iryna", "olena"):
        house.visit(name).get(preview, status=404)
        house.visit(name).post(f"{preview}/confirm", status=404)
    assert house.count(Centre, Centre.code.is_not(None)) == 0


def test_communities_of_one_name_are_told_apart_by_code(app: Flask, ostap: Visitor) -> None:
    headings = (*HEADINGS, "КАТОТТГ", "Район")
    first, second = "UA53020010000000001", "UA53040010000000002"
    told = csv_of(
        (*row("C-1"), first, "Перший"), (*row("C-2"), second, "Другий"), (*row("C-3"), first, ""),
        headings=headings,
    )  # fmt: skip
    ostap.submit(f"{bring(ostap, told)}/confirm")

    with app.app_context():
        places = sa.select(Centre.code, Community.code).join(Centre.community)
        assert dict(session.execute(places.where(Centre.code.is_not(None))).all()) == {
            "C-1": first, "C-2": second, "C-3": first,
        }  # fmt: skip
    preview = bring(ostap, csv_of(row("C-4")))
    assert "Several communities of this region have this name." in ostap.get(preview).text


def test_what_is_exported_can_be_imported_again_and_holds_no_formula(ostap: Visitor) -> None:
    ostap.submit(
        f"{bring(ostap, csv_of(row('C-1', name='-Центр'), row('C-2', name='@Центр')))}/confirm"
    )

    table = ostap.get("/uk/staff/programme/centres.csv").body
    cells = [cell for line in csv.reader(io.StringIO(table.decode("utf-8-sig"))) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "'+380 00 000 00 01" in cells
    said = ostap.get(bring(ostap, table)).text
    assert "2 centres stay as they are" in said
    assert "0 new centres" in said


def test_mistakes_are_told_in_the_readers_language(ostap: Visitor) -> None:
    preview = bring(ostap, csv_of(row("C-1", region="Марс")))

    assert "There is no such region of Ukraine." in ostap.get(preview).text
    assert "Такої області в Україні немає." in ostap.get(preview.replace("/en/", "/uk/")).text


def test_an_excel_file_says_the_same(app: Flask, ostap: Visitor) -> None:
    preview = bring(ostap, xlsx_of(row("C-1"), (*row("12")[:7], 380000000001)), "centres.xlsx")
    ostap.submit(f"{preview}/confirm")

    assert names(app) == {"C-1": "Центр C-1", "12": "Центр 12"}


def test_the_regions_are_entered_with_the_first_import(house: House, ostap: Visitor) -> None:
    ostap.submit(f"{bring(ostap, csv_of(row('C-1')))}/confirm")

    assert house.count(Region, Region.iso.is_not(None)) == 27


def test_another_administrators_import_is_found(app: Flask, house: House, ostap: Visitor) -> None:
    house.staff("second", "administrator", None)  # type: ignore[arg-type]
    preview = bring(ostap, csv_of(row("C-1")))

    assert "1 new centre" in house.visit("second").get(preview).text
