"""Quiet hours hold for everything: the person's own if there is a plan, else the usual ones in Kyiv."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from selfhelp.clock import KYIV
from selfhelp.db import session
from selfhelp.nudges.models import NudgePlan
from selfhelp.nudges.rules import USUAL_QUIET, Rhythm, is_quiet
from selfhelp.people.models import Participant
from selfhelp.push.actions import Word, enqueue_for
from selfhelp.push.kinds import PushKind
from selfhelp.push.models import Push, PushTally
from tests.nudges.post import Post

NEVER: dict[str, Any] = {"weekdays": []}
OWN = Rhythm(frozenset(), time(12), "Europe/Lisbon", time(19, 30), time(10, 15))


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=KYIV)


def tell(post: Post, due_at: datetime, *, useful_for: timedelta = timedelta(hours=20)) -> None:
    """Queue something that is no nudge."""
    # The worker's own look for news finds nothing new in it.
    with time_machine.travel(due_at - timedelta(days=2), tick=False):
        given = post.house.assignment("evening", "grounding")
    with time_machine.travel(due_at, tick=False), post.house.app.app_context():
        person = post.house.ids["olena"]
        expires_at = due_at + useful_for
        word = Word(PushKind.MODULE, f"module {given}", due_at, expires_at)
        enqueue_for(session, sa.select(Participant.id).where(Participant.id == person), word)
        session.commit()


def row(post: Post) -> Any:
    with post.house.app.app_context():
        return session.execute(sa.select(Push.next_at, Push.attempt)).one()


def test_what_is_due_at_night_waits_for_the_morning(post: Post) -> None:
    phone = post.plan(**NEVER)
    tell(post, at(21, 30))

    post.work(at(21, 30))
    assert (row(post).next_at, row(post).attempt) == (at(8, day=25), 0)
    post.work(at(7, 59, day=25))
    assert post.service.asked == 0
    post.work(at(8, 0, day=25))

    assert len(post.received(phone)) == 1


def test_what_is_of_no_use_in_the_morning_is_left_out(post: Post) -> None:
    post.plan(**NEVER)
    tell(post, at(21, 30), useful_for=timedelta(hours=10))

    for moment in (at(21, 30), at(8, day=25)):
        post.work(moment)

    assert post.service.asked == 0
    assert row(post).next_at is None
    assert post.house.count(PushTally, PushTally.outcome == "late") == 1


def test_the_night_is_that_of_the_persons_own_zone_and_wish(post: Post) -> None:
    phone = post.plan(**NEVER, zone="Europe/Lisbon", quiet_from="19:30", quiet_until="10:15")
    tell(post, at(21, 15))  # a quarter past seven in Lisbon
    post.work(at(21, 15))
    assert len(post.received(phone)) == 1

    tell(post, at(21, 45))
    post.work(at(21, 45))
    post.work(at(12, 14, day=25))
    assert len(post.received(phone)) == 1
    post.work(at(12, 15, day=25))
    assert len(post.received(phone)) == 2


def test_who_has_no_plan_sleeps_in_kyiv(post: Post) -> None:
    phone = post.plan(zone="America/New_York", quiet_from="03:00", quiet_until="04:00")
    with post.house.app.app_context():
        session.execute(sa.delete(NudgePlan))
        session.commit()
    tell(post, at(21, 30))

    post.work(at(21, 30))
    post.work(at(8, day=25))

    assert len(post.received(phone)) == 1


@pytest.mark.parametrize("rhythm", [USUAL_QUIET, OWN], ids=["usual", "own"])
def test_a_phone_that_was_away_never_hears_of_it_at_night(post: Post, rhythm: Rhythm) -> None:
    own = {"zone": rhythm.zone, "quiet_from": f"{rhythm.quiet_from:%H:%M}", "quiet_until": f"{rhythm.quiet_until:%H:%M}"}  # fmt: skip
    phone = post.plan(**NEVER, **own)
    came = 0
    for step in range(0, 24 * 60, 50):
        moment = at(12) + timedelta(minutes=step)
        tell(post, moment, useful_for=timedelta(minutes=100))
        post.work(moment)
        for received in post.received(phone)[came:]:
            came += 1
            kept_until = moment + timedelta(seconds=int(received.headers["ttl"]) + 13)
            walk = [moment + timedelta(minutes=minute) for minute in range(0, 200, 5)]
            assert not any(is_quiet(rhythm, each) for each in walk if each < kept_until)
            assert kept_until <= moment + timedelta(minutes=100)

    assert came > 10


def test_another_try_after_nine_waits_for_the_morning(post: Post) -> None:
    post.service.wish = 300
    post.plan(**NEVER, behaviour="busy")
    tell(post, at(20, 57))

    post.work(at(20, 57))
    assert (row(post).next_at, row(post).attempt) == (at(8, day=25), 1)
    post.work(at(21, 5))

    assert post.service.asked == 1


def test_another_try_that_would_come_too_late_is_given_up(post: Post) -> None:
    post.service.wish = 7200
    post.plan(**NEVER, behaviour="busy")
    tell(post, at(12), useful_for=timedelta(hours=2))

    post.work(at(12))

    assert row(post).next_at is None


def test_one_now_comes_at_once_at_night_too(post: Post) -> None:
    phone = post.plan(**NEVER)
    with time_machine.travel(at(23), tick=False):
        visitor = post.house.visit("olena")
        visitor.post("/api/v1/devices", json=phone.subscription, status=201)
        visitor.post("/api/v1/plan/test", json={})

    post.work(at(23))

    (received,) = post.received(phone)
    assert 0 < int(received.headers["ttl"]) < 600


def test_a_nudge_of_the_last_minute_is_gone_before_the_quiet_hours(post: Post) -> None:
    phone = post.plan(hour="20:55", quiet_from="21:00")
    with post.house.app.app_context():
        session.execute(sa.update(NudgePlan).values(next_at=at(20, 59)))
        session.commit()

    post.work(at(20, 59) + timedelta(seconds=20))

    (received,) = post.received(phone)
    assert int(received.headers["ttl"]) <= 27


def test_a_nudge_whose_time_is_over_before_it_could_leave_comes_the_next_time(post: Post) -> None:
    post.plan(hour="20:55", quiet_from="21:00")
    with post.house.app.app_context():
        session.execute(sa.update(NudgePlan).values(next_at=at(20, 59)))
        session.commit()

    post.work(at(20, 59) + timedelta(seconds=50))

    assert post.service.asked == 0
    assert post.row().due_on.isoformat() == "2026-11-27"
