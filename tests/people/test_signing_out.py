"""Ended means ended, wherever a copy of the cookie may be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from selfhelp import db
from selfhelp.people import actions
from selfhelp.people.models import ErasedSignIn, Participant, SignIn, Staff
from tests.people.conftest import WithSlip, cookie_of, is_signed_in, writing
from tests.visitor import Visitor


@pytest.fixture
def copied(app: Flask, visitor: Visitor, olena: WithSlip) -> Visitor:
    """A thief who copied the cookie of Olena's phone while she was signed in."""
    cookie = cookie_of(visitor.post("/api/v1/sign-in", json={"slip": olena.digits}))
    thief = Visitor(app)
    thief.client.set_cookie("sign-in", cookie, domain="localhost")
    assert is_signed_in(thief)
    return thief


def test_signing_out_ends_the_sign_in_on_the_server(visitor: Visitor, copied: Visitor) -> None:
    page = visitor.post("/api/v1/sign-out", status=204)

    assert "sign-in=;" in page.headers["Set-Cookie"]
    assert not is_signed_in(visitor)
    assert not is_signed_in(copied)


def test_an_old_cookie_stays_dead_after_signing_in_again(
    visitor: Visitor, copied: Visitor, olena: WithSlip
) -> None:
    visitor.post("/api/v1/sign-out", status=204)
    visitor.post("/api/v1/sign-in", json={"slip": olena.digits})

    assert is_signed_in(visitor)
    assert not is_signed_in(copied)


def test_signing_in_anew_ends_what_was_copied(
    visitor: Visitor, copied: Visitor, olena: WithSlip
) -> None:
    visitor.post("/api/v1/sign-in", json={"slip": olena.digits})

    assert not is_signed_in(copied)


def test_all_sign_ins_can_be_ended_at_once(
    app: Flask, visitor: Visitor, copied: Visitor, olena: WithSlip
) -> None:
    with writing(app):
        actions.end_all_sign_ins_of(db.session.get_one(Participant, olena.id))

    assert not is_signed_in(visitor)
    assert not is_signed_in(copied)


def test_signing_out_twice_or_as_a_guest_is_no_harm(visitor: Visitor) -> None:
    visitor.post("/api/v1/sign-out", status=204)
    visitor.post("/api/v1/sign-out", status=204)


def test_signing_out_leaves_other_people_alone(
    visitor: Visitor, new_visitor: Callable[[], Visitor], new_participant: Callable[..., WithSlip]
) -> None:
    other = new_visitor()
    for each in (visitor, other):
        each.post("/api/v1/sign-in", json={"slip": new_participant().digits})

    visitor.post("/api/v1/sign-out", status=204)

    assert is_signed_in(other)


def test_suspended_staff_are_out_at_once(
    app: Flask,
    visitor: Visitor,
    new_staff: Callable[..., Staff],
    sign_in_directly: Callable[..., None],
) -> None:
    iryna = new_staff("Iryna", None)
    sign_in_directly(visitor, iryna)
    with writing(app):
        row = db.session.get_one(Staff, iryna.id)
        row.suspended_at = row.created_at

    visitor.get("/uk/staff", status=302)


def test_erasing_tells_each_phone_to_wipe_itself(
    app: Flask, visitor: Visitor, copied: Visitor, olena: WithSlip
) -> None:
    with writing(app):
        actions.erase_participant(olena.id)

    for phone in (visitor, copied):
        phone.post("/api/v1/events", json={"events": []}, status=410)
    Visitor(app).post("/api/v1/events", json={"events": []}, status=401)
    visitor.post("/api/v1/sign-in", json={"slip": olena.digits}, status=401)
    with app.app_context():
        assert db.session.scalars(sa.select(SignIn)).all() == []


def test_what_is_over_is_forgotten_and_what_lives_stays(
    app: Flask, visitor: Visitor, new_participant: Callable[..., WithSlip]
) -> None:
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    with time_machine.travel(long_ago):
        erased, away = new_participant(), new_participant()
        for slip in (erased, away):
            Visitor(app).post("/api/v1/sign-in", json={"slip": slip.digits})
        with writing(app):
            actions.erase_participant(erased.id)
    here = new_participant()
    visitor.post("/api/v1/sign-in", json={"slip": here.digits})

    with time_machine.travel(long_ago + timedelta(days=181)), writing(app):
        actions.forget_what_is_over()

    with app.app_context():
        assert db.session.scalars(sa.select(SignIn.participant_id)).all() == [here.id]
        assert db.session.scalars(sa.select(ErasedSignIn)).all() == []


def test_a_sign_in_that_rested_on_a_shared_phone_is_forgotten(
    app: Flask, visitor: Visitor, new_participant: Callable[..., WithSlip]
) -> None:
    here = new_participant()
    with time_machine.travel("2026-11-21T12:00Z", tick=False) as clock:
        for shared in (True, False):
            Visitor(app).post("/api/v1/sign-in", json={"slip": here.digits, "shared": shared})
        clock.shift(timedelta(minutes=31))
        with writing(app):
            actions.forget_what_is_over()

    with app.app_context():
        assert db.session.scalars(sa.select(SignIn.is_shared)).all() == [False]
