"""The administrator finds communities, puts them right, and takes out one in which nothing lies."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.centres.models import Centre, Community
from selfhelp.db import session
from tests.groups.house import House
from tests.programme.files import bring, csv_of, row, send
from tests.visitor import Visitor

ALL = "/en/staff/programme/communities"
TYPED = {
    "community_uk": "Тиха громада", "community_en": "", "community_code": "UA53020010000000001",
    "raion": "Тихий", "raion_code": "",
}  # fmt: skip


def of_one(house: House) -> str:
    return f"{ALL}/{house.ids['community one']}"


def save(ostap: Visitor, address: str, status: int = 302, **more: str) -> str:
    seen = str(ostap.get(address).one("#seen")["value"])
    return send(ostap, address, TYPED | {"seen": seen} | more, status).text


def named(app: Flask, house: House) -> Community:
    with app.app_context():
        return session.get_one(Community, house.ids["community one"])


def test_a_misspelt_community_is_put_right_for_all_its_centres(
    app: Flask, house: House, ostap: Visitor, visitor: Visitor
) -> None:
    save(ostap, of_one(house))

    community = named(app, house)
    assert (community.name_uk, community.name_en) == ("Тиха громада", "Tykha hromada")
    assert (community.code, community.raion, community.raion_code) == (
        "UA53020010000000001", "Тихий", None,
    )  # fmt: skip
    assert "Saved." in ostap.get(f"{of_one(house)}?saved=1").text
    assert "Тиха громада" in visitor.get("/uk/centres?region=r-one").text


def test_they_are_found_by_region_and_by_words(house: House, ostap: Visitor) -> None:
    save(ostap, of_one(house))

    assert "Please choose a region" in ostap.get(ALL).text
    for asked in ("region=r-one", "q=ТИХА", "q=UA5302", "q=Тихий&region=r-one"):
        page = ostap.get(f"{ALL}?{asked}")
        assert "Tykha hromada" in page.text, asked
        assert "Community two" not in page.text
    assert "No community is like that." in ostap.get(f"{ALL}?q=Тихий&region=r-two").text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("community_uk", "", "Community, in Ukrainian: This is needed."),
        ("community_uk", "12", "Words are expected here"),
        ("community_uk", "я" * 101, "This is too long."),
        ("community_code", "53", "A KATOTTG code is UA and 17 digits."),
        ("raion_code", "тут", "A KATOTTG code is UA and 17 digits."),
    ],
)
def test_it_says_what_is_wrong_and_writes_nothing(
    app: Flask, house: House, ostap: Visitor, field: str, value: str, said: str
) -> None:
    assert said in save(ostap, of_one(house), 422, **{field: value})
    assert named(app, house).name_uk == "Громада one"


def test_the_code_of_another_community_is_refused(app: Flask, house: House, ostap: Visitor) -> None:
    save(ostap, f"{ALL}/{house.ids['community two']}")

    assert "Another community has this code." in save(ostap, of_one(house), 422)
    assert named(app, house).code is None


def test_what_was_changed_meanwhile_is_shown_beside_what_was_typed(
    app: Flask, house: House, ostap: Visitor
) -> None:
    address = of_one(house)
    seen = str(ostap.get(address).one("#seen")["value"])
    send(ostap, address, TYPED | {"raion": "Перший", "seen": seen})

    page = send(ostap, address, TYPED | {"raion": "Другий", "seen": seen}, 409)

    assert "Raion: Перший" in page.text
    assert page.one("#raion")["value"] == "Другий"
    assert named(app, house).raion == "Перший"
    send(ostap, address, TYPED | {"raion": "Другий", "seen": str(page.one("#seen")["value"])})
    assert named(app, house).raion == "Другий"


def test_one_in_which_a_centre_lies_stays(house: House, ostap: Visitor) -> None:
    page = ostap.get(of_one(house))

    assert "Centre one" in page.text
    assert "/removal" not in page.text
    refused = ostap.post(f"{of_one(house)}/removal", status=409)
    assert "Please move it first" in refused.text
    assert house.count(Community) == 2


def test_one_that_stood_there_twice_goes_once_its_centre_was_moved(
    app: Flask, house: House, ostap: Visitor
) -> None:
    with app.app_context():
        region = session.scalar(sa.select(Community.region_id).limit(1))
        twice = Community(region_id=region, name_uk="Громада двічі", name_en="Community twice")
        session.add(twice)
        session.commit()
        address = f"{ALL}/{twice.id}"

    for _twice in range(2):
        ostap.post(f"{address}/removal", status=302)

    ostap.get(address, status=404)
    assert house.count(Community) == 2
    assert house.count(Centre) == 2


def test_a_community_put_right_is_found_by_the_next_import(
    app: Flask, house: House, ostap: Visitor
) -> None:
    preview = bring(ostap, csv_of(row("C-1")))
    ostap.post(f"{preview}/confirm", status=302)
    with app.app_context():
        made: UUID | None = session.scalar(
            sa.select(Community.id).where(Community.name_uk == "Тиха громада")
        )
    save(ostap, f"{ALL}/{made}", community_uk="Тихенька громада", community_code="")

    again = bring(ostap, csv_of(row("C-2", community="Тихенька громада")))
    ostap.post(f"{again}/confirm", status=302)

    assert house.count(Centre) == 4
    assert house.count(Community) == 3


def test_one_to_which_an_import_can_be_taken_back_stays(
    app: Flask, house: House, ostap: Visitor
) -> None:
    house.change(Centre, "one", code="C-1")
    moved = row("C-1", region="Область one", community="Нова громада")
    preview = bring(ostap, csv_of(moved))
    ostap.post(f"{preview}/confirm", status=302)

    refused = ostap.post(f"{of_one(house)}/removal", status=409)
    assert "can still be undone" in refused.text
    ostap.post(f"{preview}/undo", status=302)
    ostap.get(of_one(house))


def test_a_centre_form_of_before_does_not_bring_the_old_name_back(
    house: House, ostap: Visitor
) -> None:
    house.change(Centre, "one", code="C-1")
    address = "/en/staff/programme/centres/one"
    typed = {
        name: str(ostap.get(address).one(f"#{name}").get("value") or "")
        for name in ("code", "name_uk", "name_en", "community_uk", "community_en", "phone", "address_uk", "seen")
    } | {"kind": "resilience-centre", "status": "open", "region": "r-one"}  # fmt: skip
    save(ostap, of_one(house), community_code="")

    refused = send(ostap, address, typed, 409)
    assert "Tykha" not in refused.one("#community_en")["value"]
    assert "Тиха громада" in refused.text
    assert house.count(Community) == 2


def test_nobody_else_finds_them(house: House, visitor: Visitor) -> None:
    for name in ("nadiia", "iryna", "olena"):
        house.visit(name).get(ALL, status=404)
        send(house.visit(name), of_one(house), TYPED, 404)
        house.visit(name).post(f"{of_one(house)}/removal", status=404)
