"""A manager lets the reminders of her centre rest until a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from selfhelp.centres.models import Centre
from selfhelp.people.models import Role
from tests.groups.house import House, everything_stored, today

PAGE = "/en/staff/centre/one/reminders"


def in_days(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def test_it_rests_until_the_day_and_says_so_to_staff(house: House) -> None:
    nadiia = house.visit("nadiia")

    nadiia.submit(PAGE, until=in_days(3))

    assert house.row(Centre, "one").reminders_rest_until == today() + timedelta(days=3)
    assert house.row(Centre, "two").reminders_rest_until is None
    assert "Reminders rest now" in nadiia.get(PAGE).text
    assert "Until" in nadiia.get("/en/staff/centre/one").one("a[href$='/reminders']").get_text()


def test_the_phone_of_a_member_learns_the_day_and_no_reason(house: House) -> None:
    house.visit("nadiia").submit(PAGE, until=in_days(3))

    group = house.visit("olena").get("/api/v1/me").json["group"]

    assert group["reminders_rest_until"] == in_days(3)


def test_sent_twice_it_is_one_rest_and_another_day_moves_it(house: House) -> None:
    nadiia = house.visit("nadiia")
    for days in (3, 3, 31):
        nadiia.submit(PAGE, until=in_days(days))

    assert house.row(Centre, "one").reminders_rest_until == today() + timedelta(days=31)


def test_it_ends_early_and_twice_is_no_harm(house: House) -> None:
    nadiia = house.visit("nadiia")
    nadiia.submit(PAGE, until=in_days(3))
    for _twice in range(2):
        nadiia.submit(f"{PAGE}/again")

    assert house.row(Centre, "one").reminders_rest_until is None
    assert "Reminders rest now" not in nadiia.get(PAGE).text


def test_it_has_ended_by_itself_on_its_day(house: House) -> None:
    house.change(Centre, "one", reminders_rest_until=today())

    assert "Reminders rest now" not in house.visit("nadiia").get(PAGE).text


@pytest.mark.parametrize("days", [-400, -1, 0, 32, 4000])
def test_it_refuses_a_day_that_has_come_or_is_too_far(house: House, days: int) -> None:
    page = house.visit("nadiia").submit(PAGE, until=in_days(days), status=422)

    assert page.one("[role=alert] a")["href"] == "#until"
    assert page.one("#until")["value"] == in_days(days)
    assert house.row(Centre, "one").reminders_rest_until is None


@pytest.mark.parametrize("typed", ["", "soon", "2026-13-41", "31.12.2026"])
def test_it_refuses_what_is_no_day(house: House, typed: str) -> None:
    house.visit("nadiia").submit(PAGE, until=typed, status=422)

    assert house.row(Centre, "one").reminders_rest_until is None


@pytest.mark.parametrize("who", ["iryna", "petro", "olena", "manager-of-two"])
def test_the_door_is_shut_for_everybody_else(house: House, who: str) -> None:
    house.staff("manager-of-two", Role.MANAGER, "two")
    stranger, before = house.visit(who), everything_stored(house.app)

    stranger.get(PAGE, status=404)
    stranger.submit(PAGE, until=in_days(3), status=404)
    stranger.submit(f"{PAGE}/again", status=404)

    assert everything_stored(house.app) == before
