"""The evening for which it is made: however many meetings and modules, few statements, nothing cut, nothing twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from selfhelp.clock import KYIV
from selfhelp.db import session
from selfhelp.groups.models import Assignment, Group, Membership
from selfhelp.meetings.models import Meeting
from selfhelp.nudges import rules
from selfhelp.nudges.models import ToldAssignment
from selfhelp.nudges.news import look_for_news
from selfhelp.people.models import Participant
from selfhelp.push.models import Push
from tests.faults.due import settle_in
from tests.groups.house import House, statements

EVE = datetime(2026, 11, 25, 18, 5, tzinfo=KYIV)
MEETING = datetime(2026, 11, 26, 18, 30, tzinfo=KYIV)


def gather(house: House, count: int) -> None:
    """Make so many groups, each with one member who has a phone, and a meeting tomorrow."""
    settle_in(house.app, count)
    with house.app.app_context():
        alone = sa.select(Participant.id).where(
            ~sa.exists().where(Membership.participant_id == Participant.id)
        )
        people = list(session.scalars(alone))
        groups = [uuid4() for _each in people]
        example = session.scalars(sa.select(Group).limit(1)).one()
        kept = {column.name: getattr(example, column.name) for column in Group.__table__.columns}
        session.execute(sa.insert(Group), [kept | {"id": group} for group in groups])
        session.execute(sa.insert(Membership), [
            {"id": uuid4(), "group_id": group, "participant_id": person, "alias": "kalyna", "joined_on": EVE.date(),
             "is_sharing": True, "consent_version": "2026-11", "consent_at": EVE}
            for group, person in zip(groups, people, strict=True)
        ])  # fmt: skip
        session.execute(sa.insert(Meeting), [
            {"id": uuid4(), "group_id": group, "ordinal": 1, "starts_at": MEETING, "minutes": 90} for group in groups
        ])  # fmt: skip
        session.commit()


def look(app: Flask, at: datetime = EVE) -> list[str]:
    """Look for news; return the statements that it took."""
    with time_machine.travel(at, tick=False), app.app_context(), statements(app) as sent:
        look_for_news()
    return [one for one in sent if not one.startswith(("BEGIN", "PRAGMA"))]


def test_three_hundred_meetings_take_as_many_statements_as_three(house: House) -> None:
    gather(house, 3)
    few = len(look(house.app))
    assert house.count(Push) == 3

    gather(house, 300)
    many = len(look(house.app))

    assert house.count(Push) == 303
    assert few == many < 15


def test_a_look_that_finds_nothing_new_writes_nothing(house: House) -> None:
    gather(house, 30)
    look(house.app)

    again = look(house.app, EVE + timedelta(seconds=30))

    assert len(again) <= 5
    assert not [one for one in again if one.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_more_meetings_than_one_commit_takes_are_all_told_once_by_four_workers(
    house: House,
) -> None:
    gather(house, 1201)

    with time_machine.travel(EVE, tick=False), ThreadPoolExecutor(4) as workers:
        list(workers.map(look_in, [house.app] * 4))

    assert house.count(Push) == 1201


def look_in(app: Flask) -> None:
    with app.app_context():
        look_for_news()


def give(house: House, count: int, **values: object) -> None:
    given = [
        {"id": uuid4(), "group_id": house.ids["evening"], "module": "grounding", "given_at": EVE} | values
        for _each in range(count)
    ]  # fmt: skip
    with house.app.app_context():
        session.execute(sa.insert(Assignment), given)
        session.commit()


def test_the_thousand_and_first_module_is_told_too(house: House) -> None:
    settle_in(house.app, 1)
    with house.app.app_context():
        person = session.scalars(sa.select(Participant.id).where(
            ~sa.exists().where(Membership.participant_id == Participant.id)
        )).one()  # fmt: skip
        session.execute(sa.update(Membership).values(participant_id=person))
        session.commit()
    give(house, 1, given_at=EVE - timedelta(weeks=5), starts_on=EVE.date())
    give(house, 1000)

    with time_machine.travel(EVE + timedelta(minutes=5), tick=False), ThreadPoolExecutor(4) as workers:  # fmt: skip
        list(workers.map(look_in, [house.app] * 4))

    assert house.count(Push) == house.count(ToldAssignment) == 1001


def test_three_hundred_modules_take_as_many_statements_as_three(house: House) -> None:
    def taken(count: int) -> int:
        give(house, count)
        return len(look(house.app, EVE + timedelta(minutes=5)))

    assert taken(3) == taken(300)


def test_modules_that_are_new_to_all_and_to_some_are_noted_in_as_many_statements(
    house: House,
) -> None:
    def taken(count: int) -> int:
        give(house, count)
        with house.app.app_context():
            modules = session.scalars(sa.select(Assignment).order_by(Assignment.id)).all()
            for one in modules[::2]:
                one.renewed_at = one.given_at
            session.commit()
        return len(look(house.app, EVE + timedelta(minutes=5)))

    assert taken(4) == taken(300)


@pytest.mark.parametrize("zone_change", [date(2027, 3, 26), date(2027, 10, 29)])
@given(data=st.data())
def test_what_is_recalled_now_is_what_the_moments_of_each_meeting_say(
    zone_change: date, data: st.DataObject
) -> None:
    first = datetime(zone_change.year, zone_change.month, zone_change.day, tzinfo=KYIV)
    at = first + timedelta(minutes=data.draw(st.integers(0, 5 * 24 * 60)))
    begins = at + timedelta(minutes=data.draw(st.integers(-10, 50 * 60)))

    eve = rules.evening_before(begins)
    morning = datetime.combine(begins.astimezone(KYIV).date(), time(8), KYIV)
    day = max(morning, begins - timedelta(hours=3))

    def lies_in(span: tuple[datetime, datetime]) -> bool:
        return span[0] <= begins < span[1]

    assert lies_in(rules.recalled_on_the_eve(at)) == (eve <= at < eve + rules.LONGEST_LIFE)
    assert lies_in(rules.recalled_on_the_day(at)) == (day <= at < begins)
