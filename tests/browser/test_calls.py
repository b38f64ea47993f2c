"""A call from end to end: agreed to on a phone, taken on with the number of the device, noted."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.people import rows_on_the_server, sign_in_as_staff, sign_in_with_slip
from tests.server import Server

KALYNA = "1000000000000001"
PHONE = "+380 44 765 43 21"


def agree_to_calls(page: Page) -> None:
    sign_in_with_slip(page, KALYNA)
    switch = page.locator("[data-calls]")
    switch.wait_for()
    assert not switch.is_checked()
    switch.check()
    page.get_by_text("Збережено", exact=True).wait_for()


def card_of(page: Page, word: str) -> str:
    found = page.locator(".calls > li", has=page.get_by_role("heading", name=word))
    return f"[id='{found.get_attribute('id')}']"


def test_a_person_agrees_and_is_rung(
    new_phone: Callable[..., BrowserContext], server: Server
) -> None:
    phone = new_phone(base_url=server.url).new_page()
    agree_to_calls(phone)

    desk = new_phone(base_url=server.url).new_page()
    faults: list[str] = []
    desk.on("pageerror", lambda error: faults.append(str(error)))
    sign_in_as_staff(desk, "iryna@example.org")
    desk.get_by_role("link", name="В-12").first.click()
    desk.locator("#names-place").select_option(label="Калина")
    desk.locator("#names-phone").fill(PHONE)
    desk.locator("[data-names-form] button").click()
    desk.get_by_text("Збережено на цьому пристрої.").wait_for()
    desk.goto("/uk/staff")
    desk.get_by_role("link", name="Дзвінки цього тижня").click()
    card = card_of(desk, "Калина")
    desk.locator(f"{card} form[action$=take] button").click()
    desk.locator(f"{card} [data-phone] a", has_text=PHONE).wait_for()

    desk.locator(f"{card} [data-start]").click()
    expect(desk.locator(f"{card} [data-left]")).to_have_text(re.compile(r"^14:5\d$"))
    desk.locator(f"{card} [data-stop]").click()
    assert desk.locator(f"{card} [data-left]").is_hidden()
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")

    desk.locator(f"{card} summary").click()
    desk.locator(f"{card} button[value=reached]").click()
    desk.locator(f"{card} strong", has_text="вдалося поговорити").wait_for()
    assert rows_on_the_server(server, "select outcome from call") == [("reached",)]
    assert faults == []

    phone.locator("[data-calls]").uncheck()
    expect(phone.locator("[data-calls]")).not_to_be_checked()
    phone.wait_for_timeout(500)
    desk.reload()
    assert desk.get_by_role("heading", name="Калина").count() == 0
