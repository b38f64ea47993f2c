"""Large text, colours that the phone chooses, titles; what holds everywhere is asked in test_every_page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.pages import (
    FILTERED,
    LIBRARY,
    SLIP,
    open_page,
    play,
    public_paths,
)
from tests.browser.people import sign_in_with_slip

NewPhone = Callable[..., BrowserContext]
TWICE = "() => { document.documentElement.style.fontSize = '200%' }"


def test_with_large_text_bars_no_longer_cover_the_page(
    new_phone: NewPhone, live_server: str
) -> None:
    page = new_phone(base_url=live_server).new_page()
    page.goto("/uk/help")
    assert page.locator(".tabs").evaluate(SHARE_OF_SCREEN) > 0
    for size in ("125", "150"):
        page.evaluate("size => { document.documentElement.dataset.text = size }", size)
        assert page.locator(".tabs").evaluate(SHARE_OF_SCREEN) == 0
    page.evaluate("delete document.documentElement.dataset.text")
    page.evaluate(TWICE)
    assert page.locator(".tabs").evaluate(SHARE_OF_SCREEN) == 0


SHARE_OF_SCREEN = """(bar) => {
    const { top, bottom } = bar.getBoundingClientRect();
    return Math.max(0, Math.min(bottom, innerHeight) - top) / innerHeight;
}"""


def test_the_bars_take_little_of_the_usual_screen(phone: Page) -> None:
    phone.goto("/uk/exercises")

    header, tabs = (phone.locator(bar).evaluate(SHARE_OF_SCREEN) for bar in (".top", ".tabs"))

    assert 0 < header + tabs <= 0.22


@pytest.mark.parametrize("path", ["programmes/opora", "modules/grounding#before", "progress"])
def test_states_stay_visible_where_the_phone_chooses_the_colours(
    new_phone: NewPhone, live_server: str, path: str
) -> None:
    page = new_phone(base_url=live_server, forced_colors="active").new_page()
    sign_in_with_slip(page, SLIP)
    open_page(page, f"/uk/{path}")

    invisible = page.evaluate(WITHOUT_EDGES)

    assert invisible == []


WITHOUT_EDGES = """() => [...document.querySelectorAll(".button, .choice, .scale-step, .stone-mark, .dots li, .progress, input")]
    .filter((part) => part.checkVisibility() && !part.closest(".choice, .scale-step")?.contains(part.parentElement))
    .filter((part) => {
        const { borderTopWidth, borderTopStyle, outlineStyle } = getComputedStyle(part);
        return (parseFloat(borderTopWidth) < 1 || borderTopStyle === "none") && outlineStyle === "none";
    }).map((part) => part.outerHTML.slice(0, 120))"""


def test_what_is_chosen_done_and_here_differs_without_colours(
    new_phone: NewPhone, live_server: str
) -> None:
    page = new_phone(base_url=live_server, forced_colors="active").new_page()
    play(page, "/uk/modules/grounding#before")
    page.locator("[name$=thermo][value='3'], .scale-step input[value='3']").first.check()

    assert "✓" in page.locator(".scale-step:has(:checked) span").evaluate(
        "span => getComputedStyle(span, '::before').content"
    )
    page.goto("/uk/exercises")
    here, elsewhere = (
        page.locator(f".tabs a{which}").first.evaluate(
            "tab => [getComputedStyle(tab).fontWeight, getComputedStyle(tab).borderTopColor]"
        )
        for which in ("[aria-current]", ":not([aria-current])")
    )
    assert here[0] != elsewhere[0]
    expect(page.locator(".mark")).to_be_visible()


def test_the_title_says_the_step(phone: Page) -> None:
    phone.goto("/uk/modules/grounding")
    titles = [phone.title()]
    phone.locator("[data-from-start]").click()
    for _step in LIBRARY.step_ids("grounding"):
        titles.append(phone.title())
        phone.locator("[data-dock] [data-next]").click()

    assert len(set(titles)) == len(titles)
    assert all(title.endswith("Точка опори – Стежка") for title in titles)
    assert titles[3].startswith("Крок 3 з 7")
    expect(phone.locator("h1")).to_have_count(1)


def test_titles_of_pages_differ(phone: Page) -> None:
    titles = {}
    for path in public_paths():
        if path != FILTERED:
            phone.goto(f"/uk/{path}")
            titles[path] = phone.title()

    assert len(set(titles.values())) == len(titles), titles
