"""All words that phones are told: short, silent on a lock screen, in both languages, and each opens a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from selfhelp.clock import KYIV
from selfhelp.db import session
from selfhelp.groups.models import Group
from selfhelp.library import shapes
from selfhelp.library.check_nudges import A_NUMBER_OF_DAYS, LONGEST, TELLING
from selfhelp.meetings.models import Meeting
from selfhelp.nudges import rules
from selfhelp.nudges.feed import FileSource
from selfhelp.nudges.sky import Watch
from selfhelp.people.models import Participant
from selfhelp.push.kinds import PushKind
from selfhelp.push.words import FROM_CONTENT, payload_of_push, plain_nudge
from tests.groups.house import House
from tests.joining.doors import asks
from tests.nudges.post import EVENING, TUESDAY, Post, days
from tests.push.phone import Phone

SITE = "https://stezhka.example"
MEETING = datetime(2026, 11, 26, 18, 30, tzinfo=KYIV)
SOON = TUESDAY + timedelta(minutes=5)


def words_of(app: Flask, kind: PushKind, language: str) -> dict[str, Any]:
    with app.app_context():
        body = payload_of_push(kind, MEETING, language, "t01", app.extensions["library"], SITE)
    notification: dict[str, Any] = json.loads(body)["notification"]
    return notification


EVERY = [(kind, language) for kind in PushKind for language in ("uk", "en")]


def test_every_push_is_short_and_tells_a_stranger_nothing(app: Flask) -> None:
    for (kind, language), offer_hours in product(EVERY, (1, 2, 48, 336)):
        app.config["OFFER_HOURS"] = offer_hours
        words = words_of(app, kind, language)

        assert_silent(words["body"], language)
        assert words["title"] == {"uk": "Нагадування", "en": "Reminder"}[language]
        assert words["lang"] == language


def assert_silent(body: str, language: str) -> None:
    assert 0 < len(body) <= LONGEST
    assert not TELLING[language].search(body.lower())
    assert not A_NUMBER_OF_DAYS.search(body)
    assert not set("!{}%") & set(body)


def test_the_plain_words_are_as_short_and_say_practice_alone(app: Flask) -> None:
    with app.app_context():
        for language in ("uk", "en"):
            assert_silent(plain_nudge(language), language)


def test_every_push_opens_a_page_that_there_is(house: House) -> None:
    olena = house.visit("olena")
    for kind, language in EVERY:
        page = words_of(house.app, kind, language)["navigate"].removeprefix(SITE)

        assert olena.get(page).one("h1").get_text(strip=True)


def test_what_is_sent_by_its_id_is_demanded_of_the_content() -> None:
    assert {*FROM_CONTENT.values(), *rules.OF_ITS_OWN.values()} == set(shapes.CALLED_BY_ID)
    assert {one for one in rules.LATER_IN_THE_DAY if one.startswith("n")} == shapes.NOT_EARLY


def a_test(post: Post, _folder: Path) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        visitor, phone = post.house.visit("olena"), post.phones["olena"]
        visitor.post("/api/v1/devices", json=phone.subscription, status=201)
        visitor.post("/api/v1/plan/test", json={})
    post.work(TUESDAY)


def a_module(post: Post, _folder: Path) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        post.house.assignment("evening", "grounding")
    post.work(SOON)


def a_meeting_tomorrow(post: Post, _folder: Path) -> None:
    post.house.meeting("evening", MEETING)
    post.work(MEETING - days(1))


def a_meeting_today(post: Post, _folder: Path) -> None:
    post.house.meeting("evening", MEETING)
    post.work(MEETING - timedelta(hours=2))


def a_meeting_at_another_time(post: Post, _folder: Path) -> None:
    changes_meeting(post, starts_at=MEETING + days(4))


def a_meeting_that_is_cancelled(post: Post, _folder: Path) -> None:
    changes_meeting(post, cancelled_at=TUESDAY)


def changes_meeting(post: Post, **values: object) -> None:
    post.house.meeting("evening", MEETING)
    post.work(TUESDAY)
    with post.house.app.app_context():
        session.execute(sa.update(Meeting).values(**values))
        session.commit()
    post.work(SOON)


def a_place(post: Post, _folder: Path) -> None:
    post.house.change(Group, "evening", places=1)
    post.phones["olena"] = Phone()
    with time_machine.travel(TUESDAY, tick=False):
        taras = asks(post.house, "taras")
        taras.post("/api/v1/devices", json=post.phones["olena"].subscription, status=201)
        post.house.visit("olena").put("/api/v1/membership", json={"leave": True})
    post.house.change(Participant, "taras", language="en")
    post.work(SOON)


def an_all_clear(post: Post, folder: Path) -> None:
    file = folder / "alarms.json"
    post.worker.lookout.watch = Watch(FileSource(file))
    for at, is_on in ((TUESDAY, True), (SOON, False)):
        region = {"alarm": is_on, "since": at.isoformat()}
        file.write_text(json.dumps({"updated_at": at.isoformat(), "regions": {"kharkiv": region}}))
        post.work(at)


EXAMPLES: dict[PushKind, tuple[Callable[[Post, Path], None], str, str]] = {
    PushKind.TEST: (a_test, "This is how a reminder looks", "plan"),
    PushKind.MODULE: (a_module, "There is something new for you", "group"),
    PushKind.MEETING_TOMORROW: (a_meeting_tomorrow, "Tomorrow at 18:30, as agreed", "group"),
    PushKind.MEETING_TODAY: (a_meeting_today, "Today at 18:30. Bring some water", "group"),
    PushKind.MEETING_CHANGED: (
        a_meeting_at_another_time, "The time has changed. Open to see", "group",
    ),
    PushKind.MEETING_CANCELLED: (
        a_meeting_that_is_cancelled, "It does not take place. Open to see", "group",
    ),
    PushKind.PLACE_OFFERED: (a_place, "There is a place. You have 48 hours to think", "group"),
    PushKind.ALL_CLEAR: (an_all_clear, "You can go on where you stopped", "now"),
}  # fmt: skip


@pytest.mark.parametrize("kind", PushKind)
def test_each_kind_reaches_a_phone_in_english(post: Post, kind: PushKind, tmp_path: Path) -> None:
    happens, words, page = EXAMPLES[kind]
    post.plan(weekdays=[1], region="kharkiv", after_alarm=True)
    post.house.change(Participant, "olena", language="en")

    happens(post, tmp_path)

    (said,) = post.arrived(post.phones["olena"])
    assert (said["body"], said["navigate"], said["lang"]) == (words, f"{SITE}/en/{page}", "en")


def test_at_halving_it_says_that_there_may_be_fewer_and_leads_to_the_plan(post: Post) -> None:
    phone = post.plan()
    for day in (0, 3, 7, 14):
        post.work(EVENING + days(day))

    said = post.arrived(phone)

    assert said[3]["body"] == "Нагадувати рідше? Вирішуєте ви"
    assert said[3]["navigate"].endswith("/uk/plan")
    assert not any(one["navigate"].endswith("/plan") for one in said[:3])
