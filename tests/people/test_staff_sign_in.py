"""In the demo staff come in by e-mail and password alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from selfhelp.people.models import Role, Staff
from tests.people.conftest import PASSWORD
from tests.visitor import Visitor


@pytest.fixture
def iryna(new_staff: Callable[..., Staff]) -> Staff:
    return new_staff("Iryna", Role.FACILITATOR, is_demo=True)


@pytest.fixture
def in_demo(app: Flask, iryna: Staff) -> None:
    app.config["DEMO"] = True
    app.jinja_env.globals["demo"] = True


@pytest.mark.usefixtures("in_demo")
def test_e_mail_and_password_let_in(visitor: Visitor) -> None:
    page = visitor.submit("/uk/staff/sign-in", email=" Iryna@Example.org ", password=PASSWORD)

    assert page.headers["Location"] == "/uk/staff"
    assert "Max-Age" not in page.headers["Set-Cookie"]
    visitor.get("/uk/staff")


@pytest.mark.usefixtures("in_demo")
@pytest.mark.parametrize("email", ["iryna@example.org", "nobody@example.org"])
def test_a_wrong_password_keeps_the_e_mail_and_tells_nothing_else(
    visitor: Visitor, email: str
) -> None:
    page = visitor.submit("/en/staff/sign-in", email=email, password="wrong", status=422)

    assert page.one("input[name=email]")["value"] == email
    assert not page.one("input[name=password]").get("value")
    assert "did not match" in page.text


@pytest.mark.usefixtures("in_demo")
def test_guessing_a_password_is_stopped(visitor: Visitor) -> None:
    for _again in range(5):
        visitor.submit("/en/staff/sign-in", email="iryna@example.org", password="wrong", status=422)

    page = visitor.submit(
        "/en/staff/sign-in", email="IRYNA@example.org", password=PASSWORD, status=429
    )
    assert int(page.headers["Retry-After"]) > 800


def test_without_the_demo_its_staff_stay_outside(visitor: Visitor, iryna: Staff) -> None:
    for password in (PASSWORD, "wrong"):
        page = visitor.submit(
            "/en/staff/sign-in", email="iryna@example.org", password=password, status=422
        )
        assert "did not match" in page.text
        assert "Set-Cookie" not in page.headers


def test_without_the_demo_its_staff_are_not_named(visitor: Visitor, iryna: Staff) -> None:
    page = visitor.get("/en/staff/sign-in")

    assert "iryna@example.org" not in page.text
    assert "stezhka-demo" not in page.text


@pytest.mark.usefixtures("in_demo")
def test_the_demo_names_its_staff(visitor: Visitor) -> None:
    page = visitor.get("/en/staff/sign-in")

    assert "iryna@example.org" in page.text
    assert "stezhka-demo-2026" in page.text


@pytest.mark.usefixtures("in_demo")
def test_staff_come_back_to_the_page_they_asked_for(visitor: Visitor) -> None:
    page = visitor.get("/uk/staff?day=2026-11-21", status=302)
    form = visitor.get(page.headers["Location"])
    wanted = str(form.one("input[name=next]")["value"])

    page = visitor.submit(
        "/uk/staff/sign-in", email="iryna@example.org", password=PASSWORD, next=wanted
    )

    assert page.headers["Location"] == "/uk/staff?day=2026-11-21"


@pytest.mark.usefixtures("in_demo")
@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "/uk//x",
     "/uk/\nx", "javascript:alert(1)", "/sw.js", "/uk/@elsewhere.example:1"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere_after_signing_in(visitor: Visitor, elsewhere: str) -> None:
    page = visitor.submit(
        "/uk/staff/sign-in", email="iryna@example.org", password=PASSWORD, next=elsewhere
    )

    assert page.headers["Location"] == "/uk/staff"


@pytest.mark.usefixtures("in_demo")
def test_signing_out_ends_it(visitor: Visitor) -> None:
    visitor.sign_in_as_staff("iryna@example.org", PASSWORD)

    visitor.submit("/uk/staff/sign-out")

    visitor.get("/uk/staff", status=302)


@pytest.mark.usefixtures("in_demo")
def test_a_laptop_left_alone_is_signed_out(visitor: Visitor) -> None:
    with time_machine.travel("2026-11-21T12:00Z", tick=False) as clock:
        visitor.sign_in_as_staff("iryna@example.org", PASSWORD)
        clock.shift(timedelta(minutes=29))
        visitor.get("/uk/staff")
        clock.shift(timedelta(minutes=31))
        visitor.get("/uk/staff", status=302)


@pytest.mark.usefixtures("in_demo")
def test_after_twelve_hours_even_the_busiest_sign_in_again(visitor: Visitor) -> None:
    with time_machine.travel("2026-11-21T08:00Z", tick=False) as clock:
        visitor.sign_in_as_staff("iryna@example.org", PASSWORD)
        for _each in range(28):
            clock.shift(timedelta(minutes=25))
            visitor.get("/uk/staff")
        clock.shift(timedelta(minutes=25))
        visitor.get("/uk/staff", status=302)
