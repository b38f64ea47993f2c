"""A slip is shown the moment it is made, and a door that did not open says so."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.pages import open_page
from tests.browser.people import sign_in_as_staff, sign_in_with_slip
from tests.browser.test_asking_for_a_place import SIXTEEN_DIGITS, open_the_door
from tests.browser.test_offline import record_steps
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
SLIP = "1000000000000001"
PORTAL = "<h1>Wi-Fi</h1>"


@pytest.fixture
def page(new_phone: NewPhone, server: Server) -> Page:
    """A phone without a worker, so that every request can be held."""
    return new_phone(base_url=server.url, service_workers="block").new_page()


def never(_route: Route) -> None:
    """Leave a request without an answer."""


def test_the_digits_of_a_new_slip_wait_for_nothing_else(page: Page) -> None:
    page.goto("/uk/modules/grounding")
    record_steps(page, ["why", "before"])
    open_page(page, "/uk/you")
    page.context.route(re.compile("/api/v1/(me|events)$"), never)

    page.get_by_role("button", name="Зробити картку").click()

    expect(page.locator("[data-digits]")).to_have_text(SIXTEEN_DIGITS, timeout=15_000)


def test_a_slip_that_a_portal_answered_says_so_and_may_be_asked_for_again(page: Page) -> None:
    open_page(page, "/uk/you")
    page.context.route(
        "**/api/v1/participants", lambda route: route.fulfill(status=201, body=PORTAL)
    )
    button = page.get_by_role("button", name="Зробити картку")

    button.click()

    expect(page.locator("[data-keep-said]")).to_contain_text("Зараз немає зв’язку")
    expect(button).to_be_enabled()


def test_a_door_that_a_portal_answered_says_so_and_may_be_tried_again(page: Page) -> None:
    page.goto("/uk/join", wait_until="networkidle")
    page.context.route("**/api/v1/sign-in", lambda route: route.fulfill(status=200, body=PORTAL))
    page.locator("[name=slip]").fill(SLIP)
    button = page.locator("main form button[type=submit]")

    button.click()

    expect(page.locator("[data-message]")).not_to_be_empty()
    expect(button).to_be_enabled()


def test_who_asks_again_after_an_answer_that_was_lost_is_recognised(
    page: Page, new_phone: NewPhone, server: Server
) -> None:
    code = open_the_door(new_phone(base_url=server.url).new_page())
    page.goto(f"/uk/join#{code}", wait_until="networkidle")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.context.route("**/api/v1/join", lose)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("[data-message]")).not_to_be_empty()
    page.context.unroute("**/api/v1/join")
    page.locator("main form button[type=submit]").click()

    page.wait_for_url("**/uk/group")
    expect(page.locator("[data-place] [data-check]")).to_have_text(re.compile(r"^\d\d$"))


def test_what_waits_is_told_although_the_server_does_not_answer(page: Page) -> None:
    sign_in_with_slip(page, SLIP)
    page.context.route(re.compile("/api/v1/(me|events)$"), never)
    record_steps(page, ["why"])

    page.goto("/uk/")

    expect(page.locator("[data-chip]")).to_contain_text("ще не надіслано: 1", timeout=15_000)


def test_who_was_signed_out_is_asked_to_sign_in_and_not_told_of_the_network(
    page: Page,
) -> None:
    sign_in_with_slip(page, SLIP)
    expect(page.locator("[data-agreed]")).to_be_visible()
    page.context.clear_cookies()

    page.locator("[data-talk]").click()
    expect(page.locator("[data-said]")).to_contain_text("Увійдіть")
    page.goto("/uk/")
    expect(page.locator("[data-chip]")).to_contain_text("Увійдіть")


def test_where_staff_came_in_the_phone_asks_its_person_to_sign_in_again(page: Page) -> None:
    sign_in_with_slip(page, SLIP)
    page.context.clear_cookies()
    sign_in_as_staff(page, "iryna@example.org")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto("/uk/modules/grounding")
    record_steps(page, ["why"])
    page.goto("/uk/")

    expect(page.locator("[data-chip]")).to_contain_text("Увійдіть")
    page.wait_for_timeout(3_000)
    sent = [url for url in asked if url.endswith("/api/v1/events")]
    assert 0 < len(sent) <= 4, "nothing is asked for again and again"
