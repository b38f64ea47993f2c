"""Staff look after their own sign-in: password, second factor, codes, devices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pyotp
import pytest
from flask import Flask

from selfhelp import db
from selfhelp.people.models import SignIn, Staff
from selfhelp.staffing.models import Passkey
from tests.groups.house import House
from tests.staffing.conftest import ANOTHER, PASSWORD, Newcomer, secret_on, show_password
from tests.visitor import Visitor

PLACE = "/en/staff/account"


@pytest.fixture
def olha(newcomer: Callable[..., Newcomer]) -> Newcomer:
    return newcomer()


def come_in_elsewhere(app: Flask, olha: Newcomer, code: int) -> Visitor:
    visitor = Visitor(app)
    show_password(visitor, olha.email)
    visitor.submit("/en/staff/sign-in/second-factor", code=olha.codes[code])
    visitor.get("/en/staff")
    return visitor


def new_password(visitor: Visitor, status: int = 302, **more: str) -> None:
    fields = {"current": PASSWORD, "password": ANOTHER, "again": ANOTHER} | more
    visitor.submit(f"{PLACE}/password", status=status, **fields)


def test_a_new_password_ends_the_other_sign_ins_and_keeps_this_one(
    app: Flask, olha: Newcomer
) -> None:
    elsewhere = come_in_elsewhere(app, olha, 0)
    before = olha.visitor.client.get_cookie("sign-in")
    new_password(olha.visitor)

    elsewhere.get("/en/staff", status=302)
    olha.visitor.get(PLACE)
    replay = Visitor(app)
    assert before is not None
    replay.client.set_cookie("sign-in", before.value)
    replay.get("/en/staff", status=302)
    Visitor(app).submit("/en/staff/sign-in", email=olha.email, password=PASSWORD, status=422)
    show_password(Visitor(app), olha.email, ANOTHER)


@pytest.mark.parametrize(
    "wrong",
    [{"current": ""}, {"current": ANOTHER}, {"password": "short", "again": "short"}, {"again": ""},
     {"password": "passwordpassword", "again": "passwordpassword"}],
)  # fmt: skip
def test_a_wrong_change_changes_nothing(app: Flask, olha: Newcomer, wrong: dict[str, str]) -> None:
    new_password(olha.visitor, 422, **wrong)

    show_password(Visitor(app), olha.email)


def test_guesses_at_the_door_do_not_keep_the_owner_from_a_new_password(
    app: Flask, olha: Newcomer
) -> None:
    stranger = Visitor(app)
    for _again in range(5):
        stranger.submit("/en/staff/sign-in", email=olha.email, password="wrong", status=422)
    stranger.submit("/en/staff/sign-in", email=olha.email, password="wrong", status=429)

    new_password(olha.visitor)


def test_guessing_inside_is_stopped_as_well(olha: Newcomer) -> None:
    for _again in range(5):
        new_password(olha.visitor, 422, current="wrong")

    new_password(olha.visitor, 429)
    olha.visitor.get(PLACE)


def test_new_codes_take_the_place_of_the_old(app: Flask, olha: Newcomer) -> None:
    page = olha.visitor.submit(f"{PLACE}/recovery-codes", current=PASSWORD, status=200)
    fresh = [code.get_text() for code in page.soup.select("ol code")]

    assert len(set(fresh) - set(olha.codes)) == 10
    visitor = Visitor(app)
    show_password(visitor, olha.email)
    visitor.submit("/en/staff/sign-in/second-factor", code=olha.codes[0], status=422)
    visitor.submit("/en/staff/sign-in/second-factor", code=fresh[0])


@pytest.mark.parametrize("what", ["recovery-codes", "second-factor"])
def test_codes_and_factor_need_the_password_once_more(olha: Newcomer, what: str) -> None:
    olha.visitor.submit(f"{PLACE}/{what}", status=422)
    olha.visitor.submit(f"{PLACE}/{what}", current="wrong", status=422)


def test_another_app_takes_the_place_of_the_first(app: Flask, olha: Newcomer) -> None:
    page = olha.visitor.submit(f"{PLACE}/second-factor", current=PASSWORD)
    secret = secret_on(olha.visitor.get(page.headers["Location"]))
    olha.visitor.submit("/en/staff/sign-in/set-up", code=pyotp.TOTP(secret).now(), status=200)

    assert secret != olha.app_secret
    visitor = Visitor(app)
    show_password(visitor, olha.email)
    visitor.submit("/en/staff/sign-in/second-factor", code=olha.code(), status=422)


def test_own_sign_ins_are_listed_and_ended(app: Flask, olha: Newcomer, house: House) -> None:
    first, second = come_in_elsewhere(app, olha, 0), come_in_elsewhere(app, olha, 1)
    page = olha.visitor.get(PLACE)
    ends = [str(form["action"]) for form in page.soup.select("form[action*='/sign-ins/']")]
    assert len(ends) == 3

    olha.visitor.submit(ends[0])
    olha.visitor.submit(ends[0])
    olha.visitor.submit(f"{PLACE}/sign-ins/end-others")

    for visitor in (first, second):
        visitor.get("/en/staff", status=302)
    olha.visitor.get(PLACE)


def test_nobody_ends_the_sign_in_of_a_colleague(app: Flask, olha: Newcomer, house: House) -> None:
    iryna = house.visit("iryna")
    with app.app_context():
        theirs = db.session.query(SignIn.id).filter_by(staff_id=house.ids["iryna"]).scalar()

    olha.visitor.submit(f"{PLACE}/sign-ins/{theirs}/end")
    olha.visitor.submit(f"{PLACE}/sign-ins/end-others")

    iryna.get("/en/staff")


def add_key(app: Flask, email: str) -> str:
    with app.app_context():
        staff = db.session.query(Staff).filter_by(email=email).one()
        key = Passkey(
            id=uuid4(), staff_id=staff.id, credential_id=uuid4().hex, public_key="", sign_count=0,
            made_at=datetime(2026, 11, 21, tzinfo=UTC),
        )  # fmt: skip
        db.session.add(key)
        db.session.commit()
        return str(key.id)


def test_a_passkey_is_removed_while_another_factor_stays(
    app: Flask, olha: Newcomer, house: House
) -> None:
    key = add_key(app, olha.email)

    olha.visitor.submit(f"{PLACE}/passkeys/{key}/remove")
    olha.visitor.submit(f"{PLACE}/passkeys/{key}/remove")

    assert house.count(Passkey) == 0


def test_the_last_second_factor_stays(app: Flask, house: House) -> None:
    key = add_key(app, "iryna@example.org")

    house.visit("iryna").submit(f"{PLACE}/passkeys/{key}/remove", status=422)
    house.visit("petro").submit(f"{PLACE}/passkeys/{key}/remove")

    assert house.count(Passkey) == 1


def test_the_demo_keeps_its_known_password(app: Flask, house: House) -> None:
    app.config["DEMO"] = True
    app.jinja_env.globals["demo"] = True
    iryna = house.visit("iryna")

    assert "In the demo" in iryna.get(PLACE).text
    new_password(iryna, 404)
