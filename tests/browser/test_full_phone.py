"""A phone whose storage is full: nothing is said to be kept that is not, and exercises go on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import eventually
from tests.browser.pages import play
from tests.browser.test_player import forward, kinds, notes

NewPhone = Callable[..., BrowserContext]
CAN_BE_FULL = """
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...record) {
        if (window.isFull) throw new DOMException("no room", "QuotaExceededError");
        return put.apply(this, record);
    };
"""
KEPT, NOT_KEPT = "Збережено.", "Цього не збережено. Можливо, на телефоні немає місця."


@pytest.fixture
def page(new_phone: NewPhone, live_server: str) -> Page:
    """A page on a phone that has room until `fill_up`."""
    page = new_phone(base_url=live_server).new_page()
    page.add_init_script(CAN_BE_FULL)
    return page


def fill_up(page: Page) -> None:
    page.evaluate("window.isFull = true")


def make_room(page: Page) -> None:
    page.evaluate("window.isFull = false")


@pytest.mark.parametrize(
    ("step", "field"), [("after", "#after textarea"), ("plan", "#plan [name=after]")]
)
def test_words_are_said_to_be_kept_only_when_they_are(page: Page, step: str, field: str) -> None:
    play(page, f"/uk/modules/grounding#{step}")
    state = page.locator(f"#{step} form [data-state]")
    page.locator(field).fill("after tea")
    expect(state).to_have_text(KEPT)

    fill_up(page)
    page.locator(field).fill("after morning tea")
    expect(state).to_have_text(NOT_KEPT)
    assert "morning" not in notes(page)

    make_room(page)
    page.locator(field).fill("after evening tea")
    expect(state).to_have_text(KEPT)
    assert "evening" in notes(page)


def test_what_is_being_typed_is_not_said_to_be_kept(page: Page) -> None:
    page.clock.install()
    play(page, "/uk/modules/grounding#after")
    note, state = page.locator("#after textarea"), page.locator("#after form [data-state]")
    note.fill("warm")
    page.clock.run_for(1_000)
    expect(state).to_have_text(KEPT)

    note.press_sequentially(" hands")

    expect(state).to_be_empty()


def test_a_choice_is_said_to_be_kept_only_when_it_is(page: Page) -> None:
    play(page, "/uk/modules/needs-values#direction")
    block = page.locator("#direction [data-block=cards]")
    state = block.locator("[data-state]")
    block.locator("[type=checkbox]").nth(0).check()
    expect(state).to_have_text(KEPT)

    fill_up(page)
    block.locator("[type=checkbox]").nth(1).check()
    expect(state).to_have_text(NOT_KEPT)

    make_room(page)
    for place in (0, 1):
        block.locator("[type=checkbox]").nth(place).uncheck()
    expect(state).to_be_empty()


def test_what_suits_a_person_is_said_to_be_kept_only_when_it_is(page: Page) -> None:
    page.goto("/uk/you", wait_until="networkidle")
    section = page.locator("[data-module=ways]")
    section.locator("summary").first.click()
    section.locator("input").nth(0).check()
    expect(section.locator("[data-state]")).to_have_text(KEPT)

    fill_up(page)
    section.locator("input").nth(1).check()

    expect(section.locator("[data-state]")).to_have_text(NOT_KEPT)


def test_what_could_not_be_written_down_is_written_with_the_next_step(page: Page) -> None:
    play(page, "/uk/modules/grounding")
    fill_up(page)
    page.locator("[data-from-start]").click()
    page.wait_for_timeout(300)
    assert kinds(page) == []

    make_room(page)
    forward(page).click()

    eventually(page, lambda: ("opened", None) in kinds(page))
