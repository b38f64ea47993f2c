"""A person's plan: kept, told back, refused when it cannot be meant."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask

from selfhelp.clock import KYIV, now
from selfhelp.db import apart
from selfhelp.nudges import actions
from selfhelp.nudges.actions import SettledPlan
from selfhelp.nudges.models import NudgePlan
from selfhelp.push.models import Push
from tests.groups.house import House
from tests.nudges.post import EVENING, PLAN, TUESDAY, Post
from tests.push.phone import Phone
from tests.visitor import Visitor

ADDRESS = "/api/v1/plan"


def test_a_plan_is_kept_and_told_to_the_persons_phones(house: House) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        olena = house.visit("olena")
        answer = olena.put(ADDRESS, json=PLAN).json["plan"]
        told = olena.get("/api/v1/me").json["plan"]

    assert answer == told == PLAN | {"next_on": "2026-11-24"}


def test_kept_twice_it_is_one_plan(house: House) -> None:
    olena = house.visit("olena")
    for hour in ("19:00", "19:00", "18:30"):
        olena.put(ADDRESS, json=PLAN | {"hour": hour})

    assert house.count(NudgePlan) == 1


def test_a_pause_is_kept_without_a_reason_and_moves_the_next_one(house: House) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        answer = house.visit("olena").put(ADDRESS, json=PLAN | {"paused_until": "2026-12-01"})

    assert answer.json["plan"]["next_on"] == "2026-12-01"
    assert datetime.fromisoformat(answer.json["plan"]["paused_until"]) == datetime(
        2026, 12, 1, tzinfo=KYIV
    )


def test_a_title_that_was_chosen_stays_when_a_phone_does_not_speak_of_it(house: House) -> None:
    olena = house.visit("olena")
    olena.put(ADDRESS, json=PLAN | {"title": "t03"})

    older = {name: value for name, value in PLAN.items() if name != "title"}
    assert olena.put(ADDRESS, json=older).json["plan"]["title"] == "t03"
    assert olena.put(ADDRESS, json=PLAN).json["plan"]["title"] == "t01"


def test_a_plan_changed_while_its_nudge_is_on_its_way_brings_no_second_one_that_day(
    post: Post, app: Flask
) -> None:
    phone = post.plan(weekdays=[1, 2, 3, 4, 5, 6, 7])
    with time_machine.travel(EVENING, tick=False), app.app_context():
        with apart(writes=True) as own:
            (taken,) = actions.claim_due(own, now())
        changed = post.house.visit("olena").put(ADDRESS, json=PLAN | {"hour": "20:00"})
        with apart(writes=True) as own:
            actions.settle_plans(own, [SettledPlan(taken, was_sent=True)], now())

    post.work(EVENING + timedelta(hours=1))

    assert post.arrived(phone) == []
    assert changed.json["plan"]["next_on"] == "2026-11-27"


def test_no_weekday_means_no_nudge(house: House) -> None:
    answer = house.visit("olena").put(ADDRESS, json=PLAN | {"weekdays": []})

    assert answer.json["plan"]["next_on"] is None


@pytest.mark.parametrize(
    "change",
    [
        {"weekdays": [0]}, {"weekdays": [8]}, {"weekdays": "2"}, {"weekdays": [1] * 8}, {"hour": "25:00"},
        {"hour": "7pm"}, {"hour": "22:00"}, {"hour": "07:59"}, {"zone": "Europe/Atlantis"}, {"zone": "../etc/passwd"},
        {"wording": "loud"}, {"title": "Скоро зустріч"}, {"title": "n01"}, {"title": ""}, {"title": 7},
        {"paused_until": "soon"}, {"paused_until": "2026-13-01"},
        {"paused_until": "0001-01-01"}, {"paused_until": "9999-12-31T23:59:59-12:00"},
        {"paused_until": "2026-11-24T19:00:00"}, {"paused_until": "2099-01-01"}, {"region": "Харків"},
        {"reason": "a rise"},
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_and_changes_nothing(
    house: House, change: dict[str, object]
) -> None:
    house.visit("olena").put(ADDRESS, json=PLAN | change, status=422)

    assert house.count(NudgePlan) == 0


def test_a_phone_far_from_kyiv_keeps_its_own_hour(house: House) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        house.visit("olena").put(ADDRESS, json=PLAN | {"zone": "America/Toronto"})

    assert house.row(NudgePlan, "olena").next_at.hour == 0


def test_one_now_goes_to_the_phone_that_asks_and_pressed_twice_it_is_one(house: House) -> None:
    olena, other = house.visit("olena"), house.visit("olena")
    olena.post("/api/v1/devices", json=Phone().subscription, status=201)
    other.post("/api/v1/devices", json=Phone().subscription, status=201)

    with time_machine.travel(TUESDAY, tick=False):
        olena.post("/api/v1/plan/test", json={})
        olena.post("/api/v1/plan/test", json={})

    assert house.count(Push) == 1


def test_one_now_is_refused_kindly_where_no_phone_has_asked(house: House) -> None:
    house.visit("olena").post("/api/v1/plan/test", json={}, status=422)

    assert house.count(Push) == 0


def test_a_guest_gets_401_and_staff_404(house: House, visitor: Visitor) -> None:
    visitor.put(ADDRESS, json=PLAN, status=401)
    visitor.post("/api/v1/plan/test", json={}, status=401)
    house.visit("iryna").put(ADDRESS, json=PLAN, status=404)


def test_erasing_a_person_erases_the_plan(house: House) -> None:
    olena = house.visit("olena")
    olena.put(ADDRESS, json=PLAN)

    olena.delete("/api/v1/me", json={})

    assert house.count(NudgePlan) == 0
