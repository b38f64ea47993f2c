"""A one-time link opens the door once, for a while, to the one it was made for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from selfhelp.people.models import Staff
from selfhelp.staffing.models import LinkKind, StaffLink
from tests.groups.house import House
from tests.staffing.conftest import ANOTHER, PASSWORD, Newcomer, choose_password, show_password
from tests.visitor import Visitor


def test_a_link_leads_to_a_password_and_on_to_the_second_factor(
    visitor: Visitor, link_for: Callable[..., str]
) -> None:
    page = choose_password(visitor, link_for("olha@example.org"))

    assert page.headers["Location"] == "/en/staff/sign-in/set-up"
    visitor.get("/en/staff", status=302)


def test_a_link_works_once(visitor: Visitor, app: Flask, link_for: Callable[..., str]) -> None:
    token = link_for("olha@example.org")
    choose_password(visitor, token)

    page = choose_password(Visitor(app), token, ANOTHER, status=422)
    assert "already used" in page.text


@pytest.mark.parametrize(("kind", "hours"), [(LinkKind.INVITATION, 72), (LinkKind.RESET, 1)])
def test_a_link_is_over_after_its_hours(
    visitor: Visitor, link_for: Callable[..., str], kind: LinkKind, hours: int
) -> None:
    with time_machine.travel("2026-11-21T12:00Z", tick=False) as clock:
        token = link_for("olha@example.org", kind=kind)
        clock.shift(hours * 3600 - 1)
        choose_password(visitor, token, "short", status=422)
        clock.shift(1)
        page = choose_password(visitor, token, status=422)
    assert "its time is over" in page.text


def test_a_new_link_takes_the_place_of_the_one_before(
    visitor: Visitor, link_for: Callable[..., str]
) -> None:
    before, after = link_for("olha@example.org"), link_for("olha@example.org")

    choose_password(visitor, before, status=422)
    choose_password(visitor, after)


def test_the_secret_of_a_link_is_not_in_the_database(
    app: Flask, link_for: Callable[..., str], house: House
) -> None:
    token = link_for("olha@example.org")

    with app.extensions["db"].engine.connect() as connection:
        rows = connection.execute(sa.select(StaffLink.__table__)).fetchall()
    assert len(rows) == 1
    assert token not in repr(rows)


@pytest.mark.parametrize("token", ["", "x", "…", "0" * 43, "x" * 129])
def test_a_made_up_link_opens_nothing(visitor: Visitor, house: House, token: str) -> None:
    choose_password(visitor, token, status=422)


def test_two_different_passwords_are_not_taken(
    visitor: Visitor, link_for: Callable[..., str]
) -> None:
    token = link_for("olha@example.org")

    page = visitor.submit(
        "/en/staff/link", token=token, password=PASSWORD, again=ANOTHER, status=422
    )

    assert "differ" in page.text
    assert page.one("input[name=token]")["value"] == token
    choose_password(visitor, token)


def test_somebody_invited_cannot_sign_in_before_choosing_a_password(
    app: Flask, visitor: Visitor, link_for: Callable[..., str]
) -> None:
    link_for("olha@example.org")

    for password in ("x", "-", "None"):
        visitor.submit("/en/staff/sign-in", email="olha@example.org", password=password, status=422)


def test_a_reset_keeps_the_second_factor_and_ends_every_sign_in(
    app: Flask, newcomer: Callable[..., Newcomer], link_for: Callable[..., str]
) -> None:
    olha = newcomer()
    visitor = Visitor(app)

    page = choose_password(visitor, link_for(olha.email, kind=LinkKind.RESET), ANOTHER)

    assert page.headers["Location"] == "/en/staff/sign-in/second-factor"
    olha.visitor.get("/en/staff", status=302)
    visitor.submit("/en/staff/sign-in/second-factor", code=olha.codes[0])
    visitor.get("/en/staff")


def test_a_new_invitation_takes_the_second_factor_and_the_codes_away(
    app: Flask, newcomer: Callable[..., Newcomer], link_for: Callable[..., str], house: House
) -> None:
    olha = newcomer()
    visitor = Visitor(app)

    page = choose_password(visitor, link_for(olha.email), ANOTHER)

    assert page.headers["Location"] == "/en/staff/sign-in/set-up"
    assert house.count(Staff, Staff.totp_secret.is_not(None)) == 0
    page = show_password(Visitor(app), olha.email, ANOTHER)
    assert page.headers["Location"] == "/en/staff/sign-in/set-up"
