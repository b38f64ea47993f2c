"""The first parcel alone is enough: it comes in one request, and what it brings plays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import wait_until_ready_offline

NewPhone = Callable[..., BrowserContext]
FIRST_TOOLS = ("now-alarm", "now-shelter", "now-panic", "now-far")

KEEP_ONLY_WHAT_MUST_BE_THERE = """async () => {
    const worker = await (await fetch("/sw.js")).text();
    const { must } = JSON.parse(worker.match(/PAGES=(\\{.*?\\});\\n/)[1])[document.documentElement.lang];
    const paths = new Set(must.map(([path]) => path));
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const entry of await cache.keys()) {
            if (!paths.has(new URL(entry.url).pathname)) await cache.delete(entry);
        }
    }
}"""


@pytest.fixture
def poor_phone(new_phone: NewPhone, live_server: str) -> Page:
    """A phone in flight mode that got the first parcel and nothing more."""
    context = new_phone(base_url=live_server)
    page = context.new_page()
    page.goto("/uk/")
    wait_until_ready_offline(page)
    page.goto("about:blank")
    page.goto("/uk/pause")
    page.evaluate(KEEP_ONLY_WHAT_MUST_BE_THERE)
    context.set_offline(True)
    return page


@pytest.mark.parametrize("tool", FIRST_TOOLS)
def test_the_four_tools_play_to_their_end(poor_phone: Page, tool: str) -> None:
    poor_phone.goto(f"/uk/now/{tool}")
    poor_phone.locator(".playing").wait_for()

    for _ in range(20):
        screen = poor_phone.locator("[data-screen]:not([hidden])")
        if screen.get_attribute("data-screen") == "end":
            break
        practice = screen.locator("[data-practice-block]")
        if practice.count():
            practice.first.locator("xpath=self::*[@data-state]").wait_for()
        poor_phone.locator("[data-next]").click()

    expect(poor_phone.locator("[data-screen=end]")).to_be_visible()
    poor_phone.locator("[data-feelings]").wait_for()


def test_a_practice_runs_and_is_written_down(poor_phone: Page) -> None:
    poor_phone.goto("/uk/now/now-panic")
    poor_phone.locator("[data-main]").click()

    poor_phone.locator("[data-running]").wait_for()
    poor_phone.locator("[data-cue]").filter(has_text="Вдих").wait_for()
    poor_phone.locator("[data-stop]").click()
    poor_phone.locator("[data-next]").click()

    assert poor_phone.evaluate(EVENTS) == ["opened", "step_done"]


EVENTS = """() => new Promise((resolve) => {
    indexedDB.open("stezhka").onsuccess = ({ target }) => {
        const events = target.result.transaction("events").objectStore("events").getAll();
        events.onsuccess = () => resolve(events.result.sort((a, b) => a.seq - b.seq).map(({ kind }) => kind));
    };
})"""


@pytest.mark.parametrize("path", ["", "now", "help", "pause", "offline"])
def test_the_first_pages_open(poor_phone: Page, path: str) -> None:
    poor_phone.goto(f"/uk/{path}")

    expect(poor_phone.locator("h1")).to_be_visible()
    assert poor_phone.evaluate("getComputedStyle(document.body).fontSize") == "18px"


def test_what_is_not_there_leads_back_to_what_is(poor_phone: Page) -> None:
    poor_phone.goto("/uk/modules/grounding")

    expect(poor_phone.locator("h1")).to_have_text("Ця сторінка ще не збережена")


def test_the_rest_comes_as_soon_as_there_is_a_network(poor_phone: Page) -> None:
    poor_phone.goto("/uk/now/now-far")
    poor_phone.context.set_offline(False)

    poor_phone.goto("/uk/")

    wait_until_ready_offline(poor_phone)


def test_a_page_from_a_parcel_has_the_policy_of_a_page(
    new_phone: NewPhone, live_server: str
) -> None:
    page = new_phone(base_url=live_server).new_page()
    page.goto("/uk/")
    wait_until_ready_offline(page)

    answer = page.goto("/uk/now/now-far")

    assert answer is not None
    assert answer.from_service_worker
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_first_visit_asks_for_parcels_and_not_for_each_page(
    new_phone: NewPhone, live_server: str
) -> None:
    context = new_phone(base_url=live_server)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.removeprefix(live_server)))
    page = context.new_page()

    page.goto("/uk/")
    wait_until_ready_offline(page)

    assert "/kept/uk/must/0" in asked
    assert "/kept/uk/should/0" in asked
    assert [path for path in asked if path.startswith("/uk/now")] == []
