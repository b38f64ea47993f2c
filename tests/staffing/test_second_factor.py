"""Two steps lead in: the password, then a code of the app or a code from paper."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import time_machine
from flask import Flask

from selfhelp.people.models import Staff
from tests.groups.house import House, everything_stored
from tests.staffing.conftest import PASSWORD, Newcomer, choose_password, secret_on, show_password
from tests.visitor import Visitor

SECOND = "/en/staff/sign-in/second-factor"


def test_an_app_and_ten_codes_are_chosen_at_the_first_sign_in(
    newcomer: Callable[..., Newcomer],
) -> None:
    olha = newcomer()

    assert len(set(olha.codes)) == 10
    olha.visitor.get("/en/staff")


def test_the_password_alone_opens_no_page(app: Flask, newcomer: Callable[..., Newcomer]) -> None:
    olha = newcomer()
    visitor = Visitor(app)

    page = show_password(visitor, olha.email)

    assert page.headers["Location"] == SECOND
    assert "sign-in=" not in page.headers["Set-Cookie"]
    visitor.get("/en/staff", status=302)
    visitor.get(SECOND)


def test_a_code_of_the_app_lets_in_once(app: Flask, newcomer: Callable[..., Newcomer]) -> None:
    olha = newcomer()
    first, second = Visitor(app), Visitor(app)
    later = time.time() + 60
    with time_machine.travel(later, tick=False):
        show_password(first, olha.email)
        show_password(second, olha.email)
        first.submit(SECOND, code=olha.code(later))
        first.get("/en/staff")
        page = second.submit(SECOND, code=olha.code(later), status=422)
    assert "did not fit" in page.text


def test_a_recovery_code_lets_in_once(app: Flask, newcomer: Callable[..., Newcomer]) -> None:
    olha = newcomer()
    first, second = Visitor(app), Visitor(app)
    show_password(first, olha.email)
    show_password(second, olha.email)

    first.submit(SECOND, code=olha.codes[3].upper().replace("-", " "))
    first.get("/en/staff")
    second.submit(SECOND, code=olha.codes[3], status=422)
    second.submit(SECOND, code=olha.codes[4])


def test_the_codes_of_a_colleague_open_nothing(
    app: Flask, newcomer: Callable[..., Newcomer]
) -> None:
    olha, maksym = newcomer(), newcomer("maksym@example.org")
    visitor = Visitor(app)
    show_password(visitor, olha.email)

    visitor.submit(SECOND, code=maksym.codes[0], status=422)
    visitor.submit(SECOND, code=maksym.code(time.time() + 30), status=422)


def test_guessing_codes_is_stopped_and_leaves_the_owner_signed_in(
    app: Flask, newcomer: Callable[..., Newcomer]
) -> None:
    olha = newcomer()
    stranger = Visitor(app)
    show_password(stranger, olha.email)
    for guess in range(5):
        stranger.submit(SECOND, code=f"00000{guess}", status=422)

    page = stranger.submit(SECOND, code=olha.codes[0], status=429)

    assert int(page.headers["Retry-After"]) > 800
    olha.visitor.get("/en/staff")


def test_guessing_passwords_leaves_the_owner_signed_in(
    app: Flask, newcomer: Callable[..., Newcomer]
) -> None:
    olha = newcomer()
    stranger = Visitor(app)
    for _again in range(5):
        stranger.submit("/en/staff/sign-in", email=olha.email, password="wrong", status=422)
    stranger.submit("/en/staff/sign-in", email=olha.email, password="wrong", status=429)

    olha.visitor.get("/en/staff")


def test_the_second_step_waits_fifteen_minutes(
    app: Flask, newcomer: Callable[..., Newcomer]
) -> None:
    olha = newcomer()
    visitor = Visitor(app)
    with time_machine.travel(time.time() + 60, tick=False) as clock:
        show_password(visitor, olha.email)
        clock.shift(15 * 60)
        page = visitor.submit(SECOND, code=olha.codes[0], status=409)
    assert "sign in once more" in page.text


def test_a_step_is_taken_once(app: Flask, newcomer: Callable[..., Newcomer]) -> None:
    olha = newcomer()
    visitor = Visitor(app)
    show_password(visitor, olha.email)
    step = visitor.client.get_cookie("second-step")
    assert step is not None
    visitor.submit(SECOND, code=olha.codes[0])

    thief = Visitor(app)
    thief.client.set_cookie("second-step", step.value)
    thief.submit(SECOND, code=olha.codes[1], status=409)


def test_whoever_has_a_second_factor_cannot_choose_another_with_the_password_alone(
    app: Flask, newcomer: Callable[..., Newcomer]
) -> None:
    olha = newcomer()
    visitor = Visitor(app)
    show_password(visitor, olha.email)

    page = visitor.get("/en/staff/sign-in/set-up", status=302)
    assert page.headers["Location"] == SECOND
    visitor.submit("/en/staff/sign-in/set-up", code="000000", status=409)


@pytest.mark.parametrize("code", ["", "000000", "12345", "абвгґд", "x" * 64, "½½½½½½"])
def test_an_app_has_to_show_the_right_code_before_it_counts(
    visitor: Visitor, link_for: Callable[..., str], house: House, code: str
) -> None:
    choose_password(visitor, link_for("olha@example.org"))

    visitor.submit("/en/staff/sign-in/set-up", code=code, status=422)

    assert house.count(Staff, Staff.totp_secret.is_not(None)) == 0
    visitor.get("/en/staff", status=302)


def test_the_secret_and_the_codes_are_not_in_the_database(
    app: Flask, newcomer: Callable[..., Newcomer]
) -> None:
    olha = newcomer()

    stored = repr(everything_stored(app))
    assert olha.app_secret not in stored
    for code in olha.codes:
        assert code not in stored
        assert code.replace("-", "") not in stored


def test_the_set_up_page_keeps_its_secret_when_it_is_opened_again(
    visitor: Visitor, link_for: Callable[..., str]
) -> None:
    choose_password(visitor, link_for("olha@example.org"))

    first = secret_on(visitor.get("/en/staff/sign-in/set-up"))
    assert secret_on(visitor.get("/uk/staff/sign-in/set-up")) == first


def test_staff_come_back_to_the_page_they_asked_for(
    app: Flask, newcomer: Callable[..., Newcomer]
) -> None:
    olha = newcomer()
    visitor = Visitor(app)
    page = visitor.submit(
        "/en/staff/sign-in",
        email=olha.email,
        password=PASSWORD,
        next="/en/staff?day=2026-11-21",
    )
    form = visitor.get(page.headers["Location"])
    wanted = str(form.one("form.form:not(.needs-js) input[name=next]")["value"])

    page = visitor.submit(SECOND, code=olha.codes[0], next=wanted)
    assert page.headers["Location"] == "/en/staff?day=2026-11-21"
