"""Hide conceals at once, in every tab, offline and from Back; it deletes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import wait_until_ready_offline

NewPhone = Callable[..., BrowserContext]
OUR_WORDS = ("Стежка", "Stezhka", "вправ", "груп", "важко", "центр", "exercise", "group")


def assert_nothing_shows(page: Page) -> None:
    page.wait_for_url("**/pause")
    page.wait_for_load_state()
    seen = page.evaluate("document.title + ' ' + document.documentElement.innerText").lower()
    assert [word for word in OUR_WORDS if word.lower() in seen] == []


@pytest.mark.parametrize(
    "path",
    [
        "/uk/",
        "/uk/now",
        "/uk/now/now-panic",
        "/uk/modules/grounding",
        "/uk/group",
        "/uk/you",
        "/en/help",
    ],
)
def test_hide_shows_the_neutral_page(phone: Page, path: str) -> None:
    phone.goto(path, wait_until="networkidle")

    phone.locator("[data-hide]").first.click()

    assert_nothing_shows(phone)


def test_hide_works_offline_and_survives_back(new_phone: NewPhone, live_server: str) -> None:
    context = new_phone(base_url=live_server)
    page = context.new_page()
    page.goto("/uk/")
    wait_until_ready_offline(page)
    page.goto("/uk/now")
    page.goto("/uk/help", wait_until="networkidle")
    context.set_offline(True)

    page.locator("[data-hide]").first.click()
    assert_nothing_shows(page)

    page.evaluate("history.back()")
    page.wait_for_timeout(1000)
    assert_nothing_shows(page)


def test_hide_conceals_the_other_tab_too(new_phone: NewPhone, live_server: str) -> None:
    context = new_phone(base_url=live_server)
    one, other = context.new_page(), context.new_page()
    one.goto("/uk/now", wait_until="networkidle")
    other.goto("/uk/you", wait_until="networkidle")

    one.locator("[data-hide]").first.click()

    assert_nothing_shows(one)
    assert_nothing_shows(other)


def test_three_presses_of_shift_hide_the_page(phone: Page) -> None:
    phone.goto("/uk/now", wait_until="networkidle")

    for _ in range(3):
        phone.keyboard.press("Shift")

    assert_nothing_shows(phone)


def test_each_press_of_shift_says_how_many_are_left(phone: Page) -> None:
    phone.goto("/uk/now", wait_until="networkidle")
    said = phone.get_by_role("status").filter(has_text="Shift")

    phone.keyboard.press("Shift")
    expect(said).to_have_text("●○○ Ще два натискання Shift сховають сторінку.")

    phone.keyboard.press("Shift")
    expect(said).to_have_text("●●○ Ще одне натискання Shift сховає сторінку.")


def test_capital_letters_do_not_count_as_presses_of_shift(phone: Page) -> None:
    phone.goto("/uk/now", wait_until="networkidle")

    for letter in ("Shift+A", "Shift+B", "Shift+C", "Shift"):
        phone.keyboard.press(letter)

    expect(phone.get_by_text("●○○")).to_be_visible()
    assert phone.url.endswith("/uk/now")


def test_who_comes_back_after_the_first_hide_reads_once_that_history_remains(phone: Page) -> None:
    phone.goto("/uk/now", wait_until="networkidle")
    phone.locator("[data-hide]").first.click()
    assert_nothing_shows(phone)

    phone.get_by_role("link", name="Головна").click()
    said = phone.get_by_role("status").filter(has_text="Адреса лишається в історії браузера.")
    expect(said).to_be_visible()
    said.get_by_role("button", name="Закрити").click()
    expect(said).to_have_count(0)

    phone.locator("[data-hide]").first.click()
    assert_nothing_shows(phone)
    phone.goto("/uk/", wait_until="networkidle")
    expect(said).to_have_count(0)


def test_who_does_not_need_hide_can_do_without_and_take_it_back(phone: Page) -> None:
    hide = phone.locator("[data-hide]").first
    phone.goto("/uk/you", wait_until="networkidle")

    phone.get_by_label("Не потрібна").check()
    expect(hide).to_be_hidden()

    phone.goto("/uk/now/now-panic", wait_until="networkidle")
    expect(hide).to_be_hidden()
    for _ in range(3):
        phone.keyboard.press("Shift")
    assert phone.url.endswith("/now-panic")

    phone.goto("/uk/you", wait_until="networkidle")
    phone.get_by_label("Потрібна", exact=True).check()
    expect(hide).to_be_visible()


def test_the_page_is_blank_before_the_next_one_arrives(
    new_phone: NewPhone, live_server: str
) -> None:
    context = new_phone(base_url=live_server, service_workers="block")
    page = context.new_page()
    page.goto("/uk/now", wait_until="networkidle")
    context.route("**/uk/pause", lambda _route: None)  # the network never answers

    concealed_after = page.evaluate(
        """() => new Promise((resolve) => {
            const began = performance.now();
            new MutationObserver(() => {
                if (getComputedStyle(document.body).visibility === "hidden") resolve(performance.now() - began);
            }).observe(document.documentElement, { attributes: true });
            document.querySelector("[data-hide]").click();
        })"""
    )

    assert concealed_after < 100


def test_hiding_deletes_nothing(phone: Page) -> None:
    phone.goto("/uk/now", wait_until="networkidle")
    phone.evaluate(
        "import('/static/js/diary.js').then(({ record }) => record('opened', { module: 'now-panic' }))"
    )

    phone.locator("[data-hide]").first.click()
    assert_nothing_shows(phone)
    phone.goto("/uk/progress", wait_until="networkidle")

    expect(phone.locator("[data-modules] li")).to_have_count(1)


def test_without_scripts_hide_is_a_link_to_the_neutral_page(
    new_phone: NewPhone, live_server: str
) -> None:
    page = new_phone(base_url=live_server, java_script_enabled=False).new_page()
    page.goto("/uk/now")

    page.locator("[data-hide]").first.click()

    expect(page).to_have_title(re.compile("^Нотатки"))
