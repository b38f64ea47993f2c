"""Typed without a network: a group's code waits on the phone, a slip never does, and nothing is sent by itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import wait_until_ready_offline
from tests.browser.pages import SLIP
from tests.browser.people import rows_on_the_server
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
CODE = "1000000012"
ELEVEN_MINUTES = 11 * 60_000
STORED = """async () => {
    const { keptAll } = await import("/static/js/done.js");
    const { PERSONAL } = await import("/static/js/tidy.js");
    const found = [];
    for (const store of [...PERSONAL, "device"]) found.push(...(await keptAll(store)));
    return JSON.stringify([found, { ...localStorage }, { ...sessionStorage }]);
}"""


@pytest.fixture
def page(new_phone: NewPhone, server: Server) -> Page:
    """The open page, where the network has just gone."""
    own = new_phone(base_url=server.url).new_page()
    own.clock.install()
    own.goto("/uk/join", wait_until="networkidle")
    own.context.set_offline(True)
    return own


def send(page: Page, digits: str) -> None:
    page.locator("[name=slip]").fill(digits)
    page.locator("main form button[type=submit]").click()


def asked(server: Server) -> int:
    ((count,),) = rows_on_the_server(server, "select count(*) from join_request")
    assert isinstance(count, int)
    return count


def test_a_groups_code_waits_is_offered_and_sent_by_a_press_alone(
    new_phone: NewPhone, server: Server
) -> None:
    page = new_phone(base_url=server.url).new_page()
    page.goto("/uk/join", wait_until="load")
    wait_until_ready_offline(page)
    page.context.set_offline(True)

    send(page, CODE)
    expect(page.locator("[data-message]")).to_contain_text("збережено лише на цьому телефоні")
    page.goto("/uk/group")
    page.get_by_role("link", name="Продовжити з кодом").click()
    expect(page.locator("[name=slip]")).to_have_value("100 000 0012")

    page.context.set_offline(False)
    expect(page.locator("[data-message]")).to_contain_text("Прочитайте, що про вас бачитимуть")
    assert asked(server) == 0

    page.locator("main form button[type=submit]").click()
    expect(page.locator("[data-digits]")).to_have_text(re.compile(r"^\d{4} "))
    assert asked(server) == 1
    page.locator("[data-written]").click()
    expect(page.locator("[data-check]")).to_be_visible()
    expect(page.get_by_role("link", name="Продовжити з кодом")).to_be_hidden()
    assert CODE not in page.evaluate(STORED)


def test_a_code_is_taken_away_by_a_press_or_by_one_try_and_never_kept_on_a_shared_phone(
    page: Page,
) -> None:
    send(page, CODE)
    page.get_by_role("button", name="Прибрати код із телефона").click()
    expect(page.locator("[data-message]")).to_contain_text("більше немає")
    expect(page.locator("[name=slip]")).to_have_value("")
    assert CODE not in page.evaluate(STORED)

    unknown = "9999999999"
    send(page, unknown)
    expect(page.locator("[data-forget]")).to_be_visible()
    assert unknown in page.evaluate(STORED)
    page.context.set_offline(False)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("[data-forget]")).to_be_hidden()
    assert unknown not in page.evaluate(STORED)

    page.context.set_offline(True)
    page.locator("[name=phone][value=shared]").check()
    send(page, CODE)
    expect(page.locator("[data-message]")).to_contain_text("десять хвилин і більше ніде")
    assert CODE not in page.evaluate(STORED)


def test_a_slip_is_in_no_store_and_goes_on_after_a_press_on_the_open_page(
    page: Page, server: Server
) -> None:
    send(page, SLIP)
    expect(page.locator("[data-message]")).to_contain_text("десять хвилин і більше ніде")
    stored = page.evaluate(STORED)
    assert SLIP not in stored
    assert SLIP[-7:] not in stored

    page.context.set_offline(False)
    expect(page.locator("[data-message]")).to_contain_text("Зв’язок відновився")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/uk/group")


def test_after_ten_minutes_or_with_the_page_a_slip_is_gone(page: Page) -> None:
    send(page, SLIP)
    expect(page.locator("[data-message]")).to_contain_text("десять хвилин")
    page.clock.fast_forward(ELEVEN_MINUTES)
    expect(page.locator("[name=slip]")).to_have_value("")
    expect(page.locator("[data-message]")).to_contain_text("Минув час")

    send(page, SLIP)
    expect(page.locator("[data-message]")).to_contain_text("десять хвилин")
    page.context.set_offline(False)
    page.goto("/uk/help")
    page.go_back()
    expect(page.locator("[name=slip]")).to_have_value("")
