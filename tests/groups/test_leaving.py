"""Leaving a group and taking a break from it, as the participant decides."""

from __future__ import annotations

import pytest
from flask import Flask

from selfhelp.groups.models import Membership
from tests.groups.house import House, today
from tests.visitor import Visitor

WISH = "/api/v1/membership"


def page_of_the_group(house: House) -> str:
    return house.visit("iryna").get(f"/en/staff/groups/{house.ids['evening']}").text


def test_somebody_leaves_and_her_practice_stays_with_her(house: House) -> None:
    house.did("olena", "step_done", "grounding", today(), "why")
    olena = house.visit("olena")

    assert olena.put(WISH, json={"leave": True}).json == {"group": None}

    me = olena.get("/api/v1/me").json
    assert me["group"] is None
    assert "grounding" in str(me["progress"])
    assert "Viburnum" not in page_of_the_group(house)


def test_leaving_twice_is_answered_kindly(house: House) -> None:
    olena = house.visit("olena")
    olena.put(WISH, json={"leave": True})

    olena.put(WISH, json={"leave": True}, status=404)

    assert house.row(Membership, "olena's seat").left_on == today()


def test_leaving_frees_the_place_but_not_the_word(app: Flask, house: House) -> None:
    house.visit("olena").put(WISH, json={"leave": True})

    page = house.visit("iryna").get(f"/en/staff/groups/{house.ids['evening']}/people")

    assert "30 places are free" in page.text


def test_a_break_hides_practice_and_keeps_the_place(house: House) -> None:
    house.did("olena", "step_done", "grounding", today(), "why")
    olena = house.visit("olena")

    assert olena.put(WISH, json={"pause": True}).json["group"]["paused"] is True

    assert "Takes a break and keeps the place" in page_of_the_group(house)
    page = house.visit("iryna").get(f"/en/staff/groups/{house.ids['evening']}")
    assert not page.soup.select(".matrix .cell-started")


def test_somebody_comes_back_from_a_break(house: House) -> None:
    house.did("olena", "step_done", "grounding", today(), "why")
    olena = house.visit("olena")
    olena.put(WISH, json={"pause": True})

    assert olena.put(WISH, json={"pause": False}).json["group"]["paused"] is False

    page = house.visit("iryna").get(f"/en/staff/groups/{house.ids['evening']}")
    assert page.soup.select(".matrix .cell-started")


@pytest.mark.parametrize("wish", [{"leave": False}, {"leave": "yes"}, {"pause": 1}])
def test_what_is_not_clear_changes_nothing(house: House, wish: dict[str, object]) -> None:
    house.visit("olena").put(WISH, json=wish, status=400)

    seat = house.row(Membership, "olena's seat")
    assert (seat.left_on, seat.paused_since) == (None, None)


def test_a_guest_leaves_nothing(house: House, visitor: Visitor) -> None:
    visitor.put(WISH, json={"leave": True}, status=401)

    assert house.row(Membership, "olena's seat").left_on is None
