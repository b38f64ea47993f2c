"""From the code on a poster to a place in the group: two screens of one meeting."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import eventually
from tests.browser.pages import wait_for_scripts
from tests.browser.people import sign_in_as_staff, sign_in_with_slip, steps_on_the_server
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
SIXTEEN_DIGITS = re.compile(r"^\d{4} \d{4} \d{4} \d{4}$")
KALYNA = "1000000000000001"
WITH_PRACTICE = "1000000000000003"


def open_the_door(page: Page, guide: str = "iryna@example.org") -> str:
    """Open the first group of a facilitator to everybody and return its code."""
    sign_in_as_staff(page, guide)
    page.locator(".card-title a[href*='/staff/groups/']").first.click()
    page.locator("a[href$='/people']").first.click()
    page.locator("[name=door][value=open]").check()
    page.locator("form[action$='/door'] button").click()
    return page.locator(".group-code").inner_text().replace(" ", "")


def test_a_guest_with_a_code_is_confirmed_by_the_facilitator(
    new_phone: NewPhone, server: Server
) -> None:
    iryna = new_phone(base_url=server.url).new_page()
    guest = new_phone(base_url=server.url).new_page()
    code = open_the_door(iryna)

    guest.goto(f"/uk/join#{code}", wait_until="networkidle")
    eventually(guest, lambda: code not in guest.url)
    guest.locator("main form button[type=submit]").click()
    expect(guest.locator("[data-digits]")).to_have_text(SIXTEEN_DIGITS)
    guest.locator("[data-written]").click()
    number = guest.locator("[data-check]")
    expect(number).to_be_visible()

    iryna.reload()
    iryna.locator("a[href*='/requests/']").click()
    expect(iryna.locator(".check-number")).to_have_text(number.inner_text())
    iryna.locator("main form button.button").click()
    expect(iryna.locator("a[href*='/requests/']")).to_have_count(0)

    guest.reload(wait_until="networkidle")
    expect(guest.locator("[data-consent]")).to_be_visible()
    expect(guest.locator("[data-place]")).to_be_hidden()


def test_a_member_moves_to_another_centre_and_her_practice_comes_along(
    new_phone: NewPhone, server: Server
) -> None:
    petro = new_phone(base_url=server.url).new_page()
    code = open_the_door(petro, "petro@example.org")
    phone = new_phone(base_url=server.url).new_page()
    sign_in_with_slip(phone, WITH_PRACTICE)
    steps = steps_on_the_server(server, WITH_PRACTICE[-7:])
    assert steps
    alias = phone.locator("[data-alias]")
    expect(alias).to_contain_text("В-12")

    phone.get_by_text("Перейти до іншої групи або центру").click()
    phone.locator("[data-stay]").get_by_role("link", name="Маю 10 цифр групи").click()
    phone.wait_for_url("**/uk/join")
    wait_for_scripts(phone)
    phone.locator("[name=slip]").fill(code)
    phone.locator("main form button[type=submit]").click()
    expect(phone.locator("[data-place] [data-check]")).to_have_text(re.compile(r"^\d\d$"))
    expect(alias).to_contain_text("В-12")

    petro.reload()
    petro.locator("a[href*='/requests/']").click()
    petro.locator("main form button.button").click()
    expect(petro.locator("a[href*='/requests/']")).to_have_count(0)
    phone.reload(wait_until="networkidle")

    expect(phone.locator("[data-guides]")).to_contain_text("Петро")
    expect(alias).not_to_contain_text("В-12")
    expect(phone.locator("[data-consent]")).to_be_visible()
    assert steps_on_the_server(server, WITH_PRACTICE[-7:]) == steps


def test_leaving_is_said_first_and_frees_the_phone_of_the_group(
    new_phone: NewPhone, server: Server
) -> None:
    page = new_phone(base_url=server.url).new_page()
    sign_in_with_slip(page, KALYNA)
    card = page.locator("[data-stay]")
    expect(card.locator("[data-leave]")).to_be_hidden()

    card.locator("summary").last.click()
    card.locator("[data-leave]").click()

    expect(page.locator("[data-no-group]")).to_be_visible()
    expect(page.locator("[data-member]")).to_be_hidden()
