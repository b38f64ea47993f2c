"""Guessing is hopeless, and disturbs nobody who is signed in."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from selfhelp import db
from selfhelp.clock import now
from selfhelp.people import hashing
from selfhelp.people.models import FailedTry
from tests.people.conftest import WithSlip, is_signed_in, writing
from tests.visitor import Page, Visitor


def guess(
    visitor: Visitor, slip: WithSlip, number: int = 0, *, network: int = 1, status: int = 401
) -> Page:
    return visitor.post(
        "/api/v1/sign-in",
        json={"slip": f"{number:09}{slip.digits[9:]}"},
        status=status,
        environ_base={"REMOTE_ADDR": f"10.0.{network}.1"},
    )


def test_after_five_failures_a_slip_rests_whoever_asks(visitor: Visitor, olena: WithSlip) -> None:
    for number in range(5):
        guess(visitor, olena, number)

    page = guess(visitor, olena, network=2, status=429)
    assert 890 <= int(page.headers["Retry-After"]) <= 901
    visitor.post("/api/v1/sign-in", json={"slip": olena.digits}, status=429)


def test_the_owner_comes_in_when_the_rest_is_over(visitor: Visitor, olena: WithSlip) -> None:
    with time_machine.travel("2026-11-21T12:00Z", tick=False) as clock:
        for number in range(5):
            guess(visitor, olena, number)
        clock.shift(timedelta(minutes=15))

        visitor.post("/api/v1/sign-in", json={"slip": olena.digits})


def test_coming_in_forgets_earlier_slips_of_the_finger(visitor: Visitor, olena: WithSlip) -> None:
    for _again in range(3):
        for number in range(4):
            guess(visitor, olena, number)
        visitor.post("/api/v1/sign-in", json={"slip": olena.digits})
        guess_from_elsewhere_is_counted_apart = guess(visitor, olena, network=9)
        assert guess_from_elsewhere_is_counted_apart.status == 401
        visitor.post("/api/v1/sign-in", json={"slip": olena.digits})


def test_a_slip_that_does_not_exist_rests_like_one_that_does(visitor: Visitor) -> None:
    for _again in range(5):
        visitor.post("/api/v1/sign-in", json={"slip": "1234567891234567"}, status=401)
    visitor.post("/api/v1/sign-in", json={"slip": "1234567891234567"}, status=429)


def test_a_network_rests_after_twenty_failures_and_others_do_not(
    visitor: Visitor, olena: WithSlip
) -> None:
    for number in range(20):
        wrong = {"slip": f"000000000{number:07}"}
        visitor.post(
            "/api/v1/sign-in",
            json=wrong,
            status=401,
            environ_base={"REMOTE_ADDR": f"10.0.1.{number}"},
        )

    guess(visitor, olena, network=1, status=429)
    guess(visitor, olena, network=2, status=401)


def test_a_flood_of_a_thousand_guesses_leaves_the_owner_signed_in(
    app: Flask,
    visitor: Visitor,
    new_visitor: Callable[[], Visitor],
    olena: WithSlip,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visitor.post("/api/v1/sign-in", json={"slip": olena.digits})
    hashed = []
    verify = hashing.SLIPS.verify
    monkeypatch.setattr(
        type(hashing.SLIPS), "verify", lambda _self, *given: hashed.append(1) or verify(*given)
    )
    stranger = new_visitor()

    answers = [
        stranger.client.post(
            "/api/v1/sign-in",
            json={"slip": f"{number:09}{olena.digits[9:]}"},
            headers={"Sec-Fetch-Site": "same-origin"},
            environ_base={"REMOTE_ADDR": f"10.{number // 250}.{number % 250}.1"},
        ).status_code
        for number in range(1000)
    ]

    assert sorted(set(answers)) == [401, 429]
    assert answers.count(401) == len(hashed) == 5
    assert is_signed_in(visitor)


def test_a_site_under_attack_raises_an_alarm_and_slows_down_but_lets_people_in(
    app: Flask,
    visitor: Visitor,
    olena: WithSlip,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    with writing(app):
        db.session.execute(
            sa.insert(FailedTry), [{"bucket": "site", "at": now()} for _each in range(200)]
        )

    with caplog.at_level(logging.WARNING, "selfhelp.people"):
        visitor.post("/api/v1/sign-in", json={"slip": olena.digits})

    assert slept == [2]
    assert "alarm" in caplog.text
    assert olena.digits not in caplog.text


def test_the_table_of_failures_holds_neither_addresses_nor_digits(
    app: Flask, visitor: Visitor, olena: WithSlip
) -> None:
    guess(visitor, olena)

    with app.app_context():
        buckets = set(db.session.scalars(sa.select(FailedTry.bucket)))
    assert len(buckets) == 3
    assert {len(bucket) for bucket in buckets} == {64, len("site")}


def test_old_failures_are_forgotten(app: Flask, visitor: Visitor, olena: WithSlip) -> None:
    with time_machine.travel("2026-11-21T12:00Z", tick=False) as clock:
        guess(visitor, olena)
        clock.shift(timedelta(days=8))
        guess(visitor, olena)

    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(FailedTry.id))) == 3
