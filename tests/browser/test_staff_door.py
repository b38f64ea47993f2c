"""From an empty database: an invitation, a password, a passkey; out, and in again."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import command
from tests.server import Server

PASSWORD = "мандрівний ліхтар біля броду"


def invitation(server: Server) -> str:
    """Let the command line make an administrator; return the path of the link."""
    out = command(server, "staff", "invite", "olha@example.org", "--role", "administrator")
    found = re.search(r"/uk/staff/link#\S+", out)
    assert found, out
    return found[0]


@pytest.fixture
def page(empty_server: Server, new_phone: Callable[..., BrowserContext]) -> Page:
    # A passkey belongs to a name; browsers make none for the bare address 127.0.0.1.
    phone = new_phone(base_url=f"http://localhost:{empty_server.port}")
    return phone.new_page()


def choose_password(page: Page, link: str) -> None:
    page.goto(link)
    page.wait_for_url("**/staff/link")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=again]").fill(PASSWORD)
    look(page, "link")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/set-up")


def look(page: Page, name: str) -> None:
    """Check that nothing is wider than the phone; keep a picture where PICTURES names a folder."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def give_a_passkey_device(page: Page) -> None:
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True,
                     "isUserVerified": True, "hasResidentKey": True}},
    )  # fmt: skip


def test_a_passkey_is_made_and_opens_the_door(empty_server: Server, page: Page) -> None:
    give_a_passkey_device(page)
    choose_password(page, invitation(empty_server))
    look(page, "set-up")

    page.get_by_role("button", name="Створити ключ доступу").click()
    page.get_by_role("heading", name="Десять запасних кодів").wait_for()
    look(page, "codes")
    page.get_by_role("link", name="Коди записано").click()
    page.wait_for_url("**/uk/staff")
    page.goto("/uk/staff/account")
    look(page, "account")

    page.locator("header button[type=submit]").click()
    page.wait_for_url("**/staff/sign-in")
    page.locator("[name=email]").fill("olha@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/second-factor")
    look(page, "second-factor")
    page.get_by_role("button", name="Увійти з ключем доступу").click()
    page.wait_for_url("**/uk/staff")


def test_the_secret_of_the_link_leaves_the_address_at_once(
    empty_server: Server, page: Page
) -> None:
    page.goto(invitation(empty_server))

    expect(page).to_have_url(re.compile("^[^#]*$"))
    expect(page.locator("[name=token]")).to_have_value(re.compile("."))
    assert page.locator("[name=token]").is_hidden()


def test_a_passkey_that_is_not_shown_leaves_the_codes(empty_server: Server, page: Page) -> None:
    give_a_passkey_device(page)
    choose_password(page, invitation(empty_server))
    page.evaluate("void (navigator.credentials.create = () => Promise.reject(new Error('closed')))")

    page.get_by_role("button", name="Створити ключ доступу").click()

    page.get_by_text("Ключ доступу не спрацював").wait_for()
    expect(page.locator("[name=code]")).to_be_visible()
