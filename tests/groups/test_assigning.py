"""Asking a group to follow a module, and taking it back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.db import session
from selfhelp.groups.models import Assignment
from tests.groups.house import House, days_ago
from tests.visitor import Visitor


@pytest.fixture
def address(house: House) -> str:
    return f"/en/staff/groups/{house.ids['evening']}"


def live(app: Flask) -> list[tuple[str, str | None]]:
    with app.app_context():
        rows = session.scalars(sa.select(Assignment).where(Assignment.withdrawn_at.is_(None)))
        return [(row.module, row.until and row.until.isoformat()) for row in rows]


def test_a_facilitator_gives_a_module_and_members_read_it(
    app: Flask, house: House, address: str
) -> None:
    day = days_ago(-7).isoformat()

    house.visit("iryna").submit(f"{address}/assignments", module="grounding", until=day)

    assert live(app) == [("grounding", day)]
    (given,) = house.visit("olena").get("/api/v1/me").json["assignments"]
    assert (given["module"], given["until"]) == ("grounding", day)
    assert given["given_on"] == days_ago(0).isoformat()


def test_a_day_may_stay_empty(app: Flask, house: House, address: str) -> None:
    house.visit("iryna").submit(f"{address}/assignments", module="grounding", until="")

    assert live(app) == [("grounding", None)]


def test_what_is_given_from_a_later_day_waits_for_it(house: House, address: str) -> None:
    iryna, olena = house.visit("iryna"), house.visit("olena")
    later = days_ago(-3).isoformat()

    iryna.submit(f"{address}/assignments", module="grounding", starts_on=later, until="")
    assert "from " in iryna.get(address).one(".assignments li").get_text()
    assert olena.get("/api/v1/me").json["assignments"] == []

    iryna.submit(f"{address}/assignments", module="grounding", starts_on=days_ago(0).isoformat())
    assert len(olena.get("/api/v1/me").json["assignments"]) == 1


def test_an_end_before_the_beginning_is_said(app: Flask, house: House, address: str) -> None:
    days = {"starts_on": days_ago(-9).isoformat(), "until": days_ago(-3).isoformat()}

    page = house.visit("iryna").submit(
        f"{address}/assignments", module="grounding", **days, status=422
    )

    assert "before the first one" in page.text
    assert live(app) == []


def test_given_twice_the_day_changes_and_nothing_doubles(
    app: Flask, house: House, address: str
) -> None:
    iryna, day = house.visit("iryna"), days_ago(-7).isoformat()

    iryna.submit(f"{address}/assignments", module="grounding", until=days_ago(-3).isoformat())
    iryna.submit(f"{address}/assignments", module="grounding", until=day)

    assert live(app) == [("grounding", day)]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"module": "grounding", "until": "2020-01-01"}, "This day has passed"),
        ({"module": "grounding", "until": "soon"}, "calendar has"),
        ({"module": "no-such-module", "until": ""}, "choose one of these"),
        ({"until": ""}, "choose one of these"),
    ],
)
def test_what_cannot_be_given_is_said_beside_the_field(
    app: Flask, house: House, address: str, fields: dict[str, str], words: str
) -> None:
    page = house.visit("iryna").submit(f"{address}/assignments", status=422, **fields)

    assert words in page.text
    assert live(app) == []


def test_a_refused_form_keeps_what_was_typed(house: House, address: str) -> None:
    page = house.visit("iryna").submit(
        f"{address}/assignments", module="now-sleep", until="2020-01-01", status=422
    )

    assert page.one('option[value="now-sleep"]').has_attr("selected")
    assert page.one("input[name=until]")["value"] == "2020-01-01"


def test_a_module_is_withdrawn_and_withdrawing_twice_is_no_harm(
    app: Flask, house: House, address: str
) -> None:
    given = house.assignment("evening", "now-sleep")
    iryna = house.visit("iryna")

    for _time in range(2):
        iryna.submit(f"{address}/assignments/{given}/withdraw")

    assert live(app) == []
    assert house.visit("olena").get("/api/v1/me").json["assignments"] == []


def test_a_withdrawn_module_may_be_given_again(app: Flask, house: House, address: str) -> None:
    given = house.assignment("evening", "now-sleep")
    iryna = house.visit("iryna")

    iryna.submit(f"{address}/assignments/{given}/withdraw")
    iryna.submit(f"{address}/assignments", module="now-sleep", until="")

    assert live(app) == [("now-sleep", None)]


@pytest.mark.parametrize("who", ["petro", "ostap", "olena"])
def test_nobody_else_can_give_or_withdraw(app: Flask, house: House, address: str, who: str) -> None:
    given = house.assignment("evening", "now-sleep")
    stranger = house.visit(who)

    stranger.submit(f"{address}/assignments", module="grounding", until="", status=404)
    stranger.submit(f"{address}/assignments/{given}/withdraw", status=404)

    assert live(app) == [("now-sleep", None)]


def test_an_assignment_of_another_group_is_not_found(
    app: Flask, house: House, address: str
) -> None:
    given = house.assignment("saturday", "now-sleep")

    house.visit("iryna").submit(f"{address}/assignments/{given}/withdraw", status=404)

    assert live(app) == [("now-sleep", None)]


def test_a_guest_and_another_site_can_give_nothing(
    app: Flask, house: House, address: str, visitor: Visitor
) -> None:
    visitor.submit(f"{address}/assignments", module="grounding", status=401)
    answer = house.visit("iryna").client.post(
        f"{address}/assignments",
        data={"module": "grounding"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
    assert live(app) == []
