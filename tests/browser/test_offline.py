"""Flight mode on: everything opens, plays and counts; back online it arrives once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import eventually, wait_until_ready_offline
from tests.browser.people import sign_in_with_slip, steps_on_the_server, waiting_on_the_phone
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
TOOLS = (
    "now-alarm",
    "now-shelter",
    "now-blast",
    "now-panic",
    "now-sleep",
    "now-night",
    "now-anger",
    "now-far",
    "now-news",
    "now-talk",
    "now-grief",
    "now-hands",
    "now-child",
    "now-empty",
)
SHELLS = (
    "",
    "now",
    "help",
    "exercises",
    "group",
    "plan",
    "reminder",
    "progress",
    "you",
    "join",
    "pause",
    "install",
    "about",
)


def test_it_says_that_it_is_ready_offline(phone: Page) -> None:
    phone.goto("/uk/")

    phone.get_by_text("Готово: працює без інтернету").wait_for(timeout=30_000)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_kept_page_opens_in_flight_mode(
    new_phone: NewPhone, live_server: str, language: str
) -> None:
    context = new_phone(base_url=live_server)
    page = context.new_page()
    page.goto(f"/{language}/")
    wait_until_ready_offline(page)

    context.set_offline(True)
    paths = [*SHELLS, *(f"now/{tool}" for tool in TOOLS), "modules/grounding", "programmes/opora"]
    for path in paths:
        page.goto(f"/{language}/{path}")
        assert page.locator("h1").count() == 1, path
        assert page.evaluate("document.documentElement.lang") == language, path
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px", path


def test_a_page_that_is_not_kept_says_what_does_work(new_phone: NewPhone, live_server: str) -> None:
    context = new_phone(base_url=live_server)
    page = context.new_page()
    page.goto("/uk/")
    wait_until_ready_offline(page)

    context.set_offline(True)
    page.goto("/uk/centres/nowhere")

    expect(page.locator("h1")).to_have_text("Ця сторінка ще не збережена")
    page.get_by_role("link", name="Вправа на одну хвилину").click()
    page.wait_for_url("**/uk/now")


def test_a_centre_looked_at_once_opens_offline_with_its_date(
    new_phone: NewPhone, live_server: str
) -> None:
    context = new_phone(base_url=live_server)
    page = context.new_page()
    page.goto("/uk/")
    wait_until_ready_offline(page)
    page.goto("/uk/centres")
    first = page.locator("main a[href*='/centres']").first.get_attribute("href")
    page.goto(str(first))
    heading = page.locator("h1").inner_text()

    context.set_offline(True)
    page.goto(str(first))

    expect(page.locator("h1")).to_have_text(heading)
    assert page.locator("time").count() >= 1


def test_three_steps_in_the_cellar_arrive_once_afterwards(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page = context.new_page()
    sign_in_with_slip(page, "1000000000000001")
    wait_until_ready_offline(page)

    context.set_offline(True)
    page.goto("/uk/modules/grounding")
    record_steps(page, ["why", "before", "three-points"])
    page.goto("/uk/")
    page.get_by_text("Збережено на телефоні, ще не надіслано: 3").wait_for()
    assert steps_on_the_server(server, "0000001") == []

    context.set_offline(False)
    page.locator("[data-chip]").wait_for(state="hidden")
    assert waiting_on_the_phone(page) == 0
    assert steps_on_the_server(server, "0000001") == ["before", "three-points", "why"]


def test_two_tabs_send_each_event_once(new_phone: NewPhone, server: Server) -> None:
    context = new_phone(base_url=server.url)
    one, other = context.new_page(), context.new_page()
    sign_in_with_slip(one, "1000000000000001")
    other.goto("/uk/")
    wait_until_ready_offline(one)

    context.set_offline(True)
    record_steps(one, ["why"])
    record_steps(other, ["before"])
    context.set_offline(False)

    one.locator("[data-chip]").wait_for(state="hidden")
    for tab in (one, other):
        eventually(tab, lambda tab=tab: waiting_on_the_phone(tab) == 0)
    assert steps_on_the_server(server, "0000001") == ["before", "why"]


def test_a_guest_keeps_progress_with_a_slip_and_opens_it_on_another_phone(
    new_phone: NewPhone, server: Server
) -> None:
    first = new_phone(base_url=server.url).new_page()
    first.goto("/uk/modules/grounding")
    record_steps(first, ["why", "before"])
    first.goto("/uk/you", wait_until="networkidle")
    first.get_by_role("button", name="Зробити картку").click()
    first.locator("[data-qr] svg").wait_for()
    digits = first.locator("[data-digits]").inner_text()
    assert len(digits.replace(" ", "")) == 16
    expect(first.locator("[data-qr] svg path")).to_have_count(1)

    second = new_phone(base_url=server.url).new_page()
    sign_in_with_slip(second, digits)
    second.goto("/uk/")
    second.get_by_text("Ви зупинилися на кроці").wait_for()
    steps = second.evaluate(
        "import('/static/js/diary.js').then((diary) => diary.progressOf('grounding')).then(({ steps }) => steps.sort())"
    )
    assert steps == ["before", "why"]


def record_steps(page: Page, steps: list[str]) -> None:
    """Do what the player does when a step is left."""
    for step in steps:
        page.evaluate(
            """async (step) => {
                const { record } = await import('/static/js/diary.js');
                await record('step_done', { module: 'grounding', step });
            }""",
            step,
        )
