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


def shown(app: Flask, visitor: Visitor, path: str = CENTRE) -> str:
    """The names of what stands there to be rung."""
    app.extensions["public_pages"].clear()
    cards = visitor.get(path).soup.select(f".card:has(a[href='{NUMBER}'])")
    return "\n".join(card.get_text(" ", strip=True) for card in cards)


def test_everybody_finds_it_with_its_number_and_its_day(
    app: Flask, house: House, visitor: Visitor
) -> None:
    for path in (CENTRE, REGION):
        card = shown(app, visitor, path)
        assert "Legal Aid" in card, path
        assert f" {today().day} " in card
    for path in ("/uk/centres/two", "/uk/centres?region=r-two"):
        assert "Legal Aid" not in shown(app, visitor, path), path


def test_what_was_not_ticked_stays_among_staff(app: Flask, house: House, visitor: Visitor) -> None:
    service(house, "quiet room")

    for path in (CENTRE, REGION):
        assert "Quiet Room" not in shown(app, visitor, path)


@pytest.mark.parametrize("path", [CENTRE, REGION])
@pytest.mark.parametrize(("days", "is_there"), [(180, True), (181, False)])
def test_a_number_that_nobody_checked_for_half_a_year_is_gone(
    app: Flask, house: House, visitor: Visitor, path: str, days: int, is_there: bool
) -> None:
    house.change(CommunityService, "legal aid", verified_on=today() - timedelta(days=days))

    assert ("Legal Aid" in shown(app, visitor, path)) is is_there


def test_one_that_was_taken_out_is_gone(app: Flask, house: House, visitor: Visitor) -> None:
    house.visit("nadiia").post(f"{SERVICES}/{house.ids['legal aid']}/remove", status=302)

    assert "Legal Aid" not in shown(app, visitor)
    assert "Legal Aid" not in shown(app, visitor, REGION)


def test_a_centre_that_nobody_finds_shows_nothing(
    app: Flask, house: House, visitor: Visitor
) -> None:
    house.change(Centre, "one", status="planned")

    assert "Legal Aid" not in shown(app, visitor, REGION)


def test_a_number_that_two_centres_of_a_region_keep_stands_there_once(
    app: Flask, house: House, visitor: Visitor
) -> None:
    service(house, "twin", phone="+38 (000) 000-00-77", is_public=True)

    assert len(shown(app, visitor, REGION).splitlines()) == 1
    assert len(shown(app, visitor).splitlines()) == 2


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
    assert "Legal Aid" not in shown(app, visitor)
    nadiia.post(address, status=302, data=typed | {"is_public": "y"})
    assert "Legal Aid" in shown(app, visitor)
    assert "for everybody" in nadiia.get(SERVICES).text


def test_nobody_of_another_centre_can_show_it(app: Flask, house: House, visitor: Visitor) -> None:
    house.change(CommunityService, "legal aid", is_public=False)
    typed = {"name": "Чуже", "kind": "legal", "phone": "+380 00 000 00 66", "is_public": "y"}
    house.visit("petro").post(f"{SERVICES}/{house.ids['legal aid']}", status=404, data=typed)

    assert "Legal Aid" not in shown(app, visitor)
    assert "Чуже" not in shown(app, visitor)
