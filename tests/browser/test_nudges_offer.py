"""Reminders are offered late and once: after joining a group, with their words on a screen of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import wait_until_ready_offline
from tests.browser.pages import SLIP, open_page, play
from tests.browser.people import rows_on_the_server, sign_in_with_slip
from tests.browser.push_of_the_browser import PushOfTheBrowser
from tests.browser.test_offline import record_steps
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
OFFER = "Подивитися, як це виглядає"
NO = "Мені не нагадувати"


@pytest.fixture(scope="module")
def browser(whole_browser: Browser) -> Browser:
    """Notifications are shown by the whole browser alone."""
    return whole_browser


@pytest.fixture
def page(new_phone: NewPhone, server: Server) -> Page:
    """Somebody who has just come in with a slip and agreed."""
    context = new_phone(base_url=server.url)
    context.grant_permissions(["notifications"], origin=server.url)
    own = context.new_page()
    sign_in_with_slip(own, SLIP)
    own.goto("/uk/group", wait_until="networkidle")
    agree = own.locator("[data-agree]")
    if agree.is_visible():
        agree.click()
    return own


def test_a_member_reads_the_words_first_and_is_asked_no_more_once_there_is_a_plan(
    page: Page, server: Server
) -> None:
    PushOfTheBrowser(page.context)
    page.get_by_role("link", name=OFFER).click()
    page.wait_for_url("**/uk/reminder")
    expect(page.locator("[data-shown-text]")).to_have_text("Хвилина для себе?")
    assert rows_on_the_server(server, "select count(*) from device") == [(0,)]

    page.get_by_role("button", name="Так, нагадуйте мені").click()
    expect(page.get_by_text("Нагадування приходять о 19:00")).to_be_visible()
    page.goto("/uk/group", wait_until="networkidle")

    expect(page.get_by_role("link", name=OFFER)).to_be_hidden()


def test_whoever_says_no_is_offered_a_calendar_and_not_asked_again_anywhere(page: Page) -> None:
    page.get_by_role("button", name=NO).click()
    page.get_by_role("link", name="Файл для календаря").click()
    page.wait_for_url("**/uk/reminder")

    with page.expect_download() as download:
        page.get_by_role("button", name="Файл для календаря").click()
    assert "RRULE:FREQ=WEEKLY" in Path(download.value.path()).read_text()
    expect(page.get_by_role("button", name="Так, нагадуйте мені")).to_be_hidden()
    page.goto("/uk/group", wait_until="networkidle")
    expect(page.get_by_role("link", name=OFFER)).to_be_hidden()


def test_on_the_own_screen_one_may_say_no_too(page: Page) -> None:
    page.get_by_role("link", name=OFFER).click()
    page.get_by_role("button", name=NO).click()

    expect(page.get_by_text("Ми більше не питатимемо")).to_be_visible()
    page.reload(wait_until="networkidle")
    expect(page.get_by_role("button", name="Так, нагадуйте мені")).to_be_hidden()


@pytest.fixture
def guest(new_phone: NewPhone, live_server: str) -> Page:
    context = new_phone(base_url=live_server)
    context.grant_permissions(["notifications"], origin=live_server)
    return context.new_page()


def make_a_plan(page: Page) -> None:
    play(page, "/uk/modules/grounding#plan")
    page.locator("#plan [name=after]").fill("після чаю")
    page.locator("#plan [name=skill]").fill("довгий видих")
    page.locator("#plan [name=skill]").blur()


def test_the_first_plan_is_followed_by_an_offer_that_was_there_before_its_screen_was(
    guest: Page,
) -> None:
    card = guest.locator("#_end [data-module=reminder-offer]")
    play(guest, "/uk/modules/grounding#_end")
    expect(card).to_be_hidden()

    make_a_plan(guest)
    expect(card).not_to_have_attribute("hidden", "")
    expect(card).to_be_hidden()
    guest.evaluate("location.hash = '_end'")

    card.get_by_role("link", name=OFFER).click()
    guest.wait_for_url("**/uk/reminder")


def test_whom_the_practice_made_it_harder_is_shown_people_and_offered_no_reminder(
    guest: Page,
) -> None:
    card = guest.locator("#_end [data-module=reminder-offer]")
    make_a_plan(guest)
    guest.evaluate("location.hash = '_end'")
    expect(card).to_be_visible()

    guest.locator("[name=feeling][value=harder]").check()
    expect(card).to_be_hidden()
    expect(guest.locator("[data-feeling=harder]")).to_be_visible()
    play(guest, "/uk/modules/kindness#_end")
    expect(card).to_be_hidden()

    play(guest, "/uk/modules/grounding#_end")
    guest.locator("[name=feeling][value=same]").check()
    expect(card).to_be_visible()


def test_the_offer_after_a_plan_is_made_once_and_a_no_is_for_good(guest: Page) -> None:
    wait_until_ready_offline_at(guest, "/uk/")
    guest.context.set_offline(True)
    make_a_plan(guest)
    guest.evaluate("location.hash = '_end'")

    guest.locator("#_end").get_by_role("button", name=NO).click()
    expect(guest.get_by_text("Ми більше не питатимемо")).to_be_visible()
    play(guest, "/uk/modules/kindness#_end")

    expect(guest.locator("#_end [data-module=reminder-offer]")).to_be_hidden()


def test_a_no_of_a_guest_is_not_that_of_whoever_says_the_practice_was_not_hers(
    guest: Page,
) -> None:
    make_a_plan(guest)
    guest.evaluate("location.hash = '_end'")
    guest.locator("#_end").get_by_role("button", name=NO).click()
    record_steps(guest, ["why"])

    open_page(guest, "/uk/join")
    guest.locator("[name=adopt]").uncheck()
    guest.locator("[name=slip]").fill(SLIP)
    guest.locator("main form button[type=submit]").click()
    guest.wait_for_url("**/uk/group")
    open_page(guest, "/uk/reminder")

    expect(guest.get_by_role("button", name="Так, нагадуйте мені")).to_be_visible()


def wait_until_ready_offline_at(page: Page, address: str) -> None:
    open_page(page, address)
    wait_until_ready_offline(page)


def test_on_the_page_of_plans_nobody_is_asked_who_does_not_look_for_it(page: Page) -> None:
    yes = page.get_by_role("button", name="Так, нагадуйте мені")
    open_page(page, "/uk/plan")
    expect(yes).to_be_hidden()

    page.locator("main summary").filter(has_text="Нагадування").click()

    expect(page.locator("[data-shown-text]")).to_be_visible()
    expect(yes).to_be_visible()


def test_who_is_in_no_group_is_not_asked(new_phone: NewPhone, live_server: str) -> None:
    page = new_phone(base_url=live_server).new_page()
    page.goto("/uk/group", wait_until="networkidle")

    expect(page.get_by_role("link", name=OFFER)).to_be_hidden()


@pytest.fixture
def server_with_feed(demo_folder: Path, tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "instance"
    shutil.copytree(demo_folder, folder)
    own = Server(folder, alert_feed_url=(tmp_path / "alarms.json").as_uri())
    own.start()
    yield own
    own.kill()


def test_the_region_of_alarms_is_chosen_with_the_plan_and_kept_by_a_pause(
    new_phone: NewPhone, server_with_feed: Server
) -> None:
    server = server_with_feed
    context = new_phone(base_url=server.url)
    context.grant_permissions(["notifications"], origin=server.url)
    page = context.new_page()
    sign_in_with_slip(page, SLIP)
    PushOfTheBrowser(context)
    page.goto("/uk/reminder", wait_until="networkidle")

    regions = page.get_by_label("Область повітряних тривог")
    expect(regions.locator("option")).to_have_count(28)
    assert regions.input_value() == ""
    expect(page.locator("[data-after]")).to_be_hidden()
    regions.select_option("kharkiv")
    page.get_by_label("Після відбою").check()
    page.get_by_role("button", name="Так, нагадуйте мені").click()
    expect(page.get_by_text("Нагадування приходять о 19:00")).to_be_visible()
    page.get_by_role("button", name="Пауза на тиждень").click()
    expect(page.get_by_text("Нагадування на паузі до")).to_be_visible()

    question = "select region, wants_after_alarm from nudge_plan"
    assert rows_on_the_server(server, question) == [("kharkiv", 1)]
    page.reload(wait_until="networkidle")
    assert regions.input_value() == "kharkiv"


def test_without_a_feed_no_region_is_asked_for(new_phone: NewPhone, live_server: str) -> None:
    page = new_phone(base_url=live_server).new_page()
    page.goto("/uk/reminder", wait_until="networkidle")

    expect(page.locator("[name=region]")).to_have_count(0)


def test_on_a_shared_phone_no_reminder_is_offered_and_a_calendar_says_why(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    context.grant_permissions(["notifications"], origin=server.url)
    page = context.new_page()
    sign_in_with_slip(page, SLIP, shared=True)
    page.goto("/uk/group", wait_until="networkidle")
    expect(page.get_by_role("link", name=OFFER)).to_be_hidden()

    page.goto("/uk/reminder", wait_until="networkidle")

    expect(page.get_by_text("Цей телефон спільний")).to_be_visible()
    expect(page.get_by_role("button", name="Так, нагадуйте мені")).to_be_hidden()
    expect(page.get_by_role("button", name="Файл для календаря")).to_be_visible()
