"""The key for names on a device: one for each person, handed to nobody else, and no name anywhere."""

from __future__ import annotations

import base64

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.db import session
from selfhelp.staffing.models import NamesKey
from tests.groups.house import House, furnish
from tests.visitor import Visitor

ADDRESS = "/api/v1/names-key"


@pytest.fixture
def house(app: Flask) -> House:
    return furnish(app)


def test_it_is_the_same_key_every_time_and_256_bits_long(house: House) -> None:
    first = house.visit("iryna").post(ADDRESS, json={}).json
    again = house.visit("iryna").post(ADDRESS, json={}).json

    assert first == again
    assert len(base64.b64decode(first["key"])) == 32


def test_two_people_have_two_keys(house: House) -> None:
    iryna, nadiia = (house.visit(name).post(ADDRESS, json={}).json for name in ("iryna", "nadiia"))

    assert iryna["key"] != nadiia["key"]
    assert iryna["id"] != nadiia["id"]


def test_no_cache_may_keep_it(house: House) -> None:
    answer = house.visit("iryna").post(ADDRESS, json={})

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Private"] == "1"


def test_the_database_does_not_hold_it_open(app: Flask, house: House) -> None:
    key = house.visit("iryna").post(ADDRESS, json={}).json["key"]

    with app.app_context():
        (kept,) = session.scalars(sa.select(NamesKey))
        assert key not in kept.sealed


def test_guests_and_participants_get_no_key(house: House, visitor: Visitor) -> None:
    visitor.post(ADDRESS, json={}, status=401)
    house.visit("olena").post(ADDRESS, json={}, status=404)
    house.visit("ostap").post(ADDRESS, json={}, status=404)

    assert house.count(NamesKey) == 0


def test_looking_at_the_address_makes_no_key(house: House) -> None:
    house.visit("iryna").get(ADDRESS, status=405)

    assert house.count(NamesKey) == 0


def test_a_key_that_cannot_be_opened_any_more_makes_room_for_a_new_one(
    app: Flask, house: House
) -> None:
    before = house.visit("iryna").post(ADDRESS, json={}).json
    app.config["SECRET_KEY"] = "another"

    after = house.visit("iryna").post(ADDRESS, json={}).json

    assert after["id"] != before["id"]
    assert len(base64.b64decode(after["key"])) == 32
