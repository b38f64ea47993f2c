"""A facilitator without a certificate reads a module for staff; her manager sees how many are finished, and no more."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.people import sign_in_as_staff
from tests.browser.test_player import LIBRARY, go_to_the_end
from tests.server import Server

STAFF_OF_THE_CENTRE = "/uk/staff/centre/demo-poltava-1/staff"
MODULE = "st-footing"


def test_a_module_that_was_read_is_noted_and_counted_for_the_manager(
    new_phone: Callable[..., BrowserContext], server: Server
) -> None:
    nadiia = new_phone(base_url=server.url).new_page()
    sign_in_as_staff(nadiia, "nadiia@example.org")
    take_the_certificate_back(nadiia)
    assert "Навчання:" not in line_of_iryna(nadiia)

    iryna = new_phone(base_url=server.url).new_page()
    sign_in_as_staff(iryna, "iryna@example.org")
    iryna.get_by_role("link", name="Моє навчання").click()
    expect(iryna.locator("main").get_by_role("status")).to_contain_text("Завершено: 0 із 8")
    module = LIBRARY.module("uk", MODULE)
    assert module is not None
    iryna.get_by_role("link", name=module.title).click()
    iryna.locator("[data-from-start]").click()
    go_to_the_end(iryna, LIBRARY.step_ids(MODULE))

    iryna.goto("/uk/staff/training")
    iryna.get_by_role("button", name=f"Позначити завершеним: {module.title}").click()
    expect(iryna.locator("main").get_by_role("status")).to_contain_text("Завершено: 1 із 8")
    assert "Навчання: 1 із 8" in line_of_iryna(nadiia)
    assert "Може вести" not in line_of_iryna(nadiia)

    iryna.get_by_role("button", name=f"Зняти позначку: {module.title}").click()
    expect(iryna.locator("main").get_by_role("status")).to_contain_text("Завершено: 0 із 8")


def take_the_certificate_back(page: Page) -> None:
    page.goto(STAFF_OF_THE_CENTRE)
    page.get_by_role("link", name="Ірина").click()
    page.locator("form[action$='/certificate/withdraw'] button").click()
    expect(page.locator("main")).to_contain_text("0 із 8")


def line_of_iryna(page: Page) -> str:
    page.goto(STAFF_OF_THE_CENTRE)
    return page.get_by_role("link", name="Ірина").inner_text()
