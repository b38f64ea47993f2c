"""Modules and meetings: told to the phones of members once, in the right words, never when untrue."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
import time_machine

from selfhelp.clock import KYIV
from selfhelp.db import session
from selfhelp.groups.models import AssignedPerson, Assignment, Membership
from selfhelp.meetings.models import Meeting
from selfhelp.push.models import Push
from tests.groups.house import House
from tests.nudges.post import TUESDAY, Post
from tests.push.phone import Phone

NEVER = {"weekdays": []}
MEETING = datetime(2026, 11, 26, 18, 30, tzinfo=KYIV)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=KYIV)


def change_meeting(house: House, **values: object) -> None:
    with house.app.app_context():
        session.execute(sa.update(Meeting).values(**values))
        session.commit()


def bodies(post: Post, phone: Phone) -> list[str]:
    return [said["body"] for said in post.arrived(phone)]


def test_a_meeting_is_recalled_on_the_eve_and_on_the_day_with_its_hour_alone(post: Post) -> None:
    phone = post.plan(**NEVER)
    post.house.meeting("evening", MEETING)

    for moment in (at(24, 12), at(25, 17, 59), at(25, 18, 5), at(25, 18, 30), at(26, 9), at(26, 15, 31), at(26, 17)):  # fmt: skip
        post.work(moment)

    assert bodies(post, phone) == [
        "Завтра о 18:30, як домовлялися",
        "Сьогодні о 18:30. Візьміть воду",
    ]
    assert {said["tag"] for said in post.arrived(phone)} == {"date"}


def test_another_time_is_told_once_and_the_old_one_is_not_recalled(post: Post) -> None:
    phone = post.plan(**NEVER)
    post.house.meeting("evening", MEETING)
    post.work(at(24, 12))

    change_meeting(post.house, starts_at=MEETING + timedelta(days=4))
    for moment in (at(24, 13), at(24, 13, 5), at(25, 18, 10)):
        post.work(moment)

    assert bodies(post, phone) == ["Час змінився. Відкрийте, щоб побачити"]


def test_a_meeting_that_is_cancelled_is_told_and_not_recalled(post: Post) -> None:
    phone = post.plan(**NEVER)
    post.house.meeting("evening", MEETING)
    post.work(at(24, 12))

    change_meeting(post.house, cancelled_at=at(24, 12, 30))
    for moment in (at(24, 13), at(25, 18, 10), at(26, 15, 45)):
        post.work(moment)

    assert bodies(post, phone) == ["Не відбудеться. Відкрийте, щоб побачити"]


def test_a_meeting_cancelled_for_the_second_time_is_told_for_the_second_time(post: Post) -> None:
    phone = post.plan(**NEVER)
    post.house.meeting("evening", MEETING)
    post.work(at(24, 12))

    for minute, cancelled_at in ((10, at(24, 12, 5)), (20, None), (30, at(24, 12, 25))):
        change_meeting(post.house, cancelled_at=cancelled_at)
        post.work(at(24, 12, minute))
        post.work(at(24, 12, minute + 1))

    off, on = "Не відбудеться. Відкрийте, щоб побачити", "Час змінився. Відкрийте, щоб побачити"
    assert bodies(post, phone) == [off, on, off]


def test_a_meeting_that_moves_back_and_forth_is_told_each_time(post: Post) -> None:
    phone = post.plan(**NEVER)
    post.house.meeting("evening", MEETING)
    post.work(at(24, 12))

    for minute, hours in ((10, 1), (20, 0), (30, 1)):
        change_meeting(post.house, starts_at=MEETING + timedelta(hours=hours))
        post.work(at(24, 12, minute))

    assert bodies(post, phone) == ["Час змінився. Відкрийте, щоб побачити"] * 3


def test_a_meeting_that_is_put_off_for_weeks_is_told_too(post: Post) -> None:
    phone = post.plan(**NEVER)
    post.house.meeting("evening", MEETING)
    post.work(at(24, 12))

    change_meeting(post.house, starts_at=MEETING + timedelta(weeks=5))
    post.work(at(24, 13))
    post.work(at(24, 13, 5))

    assert bodies(post, phone) == ["Час змінився. Відкрийте, щоб побачити"]


def test_what_changes_at_night_is_told_in_the_morning_and_only_if_it_is_still_true(
    post: Post,
) -> None:
    phone = post.plan(**NEVER)
    post.house.meeting("evening", MEETING)
    post.work(at(24, 12))

    change_meeting(post.house, starts_at=MEETING + timedelta(days=1))
    post.work(at(24, 23))
    change_meeting(post.house, starts_at=MEETING + timedelta(days=2))
    post.work(at(24, 23, 30))
    assert bodies(post, phone) == []
    post.work(at(25, 8, 1))

    assert bodies(post, phone) == ["Час змінився. Відкрийте, щоб побачити"]


def test_a_new_module_is_told_after_second_thoughts_and_once(post: Post) -> None:
    phone = post.plan(**NEVER)
    with time_machine.travel(TUESDAY, tick=False):
        post.house.assignment("evening", "grounding")

    post.work(TUESDAY + timedelta(minutes=1))
    assert bodies(post, phone) == []
    for minutes in (3, 10, 60):
        post.work(TUESDAY + timedelta(minutes=minutes))

    assert bodies(post, phone) == ["Для вас є дещо нове"]
    assert post.arrived(phone)[0]["navigate"].endswith("/uk/group")


def test_a_module_that_may_begin_later_is_told_on_that_day(post: Post) -> None:
    phone = post.plan(**NEVER)
    later = TUESDAY + timedelta(days=7)
    with time_machine.travel(TUESDAY, tick=False):
        post.house.assignment("evening", "grounding")
    with post.house.app.app_context():
        session.execute(sa.update(Assignment).values(starts_on=later.astimezone(KYIV).date()))
        session.commit()

    for moment in (TUESDAY + timedelta(minutes=3), later - timedelta(days=1)):
        post.work(moment)
    assert bodies(post, phone) == []
    for moment in (later, later + timedelta(minutes=5), later + timedelta(days=1)):
        post.work(moment)

    assert bodies(post, phone) == ["Для вас є дещо нове"]


def test_a_module_for_somebody_who_has_left_altogether_is_told_to_nobody(post: Post) -> None:
    phone = post.plan(**NEVER)
    with time_machine.travel(TUESDAY, tick=False):
        post.house.assignment("evening", "grounding")
    with post.house.app.app_context():
        session.execute(sa.update(Assignment).values(is_for_some=True))
        session.commit()

    post.work(TUESDAY + timedelta(minutes=3))

    assert bodies(post, phone) == []


def test_a_module_that_was_withdrawn_at_once_is_not_told(post: Post) -> None:
    phone = post.plan(**NEVER)
    with time_machine.travel(TUESDAY, tick=False):
        post.house.assignment("evening", "grounding")
    with post.house.app.app_context():
        session.execute(sa.update(Assignment).values(withdrawn_at=TUESDAY))
        session.commit()

    post.work(TUESDAY + timedelta(minutes=3))

    assert bodies(post, phone) == []


def test_a_module_that_was_withdrawn_in_the_night_is_not_told_in_the_morning(post: Post) -> None:
    phone = post.plan(**NEVER)
    with time_machine.travel(at(24, 22), tick=False):
        post.house.assignment("evening", "grounding")
    post.work(at(24, 22, 5))
    assert post.house.count(Push) == 1
    with post.house.app.app_context():
        session.execute(sa.update(Assignment).values(withdrawn_at=at(24, 23)))
        session.commit()

    post.work(at(25, 8, 1))

    assert bodies(post, phone) == []


def test_a_module_for_one_of_the_group_is_told_to_nobody_else(post: Post) -> None:
    post.house.member("taras", "evening", "richka")
    olena, taras = post.plan("olena", **NEVER), post.plan("taras", **NEVER)
    with time_machine.travel(TUESDAY, tick=False):
        given = post.house.assignment("evening", "grounding")
    with post.house.app.app_context():
        session.add(
            AssignedPerson(
                assignment_id=given, participant_id=post.house.ids["taras"], given_at=TUESDAY
            )
        )
        session.execute(sa.update(Assignment).values(is_for_some=True))
        session.commit()

    post.work(TUESDAY + timedelta(minutes=3))

    assert (bodies(post, olena), bodies(post, taras)) == ([], ["Для вас є дещо нове"])


def test_only_members_who_agreed_and_take_no_break_are_told(post: Post) -> None:
    post.house.member("taras", "evening", "richka", agreed=False)
    post.house.member("stranger", "saturday", "hora")
    phones = [post.plan(name, **NEVER) for name in ("taras", "stranger", "olena")]
    with post.house.app.app_context():
        session.execute(sa.update(Membership).values(paused_since=TUESDAY.date()).where(
            Membership.participant_id == post.house.ids["olena"]))  # fmt: skip
        session.commit()
    with time_machine.travel(TUESDAY, tick=False):
        post.house.assignment("evening", "grounding")

    post.work(TUESDAY + timedelta(minutes=3))

    assert [bodies(post, phone) for phone in phones] == [[], [], []]
    assert post.house.count(Push) == 0
