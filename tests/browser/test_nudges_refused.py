"""When reminders cannot be, the page says why, kindly and truly; and there is a way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import eventually, wait_until_ready_offline
from tests.browser.pages import SLIP, open_page
from tests.browser.people import rows_on_the_server, sign_in_with_slip
from tests.browser.push_of_the_browser import PushOfTheBrowser
from tests.push.phone import Phone
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
YES = "Так, нагадуйте мені"
NO = "Мені не нагадувати"
NO_CONNECTION = "Зараз немає зв’язку"
WAY_BACK = "Усе ж хочу отримувати нагадування"
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

    expect(page.locator("[data-line]")).to_contain_text(
        "лише повідомлення про зустрічі та нові матеріали"
    )
    page.get_by_role("button", name="Більше не нагадувати").click()
    expect(page.get_by_role("button", name=YES)).to_be_visible()
    assert rows_on_the_server(server, "select count(*) from device") == [(0,)]


def test_a_no_ends_what_was_half_begun(context: BrowserContext, server: Server) -> None:
    push = PushOfTheBrowser(context)
    page = opened(context)
    page.route("**/api/v1/plan", lambda route: route.abort())
    page.get_by_role("button", name=YES).click()
    expect(page.locator("[data-said]")).to_contain_text(NO_CONNECTION)
    page.unroute("**/api/v1/plan")
    assert rows_on_the_server(server, "select count(*) from device") == [(1,)]

    page.get_by_role("button", name=NO).click()

    expect(page.get_by_role("button", name=WAY_BACK)).to_be_visible()
    eventually(page, lambda: rows_on_the_server(server, "select count(*) from device") == [(0,)])
    assert push.has(page) is None


def test_enter_in_a_field_of_the_form_asks_for_nothing_after_a_no(
    context: BrowserContext, server: Server
) -> None:
    PushOfTheBrowser(context)
    page = opened(context)
    page.get_by_role("button", name=NO).click()
    expect(page.get_by_role("button", name=WAY_BACK)).to_be_visible()

    page.get_by_label("О котрій годині").press("Enter")
    page.wait_for_load_state("networkidle")

    assert rows_on_the_server(server, "select count(*) from device") == [(0,)]
    assert rows_on_the_server(server, "select count(*) from nudge_plan") == [(0,)]


def test_a_change_that_is_kept_ends_no_pause_and_a_button_does(context: BrowserContext) -> None:
    PushOfTheBrowser(context)
    page = opened(context)
    page.get_by_role("button", name=YES).click()
    page.get_by_role("button", name="Пауза на тиждень").click()
    expect(page.get_by_text("Нагадування на паузі до")).to_be_visible()

    page.get_by_label("пн", exact=True).check()
    page.get_by_role("button", name="Зберегти зміни").click()
    expect(page.locator("[data-said]")).to_have_text("Збережено")
    expect(page.get_by_text("Нагадування на паузі до")).to_be_visible()

    page.get_by_role("button", name="Нагадувати знову").click()
    expect(page.get_by_text("Нагадування приходять о 19:00: пн, вт, пт.")).to_be_visible()


def test_reminders_end_without_a_connection_too(context: BrowserContext) -> None:
    push = PushOfTheBrowser(context)
    page = opened(context)
    wait_until_ready_offline(page)
    page.get_by_role("button", name=YES).click()
    expect(page.get_by_text("Нагадування приходять о 19:00")).to_be_visible()
    context.set_offline(True)

    page.get_by_role("button", name="Більше не нагадувати").click()

    expect(page.get_by_text("На цьому телефоні нагадувань більше не буде.")).to_be_visible()
    assert push.has(page) is None


def test_a_guest_reads_what_would_come_before_anything_is_made_for_her(
    new_phone: NewPhone, live_server: str
) -> None:
    page = new_phone(base_url=live_server).new_page()
    open_page(page, "/uk/reminder")

    expect(page.locator("[data-shown-text]")).to_have_text("Хвилина для себе?")
    expect(page.get_by_text("Усе, що може прийти, слово в слово")).to_be_visible()
    expect(page.get_by_role("button", name=YES)).to_be_hidden()


def test_a_refusal_is_in_the_language_of_the_page(context: BrowserContext) -> None:
    PushOfTheBrowser(context, [Phone(host="push.unknown.example")])
    page = context.new_page()
    sign_in_with_slip(page, SLIP)
    open_page(page, "/en/reminder")

    page.get_by_role("button", name="Yes, remind me").click()

    expect(page.locator("[data-said]")).to_contain_text("push service is not known here")


def test_a_no_of_one_person_is_not_that_of_the_next(context: BrowserContext) -> None:
    page = opened(context)
    page.get_by_role("button", name=NO).click()

    sign_in_with_slip(page, "1000000000000022")
    open_page(page, "/uk/reminder")

    expect(page.get_by_role("button", name=YES)).to_be_visible()


def test_every_text_that_may_come_can_be_read_before(context: BrowserContext) -> None:
    page = opened(context)
    page.get_by_text("Усе, що може прийти, слово в слово").click()

    for words in (
        "Пауза на три видихи",
        "Почати можна з будь-якого місця",
        "Сьогодні о 18:00. Візьміть воду",
        "Для вас є дещо нове",
    ):
        expect(page.get_by_text(words)).to_be_visible()
