"""A module that is for some of a group at first, and for others later."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine

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


def give(post: Post, moment: datetime, *names: str) -> None:
    """Let the facilitator give a module to these, or to the whole group."""
    address = f"/en/staff/groups/{post.house.ids['evening']}/assignments"
    seats = [str(post.house.ids[f"{name}'s seat"]) for name in names]
    with time_machine.travel(moment, tick=False):
        post.house.visit("iryna").submit(address, module="now-sleep", until="", whom=seats)


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


def test_fewer_people_or_another_day_are_no_news(post: Post, olena: Phone, taras: Phone) -> None:
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
