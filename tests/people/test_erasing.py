"""Erasing is final: nothing is left, and what comes late from another phone is not taken."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from selfhelp.migrations import metadata
from tests.groups.house import House, furnish
from tests.visitor import Visitor

EVENT = {
    "id": "4be0643f-1d98-573b-97cd-ca98a65347dd", "kind": "opened", "module": "grounding",
    "version": "1.0.0", "day": "2026-11-20", "at": "2026-11-20T10:00:00Z", "seq": 1,
}  # fmt: skip


def test_erasing_leaves_no_row_of_the_person(app: Flask) -> None:
    house = furnish(app)
    olena = house.visit("olena")
    olena.post("/api/v1/events", json={"events": [EVENT]})

    olena.delete("/api/v1/me", json={})

    assert rows_that_name(house, house.ids["olena"].hex) == []


def test_another_phone_with_an_old_outbox_is_told_and_writes_nothing(app: Flask) -> None:
    house = furnish(app)
    old_phone = house.visit("olena")
    house.visit("olena").delete("/api/v1/me", json={})

    old_phone.post("/api/v1/events", json={"events": [EVENT]}, status=410)

    assert rows_that_name(house, EVENT["id"].replace("-", "")) == []


def test_somebody_else_stays_as_she_is(app: Flask) -> None:
    house = furnish(app)
    house.member("dana", "evening", "richka")

    house.visit("olena").delete("/api/v1/me", json={})

    assert house.visit("dana").get("/api/v1/me").json["group"]["alias"]["uk"] == "Річка"


def test_a_guest_and_staff_cannot_erase(app: Flask, new_visitor: Callable[[], Visitor]) -> None:
    new_visitor().delete("/api/v1/me", json={}, status=401)
    furnish(app).visit("iryna").delete("/api/v1/me", json={}, status=404)


def rows_that_name(house: House, words: str) -> list[str]:
    found = []
    with house.app.extensions["db"].engine.connect() as connection:
        for table in metadata().sorted_tables:
            found += [
                table.name
                for row in connection.execute(table.select())
                if words in repr(row).replace("-", "")
            ]
    return found
