"""What a script can tell of the look: where things stand, how large they are, that nothing is cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FloatRect, Page, expect

from tests.browser.pages import (
    LIBRARY,
    SLIP,
    STAFF,
    open_page,
    participant_paths,
    public_paths,
    screens,
    show_step,
    staff_paths,
)
from tests.browser.people import sign_in_as_staff, sign_in_with_slip

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


def test_each_screen_has_at_most_one_filled_button(phone: Page) -> None:
    many = {}
    for path in public_paths():
        open_page(phone, f"/uk/{path}")
        many[path] = phone.locator(FILLED).all_inner_texts()
    for path, step in screens():
        show_step(phone, "uk", path, step)
        many[f"{path}#{step}"] = phone.locator(FILLED).all_inner_texts()

    assert {place: words for place, words in many.items() if len(words) > 1} == {}


def test_hide_is_always_in_the_same_corner(phone: Page) -> None:
    places = {}
    for path in public_paths():
        if path in ("pause", "staff/sign-in"):
            continue
        phone.goto(f"/uk/{path}")
        box = box_of(phone, ".hide")
        places[path] = tuple(
            round(value) for value in (box["x"], box["y"], box["width"], box["height"])
        )

    assert len(set(places.values())) == 1, places


def test_words_are_large_enough(phone: Page) -> None:
    for path in public_paths():
        phone.goto(f"/uk/{path}")
        found = phone.evaluate(SIZES_OF_TEXT)
        assert min(found["all"]) >= 13, path
        assert found["body"] >= 18, path
    for path, step in screens():
        show_step(phone, "uk", path, step)
        sizes = phone.evaluate(SIZES_OF_TEXT)
        assert min(sizes["all"]) >= 13, (path, step)
        assert all(size >= 22 for size in sizes["steps"]), (path, step)


SIZES_OF_TEXT = """() => {
    const size = (element) => parseFloat(getComputedStyle(element).fontSize);
    const withText = [...document.body.querySelectorAll("*")].filter((element) => element.checkVisibility()
        && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
    const steps = [...document.querySelectorAll("[data-screen=step]:not([hidden]) .prose p")];
    return { all: withText.map(size), body: size(document.body), steps: steps.filter((one) => one.checkVisibility()).map(size) };
}"""


@pytest.mark.parametrize("width", [320, 412, 1280])
def test_no_word_leaves_its_box(new_phone: NewPhone, live_server: str, width: int) -> None:
    phone = new_phone(
        base_url=live_server, viewport={"width": width, "height": 800}, service_workers="block"
    )
    page = phone.new_page()
    cut: dict[str, Any] = {}
    for language in ("uk", "en"):
        for path in public_paths():
            page.goto(f"/{language}/{path}")
            cut[f"{language}/{path}"] = page.evaluate(WORDS_THAT_LEAVE)
    sign_in_with_slip(page, SLIP)
    for path in participant_paths():
        page.goto(f"/uk/{path}")
        cut[path] = page.evaluate(WORDS_THAT_LEAVE)
    for person in STAFF:
        page.context.clear_cookies()
        sign_in_as_staff(page, person)
        for path in staff_paths(page):
            page.goto(f"/uk/{path}")
            cut[f"{path} of {person}"] = page.evaluate(WORDS_THAT_LEAVE)

    assert {place: words for place, words in cut.items() if words} == {}


WORDS_THAT_LEAVE = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const found = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        const parent = node.parentElement;
        if (!node.textContent.trim() || !parent.checkVisibility() || parent.closest(".visually-hidden, .skip-link, .table-scroll, select, textarea")) continue;
        range.selectNodeContents(node);
        const words = range.getBoundingClientRect();
        const box = parent.closest(".button, .choice, .card, .notice, .tabs a, main, .top, .demo-line")?.getBoundingClientRect();
        if (box && (words.left < box.left - 1 || words.right > box.right + 1)) found.push(node.textContent.trim().slice(0, 60));
    }
    return found;
}"""


def test_short_words_are_never_torn(phone: Page) -> None:
    torn = {}
    for path in public_paths():
        phone.goto(f"/uk/{path}")
        torn[path] = phone.evaluate(TORN_WORDS)

    assert {path: words for path, words in torn.items() if words} == {}


TORN_WORDS = """() => {
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const found = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        if (!node.parentElement.checkVisibility()) continue;
        for (const { 0: word, index } of node.textContent.matchAll(/[\\p{L}’]{3,14}/gu)) {
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
            if (tops.size > 1) found.push(word);
        }
    }
    return found;
}"""


def test_the_way_is_told_in_words_and_not_only_drawn(phone: Page) -> None:
    show_step(phone, "uk", "modules/grounding", LIBRARY.step_ids("grounding")[2])

    expect(phone.locator("[data-meta]")).to_have_text("Крок 3 з 7")


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_page_speaks_one_language(phone: Page, language: str) -> None:
    phone.request.get("/sw.js")  # making its lists renders every page
    foreign = {}
    for path in public_paths():
        phone.goto(f"/{language}/{path}")
        foreign[path] = phone.evaluate(IN_OTHER_LETTERS, language)

    assert {path: words for path, words in foreign.items() if words} == {}


IN_OTHER_LETTERS = """(language) => {
    const others = language === "uk" ? /[A-Za-z]{3,}/g : /[А-ЯҐЄІЇа-яґєії]{3,}/g;
    const names = /^(Stezhka|Viber|Telegram|WhatsApp|Facebook|Chrome|Safari|Android|iPhone|Samsung|Internet|Lifeline|Ukraine|Shift|JavaScript)$/;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        const parent = node.parentElement;
        if (parent.closest(`[lang]:not(html), script, template, code, noscript`) || parent.closest("li")?.querySelector("code")) continue;
        const text = node.textContent.replaceAll(/\\S+\\.\\S+/g, "");
        found.push(...(text.match(others) ?? []).filter((word) => !names.test(word)));
    }
    return found;
}"""


def test_on_paper_there_is_nothing_to_press(phone: Page) -> None:
    phone.emulate_media(media="print")
    for path in ("modules/grounding", "centres/demo-poltava-1", "help"):
        phone.goto(f"/uk/{path}")
        for part in (".top", ".tabs", ".dock", ".skip-link"):
            assert phone.locator(f"{part}:visible").count() == 0, (path, part)
        assert (
            phone.evaluate("getComputedStyle(document.body).backgroundColor")
            == "rgb(255, 255, 255)"
        )
        expect(phone.locator("h1")).to_be_visible()
