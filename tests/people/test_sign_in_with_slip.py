"""Coming in with a slip, through the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from selfhelp import db
from selfhelp.people import actions
from selfhelp.people.models import FailedTry, Participant, SignIn, Slip
from tests.people.conftest import WithSlip, cookie_of, is_signed_in, writing
from tests.visitor import Visitor

WRONG = "0" * 9


def test_the_sixteen_digits_let_in(visitor: Visitor, olena: WithSlip) -> None:
    page = visitor.post("/api/v1/sign-in", json={"slip": olena.digits})

    assert page.json == {"participant": {"id": str(olena.id), "language": "uk"}}
    assert is_signed_in(visitor)


def test_the_token_of_the_qr_code_lets_in(visitor: Visitor, olena: WithSlip) -> None:
    page = visitor.post("/api/v1/sign-in", json={"token": olena.token})

    assert page.json["participant"]["id"] == str(olena.id)
    assert is_signed_in(visitor)


def test_the_cookie_cannot_be_read_by_scripts_or_sent_from_elsewhere(
    visitor: Visitor, olena: WithSlip
) -> None:
    page = visitor.post("/api/v1/sign-in", json={"slip": olena.digits})
    (cookie,) = page.headers.getlist("Set-Cookie")

    assert cookie.startswith("sign-in=")
    assert "HttpOnly; Path=/; SameSite=Lax" in cookie
    assert "Max-Age=15552000" in cookie
    assert page.headers["Cache-Control"] == "no-store"


def test_over_https_the_cookie_belongs_to_this_host_only(visitor: Visitor, olena: WithSlip) -> None:
    page = visitor.post(
        "/api/v1/sign-in", json={"slip": olena.digits}, base_url="https://stezhka.example"
    )
    (cookie,) = page.headers.getlist("Set-Cookie")

    assert cookie.startswith("__Host-sign-in=")
    assert "; Secure; HttpOnly; Path=/; SameSite=Lax" in cookie
    assert "Domain" not in cookie


def test_over_plain_http_elsewhere_nobody_is_let_in(visitor: Visitor, olena: WithSlip) -> None:
    page = visitor.post(
        "/api/v1/sign-in",
        json={"slip": olena.digits},
        base_url="http://stezhka.example",
        status=403,
    )

    assert "https" in page.json["title"]
    assert "Set-Cookie" not in page.headers


def test_every_reason_has_the_same_answer(
    app: Flask, visitor: Visitor, olena: WithSlip, new_participant: Callable[..., WithSlip]
) -> None:
    of_demo = new_participant(is_demo=True)
    revoked = new_participant()
    with writing(app):
        participant = db.session.get_one(Participant, revoked.id)
        actions.issue_slip(participant)

    answers = [
        visitor.post("/api/v1/sign-in", json=body, status=401).body
        for body in (
            {"slip": WRONG + olena.digits[9:]},
            {"slip": olena.digits[:9] + "9999999"},
            {"slip": revoked.digits},
            {"slip": of_demo.digits},
            {"slip": "12"},
            {"slip": "слово"},
            {"token": "0" * 26},
            {"token": of_demo.token},
            {"token": revoked.token},
        )
    ]

    assert len(set(answers)) == 1
    assert not is_signed_in(visitor)


def test_a_new_slip_opens_what_the_lost_one_opened(
    app: Flask, visitor: Visitor, olena: WithSlip
) -> None:
    with writing(app):
        slip = actions.issue_slip(db.session.get_one(Participant, olena.id))

    visitor.post("/api/v1/sign-in", json={"slip": olena.digits}, status=401)
    page = visitor.post("/api/v1/sign-in", json={"slip": slip.pretty})
    assert page.json["participant"]["id"] == str(olena.id)


def test_each_sign_in_has_a_new_token_and_ends_the_one_before(
    app: Flask, visitor: Visitor, olena: WithSlip
) -> None:
    first = cookie_of(visitor.post("/api/v1/sign-in", json={"slip": olena.digits}))
    second = cookie_of(visitor.post("/api/v1/sign-in", json={"slip": olena.digits}))

    assert first != second
    thief = Visitor(app)
    thief.client.set_cookie("sign-in", first, domain="localhost")
    assert not is_signed_in(thief)
    assert is_signed_in(visitor)


def test_two_phones_of_one_person_stay_signed_in(
    visitor: Visitor, new_visitor: Callable[[], Visitor], olena: WithSlip
) -> None:
    tablet = new_visitor()
    for each in (visitor, tablet):
        each.post("/api/v1/sign-in", json={"slip": olena.digits})

    assert is_signed_in(visitor)
    assert is_signed_in(tablet)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "json_invalid"),
        (b"\xff\xfe", 400, "json_invalid"),
        (b"[]", 422, "model_type"),
        (b"{}", 422, "value_error"),
        (b'{"slip": 4829136500172244}', 422, "string_type"),
        (b'{"slip": "1", "token": "1"}', 422, "value_error"),
        (b'{"slip": "1", "shared": 1}', 422, "bool_type"),
        (b'{"slip": "' + b"7" * 65 + b'"}', 422, "string_too_long"),
        (b'{"slip": "1", "4829136500172244": 1}', 422, "extra_forbidden"),
    ],
)
def test_a_strange_body_is_refused_with_a_code_and_never_repeated(
    visitor: Visitor, body: bytes, status: int, code: str
) -> None:
    page = visitor.post(
        "/api/v1/sign-in", data=body, content_type="application/json", status=status
    )

    assert page.headers["Content-Type"] == "application/problem+json"
    assert page.json["errors"][0]["code"] == code
    assert b"4829136500172244" not in page.body
    assert b"777" not in page.body


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
@pytest.mark.parametrize("call", ["sign-in", "participants", "events"])
def test_only_json_is_taken(
    app: Flask, visitor: Visitor, olena: WithSlip, call: str, kind: str | None
) -> None:
    visitor.post("/api/v1/sign-in", json={"slip": olena.digits})
    before = _rows(app)

    body = f'{{"slip": "{olena.digits}", "language": "uk", "events": []}}'
    visitor.post(f"/api/v1/{call}", data=body, content_type=kind, status=415)

    assert _rows(app) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "", "Origin": "https://elsewhere.example"},
    ],
)
@pytest.mark.parametrize("call", ["sign-in", "sign-out", "participants", "events"])
def test_other_origins_change_nothing(
    app: Flask, visitor: Visitor, olena: WithSlip, call: str, headers: dict[str, str]
) -> None:
    visitor.post("/api/v1/sign-in", json={"slip": olena.digits})
    before = _rows(app)

    body = {"slip": olena.digits, "language": "uk", "events": []}
    visitor.post(f"/api/v1/{call}", json=body, headers=headers, status=403)

    assert _rows(app) == before


def _rows(app: Flask) -> list[tuple[object, ...]]:
    with app.app_context():
        return [
            tuple(row)
            for table in (Participant, Slip, SignIn, FailedTry)
            for row in db.session.execute(sa.select(table.__table__))
        ]


def test_a_shared_phone_is_signed_out_after_half_an_hour_unused(
    visitor: Visitor, olena: WithSlip
) -> None:
    with time_machine.travel("2026-11-21T12:00Z", tick=False) as clock:
        page = visitor.post("/api/v1/sign-in", json={"slip": olena.digits, "shared": True})
        assert "Max-Age" not in page.headers["Set-Cookie"]

        for _each in range(3):
            clock.shift(timedelta(minutes=25))
            assert is_signed_in(visitor)
        clock.shift(timedelta(minutes=31))
        assert not is_signed_in(visitor)


def test_an_own_phone_stays_signed_in_while_it_is_used(visitor: Visitor, olena: WithSlip) -> None:
    with time_machine.travel("2026-11-21T12:00Z", tick=False) as clock:
        visitor.post("/api/v1/sign-in", json={"slip": olena.digits})

        for _each in range(3):
            clock.shift(timedelta(days=170))
            page = visitor.post("/api/v1/events", json={"events": []})
            assert "Max-Age=15552000" in page.headers["Set-Cookie"]
        clock.shift(timedelta(days=181))
        assert not is_signed_in(visitor)


def test_use_is_written_down_every_ten_minutes_only(
    app: Flask, visitor: Visitor, olena: WithSlip
) -> None:
    with time_machine.travel("2026-11-21T12:00Z", tick=False) as clock:
        visitor.post("/api/v1/sign-in", json={"slip": olena.digits})
        begun = _last_used(app)

        clock.shift(timedelta(minutes=9))
        is_signed_in(visitor)
        assert _last_used(app) == begun

        clock.shift(timedelta(minutes=1))
        is_signed_in(visitor)
        assert _last_used(app) == begun + timedelta(minutes=10)


def _last_used(app: Flask) -> object:
    with app.app_context():
        return db.session.scalars(sa.select(SignIn.last_used_at)).one()
