"""A phone learns by which address it is known here, and when something last went to it."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

import time_machine

from selfhelp.push.encryption import public_key_of
from tests.nudges.post import EVENING, PLAN, TUESDAY, Post
from tests.push.phone import Phone
from tests.visitor import Visitor

LATER = EVENING.replace(hour=20)


def phone_of(visitor: Visitor) -> dict[str, Any]:
    return dict(visitor.get("/api/v1/me").json["phone"])


def signed_up(post: Post, phone: Phone) -> Visitor:
    with time_machine.travel(TUESDAY, tick=False):
        olena = post.house.visit("olena")
        olena.post("/api/v1/devices", json=phone.subscription, status=201)
        olena.put("/api/v1/plan", json=PLAN)
    return olena


def test_a_phone_that_never_asked_hears_the_key_and_nothing_else(post: Post) -> None:
    signed_up(post, Phone())
    elsewhere = post.house.visit("olena")

    key = public_key_of(post.house.app.config["VAPID_PRIVATE_KEY"])
    assert phone_of(elsewhere) == {"key": key, "address": None, "sent_at": None}


def test_its_address_is_named_and_not_said(post: Post) -> None:
    phone = Phone()
    told = signed_up(post, phone).get("/api/v1/me")

    assert told.json["phone"]["address"] == sha256(phone.endpoint.encode()).hexdigest()
    assert phone.endpoint not in told.body.decode()


def test_it_is_told_when_the_last_nudge_went_out_and_when_something_else_did(post: Post) -> None:
    olena = signed_up(post, Phone())
    assert phone_of(olena)["sent_at"] is None

    post.work(EVENING)
    assert datetime.fromisoformat(phone_of(olena)["sent_at"]) == EVENING
    with time_machine.travel(LATER, tick=False):
        olena.post("/api/v1/plan/test", json={})
    post.work(LATER)

    assert datetime.fromisoformat(phone_of(olena)["sent_at"]) == LATER


def test_what_went_out_before_this_phone_was_known_did_not_go_to_it(post: Post) -> None:
    signed_up(post, Phone())
    post.work(EVENING)
    with time_machine.travel(LATER, tick=False):
        new = post.house.visit("olena")
        new.post("/api/v1/devices", json=Phone().subscription, status=201)

    assert phone_of(new)["sent_at"] is None
