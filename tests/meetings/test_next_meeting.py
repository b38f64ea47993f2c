"""Which meeting comes next, and who is told the room."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask

from selfhelp.clock import now
from selfhelp.groups.models import Membership
from selfhelp.meetings import queries
from selfhelp.meetings.models import Meeting
from tests.groups.house import House
from tests.visitor import Visitor


def next_start(app: Flask, house: House, at: datetime) -> datetime | None:
    with app.app_context():
        meeting = queries.next_meeting(house.ids["evening"], at)
    return meeting.starts_at if meeting else None


def test_the_nearest_meeting_that_is_not_over_comes_next(app: Flask, house: House) -> None:
    first, second = now() - timedelta(minutes=60), now() + timedelta(days=7)
    house.meeting("evening", second, 2)
    house.meeting("evening", first, 1)

    assert next_start(app, house, first + timedelta(minutes=89)) == first
    assert next_start(app, house, first + timedelta(minutes=90)) == second
    assert next_start(app, house, second + timedelta(days=1)) is None


def test_a_cancelled_meeting_does_not_come_next(app: Flask, house: House) -> None:
    house.meeting("evening", now() + timedelta(days=1), 1, cancelled_at=now())

    assert next_start(app, house, now()) is None


def test_the_meeting_of_another_group_does_not_come_next(app: Flask, house: House) -> None:
    house.meeting("saturday", now() + timedelta(days=1))

    assert next_start(app, house, now()) is None


def test_each_group_gets_its_own_next_meeting(app: Flask, house: House) -> None:
    soon = now() + timedelta(hours=1)
    house.meeting("evening", soon + timedelta(days=7), 2)
    house.meeting("evening", soon, 1)
    house.meeting("saturday", soon + timedelta(days=1))

    with app.app_context():
        nearest = queries.next_by_group([house.ids["evening"], house.ids["saturday"]], now())

    assert {key: value.starts_at for key, value in nearest.items()} == {
        house.ids["evening"]: soon,
        house.ids["saturday"]: soon + timedelta(days=1),
    }


def test_a_member_is_told_the_room_and_the_time(house: House) -> None:
    starts_at = (now() + timedelta(days=1)).replace(microsecond=0)
    house.meeting("evening", starts_at)

    told = house.visit("olena").get("/api/v1/me").json["next_meeting"]

    assert datetime.fromisoformat(told["starts_at"]) == starts_at
    assert (told["minutes"], told["module"], told["room"]) == (90, "grounding", "room 7")


def test_the_room_waits_for_consent(house: House) -> None:
    house.meeting("evening", now() + timedelta(days=1))
    house.change(Membership, "olena's seat", consent_at=None, consent_version=None)
    olena = house.visit("olena")

    assert olena.get("/api/v1/me").json["next_meeting"]["room"] is None
    assert "room 7" not in olena.get("/uk/mine/group").text


def test_facilitators_see_the_room_and_nobody_else_does(house: House, visitor: Visitor) -> None:
    house.meeting("evening", now() + timedelta(days=1))

    assert "room 7" in house.visit("iryna").get(f"/uk/staff/groups/{house.ids['evening']}").text
    assert "room 7" in house.visit("iryna").get("/uk/staff").text
    assert "room 7" not in house.visit("petro").get("/uk/staff").text
    assert "room 7" not in visitor.get("/uk/centres/one").text


def test_a_group_without_a_date_says_so(house: House) -> None:
    assert house.count(Meeting) == 0
    page = house.visit("iryna").get(f"/en/staff/groups/{house.ids['evening']}")
    assert "No meeting is planned yet" in page.text
