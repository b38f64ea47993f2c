"""The decorators: guests are asked to sign in, the wrong person finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Blueprint, Flask, Response

from selfhelp.app import create_app
from selfhelp.config import Settings
from selfhelp.i18n import speak_the_path
from selfhelp.people.access import current_user, participants_only, staff_only
from selfhelp.people.models import Role, Staff
from tests.people.conftest import WithSlip
from tests.visitor import Visitor

pages = speak_the_path(Blueprint("rooms", __name__, url_prefix="/rooms"))
calls = Blueprint("guarded_calls", __name__, url_prefix="/api/v1/calls")


@pages.get("/own")
@participants_only
def own() -> str:
    return _page(str(current_user.id))


@pages.route("/any-staff", methods=["GET", "POST"])
@staff_only()
def any_staff() -> str:
    return _page(current_user.name)


@pages.get("/guiding")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def guiding() -> str:
    return _page(current_user.name)


@calls.get("/own")
@participants_only
def own_call() -> Response:
    return Response("{}", content_type="application/json")


@calls.get("/programme")
@staff_only(Role.ADMINISTRATOR)
def programme_call() -> Response:
    return Response("{}", content_type="application/json")


def _page(word: str) -> str:
    return f"<html lang=en><title>{word}</title><main><h1>{word}</h1></main>"


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """An application with rooms of its own."""
    application = create_app(settings)
    application.register_blueprint(pages)
    application.register_blueprint(calls)
    yield application
    application.extensions["db"].engine.dispose()


def test_each_view_says_who_may() -> None:
    views = {"own": own, "any": any_staff, "guiding": guiding, "programme": programme_call}
    assert {name: view.access for name, view in views.items()} == {  # type: ignore[attr-defined]
        "own": "participant",
        "any": "staff",
        "guiding": "facilitator|manager",
        "programme": "administrator",
    }


def test_a_guest_is_asked_to_come_in(visitor: Visitor) -> None:
    page = visitor.get("/uk/rooms/own", status=302)
    assert page.headers["Location"] == "/uk/join"
    page = visitor.get("/en/rooms/any-staff?a=1", status=302)
    assert page.headers["Location"] == "/en/staff/sign-in?next=/en/rooms/any-staff?a%3D1"


def test_a_form_sent_after_the_sign_in_ended_is_not_sent_again(visitor: Visitor) -> None:
    page = visitor.post("/en/rooms/any-staff", status=302)

    assert page.headers["Location"] == "/en/staff/sign-in"


def test_a_guest_of_the_api_hears_401(visitor: Visitor) -> None:
    for path in ("/api/v1/calls/own", "/api/v1/calls/programme"):
        page = visitor.get(path, status=401)
        assert page.headers["Content-Type"] == "application/problem+json"


def test_a_participant_finds_no_staff_page(visitor: Visitor, olena: WithSlip) -> None:
    visitor.sign_in_with_slip(olena.digits)

    assert str(olena.id) in visitor.get("/uk/rooms/own").text
    visitor.get("/uk/rooms/any-staff", status=404)
    visitor.get("/api/v1/calls/programme", status=404)


@pytest.mark.parametrize(
    ("role", "guides", "runs_the_programme"),
    [
        (Role.FACILITATOR, 200, 404),
        (Role.MANAGER, 200, 404),
        (Role.ADMINISTRATOR, 404, 200),
        (None, 404, 404),
    ],
)
def test_staff_find_the_pages_of_their_role(
    visitor: Visitor,
    new_staff: Callable[..., Staff],
    sign_in_directly: Callable[..., None],
    role: Role | None,
    guides: int,
    runs_the_programme: int,
) -> None:
    sign_in_directly(visitor, new_staff("Nadiia", role))

    assert "Nadiia" in visitor.get("/uk/rooms/any-staff").text
    visitor.get("/uk/rooms/guiding", status=guides)
    visitor.get("/api/v1/calls/programme", status=runs_the_programme)
    visitor.get("/uk/rooms/own", status=404)


@pytest.mark.parametrize("cookie", ["", "x", "x" * 129, "…", "0" * 43])
def test_a_made_up_cookie_is_a_guest(visitor: Visitor, cookie: str) -> None:
    visitor.client.set_cookie("sign-in", cookie, domain="localhost")

    visitor.get("/api/v1/calls/own", status=401)


def test_over_https_the_plain_cookie_counts_for_nothing(visitor: Visitor, olena: WithSlip) -> None:
    visitor.sign_in_with_slip(olena.digits)

    visitor.get("/api/v1/calls/own")
    visitor.get("/api/v1/calls/own", base_url="https://localhost", status=401)
