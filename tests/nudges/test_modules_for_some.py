"""A module that is for some of a group at first, and for others later."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from selfhelp.db import session
from selfhelp.groups.models import Membership
from selfhelp.push.models import Push
from tests.nudges.post import TUESDAY, Post
from tests.nudges.test_news import NEVER, at, bodies
from tests.push.phone import Phone

NEW = "Для вас є дещо нове"


@pytest.fixture
def olena(post: Post) -> Phone:
    return post.plan("olena", **NEVER)


@pytest.fixture
def taras(post: Post) -> Phone:
    post.house.member("taras", "evening", "richka")
    return post.plan("taras", **NEVER)


def give(post: Post, moment: datetime, *names: str, starts_on: str = "") -> None:
    """Let the facilitator give a module to these, or to the whole group."""
    address = f"/en/staff/groups/{post.house.ids['evening']}/assignments"
    seats = [str(post.house.ids[f"{name}'s seat"]) for name in names]
    with time_machine.travel(moment, tick=False):
        post.house.visit("iryna").submit(
            address, module="now-sleep", until="", starts_on=starts_on, whom=seats
        )


@pytest.mark.parametrize("all_of_them", [("olena", "taras"), ()])
def test_those_who_get_it_later_are_told_and_the_first_are_not_told_again(
    post: Post, olena: Phone, taras: Phone, all_of_them: tuple[str, ...]
) -> None:
    give(post, TUESDAY, "olena")
    post.work(TUESDAY + timedelta(minutes=3))
    assert (bodies(post, olena), bodies(post, taras)) == ([NEW], [])

    later = TUESDAY + timedelta(days=3)
    give(post, later, *all_of_them)
    post.work(later + timedelta(minutes=1))
    assert bodies(post, taras) == [], "it may have been a slip of the finger"
    for minutes in (3, 4, 60):
        post.work(later + timedelta(minutes=minutes))

    assert (bodies(post, olena), bodies(post, taras)) == ([NEW], [NEW])


def test_fewer_people_are_no_news(post: Post, olena: Phone, taras: Phone) -> None:
    give(post, TUESDAY)
    post.work(TUESDAY + timedelta(minutes=3))
    later = TUESDAY + timedelta(hours=1)

    give(post, later, "taras")
    post.work(later + timedelta(minutes=3))

    assert (bodies(post, olena), bodies(post, taras)) == ([NEW], [NEW])


def test_who_is_taken_out_in_the_night_is_not_told_in_the_morning(
    post: Post, olena: Phone, taras: Phone
) -> None:
    give(post, at(24, 22))
    post.work(at(24, 22, 5))
    give(post, at(24, 23), "taras")
    post.work(at(24, 23, 5))

    post.work(at(25, 8, 1))

    assert (bodies(post, olena), bodies(post, taras)) == ([], [NEW])

    give(post, at(25, 9), "olena", "taras")
    post.work(at(25, 9, 3))

    assert (bodies(post, olena), bodies(post, taras)) == ([NEW], [NEW])


def test_a_phone_that_came_later_hears_nothing_of_what_its_person_has_had(
    post: Post, olena: Phone, taras: Phone
) -> None:
    give(post, TUESDAY, "olena")
    post.work(TUESDAY + timedelta(minutes=3))
    with post.house.app.app_context():  # it was told long ago
        session.execute(sa.delete(Push))
        session.commit()
    new_phone = post.plan("olena", **NEVER)

    later = TUESDAY + timedelta(days=3)
    give(post, later)
    post.work(later + timedelta(minutes=3))

    assert (bodies(post, new_phone), bodies(post, taras)) == ([], [NEW])


def test_a_slip_that_is_put_right_at_once_is_told_to_nobody(
    post: Post, olena: Phone, taras: Phone
) -> None:
    give(post, TUESDAY, "olena")
    post.work(TUESDAY + timedelta(minutes=3))
    give(post, TUESDAY + timedelta(minutes=10))
    give(post, TUESDAY + timedelta(minutes=11), "olena")

    for minutes in (11, 13, 30):
        post.work(TUESDAY + timedelta(minutes=minutes))

    assert (bodies(post, olena), bodies(post, taras)) == ([NEW], [])


def test_put_off_in_the_night_it_is_told_on_its_day_and_not_before(
    post: Post, olena: Phone
) -> None:
    give(post, at(24, 22))
    post.work(at(24, 22, 5))
    give(post, at(24, 23), starts_on="2026-11-27")

    for moment in (at(24, 23, 5), at(25, 8, 1), at(26, 12)):
        post.work(moment)
    assert bodies(post, olena) == []
    for moment in (at(27, 8, 1), at(27, 12)):
        post.work(moment)

    assert bodies(post, olena) == [NEW]


def test_what_was_for_a_later_day_and_begins_now_is_told_now(post: Post, olena: Phone) -> None:
    give(post, at(20, 12), starts_on="2026-11-30")
    post.work(at(20, 12, 5))
    assert bodies(post, olena) == []

    give(post, at(24, 12))
    post.work(at(24, 12, 3))

    assert bodies(post, olena) == [NEW]


@pytest.mark.parametrize(
    "change", [{"left_on": at(24, 23).date()}, {"paused_since": at(24, 23).date()}]
)
def test_who_leaves_or_takes_a_break_in_the_night_is_told_nothing_in_the_morning(
    post: Post, olena: Phone, taras: Phone, change: dict[str, object]
) -> None:
    give(post, at(24, 22))
    post.work(at(24, 22, 5))
    with post.house.app.app_context():
        session.execute(
            sa.update(Membership)
            .values(**change)
            .where(Membership.participant_id == post.house.ids["olena"])
        )
        session.commit()

    post.work(at(25, 8, 1))

    assert (bodies(post, olena), bodies(post, taras)) == ([], [NEW])
