"""What a script can tell of the look: where things stand, how large they are, that nothing is cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, FloatRect, Page, expect

from tests.browser.pages import (
    LIBRARY,
    SLIP,
    open_page,
    screens,
    show_step,
)
from tests.browser.people import sign_in_with_slip

NewPhone = Callable[..., BrowserContext]
HEIGHT = 640
WITH_PRIMARY_IN_SIGHT = [
    "",
    "now",
    "group",
    "plan",
    "progress",
    "offline",
    "centres/demo-poltava-1",
]
FILLED = "main .button:not(.button-quiet):visible, .dock .button:not(.button-quiet):visible"


def box_of(page: Page, selector: str) -> FloatRect:
    box = page.locator(selector).first.bounding_box()
    assert box is not None, selector
    return box


def bar_begins(page: Page) -> float:
    """Where the tabs or the dock begin to cover the page."""
    bar = page.locator(".tabs:visible, .dock:visible")
    return box_of(page, ".tabs:visible, .dock:visible")["y"] if bar.count() else HEIGHT


@pytest.mark.parametrize("language", ["uk", "en"])
def test_help_right_now_stands_first_and_whole(phone: Page, language: str) -> None:
    phone.goto(f"/{language}/")
    card = box_of(phone, ".help-card")

    assert card["height"] >= 88
    assert card["y"] + card["height"] <= bar_begins(phone)
    first = phone.locator("main :is(a, button, input, summary):visible").first
    assert first.evaluate("first => first.matches('.help-card')")


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("path", WITH_PRIMARY_IN_SIGHT)
def test_the_filled_button_is_in_sight_without_scrolling(
    phone: Page, language: str, path: str
) -> None:
    open_page(phone, f"/{language}/{path}")
    button = box_of(phone, FILLED)

    assert phone.evaluate("scrollY") == 0
    assert button["y"] + button["height"] <= bar_begins(phone)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_module_begins_with_its_start_in_sight_and_says_what_it_is(
    phone: Page, language: str
) -> None:
    for module in LIBRARY.modules(language):
        phone.goto(f"/{language}/modules/{module.id}")
        expect(phone.locator(".playing")).to_be_attached()
        lead, start = box_of(phone, ".intro .lead"), box_of(phone, "[data-from-start]")

        assert lead["y"] + lead["height"] <= bar_begins(phone), module.id
        assert start["y"] + start["height"] <= HEIGHT, module.id


def test_a_practice_that_waits_has_all_its_buttons_in_one_row(phone: Page) -> None:
    for path, step in screens():
        show_step(phone, "uk", path, step)
        tops = phone.locator(".dock:visible button:visible").evaluate_all(
            "all => all.map((button) => button.getBoundingClientRect().top)"
        )
        assert len(tops) <= 3, (path, step)
        assert len(set(tops)) == 1, (path, step)


def test_the_next_step_of_a_member_is_in_sight_too(phone: Page) -> None:
    sign_in_with_slip(phone, SLIP)
    open_page(phone, "/uk/")
    expect(phone.locator("[data-group]")).to_be_visible()
    button = box_of(phone, FILLED)

    assert button["y"] + button["height"] <= bar_begins(phone)


@pytest.mark.parametrize("path", ["", "help", "now/now-panic", "modules/grounding#why"])
def test_the_word_that_all_is_ready_moves_nothing(
    new_phone: NewPhone, live_server: str, path: str
) -> None:
    phone = new_phone(base_url=live_server, service_workers="block").new_page()
    open_page(phone, f"/uk/{path}")
    heading = phone.locator("main :is(h1, h2):visible").first
    before = heading.bounding_box()

    phone.evaluate("import('/static/js/offline.js').then(({ say }) => say('ready'))")

    expect(phone.locator("[data-chip]")).to_have_text("Готово: працює без інтернету")
    assert heading.bounding_box() == before


def test_the_way_is_told_in_words_and_not_only_drawn(phone: Page) -> None:
    show_step(phone, "uk", "modules/grounding", LIBRARY.step_ids("grounding")[2])

    expect(phone.locator("[data-meta]")).to_have_text("Крок 3 з 7")


def test_on_paper_there_is_nothing_to_press(phone: Page) -> None:
    phone.emulate_media(media="print")
    for path in ("modules/grounding", "centres/demo-poltava-1", "help"):
        phone.goto(f"/uk/{path}")
        for part in (".top", ".tabs", ".dock", ".skip-link"):
            expect(phone.locator(f"{part}:visible"), f"{path} {part}").to_have_count(0)
        assert (
            phone.evaluate("getComputedStyle(document.body).backgroundColor")
            == "rgb(255, 255, 255)"
        )
        expect(phone.locator("h1")).to_be_visible()
