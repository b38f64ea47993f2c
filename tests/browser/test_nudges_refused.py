"""When reminders cannot be, the page says why, kindly and truly; and there is a way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import wait_until_ready_offline
from tests.browser.pages import SLIP, open_page
from tests.browser.people import rows_on_the_server, sign_in_with_slip
from tests.browser.push_of_the_browser import PushOfTheBrowser
from tests.push.phone import Phone
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
YES = "Так, нагадуйте мені"
NO = "Мені не нагадувати"
NO_CONNECTION = "Зараз немає зв’язку"
WAY_BACK = "Усе ж хочу нагадування"
DENIED = "Object.defineProperty(Notification, 'permission', { get: () => 'denied' })"


@pytest.fixture(scope="module")
def browser(whole_browser: Browser) -> Browser:
    """Permission for notifications is known to the whole browser alone."""
    return whole_browser


@pytest.fixture
def context(new_phone: NewPhone, server: Server) -> BrowserContext:
    own = new_phone(base_url=server.url)
    own.grant_permissions(["notifications"], origin=server.url)
    return own


def opened(context: BrowserContext) -> Page:
    page = context.new_page()
    sign_in_with_slip(page, SLIP)
    open_page(page, "/uk/reminder")
    return page


def test_a_refusal_of_the_server_is_said_in_its_own_words(context: BrowserContext) -> None:
    PushOfTheBrowser(context, [Phone(host="push.unknown.example")])
    page = opened(context)

    page.get_by_role("button", name=YES).click()

    expect(page.locator("[data-said]")).to_contain_text("Служба сповіщень цього браузера")
    expect(page.get_by_text(NO_CONNECTION)).to_be_hidden()


def test_a_browser_that_cannot_subscribe_says_so_with_a_calendar_beside_it(
    context: BrowserContext, server: Server
) -> None:
    page = opened(context)  # headless Chromium is such a browser itself

    page.get_by_role("button", name=YES).click()

    expect(page.locator("[data-said]")).to_contain_text("не вдалося ввімкнути нагадування")
    expect(page.get_by_role("button", name="Файл для календаря")).to_be_visible()
    assert rows_on_the_server(server, "select count(*) from nudge_plan") == [(0,)]


def test_without_a_connection_the_page_speaks_of_the_connection(context: BrowserContext) -> None:
    page = opened(context)
    wait_until_ready_offline(page)
    context.set_offline(True)

    page.get_by_role("button", name=YES).click()

    expect(page.locator("[data-said]")).to_contain_text(NO_CONNECTION)


def test_an_own_no_can_be_taken_back_and_nobody_asks_by_herself(context: BrowserContext) -> None:
    page = opened(context)
    page.get_by_role("button", name=NO).click()
    open_page(page, "/uk/reminder")
    expect(page.get_by_role("button", name=YES)).to_be_hidden()

    page.get_by_role("button", name=WAY_BACK).click()

    expect(page.get_by_role("button", name=YES)).to_be_visible()


def test_a_no_in_the_browser_can_be_taken_back_in_its_settings_alone(
    context: BrowserContext,
) -> None:
    context.add_init_script(DENIED)
    page = opened(context)

    expect(page.get_by_text("«Дозволи»")).to_be_visible()
    expect(page.get_by_role("button", name=WAY_BACK)).to_be_hidden()
    expect(page.get_by_role("button", name=YES)).to_be_hidden()


def test_a_plan_without_a_day_says_what_still_comes_and_how_to_end_it(
    context: BrowserContext, server: Server
) -> None:
    PushOfTheBrowser(context)
    page = opened(context)
    page.get_by_role("button", name=YES).click()
    expect(page.get_by_text("Нагадування приходять о 19:00")).to_be_visible()

    for day in ("вт", "пт"):
        page.get_by_label(day, exact=True).uncheck()
    page.get_by_role("button", name="Зберегти зміни").click()

    expect(page.locator("[data-line]")).to_contain_text("лише звістки про зустрічі та нове")
    page.get_by_role("button", name="Більше не нагадувати").click()
    expect(page.get_by_role("button", name=YES)).to_be_visible()
    assert rows_on_the_server(server, "select count(*) from device") == [(0,)]


def test_a_no_of_one_person_is_not_that_of_the_next(context: BrowserContext) -> None:
    page = opened(context)
    page.get_by_role("button", name=NO).click()

    sign_in_with_slip(page, "1000000000000022")
    open_page(page, "/uk/reminder")

    expect(page.get_by_role("button", name=YES)).to_be_visible()


def test_every_text_that_may_come_can_be_read_before(context: BrowserContext) -> None:
    page = opened(context)
    page.get_by_text("Усе, що може прийти, слово в слово").click()

    for words in ("Пауза на три видихи", "Сьогодні о 18:00. Візьміть воду", "Для вас є дещо нове"):
        expect(page.get_by_text(words)).to_be_visible()
