"""A place from the waiting list: told to the phone once, and only while it is still there to be taken."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from selfhelp.db import session
from selfhelp.groups.models import Group, Membership
from selfhelp.joining.rules import OFFER_LASTS
from selfhelp.library.check_nudges import LONGEST
from selfhelp.push.models import Push
from tests.groups.house import statements
from tests.joining.doors import JOIN, asking_of, asks
from tests.nudges.post import TUESDAY, Post
from tests.push.phone import Phone
from tests.visitor import Visitor

FREED = TUESDAY + timedelta(minutes=30)
SOON = FREED + timedelta(minutes=1)
NIGHT = TUESDAY + timedelta(hours=10)
MORNING = TUESDAY + timedelta(hours=20, minutes=1)


@pytest.fixture
def line(post: Post) -> dict[str, tuple[Visitor, Phone]]:
    """Taras and Lesia wait in front of a full group; each has a phone that may be told something."""
    house = post.house
    house.change(Group, "evening", places=1)
    people = {}
    for minutes, name in enumerate(("taras", "lesia")):
        with time_machine.travel(TUESDAY + timedelta(minutes=minutes), tick=False):
            visitor, phone = asks(house, name), Phone()
            visitor.post("/api/v1/devices", json=phone.subscription, status=201)
            people[name] = (visitor, phone)
    return people


def free_a_place(post: Post, at: datetime = FREED) -> None:
    with time_machine.travel(at, tick=False):
        post.house.visit("olena").put("/api/v1/membership", json={"leave": True})


def came(post: Post, person: tuple[Visitor, Phone]) -> list[str]:
    return [said["body"] for said in post.arrived(person[1])]


def test_the_first_in_line_is_told_once_and_nobody_else(
    post: Post, line: dict[str, tuple[Visitor, Phone]]
) -> None:
    post.work(TUESDAY + timedelta(minutes=10))
    assert post.house.count(Push) == 0

    free_a_place(post)
    for minutes in (0, 1, 60, 24 * 60):
        post.work(SOON + timedelta(minutes=minutes))

    assert came(post, line["taras"]) == ["Є місце. На роздуми маєте 48 годин"]
    assert came(post, line["lesia"]) == []
    (said,) = post.arrived(line["taras"][1])
    assert said["navigate"].endswith("/uk/group")
    assert len(said["body"]) <= LONGEST


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1, "Є місце. На роздуми маєте 1 годину"),
        (72, "Є місце. На роздуми маєте 72 години"),
    ],
)
def test_it_says_for_how_long_one_may_think_here_and_lives_no_longer(
    post: Post, line: dict[str, tuple[Visitor, Phone]], hours: int, words: str
) -> None:
    post.house.app.config["OFFER_HOURS"] = hours

    free_a_place(post)
    post.work(SOON)

    assert came(post, line["taras"]) == [words]
    with post.house.app.app_context():
        told = session.scalars(sa.select(Push)).one()
    assert told.expires_at - SOON == timedelta(hours=hours)


def test_a_push_alone_does_not_start_the_clock_of_an_offer(
    post: Post, line: dict[str, tuple[Visitor, Phone]]
) -> None:
    free_a_place(post)
    post.work(SOON)

    with time_machine.travel(SOON + 2 * OFFER_LASTS, tick=False):
        asking = asking_of(line["taras"][0])
    assert (asking["stand"], asking["answer_by"]) == ("offered", None)


def test_a_place_that_is_free_at_once_is_no_news(post: Post) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        asks(post.house, "taras").post("/api/v1/devices", json=Phone().subscription, status=201)

    post.work(SOON)

    assert post.house.count(Push) == 0


@pytest.mark.parametrize("wish", [{"seen": True}, {"take": True}, {"later": True}, None])
def test_what_waits_for_the_morning_stays_away_when_the_offer_was_answered(
    post: Post, line: dict[str, tuple[Visitor, Phone]], wish: dict[str, bool] | None
) -> None:
    free_a_place(post, NIGHT)
    post.work(NIGHT + timedelta(minutes=1))
    assert post.house.count(Push, Push.next_at.is_not(None)) == 1
    with time_machine.travel(NIGHT + timedelta(minutes=5), tick=False):
        taras = line["taras"][0]
        if wish:
            taras.put(JOIN, json=wish)
        else:
            taras.delete(JOIN, json={}, status=200)

    post.work(MORNING)

    assert came(post, line["taras"]) == []


def test_an_offer_of_the_night_is_told_in_the_morning(
    post: Post, line: dict[str, tuple[Visitor, Phone]]
) -> None:
    free_a_place(post, NIGHT)
    post.work(NIGHT + timedelta(minutes=1))
    assert came(post, line["taras"]) == []

    post.work(MORNING)

    assert came(post, line["taras"]) == ["Є місце. На роздуми маєте 48 годин"]


def test_when_an_offer_passes_unanswered_the_next_one_hears_of_it(
    post: Post, line: dict[str, tuple[Visitor, Phone]]
) -> None:
    free_a_place(post)
    post.work(SOON)
    with time_machine.travel(SOON, tick=False):
        line["taras"][0].put(JOIN, json={"seen": True})

    post.work(SOON + OFFER_LASTS + timedelta(minutes=5))

    assert [len(came(post, person)) for person in line.values()] == [1, 1]


def test_a_second_offer_later_is_told_anew(
    post: Post, line: dict[str, tuple[Visitor, Phone]]
) -> None:
    free_a_place(post)
    post.work(SOON)
    with time_machine.travel(SOON, tick=False):
        line["taras"][0].put(JOIN, json={"later": True})
        post.house.change(Group, "evening", places=2)

    post.work(SOON + timedelta(minutes=5))

    assert [len(came(post, person)) for person in line.values()] == [2, 1]


def test_a_group_that_has_ended_offers_nothing(
    post: Post, line: dict[str, tuple[Visitor, Phone]]
) -> None:
    free_a_place(post)
    post.house.change(Group, "evening", ended_on=TUESDAY.date())

    post.work(SOON)

    assert came(post, line["taras"]) == []


def test_a_line_in_another_centre_gets_none_of_it(
    post: Post, line: dict[str, tuple[Visitor, Phone]]
) -> None:
    post.house.member("stranger", "saturday", "hora")
    post.house.change(Group, "saturday", places=1)
    with time_machine.travel(TUESDAY, tick=False):
        phone = Phone()
        other = asks(post.house, "danylo", "saturday")
        other.post("/api/v1/devices", json=phone.subscription, status=201)

    free_a_place(post)
    post.work(SOON)

    assert (len(came(post, line["taras"])), came(post, (other, phone))) == (1, [])


def test_looking_takes_as_many_statements_for_thirty_groups_as_for_three(
    post: Post, app: Flask
) -> None:
    def asked(groups: int, at: datetime) -> int:
        for _each in range(groups):
            name = f"g{len(post.house.ids)}"
            post.house.group(name, "one", None, places=0)
            with time_machine.travel(TUESDAY, tick=False):
                asks(post.house, f"asks-{name}", name)
        with app.app_context():
            session.execute(sa.update(Group).values(places=1))
            session.execute(sa.update(Membership).values(left_on=TUESDAY.date()))
            session.commit()
        with statements(app) as sent:
            post.work(at)
        return len([one for one in sent if not one.startswith(("BEGIN", "PRAGMA"))])

    assert asked(3, SOON) == asked(30, SOON + timedelta(minutes=1))
