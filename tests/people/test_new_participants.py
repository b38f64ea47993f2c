"""Keeping the progress of a guest: a new participant and a slip."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp import db
from selfhelp.people.models import Participant, Slip
from tests.people.conftest import is_signed_in
from tests.visitor import Visitor


def test_a_guest_gets_a_slip_and_is_signed_in(app: Flask, visitor: Visitor) -> None:
    page = visitor.post("/api/v1/participants", json={"language": "en"}, status=201)

    made = page.json
    assert made["participant"]["language"] == "en"
    assert [len(four) for four in made["slip"].split(" ")] == [4, 4, 4, 4]
    assert made["url"].startswith("http://localhost/en/s#")
    assert len(made["url"].split("#")[1]) == 26
    assert is_signed_in(visitor)


@pytest.mark.parametrize("part", ["slip", "token"])
def test_the_new_slip_brings_the_same_person_back(
    visitor: Visitor, new_visitor: Callable[[], Visitor], part: str
) -> None:
    made = visitor.post("/api/v1/participants", json={"language": "uk"}, status=201).json
    given = {"slip": made["slip"], "token": made["url"].split("#")[1]}[part]

    page = new_visitor().post("/api/v1/sign-in", json={part: given})

    assert page.json["participant"] == made["participant"]


def test_the_address_on_the_slip_is_the_public_one(app: Flask, visitor: Visitor) -> None:
    app.config["PUBLIC_URL"] = "https://stezhka.example/"

    made = visitor.post("/api/v1/participants", json={"language": "uk"}, status=201).json

    assert made["url"].startswith("https://stezhka.example/uk/s#")


def test_nothing_of_the_slip_stays_readable_on_the_server(app: Flask, visitor: Visitor) -> None:
    made = visitor.post("/api/v1/participants", json={"language": "uk"}, status=201).json
    digits = made["slip"].replace(" ", "")

    with app.app_context():
        kept = str(db.session.execute(sa.select(Slip.__table__)).mappings().one())
    assert digits[:9] not in kept
    assert made["url"].split("#")[1] not in kept


@pytest.mark.parametrize("body", [{}, {"language": "de"}, {"language": "uk", "name": "Олена"}])
def test_nothing_but_a_language_is_taken(
    app: Flask, visitor: Visitor, body: dict[str, str]
) -> None:
    page = visitor.post("/api/v1/participants", json=body, status=422)

    assert "Олена" not in page.body.decode()
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Participant.id))) == 0


def test_a_full_room_behind_one_router_comes_in_and_a_robot_does_not(
    new_visitor: Callable[[], Visitor],
) -> None:
    for _each in range(60):
        new_visitor().post("/api/v1/participants", json={"language": "uk"}, status=201)

    page = new_visitor().post("/api/v1/participants", json={"language": "uk"}, status=429)
    assert 0 < int(page.headers["Retry-After"]) <= 601
    elsewhere = {"REMOTE_ADDR": "10.1.1.1"}
    new_visitor().post(
        "/api/v1/participants", json={"language": "uk"}, status=201, environ_base=elsewhere
    )


def test_a_slip_typed_by_thirty_people_behind_one_router_opens_thirty_times(
    new_visitor: Callable[[], Visitor],
) -> None:
    for _each in range(30):
        made = new_visitor().post("/api/v1/participants", json={"language": "uk"}, status=201)
        new_visitor().post("/api/v1/sign-in", json={"slip": made.json["slip"]})
