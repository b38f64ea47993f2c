"""Open groups in the public directory: the day, the part of it, whether there are places; nothing else."""

from __future__ import annotations

from datetime import time

import pytest
from flask import Flask

from selfhelp.groups.models import Group
from selfhelp.joining import rules
from selfhelp.joining.rules import PartOfDay
from tests.groups.house import AUDIENCE, TITLE, House, statements, today
from tests.joining.doors import asks, code_of
from tests.visitor import Visitor

CENTRE = "/en/centres/one"


@pytest.fixture
def evening(house: House) -> House:
    house.change(Group, "evening", weekday=2, hour=time(18, 45))
    return house


def fresh(app: Flask, path: str = CENTRE) -> Visitor:
    """A visitor who gets the page as it is now, not as it was a minute ago."""
    app.extensions["public_pages"].clear()
    return Visitor(app)


def test_everybody_reads_the_day_its_part_and_whether_there_are_places(
    app: Flask, evening: House
) -> None:
    code_of(evening)

    page = fresh(app).get(CENTRE)

    assert (
        page.one("[data-open-group]").get_text(strip=True)
        == "Tuesday, in the evening: there are places"
    )
    assert "+380" in page.text


def test_nothing_that_must_not_be_public_is_in_the_bytes(app: Flask, evening: House) -> None:
    code = code_of(evening)
    evening.meeting("evening", evening.row(Group, "evening").created_at, room="room 7")
    group = evening.row(Group, "evening")
    asks(evening, "taras")

    for path in (CENTRE, "/uk/centres/one", "/api/v1/centres", "/en/centres?region=r-one"):
        body = fresh(app).get(path).body.decode()
        for hidden in (
            TITLE,
            AUDIENCE,
            "room 7",
            "18:45",
            group.label,
            str(group.id),
            code,
            "Iryna",
        ):
            assert hidden not in body, f"{path}: {hidden}"


@pytest.mark.parametrize("ended", [False, True])
def test_a_closed_or_ended_group_leaves_no_trace(app: Flask, evening: House, ended: bool) -> None:
    without = strip_time(fresh(app).get(CENTRE).body)

    code_of(evening, is_open=ended)
    if ended:
        evening.change(Group, "evening", ended_on=today())

    assert strip_time(fresh(app).get(CENTRE).body) == without


def strip_time(body: bytes) -> bytes:
    """Take away the moment at which the copy was made."""
    start = body.index(b"This copy was made on")
    return body[:start]


def test_a_full_group_says_that_there_is_a_list(app: Flask, evening: House) -> None:
    evening.change(Group, "evening", places=1)
    code_of(evening)

    assert "waiting list" in fresh(app).get(CENTRE).text


def test_a_place_that_is_held_is_not_called_free(app: Flask, evening: House) -> None:
    evening.change(Group, "evening", places=2)
    asks(evening, "taras")

    assert "waiting list" in fresh(app).get(CENTRE).text


def test_groups_of_another_centre_are_not_here(app: Flask, evening: House) -> None:
    code_of(evening, "saturday")

    assert not fresh(app).get(CENTRE).soup.select("[data-open-group]")
    assert fresh(app).get("/en/centres/two").soup.select("[data-open-group]")


def test_a_group_without_a_day_is_asked_for_by_phone(app: Flask, house: House) -> None:
    code_of(house)

    assert "by phone" in fresh(app).get(CENTRE).one("[data-open-group]").get_text()


def test_the_page_is_the_same_for_members_and_staff(app: Flask, evening: House) -> None:
    code_of(evening)
    of_a_guest = fresh(app).get(CENTRE)

    assert evening.visit("olena").get(CENTRE).body == of_a_guest.body
    assert evening.visit("iryna").get(CENTRE).body == of_a_guest.body
    assert of_a_guest.headers["Cache-Control"].startswith("public")


def test_many_groups_cost_as_many_statements_as_few(app: Flask, house: House) -> None:
    counts = []
    for more in (range(3), range(3, 30)):
        for number in more:
            house.group(f"g{number}", "one", "iryna", weekday=1 + number % 7, hour=time(9))
            code_of(house, f"g{number}")
        visitor = fresh(app)
        with statements(app) as sent:
            visitor.get(CENTRE)
        counts.append(len(sent))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (time(9), PartOfDay.MORNING),
        (time(11, 59), PartOfDay.MORNING),
        (time(12), PartOfDay.DAY),
        (time(16, 59), PartOfDay.DAY),
        (time(17), PartOfDay.EVENING),
        (time(20), PartOfDay.EVENING),
        (None, None),
    ],
)
def test_an_hour_becomes_a_part_of_the_day(hour: time | None, part: PartOfDay | None) -> None:
    assert rules.part_of_day(hour) is part
