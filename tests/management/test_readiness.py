"""How far a centre is from its first visitors, and what it plans."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from selfhelp.clock import now
from selfhelp.management.models import PlanLine, ReadinessMark
from selfhelp.people.models import Role
from tests.groups.house import House, everything_stored, statements, today
from tests.management.test_keeping_a_centre import seen
from tests.visitor import Visitor

READINESS = "/en/staff/centre/one/readiness"
PLAN = "/en/staff/centre/one/plan"


def line(**more: str) -> dict[str, str]:
    values = {
        "id": str(uuid4()), "what": "Train a second specialist", "who": "manager", "term": "short",
        "until": (today() + timedelta(days=30)).isoformat(),
    }  # fmt: skip
    return values | more


def actions_of(visitor: Visitor, ending: str) -> list[str]:
    forms = visitor.get(READINESS).soup.select("form[action]")
    return [str(form["action"]) for form in forms if str(form["action"]).endswith(ending)]


def test_a_manager_marks_how_far_the_centre_is(house: House) -> None:
    nadiia = house.visit("nadiia")

    nadiia.submit(
        READINESS, seen=seen(nadiia.get(READINESS)), item_rooms="ready", item_shelter="under-way"
    )

    assert nadiia.get(READINESS).one("input[name=item_rooms][checked]")["value"] == "ready"
    ostap = house.visit("ostap").get("/en/staff/centre?status=all")
    assert "Ready: 1 of 17, under way: 1" in ostap.text


def test_a_mark_can_be_taken_back(house: House) -> None:
    nadiia = house.visit("nadiia")
    nadiia.submit(READINESS, seen=seen(nadiia.get(READINESS)), item_rooms="ready")

    nadiia.submit(READINESS, seen=seen(nadiia.get(READINESS)), item_rooms="not-yet")

    assert house.count(ReadinessMark) == 0


def test_a_state_that_does_not_exist_is_refused(house: House) -> None:
    nadiia = house.visit("nadiia")

    page = nadiia.submit(
        READINESS, status=422, seen=seen(nadiia.get(READINESS)), item_rooms="perfect"
    )

    assert page.one("[role=alert] a")["href"] == "#item_rooms"
    assert house.count(ReadinessMark) == 0


def test_of_two_who_mark_at_once_the_second_is_told(house: House) -> None:
    house.staff("daryna", Role.MANAGER, "one")
    nadiia, daryna = house.visit("nadiia"), house.visit("daryna")
    same = seen(nadiia.get(READINESS))
    nadiia.submit(READINESS, seen=same, item_rooms="ready")

    page = daryna.submit(READINESS, status=409, seen=same, item_rooms="under-way")

    assert "ready" in page.one("[role=alert] li").get_text()
    assert page.one("input[name=item_rooms][checked]")["value"] == "under-way"
    daryna.submit(READINESS, seen=seen(page), item_rooms="under-way")
    assert house.count(ReadinessMark, ReadinessMark.state == "under-way") == 1


def test_the_readiest_centre_stands_first(house: House) -> None:
    for name in ("a-new", "b-ready"):
        house.centre(name, status="preparing")
    ostap, address = house.visit("ostap"), "/en/staff/centre/b-ready/readiness"
    ostap.submit(address, seen=seen(ostap.get(address)), item_rooms="ready")

    cards = ostap.get("/en/staff/centre").soup.select("main .card-title")

    assert [card.get_text() for card in cards] == ["Centre b-ready", "Centre a-new"]


def test_a_plan_says_what_who_by_role_and_until_when(house: House) -> None:
    nadiia = house.visit("nadiia")

    nadiia.submit(PLAN, **line(term="long", who="host"))

    text = nadiia.get(READINESS).one("section[data-term=long]").get_text()
    assert "Train a second specialist" in text
    assert "host organisation" in text


def test_a_form_sent_twice_makes_one_line(house: House) -> None:
    nadiia, same = house.visit("nadiia"), line()

    nadiia.submit(PLAN, **same)
    nadiia.submit(PLAN, **same)

    assert house.count(PlanLine) == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("what", ""),
        ("what", "x" * 301),
        ("who", "Olena"),
        ("term", "never"),
        ("until", "soon"),
        ("id", "1"),
    ],
)
def test_a_line_that_cannot_be_is_refused_and_stays_typed(
    house: House, field: str, typed: str
) -> None:
    page = house.visit("nadiia").submit(PLAN, status=422, **line(**{field: typed}))

    assert page.one("[role=alert] a")["href"] == f"#{field}"
    assert house.count(PlanLine) == 0
    if field != "what":
        assert page.one("input[name=what]")["value"] == "Train a second specialist"


def test_a_line_is_done_open_again_and_gone(house: House) -> None:
    nadiia = house.visit("nadiia")
    nadiia.submit(PLAN, **line())

    (done,) = actions_of(nadiia, "/done")
    nadiia.submit(done)
    assert house.count(PlanLine, PlanLine.done_on == today()) == 1
    (again,) = actions_of(nadiia, "/open")
    nadiia.submit(again)
    assert house.count(PlanLine, PlanLine.done_on.is_(None)) == 1
    (gone,) = actions_of(nadiia, "/remove")
    nadiia.submit(gone)
    nadiia.submit(gone)
    assert house.count(PlanLine) == 0


def test_nobody_touches_the_plan_of_another_centre(house: House) -> None:
    ostap, nadiia = house.visit("ostap"), house.visit("nadiia")
    one = line()
    ostap.submit("/en/staff/centre/two/plan", **one)
    before = everything_stored(house.app)

    for what in ("done", "remove"):
        nadiia.submit(f"/en/staff/centre/two/plan/{one['id']}/{what}", status=404)
        nadiia.submit(f"/en/staff/centre/one/plan/{one['id']}/{what}")

    assert everything_stored(house.app) == before


def test_a_line_past_its_day_is_seen_in_the_list_of_centres(house: House) -> None:
    house.visit("nadiia").submit(PLAN, **line(until=(today() - timedelta(days=1)).isoformat()))

    page = house.visit("ostap").get("/en/staff/centre?status=open")

    assert "1 line of the plan is past its day" in page.text


def test_a_plan_has_an_end(house: House) -> None:
    nadiia = house.visit("nadiia")
    for _number in range(100):
        house._add(
            PlanLine, centre_id=house.ids["one"], what="-", who="host", term="long",
            created_at=now(),
        )  # fmt: skip

    page = nadiia.submit(PLAN, status=422, **line())

    assert "The list is full." in page.text


@pytest.mark.parametrize("count", [3, 30])
def test_a_plan_takes_as_many_statements_for_thirty_lines(
    app: Flask, house: House, count: int
) -> None:
    nadiia = house.visit("nadiia")
    for _number in range(count):
        nadiia.submit(PLAN, **line())

    with statements(app) as sent:
        page = nadiia.get(READINESS)

    assert page.body.count(b"/done") == count
    assert len([one for one in sent if one.lstrip().startswith("SELECT")]) == 5
