"""The worker: what is due reaches phones, once, with safe words, and what cannot is settled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from selfhelp.db import session
from selfhelp.library.check_nudges import LONGEST, TELLING
from selfhelp.nudges import worker
from selfhelp.nudges.models import NudgePlan
from selfhelp.people.models import Participant, SignIn
from selfhelp.push.models import Device, PushTally
from tests.groups.house import House, statements
from tests.nudges.post import EVENING, TUESDAY, Post, days


def test_a_nudge_comes_at_its_hour_and_not_before(post: Post) -> None:
    phone = post.plan()

    post.work(TUESDAY + timedelta(hours=6, minutes=55))
    assert post.arrived(phone) == []
    post.work(EVENING)
    post.work(EVENING + timedelta(minutes=5))

    (received,) = post.received(phone)
    assert received.headers["topic"] == "nudge20261124"
    assert 0 < int(received.headers["ttl"]) <= 100 * 60  # quiet hours begin at nine
    assert (post.row().due_on, post.row().last_on) == (date(2026, 11, 27), date(2026, 11, 24))


def test_it_reads_as_a_declarative_push_too_and_says_nothing_telling(post: Post) -> None:
    phone = post.plan()
    for week in range(8):
        with time_machine.travel(EVENING + days(7 * week), tick=False):
            post.house.visit("olena").get("/api/v1/me")
        post.work(EVENING + days(7 * week))
        post.work(EVENING + days(7 * week + 3))

    payloads = [phone.read(one.body) for one in post.received(phone)]
    assert len(payloads) >= 8
    for payload in payloads:
        assert payload["web_push"] == 8030
        said = payload["notification"]
        assert set(said) == {"title", "body", "navigate", "lang", "dir", "tag", "silent"}
        assert said["silent"] is True
        assert (said["title"], said["lang"], said["tag"]) == ("Нагадування", "uk", "reminder")
        assert said["navigate"].startswith("https://stezhka.example/uk/")
        assert len(said["body"]) <= LONGEST
        assert not TELLING["uk"].search(said["body"].lower())
    assert len({payload["notification"]["body"] for payload in payloads}) >= 3


def test_words_are_in_the_language_of_the_person(post: Post, app: Flask) -> None:
    phone = post.plan(wording="plain")
    post.house.change(Participant, "olena", language="en")

    post.work(EVENING)

    (said,) = post.arrived(phone)
    assert (said["title"], said["lang"]) == ("Reminder", "en")
    assert said["body"] == "A few minutes for practice, if you like"
    assert said["navigate"] == "https://stezhka.example/en/"


def test_everything_comes_under_the_title_that_the_person_chose(post: Post) -> None:
    phone = post.plan(title="t02")
    post.house.meeting("evening", EVENING + days(2))

    post.work(EVENING)
    post.work(EVENING + days(1))

    said = {one["tag"]: one["title"] for one in post.arrived(phone)}
    assert said == {"reminder": "Нотатка", "date": "Нотатка"}


def test_a_title_that_left_the_content_gives_way_to_the_first(post: Post) -> None:
    phone = post.plan()
    with post.house.app.app_context():
        session.execute(sa.update(NudgePlan).values(title="t99"))
        session.commit()

    post.work(EVENING)

    assert [one["title"] for one in post.arrived(phone)] == ["Нагадування"]


def test_who_has_practised_today_is_left_alone_until_the_next_time(post: Post) -> None:
    phone = post.plan()
    with time_machine.travel(TUESDAY, tick=False):
        post.house.did("olena", "practised", "grounding", TUESDAY.date(), "five-senses", 4)

    post.work(EVENING)

    assert post.arrived(phone) == []
    assert (post.row().due_on, post.row().last_on) == (date(2026, 11, 27), None)


def test_a_nudge_that_is_late_is_left_out(post: Post) -> None:
    phone = post.plan()

    post.work(EVENING + days(1))

    assert post.arrived(phone) == []
    assert post.row().due_on == date(2026, 11, 27)
    assert post.house.count(PushTally, PushTally.outcome == "late") == 1


def test_every_phone_of_a_person_gets_it_and_one_that_is_gone_is_forgotten(post: Post) -> None:
    first, second = post.plan(), post.plan(behaviour="410")

    post.work(EVENING)

    assert len(post.arrived(first)) == 1
    assert post.devices() == 1
    assert post.house.count(Device, Device.endpoint == second.endpoint) == 0


@pytest.mark.parametrize("behaviour", ["413", "403", "500", "429", "302", "busy"])
def test_only_a_phone_that_is_gone_is_forgotten(post: Post, behaviour: str) -> None:
    post.plan(behaviour=behaviour)

    for minutes in (0, 2, 10, 30):
        post.work(EVENING + timedelta(minutes=minutes))

    assert post.devices() == 1
    assert post.row().unopened == 0


def test_a_service_that_asks_to_wait_is_asked_again_not_earlier(post: Post) -> None:
    post.plan(behaviour="busy")  # for two minutes
    post.work(EVENING)
    post.work(EVENING + timedelta(seconds=100))
    assert post.service.asked == 1

    post.work(EVENING + timedelta(seconds=160))

    assert post.service.asked == 2
    assert post.row().due_on == date(2026, 11, 24)


def test_one_phone_that_has_to_wait_does_not_bring_it_twice_to_the_other(post: Post) -> None:
    ready = post.plan()
    post.plan(behaviour="busy")

    post.work(EVENING)
    post.work(EVENING + timedelta(minutes=4))

    assert len(post.arrived(ready)) == 1
    assert post.service.asked == 3


def test_after_three_without_a_visit_it_comes_half_as_often_and_after_six_says_goodbye(
    post: Post,
) -> None:
    phone = post.plan()
    for day in range(80):
        post.work(EVENING + days(day))

    came = [one.headers["topic"].removeprefix("nudge") for one in post.received(phone)]
    goodbye = post.arrived(phone)[-1]
    assert came == [
        "20261124", "20261127", "20261201", "20261208", "20261215", "20261222", "20261229",
    ]  # fmt: skip
    assert goodbye["body"] == "Замовкаємо. Усе лишається на місці"
    assert goodbye["navigate"].endswith("/uk/plan")
    assert post.row().next_at is None


def test_a_visit_of_any_kind_brings_back_the_usual_rhythm(post: Post) -> None:
    phone = post.plan()
    for day in range(15):
        post.work(EVENING + days(day))
    assert post.row().unopened == 4

    with time_machine.travel(EVENING + days(15), tick=False), post.house.app.app_context():
        session.execute(sa.update(SignIn).values(last_used_at=EVENING + days(15)))
        session.commit()
    for day in range(15, 26):
        post.work(EVENING + days(day))

    assert [one.headers["topic"][-4:] for one in post.received(phone)][-2:] == ["1215", "1218"]


def test_a_pause_that_was_wished_while_it_was_on_its_way_is_kept(post: Post) -> None:
    phone = post.plan()
    with time_machine.travel(EVENING, tick=False):
        post.house.visit("olena").put(
            "/api/v1/plan",
            json={"weekdays": [2, 5], "hour": "19:00", "paused_until": "2026-12-04"},
        )

    post.work(EVENING)

    assert post.arrived(phone) == []
    assert post.row().due_on == date(2026, 12, 4)


def test_one_now_reaches_the_phone_and_opens_the_plan(post: Post) -> None:
    phone = post.plan()
    with time_machine.travel(TUESDAY, tick=False):
        visitor = post.house.visit("olena")
        visitor.post("/api/v1/devices", json=phone.subscription, status=201)
        visitor.post("/api/v1/plan/test", json={})

    post.work(TUESDAY)

    (said,) = post.arrived(phone)
    assert said["navigate"] == "https://stezhka.example/uk/plan"


def test_the_number_of_statements_does_not_grow_with_plans(
    post: Post, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "WRITES_EVERY", 60)  # not by the clock of a busy machine

    def asked(count: int, at: int) -> int:
        for number in range(count):
            post.house.member(f"m{at}-{number}", "evening", f"word-{at}-{number}")
            post.plan(f"m{at}-{number}")
        with statements(app) as sent:
            post.work(EVENING + timedelta(minutes=at))
        return len([one for one in sent if not one.startswith(("BEGIN", "PRAGMA"))])

    assert asked(3, 0) == asked(30, 1)
    assert len(post.service.received) == 33


def test_what_was_sent_is_counted_by_service_and_by_nobody(post: Post, house: House) -> None:
    post.plan()
    post.work(EVENING)

    with house.app.app_context():
        rows = session.execute(sa.select(PushTally.host, PushTally.outcome, PushTally.count)).all()
    assert rows == [("fcm.googleapis.com", "sent", 1)]


def test_what_somebody_else_did_holds_back_nobody_and_wakes_nobody(post: Post) -> None:
    post.house.member("taras", "evening", "richka")
    olena, taras = post.plan(), post.plan("taras")
    for day in range(8):
        post.work(EVENING + days(day))
    assert post.row().unopened == post.row("taras").unopened == 3

    week_later = EVENING + days(7)
    with time_machine.travel(week_later + days(1), tick=False):
        post.house.visit("taras").get("/api/v1/me")
        post.house.did("taras", "practised", "grounding", (week_later + days(7)).date(), "five-senses", 4)  # fmt: skip
    post.work(week_later + days(7))

    assert (post.row().unopened, post.row("taras").unopened) == (4, 0)
    assert (len(post.arrived(olena)), len(post.arrived(taras))) == (4, 3)
