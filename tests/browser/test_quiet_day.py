"""After a stopped practice with a rise of tension no reminder comes for a day, and nobody hears why."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import eventually, wait_until_ready_offline
from tests.browser.pages import SLIP, play, play_anew
from tests.browser.people import rows_on_the_server, sign_in_with_slip
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
PLAN: dict[str, Any] = {"weekdays": [1, 2, 3, 4, 5, 6, 7], "hour": "19:00", "region": "kharkiv"}
SEND = """([method, path, body]) => fetch(path, {
    method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
}).then((answer) => answer.status)"""


@pytest.fixture(scope="module")
def browser(whole_browser: Browser) -> Browser:
    """Notifications are shown by the whole browser alone."""
    return whole_browser


@pytest.fixture
def page(new_phone: NewPhone, server: Server) -> Page:
    own = new_phone(base_url=server.url).new_page()
    sign_in_with_slip(own, SLIP)
    wait_until_ready_offline(own)
    return own


def keep_plan(page: Page, **more: object) -> None:
    assert page.evaluate(SEND, ["PUT", "/api/v1/plan", PLAN | more]) == 200


def stop_and_rise(page: Page, before: int = 3, after: int = 4) -> None:
    play(page, "/uk/modules/grounding#before")
    play_anew(page)
    page.locator(f"#before [value='{before}']").check()
    go_to(page, "long-breath")
    page.locator("[data-dock] [data-main]").click()
    page.locator("[data-dock] [data-stop]").click()
    go_to(page, "after")
    page.locator(f"#after [value='{after}']").check()


def go_to(page: Page, step: str) -> None:
    while not page.locator(f"#{step}").is_visible():
        page.locator("[data-dock] [data-next]").click()


def paused_until(server: Server) -> datetime | None:
    ((text,),) = rows_on_the_server(server, "select paused_until from nudge_plan")
    return datetime.fromisoformat(str(text)).replace(tzinfo=UTC) if text else None


def is_about_a_day(moment: datetime | None) -> bool:
    return moment is not None and abs(moment - datetime.now(UTC) - timedelta(days=1)) < timedelta(
        minutes=5
    )


def wish_of(page: Page) -> object:
    return page.evaluate(
        "import('/static/js/store.js').then(({ kept }) => kept('personal', 'rest'))"
    )


def test_it_happens_offline_and_the_plan_pauses_with_the_next_connection(
    page: Page, server: Server
) -> None:
    keep_plan(page)
    told: list[tuple[str, str, str]] = []
    page.on("request", lambda one: told.append((one.method, one.url, one.post_data or "")))
    page.context.set_offline(True)
    stop_and_rise(page)
    eventually(page, lambda: wish_of(page) is not None)
    page.wait_for_timeout(5500)
    assert paused_until(server) is None

    page.context.set_offline(False)

    eventually(page, lambda: is_about_a_day(paused_until(server)))
    eventually(page, lambda: wish_of(page) is None)
    wish = next(
        json.loads(body) for method, url, body in told if method == "PUT" and "/plan" in url
    )
    assert set(wish) == {
        "weekdays", "hour", "zone", "quiet_from", "quiet_until", "wording", "title", "region", "after_alarm", "paused_until",
    }  # fmt: skip
    assert (wish["weekdays"], wish["region"]) == (PLAN["weekdays"], "kharkiv")
    for _method, _url, body in told:
        assert "rose" not in body
        assert "tension" not in body
        assert "stopped" not in body


def test_online_it_is_asked_for_after_second_thoughts(page: Page, server: Server) -> None:
    keep_plan(page)

    stop_and_rise(page)

    eventually(page, lambda: is_about_a_day(paused_until(server)))


def test_a_number_that_was_mistyped_asks_for_nothing(page: Page, server: Server) -> None:
    keep_plan(page)
    stop_and_rise(page, after=9)
    eventually(page, lambda: wish_of(page) is not None)

    page.locator("#after [value='2']").check()

    eventually(page, lambda: wish_of(page) is None)
    page.wait_for_timeout(5500)
    assert paused_until(server) is None


def test_a_longer_pause_is_not_shortened(page: Page, server: Server) -> None:
    week = datetime.now(UTC) + timedelta(days=7)
    keep_plan(page, paused_until=week.isoformat())

    stop_and_rise(page)

    eventually(page, lambda: wish_of(page) is not None)
    eventually(page, lambda: wish_of(page) is None)
    kept = paused_until(server)
    assert kept is not None
    assert abs(kept - week) < timedelta(seconds=1)


def test_without_a_plan_nothing_is_made(page: Page, server: Server) -> None:
    stop_and_rise(page)

    eventually(page, lambda: wish_of(page) is not None)
    eventually(page, lambda: wish_of(page) is None)
    assert rows_on_the_server(server, "select count(*) from nudge_plan") == [(0,)]


def test_a_guest_asks_nobody(new_phone: NewPhone, live_server: str) -> None:
    page = new_phone(base_url=live_server).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    stop_and_rise(page)

    expect(page.locator("#after [data-answer]")).not_to_be_empty()
    page.wait_for_timeout(6000)
    assert [url for url in asked if "/api/" in url] == []
