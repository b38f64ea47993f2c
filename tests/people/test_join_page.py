"""Coming in with a slip on a page without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from selfhelp.people import rules
from tests.people.conftest import WithSlip, is_signed_in
from tests.visitor import Visitor


@pytest.mark.parametrize("path", ["/uk/join", "/en/join", "/uk/s", "/en/s"])
def test_the_page_is_the_same_bytes_for_everybody(
    visitor: Visitor, new_visitor: Callable[[], Visitor], olena: WithSlip, path: str
) -> None:
    visitor.post("/api/v1/sign-in", json={"slip": olena.digits})

    hers, of_a_guest = visitor.get(path), new_visitor().get(path)

    assert hers.body == of_a_guest.body
    assert hers.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in hers.headers


def test_what_the_facilitator_sees_stands_before_the_button(visitor: Visitor) -> None:
    text = visitor.get("/en/join").text

    seen, not_seen = text.index("Your facilitators see"), text.index("They do not see")
    assert seen < not_seen < text.index("Come in", not_seen)


def test_the_digits_let_in_without_javascript(visitor: Visitor, olena: WithSlip) -> None:
    pretty = rules.in_fours(olena.digits)

    page = visitor.submit("/uk/join", slip=pretty, phone="own")

    assert page.headers["Location"] == "/uk/mine/group"
    assert "Max-Age" in page.headers["Set-Cookie"]
    assert is_signed_in(visitor)


def test_a_shared_phone_forgets_the_cookie_when_it_closes(
    visitor: Visitor, olena: WithSlip
) -> None:
    page = visitor.submit("/uk/join", slip=olena.digits, phone="shared")

    assert "Max-Age" not in page.headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "type the 16 digits"),
        ("4829 1365", "16 digits"),
        ("0000 0000 0123 4567", "did not open anything"),
    ],
)
def test_digits_that_open_nothing_are_answered_kindly_and_kept(
    visitor: Visitor, typed: str, told: str
) -> None:
    page = visitor.submit("/en/join", slip=typed, phone="own", status=422)

    assert told in page.text
    assert page.one("input[name=slip]")["value"] == typed
    assert page.headers["Cache-Control"] == "no-store"
    assert not is_signed_in(visitor)


def test_typing_wrong_too_often_asks_for_patience(visitor: Visitor, olena: WithSlip) -> None:
    wrong = "0" * 9 + olena.digits[9:]
    for _again in range(5):
        visitor.submit("/en/join", slip=wrong, phone="own", status=422)

    page = visitor.submit("/en/join", slip=wrong, phone="own", status=429)

    assert "15 minutes" in page.text
    assert int(page.headers["Retry-After"]) > 800


def test_the_page_of_the_qr_code_says_what_to_do_without_javascript(visitor: Visitor) -> None:
    page = visitor.get("/en/s")

    assert "/en/join" in [link["href"] for link in page.soup.select("noscript a")]
    assert page.one("main")["data-module"] == "join"


def test_the_words_for_the_script_stand_on_the_page(visitor: Visitor) -> None:
    main = visitor.get("/en/join").one("main")

    assert main["data-next"] == "/en/group"
    assert all(main[f"data-{trouble}"] for trouble in ("wrong", "wait", "away"))


def test_a_form_from_another_site_lets_nobody_in(visitor: Visitor, olena: WithSlip) -> None:
    visitor.post(
        "/uk/join",
        data={"slip": olena.digits, "phone": "own"},
        headers={"Sec-Fetch-Site": "cross-site"},
        status=403,
    )

    assert not is_signed_in(visitor)


def test_a_slip_of_the_demo_opens_only_in_the_demo(
    app: Flask, visitor: Visitor, new_participant: Callable[..., WithSlip]
) -> None:
    of_demo = new_participant(is_demo=True)
    visitor.submit("/uk/join", slip=of_demo.digits, phone="own", status=422)

    app.config["DEMO"] = True
    visitor.submit("/uk/join", slip=of_demo.digits, phone="own")
    assert is_signed_in(visitor)

    app.config["DEMO"] = False
    assert not is_signed_in(visitor)
