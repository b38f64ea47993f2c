"""The administrator makes, changes, finds and counts centres."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.centres.models import Centre
from selfhelp.db import session
from tests.groups.house import House, statements
from tests.programme.files import bring, csv_of, row, send
from tests.visitor import Visitor

NEW = "/en/staff/programme/centres/new"
TYPED = {
    "code": "ЦЖ-1", "kind": "resilience-centre", "status": "open", "name_uk": "Центр «Тиша»", "name_en": "",
    "host": "Тиха міська рада", "region": "poltava", "community_uk": "Тиха громада", "community_en": "",
    "community_code": "UA53020010000000001", "raion": "Тихий", "raion_code": "", "address_uk": "вул. Тиха, 1",
    "address_en": "", "phone": "+380 00 000 00 01",
}  # fmt: skip


def centre(app: Flask, code: str = "ЦЖ-1") -> Any:
    with app.app_context():
        return session.scalar(sa.select(Centre).where(Centre.code == code))


def test_a_new_centre_is_made_with_its_place(app: Flask, ostap: Visitor, visitor: Visitor) -> None:
    page = send(ostap, NEW, TYPED)

    assert "Saved." in ostap.get(page.headers["Location"]).text
    assert centre(app).host == "Тиха міська рада"
    assert visitor.get("/en/centres/tszh-1").one("h1").get_text() == "Tsentr «Tysha»"
    assert "Тиха міська рада" not in visitor.get("/uk/centres/tszh-1").text


def test_the_same_form_twice_makes_one_centre(app: Flask, house: House, ostap: Visitor) -> None:
    send(ostap, NEW, TYPED)
    page = send(ostap, NEW, TYPED, 422)

    assert "Another centre has this code." in page.text
    assert house.count(Centre, Centre.code == "ЦЖ-1") == 1


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("code", "", "Code of the centre: This is needed."),
        ("name_uk", "", "Name, in Ukrainian: This is needed."),
        ("name_uk", "я" * 301, "Name, in Ukrainian: This is too long."),
        ("name_uk", "12345", "Words are expected here"),
        ("phone", "", "A centre that receives people needs this."),
        ("phone", "подзвоніть", "A phone number has digits"),
        ("community_code", "53", "A KATOTTG code is UA and 17 digits."),
    ],
)
def test_it_keeps_what_was_typed_and_says_what_is_wrong(
    house: House, ostap: Visitor, column: str, value: str, said: str
) -> None:
    page = send(ostap, NEW, TYPED | {column: value}, 422)

    assert said in page.text
    assert page.one("#host")["value"] == "Тиха міська рада"
    assert house.count(Centre, Centre.host != "") == 0


def test_an_empty_form_makes_nothing_and_names_all_that_is_needed(
    house: House, ostap: Visitor
) -> None:
    said = send(ostap, NEW, {"kind": "space", "status": "planned", "region": "poltava"}, 422).text

    for label in ("Code of the centre", "Name, in Ukrainian", "Community, in Ukrainian"):
        assert f"{label}: This is needed." in said
    send(ostap, NEW, {}, 422)
    assert house.count(Centre) == 2


def test_a_centre_without_phone_can_be_planned_and_not_opened(app: Flask, ostap: Visitor) -> None:
    page = send(ostap, NEW, TYPED | {"status": "planned", "phone": "", "address_uk": ""})
    address = str(page.headers["Location"]).split("?")[0]
    seen = ostap.get(address).one("#seen")["value"]

    send(ostap, address, TYPED | {"phone": "", "seen": str(seen)}, 422)
    assert centre(app).status == "planned"


def test_what_was_changed_meanwhile_is_shown_beside_what_was_typed(
    app: Flask, ostap: Visitor
) -> None:
    address = str(send(ostap, NEW, TYPED).headers["Location"]).split("?")[0]
    seen = str(ostap.get(address).one("#seen")["value"])
    send(ostap, address, TYPED | {"host": "Перша", "seen": seen})

    page = send(ostap, address, TYPED | {"host": "Друга", "seen": seen}, 409)

    assert "Host organisation: Перша" in page.text
    assert page.one("#host")["value"] == "Друга"
    assert centre(app).host == "Перша"
    send(ostap, address, TYPED | {"host": "Друга", "seen": str(page.one("#seen")["value"])})
    assert centre(app).host == "Друга"


def test_a_field_can_be_emptied(app: Flask, ostap: Visitor) -> None:
    address = str(send(ostap, NEW, TYPED).headers["Location"]).split("?")[0]
    seen = str(ostap.get(address).one("#seen")["value"])
    send(ostap, address, TYPED | {"host": "", "status": "closed", "phone": "", "seen": seen})

    assert (centre(app).host, centre(app).phone) == ("", "")


def test_others_find_no_such_page(house: House) -> None:
    for name in ("nadiia", "iryna", "olena"):
        someone = house.visit(name)
        for path in ("", "/centres", "/centres/one", "/centres.csv", "/imports"):
            someone.get(f"/en/staff/programme{path}", status=404)
        send(someone, NEW, TYPED, 404)
    assert house.count(Centre) == 2


def test_what_was_typed_outlives_the_end_of_a_sign_in(house: House, visitor: Visitor) -> None:
    page = send(visitor, NEW, TYPED, 401)

    assert page.one('[name="host"]')["value"] == "Тиха міська рада"
    assert any(link.endswith("/staff/sign-in") for link in page.links())
    assert house.count(Centre) == 2


def test_all_regions_are_listed_with_their_centres(house: House, ostap: Visitor) -> None:
    send(ostap, NEW, TYPED)
    page = ostap.get("/en/staff/programme")

    rows = [line.get_text(" ", strip=True) for line in page.soup.select("main .links li")]
    assert len(rows) == 27 + 2
    assert "Poltavska oblast UA-53 · 1 centre · receive people: 1" in rows
    assert "Sevastopol UA-40 · 0 centres" in rows


def shown(ostap: Visitor, query: str) -> list[str]:
    page = ostap.get(f"/en/staff/programme/centres?{query}")
    return [link.get_text() for link in page.soup.select("main .links a")]


def test_the_list_is_filtered_and_searched(ostap: Visitor) -> None:
    rows = (
        row("C-1", status="заплановано"),
        row("C-2", region="Волинська область", kind="Простір"),
    )
    ostap.submit(f"{bring(ostap, csv_of(*rows))}/confirm")

    assert shown(ostap, "region=poltava") == ["Tsentr C-1"]
    assert shown(ostap, "status=planned") == ["Tsentr C-1"]
    assert shown(ostap, "kind=space") == ["Tsentr C-2"]
    assert shown(ostap, "q=тиха") == ["Tsentr C-1", "Tsentr C-2"]
    assert shown(ostap, "q=c-2") == ["Tsentr C-2"]
    assert shown(ostap, "q=100%25") == []
    assert shown(ostap, "region=nowhere") == []


def test_the_list_goes_on_after_fifty(ostap: Visitor) -> None:
    ostap.submit(f"{bring(ostap, csv_of(*[row(f'C-{one:03}') for one in range(60)]))}/confirm")

    first = ostap.get("/en/staff/programme/centres?region=poltava")
    following = next(link for link in first.links() if "after=" in link)
    second = ostap.get(following)
    seen = [
        link.get_text() for page in (first, second) for link in page.soup.select("main .links a")
    ]
    assert seen == [f"Tsentr C-{one:03}" for one in range(60)]


def test_pages_ask_the_database_as_often_for_thirty_as_for_three(
    app: Flask, ostap: Visitor
) -> None:
    counts = []
    for many in (3, 30):
        preview = bring(ostap, csv_of(*[row(f"C-{one}") for one in range(many)]))
        with statements(app) as sent:
            ostap.get(preview)
        ostap.submit(f"{preview}/confirm")
        with statements(app) as listed:
            for path in ("", "/centres", "/centres.csv", "/imports"):
                ostap.get(f"/en/staff/programme{path}")
        counts.append((len(sent), len(listed)))
    assert counts[0] == counts[1]
