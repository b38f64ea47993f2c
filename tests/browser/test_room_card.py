"""The card for those who lead a group: on the phone without a network, on one sheet of paper."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import wait_until_ready_offline

NewPhone = Callable[..., BrowserContext]
SHEET = re.compile(rb"/Type\s*/Page\b")


def test_a_card_that_was_opened_once_opens_in_flight_mode(
    new_phone: NewPhone, live_server: str
) -> None:
    page = new_phone(base_url=live_server).new_page()
    page.goto("/uk/")
    wait_until_ready_offline(page)
    page.goto("/uk/room-cards/distress", wait_until="networkidle")
    page.context.set_offline(True)

    page.goto("/uk/now")
    page.goto("/uk/room-cards/distress")

    expect(page.get_by_role("heading", name="Червоний рівень: зараз")).to_be_visible()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_card_is_printed_on_one_sheet(
    new_phone: NewPhone, live_server: str, language: str
) -> None:
    page = new_phone(base_url=live_server).new_page()
    page.goto(f"/{language}/room-cards/distress", wait_until="networkidle")

    assert len(SHEET.findall(page.pdf(prefer_css_page_size=True))) == 1
