"""After a stopped practice with a rise of tension no reminder comes for a day, and nobody hears why."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from selfhelp.clock import KYIV
from tests.browser.conftest import eventually, wait_until_ready_offline
from tests.browser.pages import SLIP, open_page, play, play_anew
from tests.browser.people import rows_on_the_server, sign_in_with_slip
from tests.browser.push_of_the_browser import PushOfTheBrowser
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


def is_the_day_after_tomorrow(moment: datetime | None) -> bool:
    """Never less than 24 hours, and a midnight as of any pause."""
    if moment is None:
        return False
    local = moment.astimezone(KYIV)
    return local.time() == time.min and local.date() == today() + timedelta(days=2)


def today() -> date:
    return datetime.now(KYIV).date()


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

    eventually(page, lambda: is_the_day_after_tomorrow(paused_until(server)))
    eventually(page, lambda: wish_of(page) is None)
    wish = next(
        json.loads(body) for method, url, body in told if method == "PUT" and "/plan" in url
    )
    assert set(wish) == {
        "weekdays", "hour", "zone", "quiet_from", "quiet_until", "wording", "region", "after_alarm", "paused_until",
    }  # fmt: skip
    assert (wish["weekdays"], wish["region"]) == (PLAN["weekdays"], "kharkiv")
    assert wish["paused_until"] == (today() + timedelta(days=2)).isoformat()
    for _method, _url, body in told:
        assert "rose" not in body
        assert "tension" not in body
        assert "stopped" not in body


def test_online_it_is_asked_for_after_second_thoughts(page: Page, server: Server) -> None:
    keep_plan(page)

    stop_and_rise(page)

    eventually(page, lambda: is_the_day_after_tomorrow(paused_until(server)))


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


def test_nobody_can_tell_a_phone_that_asks_for_a_day_from_a_person_who_does(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    context.grant_permissions(["notifications"], origin=server.url)
    PushOfTheBrowser(context)
    page = context.new_page()
    sign_in_with_slip(page, SLIP)
    wait_until_ready_offline(page)
    open_page(page, "/uk/reminder")
    page.get_by_role("button", name="Так, нагадуйте мені").click()
    expect(page.get_by_text("Нагадування приходять о 19:00")).to_be_visible()
    told: list[tuple[str, str, str | None]] = []
    page.on("request", lambda one: told.append((one.method, urlsplit(one.url).path, one.post_data)))

    page.get_by_role("button", name="Пауза на сьогодні й завтра").click()
    expect(page.get_by_text("Нагадування на паузі до")).to_be_visible()
    of_the_person, row_of_the_person = around_the_wish(page, told), row_of_the_plan(server)
    keep_plan(page, **json.loads(str(of_the_person[1][2])) | {"paused_until": None})
    told.clear()
    stop_and_rise(page)
    eventually(page, lambda: is_the_day_after_tomorrow(paused_until(server)))

    assert around_the_wish(page, told) == of_the_person
    assert row_of_the_plan(server) == row_of_the_person


def around_the_wish(page: Page, told: list[tuple[str, str, str | None]]) -> list[Any]:
    """What is asked before the wish for quiet, the wish itself, and what is asked after it."""

    def place() -> int:
        wishes = [n for n, one in enumerate(told) if one[:2] == ("PUT", "/api/v1/plan")]
        return wishes[0] if wishes else len(told)

    eventually(page, lambda: len(told) > place() + 1)
    before = next(one for one in reversed(told[: place()]) if one[1] == "/api/v1/me")
    return [before, *told[place() : place() + 2]]


def row_of_the_plan(server: Server) -> object:
    """All that is kept."""
    return rows_on_the_server(
        server,
        """
        select weekdays, hour, zone, quiet_from, quiet_until, wording, title, region, wants_after_alarm,
            paused_until, next_at, due_on, unopened, attempt, changed_at from nudge_plan
        """,
    )


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
