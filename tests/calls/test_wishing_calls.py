"""Agreeing to calls is the person's own, with its text and time, and is taken back at any time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from selfhelp.clock import now
from selfhelp.groups.models import Membership
from tests.groups.house import House, furnish
from tests.visitor import Visitor


@pytest.fixture
def house(app: Flask) -> House:
    return furnish(app)


def put(visitor: Visitor, status: int = 200, **wish: Any) -> Any:
    return visitor.put("/api/v1/membership", json=wish, status=status).json


def test_it_is_off_until_somebody_turns_it_on(house: House) -> None:
    assert house.visit("olena").get("/api/v1/me").json["group"]["calls"] is False
    assert house.row(Membership, "olena's seat").calls_agreed_at is None


def test_agreeing_keeps_the_text_and_the_time(house: House) -> None:
    group = put(house.visit("olena"), calls="2026-11")["group"]

    kept = house.row(Membership, "olena's seat")
    assert group["calls"] is True
    assert kept.calls_version == "2026-11"
    assert now() - kept.calls_agreed_at < timedelta(minutes=1)


def test_agreeing_twice_keeps_the_first_time(house: House) -> None:
    put(house.visit("olena"), calls="2026-11")
    first = house.row(Membership, "olena's seat").calls_agreed_at
    put(house.visit("olena"), calls="2026-11")

    assert house.row(Membership, "olena's seat").calls_agreed_at == first


def test_it_is_taken_back_and_nothing_of_it_stays(house: House) -> None:
    put(house.visit("olena"), calls="2026-11")
    for _time in range(2):
        group = put(house.visit("olena"), calls=False)["group"]

    kept = house.row(Membership, "olena's seat")
    assert group["calls"] is False
    assert (kept.calls_version, kept.calls_agreed_at) == (None, None)


@pytest.mark.parametrize("wish", ["2020-01", "", True, 1, ["2026-11"]])
def test_a_text_that_was_not_shown_is_no_consent(house: House, wish: object) -> None:
    visitor = house.visit("olena")

    answer = visitor.client.put(
        "/api/v1/membership", json={"calls": wish}, headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert house.row(Membership, "olena's seat").calls_agreed_at is None
    assert answer.status_code in ((400, 409, 422) if wish != "" else (200,))


def test_it_works_without_javascript(house: House) -> None:
    olena = house.visit("olena")
    version = olena.get("/en/mine/group").one("form[action$='/mine/calls'] [name=version]")

    olena.submit("/en/mine/calls", wish="yes", version=str(version["value"]))
    assert "You agreed to calls" in olena.get("/en/mine/group").text

    olena.submit("/en/mine/calls", wish="no")
    assert house.row(Membership, "olena's seat").calls_agreed_at is None


def test_leaving_takes_it_back(house: House) -> None:
    put(house.visit("olena"), calls="2026-11")

    put(house.visit("olena"), leave=True)

    assert house.row(Membership, "olena's seat").calls_agreed_at is None


def test_somebody_in_no_group_has_nothing_to_agree_to(house: House) -> None:
    house.participant("guest")

    put(house.visit("guest"), calls="2026-11", status=404)
