"""A centre may show a number of its list to everybody: on its own page and on that of its region."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from selfhelp.centres.models import Centre
from selfhelp.support.models import CommunityService
from tests.groups.house import House, today
from tests.support.requests import SERVICES, service
from tests.visitor import Visitor

NUMBER = "tel:+380000000077"
CENTRE, REGION = "/uk/centres/one", "/uk/centres?region=r-one"


@pytest.fixture
def house(house: House) -> House:
    service(house, "legal aid", kind="legal", is_public=True)
    return house


def shown(app: Flask, visitor: Visitor, path: str = CENTRE) -> list[str]:
    """What stands there to be rung, besides the centres themselves."""
    app.extensions["public_pages"].clear()
    cards = visitor.get(path).soup.select(".card:has(h3)")
    return [card.get_text(" ", strip=True) for card in cards]


def test_everybody_finds_it_with_its_number_and_its_day(
    app: Flask, house: House, visitor: Visitor
) -> None:
    for path in (CENTRE, REGION):
        (card,) = shown(app, visitor, path)
        assert "Legal Aid" in card, path
        assert f" {today().day} " in card
        assert visitor.get(path).one(f".card:has(h3) a[href='{NUMBER}']")
    assert "Громада one" in card
    for path in ("/uk/centres/two", "/uk/centres?region=r-two"):
        assert shown(app, visitor, path) == [], path


def test_what_was_not_ticked_stays_among_staff(app: Flask, house: House, visitor: Visitor) -> None:
    service(house, "quiet room", phone="+380 00 000 00 99")

    for path in (CENTRE, REGION):
        assert len(shown(app, visitor, path)) == 1
        assert "Quiet Room" not in visitor.get(path).text


@pytest.mark.parametrize("path", [CENTRE, REGION])
@pytest.mark.parametrize(("days", "is_there"), [(180, True), (181, False)])
def test_a_number_that_nobody_checked_for_half_a_year_is_gone(
    app: Flask, house: House, visitor: Visitor, path: str, days: int, is_there: bool
) -> None:
    house.change(CommunityService, "legal aid", verified_on=today() - timedelta(days=days))

    assert bool(shown(app, visitor, path)) is is_there


def test_one_that_was_taken_out_is_gone(app: Flask, house: House, visitor: Visitor) -> None:
    house.visit("nadiia").post(f"{SERVICES}/{house.ids['legal aid']}/remove", status=302)

    assert shown(app, visitor) == shown(app, visitor, REGION) == []


def test_a_centre_that_nobody_finds_shows_nothing(
    app: Flask, house: House, visitor: Visitor
) -> None:
    house.change(Centre, "one", status="planned")

    assert shown(app, visitor, REGION) == []


def test_what_two_centres_of_a_region_keep_stands_there_once_as_checked_last(
    app: Flask, house: House, visitor: Visitor
) -> None:
    house.centre("three")
    house.change(Centre, "three", community_id=house.ids["community one"])
    house.change(CommunityService, "legal aid", verified_on=today() - timedelta(days=9))
    service(house, "newer", "three", kind="legal", phone="+38 (000) 000-00-77", is_public=True)
    service(house, "switchboard", "three", is_public=True)

    there = shown(app, visitor, REGION)
    assert len(there) == 2
    assert "Newer" in there[0]
    assert "Switchboard" in there[1]


def test_it_is_ticked_and_unticked_on_the_page_of_the_service(
    app: Flask, house: House, visitor: Visitor
) -> None:
    nadiia, address = house.visit("nadiia"), f"{SERVICES}/{house.ids['legal aid']}"
    assert nadiia.get(address).one("[name=is_public]").has_attr("checked")
    typed = {
        "name": "Legal Aid",
        "kind": "legal",
        "phone": "+380 00 000 00 77",
        "cost": "free",
    }

    nadiia.post(address, status=302, data=typed)
    assert shown(app, visitor) == []
    nadiia.post(address, status=302, data=typed | {"is_public": "y"})
    assert len(shown(app, visitor)) == 1
    assert "for everybody" in nadiia.get(SERVICES).text
    house.change(CommunityService, "legal aid", verified_on=today() - timedelta(days=181))
    assert "not shown to everybody" in nadiia.get(SERVICES).text


def test_what_everybody_reads_of_a_centre_is_for_its_manager_to_say(
    app: Flask, house: House, visitor: Visitor
) -> None:
    iryna, address = house.visit("iryna"), f"{SERVICES}/{house.ids['legal aid']}"
    assert "is_public" not in iryna.get(address).soup.decode()
    typed = {"kind": "legal", "phone": "+380 00 000 00 66", "cost": "free", "is_public": "y"}

    iryna.post(address, status=302, data=typed | {"name": "Ще там"})
    assert len(shown(app, visitor)) == 1  # she changed the words, and it stays what it was
    house.change(CommunityService, "legal aid", is_public=False)
    iryna.post(address, status=302, data=typed | {"name": "Не там"})
    assert shown(app, visitor) == []


@pytest.mark.parametrize("phone", ["---", "( )", "12", "٣٣٣", "+1234567890123456"])
def test_a_number_that_nobody_can_dial_is_refused(house: House, phone: str) -> None:
    typed = {"name": "Ніде", "kind": "legal", "phone": phone, "cost": "free"}
    page = house.visit("nadiia").post(
        f"{SERVICES}/{house.ids['legal aid']}", status=422, data=typed
    )

    assert "can be dialled" in page.text


def test_nobody_of_another_centre_can_show_it(app: Flask, house: House, visitor: Visitor) -> None:
    house.change(CommunityService, "legal aid", is_public=False)
    typed = {"name": "Чуже", "kind": "legal", "phone": "+380 00 000 00 66", "is_public": "y"}
    house.visit("petro").post(f"{SERVICES}/{house.ids['legal aid']}", status=404, data=typed)

    assert shown(app, visitor) == []
    assert "Чуже" not in visitor.get(CENTRE).text
