"""What no database takes, and what two write at the same moment, is answered like anything else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from selfhelp.groups.models import Group
from selfhelp.nudges.models import NudgePlan
from tests.groups.house import House, furnish
from tests.visitor import SAME_ORIGIN

PLAN = {"weekdays": [2, 5], "hour": "19:00"}


@pytest.fixture
def house(app: Flask) -> House:
    return furnish(app)


@pytest.mark.parametrize(
    ("who", "method", "path", "body"),
    [
        ("", "GET", "/uk/centres/a%00b", {}),
        ("", "GET", "/uk/centres?region=%00", {}),
        ("", "GET", "/api/v1/centres?region=a%00", {}),
        ("", "POST", "/uk/staff/sign-in", {"data": {"email": "a\0b@example.org", "password": "x"}}),
        ("iryna", "POST", "/uk/staff/groups", {"data": {"label": "a\0b", "weekday": "2", "hour": "19:00", "places": "9"}}),
        ("nadiia", "GET", "/uk/staff/centre/on%00e/staff", {}),
        ("olena", "PUT", "/api/v1/consultation", {"json": {"centre": "a\0"}}),
        ("olena", "PUT", "/api/v1/plan", {"json": PLAN | {"title": "t\0"}}),
        ("olena", "POST", "/api/v1/join", {"json": {"code": "1\0", "language": "uk"}}),
    ],
)  # fmt: skip
def test_a_zero_byte_is_no_fault_of_ours(
    house: House, who: str, method: str, path: str, body: dict[str, object]
) -> None:
    client = (house.visit(who) if who else house.visit("olena")).client
    if not who:
        client.delete_cookie("sign-in")

    answer = client.open(path, method=method, headers=SAME_ORIGIN, **body)

    assert 400 <= answer.status_code < 500, answer.status_code


@contextmanager
def somebody_faster(app: Flask, table: str, row: sa.Executable) -> Iterator[list[int]]:
    """Write a row from elsewhere just before the first one of this table is written here."""
    engine = app.extensions["db"].engine
    written: list[int] = []

    def write(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(f"INSERT INTO {table} ") and not written:
            written.append(1)
            with engine.begin() as other:
                other.execute(row)

    event.listen(engine, "before_cursor_execute", write)
    yield written
    event.remove(engine, "before_cursor_execute", write)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_plan_that_two_taps_keep_at_the_same_moment_is_one(app: Flask, house: House) -> None:
    olena, another = house.visit("olena"), house.member("taras", "evening", "richka")
    house.visit("taras").put("/api/v1/plan", json=PLAN)
    table = NudgePlan.__table__
    columns = [column.name for column in table.columns if column.name != "participant_id"]
    same = sa.select(sa.literal(house.ids["olena"]), *(table.c[name] for name in columns))
    row = sa.insert(table).from_select(
        ["participant_id", *columns], same.where(table.c.participant_id == another)
    )

    with somebody_faster(app, "nudge_plan", row) as written:
        answer = olena.put("/api/v1/plan", json=PLAN | {"hour": "18:00"})

    assert written
    assert answer.json["plan"]["hour"] == "18:00"
    assert house.count(NudgePlan) == 2


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_can_never_be_written_is_tried_twice_and_kindly_put_off(
    app: Flask, house: House
) -> None:
    with app.app_context(), app.extensions["db"].engine.begin() as other:
        other.execute(sa.text("ALTER TABLE nudge_plan ADD CONSTRAINT never CHECK (unopened > 9)"))

    page = house.visit("olena").put("/api/v1/plan", json=PLAN, status=503)

    assert page.headers["Retry-After"]
    assert house.count(NudgePlan) == 0
    assert house.count(Group) == 2
