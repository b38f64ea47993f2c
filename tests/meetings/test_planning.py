"""Planning a programme's meetings with one tap; adding, moving and cancelling single ones."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.clock import KYIV, now
from selfhelp.db import session
from selfhelp.groups.models import Assignment, Group
from selfhelp.meetings import rules
from selfhelp.meetings.models import Meeting
from tests.groups.house import House, days_ago, statements

WEEK = timedelta(weeks=1)


@pytest.fixture
def address(house: House) -> str:
    house.change(Group, "evening", weekday=2, hour=time(19))
    return f"/en/staff/groups/{house.ids['evening']}/meetings"


def planned(app: Flask) -> list[Meeting]:
    with app.app_context():
        return list(session.scalars(sa.select(Meeting).order_by(Meeting.ordinal)))


def test_one_tap_makes_five_weekly_meetings(app: Flask, house: House, address: str) -> None:
    iryna = house.visit("iryna")
    form = iryna.get(address).soup.select("form input")
    offered = {str(one["name"]): str(one.get("value", "")) for one in form}

    iryna.submit(f"{address}/programme", **offered)

    meetings = planned(app)
    local = [meeting.starts_at.astimezone(KYIV) for meeting in meetings]
    assert [meeting.ordinal for meeting in meetings] == [1, 2, 3, 4, 5]
    assert {(at.isoweekday(), at.time()) for at in local} == {(2, time(19))}
    assert {later.date() - earlier.date() for earlier, later in pairwise(local)} == {WEEK}
    assert meetings[0].module == "grounding"


def test_each_module_is_given_from_its_meeting_until_the_next(
    app: Flask, house: House, address: str
) -> None:
    first = days_ago(-3)

    house.visit("iryna").submit(
        f"{address}/programme", day=first.isoformat(), hour="19:00", minutes="90", room=""
    )

    with app.app_context():
        given = session.scalars(sa.select(Assignment).where(Assignment.module == "grounding")).one()
    assert (given.starts_on, given.until) == (first, first + WEEK)
    assert house.visit("olena").get("/api/v1/me").json["assignments"] == []


def test_a_second_tap_makes_nothing_more(app: Flask, house: House, address: str) -> None:
    iryna, day = house.visit("iryna"), days_ago(-3).isoformat()

    for _time in range(2):
        iryna.submit(f"{address}/programme", day=day, hour="19:00", minutes="90", room="")

    assert len(planned(app)) == 5


@pytest.mark.parametrize(
    "first", [datetime(2026, 10, 13, 19, tzinfo=KYIV), datetime(2027, 3, 16, 19, tzinfo=KYIV)]
)
def test_seven_in_the_evening_stays_seven_when_clocks_change(first: datetime) -> None:
    times = rules.weekly(first, 5)

    assert {at.hour for at in times} == {19}
    assert len({at.astimezone(UTC).hour for at in times}) == 2


@pytest.mark.parametrize(
    ("local", "day"),
    [
        ("2026-11-23T10:00", "2026-11-24"),
        ("2026-11-24T18:59", "2026-11-24"),
        ("2026-11-24T19:00", "2026-12-01"),
        ("2026-11-25T00:00", "2026-12-01"),
    ],
)
def test_the_next_tuesday_evening_is_found(local: str, day: str) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=KYIV)

    assert rules.next_on(2, time(19), at).date().isoformat() == day


def test_one_more_meeting_is_added_once(app: Flask, house: House, address: str) -> None:
    iryna, day = house.visit("iryna"), days_ago(-3).isoformat()
    more = {"day": day, "hour": "10:30", "minutes": "60", "room": "hall", "module": "grounding"}

    for _time in range(2):
        iryna.submit(address, **more)

    (meeting,) = planned(app)
    assert (meeting.room, meeting.minutes, meeting.module) == ("hall", 60, "grounding")
    assert house.visit("olena").get("/api/v1/me").json["next_meeting"]["room"] == "hall"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": "2020-01-01"}, "This time has passed"),
        ({"day": ""}, "Please choose a day"),
        ({"hour": "25:61"}, "such as 18:00"),
        ({"minutes": "5"}, "between 15 and 480"),
        ({"module": "nothing"}, "choose one of these"),
        ({"room": "r" * 81}, "at most 80 signs"),
    ],
)
def test_what_cannot_be_planned_is_said_and_typed_words_stay(
    app: Flask, house: House, address: str, wrong: dict[str, str], words: str
) -> None:
    day = days_ago(-3).isoformat()
    more = {"day": day, "hour": "10:30", "minutes": "60", "room": "hall", "module": ""} | wrong

    page = house.visit("iryna").submit(address, status=422, **more)

    assert words in page.text
    assert page.one("input[name=room]")["value"] == more["room"]
    assert planned(app) == []


def test_a_meeting_moves(app: Flask, house: House, address: str) -> None:
    meeting = house.meeting("evening", now() + timedelta(days=2))
    day = days_ago(-5)

    house.visit("iryna").submit(
        f"{address}/{meeting}", day=day.isoformat(), hour="18:15", minutes="60", room="", module=""
    )

    (moved,) = planned(app)
    assert moved.starts_at == datetime.combine(day, time(18, 15), tzinfo=KYIV)
    assert (moved.room, moved.module) == (None, None)


def test_a_meeting_that_was_may_get_another_room_written_down(
    app: Flask, house: House, address: str
) -> None:
    at = (now() - timedelta(days=2)).replace(second=0, microsecond=0)
    meeting = house.meeting("evening", at)
    local = at.astimezone(KYIV)

    house.visit("iryna").submit(
        f"{address}/{meeting}", day=local.date().isoformat(), hour=f"{local:%H:%M}",
        minutes="60", room="garden", module="",
    )  # fmt: skip

    assert planned(app)[0].room == "garden"


def test_a_cancelled_meeting_stays_struck_through_and_may_come_back(
    app: Flask, house: House, address: str
) -> None:
    meeting = house.meeting("evening", now() + timedelta(days=2))
    iryna = house.visit("iryna")

    for _time in range(2):
        iryna.submit(f"{address}/{meeting}/cancel")
    assert len(iryna.get(address).soup.select("s")) == 1
    assert house.visit("olena").get("/api/v1/me").json["next_meeting"] is None

    iryna.submit(f"{address}/{meeting}/bring-back")
    assert not iryna.get(address).soup.select("s")


@pytest.mark.parametrize("who", ["petro", "ostap", "olena"])
def test_nobody_else_plans_meetings(app: Flask, house: House, address: str, who: str) -> None:
    meeting = house.meeting("evening", now() + timedelta(days=2))
    stranger = house.visit(who)

    for path in ("", "/programme", f"/{meeting}", f"/{meeting}/cancel"):
        stranger.submit(f"{address}{path}", status=404)
    stranger.get(address, status=404)

    assert planned(app)[0].cancelled_at is None


def test_a_meeting_of_another_group_is_not_found(house: House, address: str) -> None:
    meeting = house.meeting("saturday", now() + timedelta(days=2))

    house.visit("iryna").get(f"{address}/{meeting}", status=404)


def test_thirty_meetings_take_as_many_statements_as_three(
    app: Flask, house: House, address: str
) -> None:
    iryna, counts = house.visit("iryna"), []
    for upto in (3, 30):
        for ordinal in range(house.count(Meeting) + 1, upto + 1):
            house.meeting("evening", now() + timedelta(days=ordinal), ordinal)
        with statements(app) as sent:
            iryna.get(address)
        counts.append(len(sent))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("day", ["9999-12-31", "2030-01-01", "0001-01-01"])
def test_a_meeting_is_planned_for_a_day_that_people_can_keep(
    app: Flask, house: House, address: str, day: str
) -> None:
    iryna = house.visit("iryna")
    fields = {"day": day, "hour": "23:30", "minutes": "180", "room": "", "module": ""}

    for where in (address, f"{address}/programme"):
        iryna.submit(where, status=422, **fields)

    assert planned(app) == []
    house.visit("olena").get("/api/v1/me")
