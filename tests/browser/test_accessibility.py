"""Every page for eyes, ears and hands of many kinds: axe, large text, spacing, colours, motion."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.pages import (
    FILTERED,
    LIBRARY,
    REFUSED,
    SLIP,
    STAFF,
    open_page,
    participant_paths,
    play,
    public_paths,
    screens,
    show_step,
    staff_paths,
)
from tests.browser.people import sign_in_as_staff, sign_in_with_slip

NewPhone = Callable[..., BrowserContext]
Looks = dict[str, dict[str, list[str]]]
LONG = {"width": 360, "height": 5000}
"""Nothing lies under a sticky bar here; what does on a real screen is for the focus test below."""

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
AXE = """async (run) => {
    const { violations } = await axe.run(document, { runOnly: run, resultTypes: ["violations"], elementRef: false });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}"""


def everywhere(page: Page, language: str) -> Iterator[str]:
    """Open every page: of a guest, of staff, of a participant, and every practice while it runs."""
    for path in (*public_paths(), REFUSED):
        open_page(page, f"/{language}/{path}")
        yield path
    for path, step in screens(all_of_them=language == "uk"):
        show_step(page, language, path, step)
        yield f"{path}#{step}"
        start = page.locator("[data-dock] [data-main]")
        if start.is_visible():
            start.click()
            yield f"{path}#{step}, running"
    yield from _behind_a_sign_in(page, language)


def _behind_a_sign_in(page: Page, language: str) -> Iterator[str]:
    for person in STAFF:
        sign_in_as_staff(page, person)
        for path in staff_paths(page):
            open_page(page, f"/{language}/{path}")
            yield f"{path} of {person}"
        page.context.clear_cookies()
    sign_in_with_slip(page, SLIP)
    for path in ("", "group", "progress", "you", *participant_paths()):
        open_page(page, f"/{language}/{path}")
        yield f"{path} with a slip"


@pytest.mark.parametrize("language", ["uk", "en"])
def test_axe_finds_nothing_in_any_colours(
    new_phone: NewPhone, live_server: str, language: str
) -> None:
    """Everything is asked in the light; in the dark and the black only colours can differ."""
    phone = new_phone(
        base_url=live_server, viewport=LONG, bypass_csp=True, service_workers="block",
        reduced_motion="reduce",
    )  # fmt: skip
    phone.add_init_script(AXE_SCRIPT)
    page = phone.new_page()
    found = []

    for place in everywhere(page, language):
        found += [
            f"{place}: {line}" for line in page.evaluate(AXE, {"type": "tag", "values": TAGS})
        ]
        for theme in ("dark", "black"):
            page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            found += [f"{place}, {theme}: {line}" for line in page.evaluate(AXE, COLOURS)]
        page.evaluate("delete document.documentElement.dataset.theme")

    assert found == []


SMALL_TARGETS = """() => {
    const inSentence = (link) => {
        const block = link.parentElement.closest("p, li, dd, td, div, section");
        return getComputedStyle(link).display === "inline" && block.innerText.trim() !== link.innerText.trim();
    };
    const targets = document.querySelectorAll("a[href], button, summary, label:has(input), textarea, select, input:not(label input, [type=hidden])");
    return [...targets].filter((target) => target.checkVisibility() && !target.matches(".skip-link")).flatMap((target) => {
        const { width, height } = target.getBoundingClientRect();
        const line = parseFloat(getComputedStyle(target).lineHeight);
        const enough = inSentence(target) ? line >= 24 : width >= 43.9 && height >= 43.9;
        return enough ? [] : [`${Math.round(width)}×${Math.round(height)}, line ${line}: ${target.outerHTML.slice(0, 120)}`];
    });
}"""
HEADINGS = """() => {
    const headings = [...document.querySelectorAll("h1, h2, h3, h4")].filter((heading) => heading.checkVisibility());
    const levels = headings.map(({ tagName }) => Number(tagName[1]));
    const jumps = levels.filter((level, place) => level > (levels[place - 1] ?? 0) + 1);
    const first = document.querySelector("h1");
    return levels.filter((level) => level === 1).length === 1 && !jumps.length ? [] : [levels.join(" ")];
}"""
TOO_WIDE = "most => document.documentElement.scrollWidth <= most ? [] : [document.documentElement.scrollWidth]"
CLIPPED = """() => [...document.querySelectorAll("main *, .top *, .tabs *")].filter((element) => {
    const { overflowX, overflowY } = getComputedStyle(element);
    const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const clips = overflowX !== "visible" || overflowY !== "visible";
    return element.checkVisibility() && isText && clips && !element.closest(".visually-hidden")
        && (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1);
}).map((element) => element.outerHTML.slice(0, 120))"""
SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }"
TWICE = "() => { document.documentElement.style.fontSize = '200%' }"


@pytest.fixture(scope="module")
def looks(browser: Browser, live_server: str) -> Looks:
    """What is wrong where: one walk through every page, looked at in many ways."""
    phone = browser.new_context(
        base_url=live_server, viewport={"width": 360, "height": 640}, service_workers="block",
        locale="uk-UA", reduced_motion="reduce", bypass_csp=True,
    )  # fmt: skip
    page = phone.new_page()
    found: Looks = {}
    for place in everywhere(page, "uk"):
        found[place] = _look_at(page)
    phone.close()
    return found


def _look_at(page: Page) -> dict[str, list[str]]:
    seen = {"targets": page.evaluate(SMALL_TARGETS), "headings": page.evaluate(HEADINGS)}
    seen["motion"] = page.evaluate("document.getAnimations().map((moving) => moving.animationName)")
    spacing = page.add_style_tag(content=SPACING)
    seen["spacing"] = page.evaluate(CLIPPED) + page.evaluate(TOO_WIDE, 360)
    spacing.evaluate("style => style.remove()")
    page.evaluate(TWICE)
    seen["large"] = page.evaluate(TOO_WIDE, 360)
    page.evaluate("() => { document.documentElement.style.fontSize = '' }")
    page.set_viewport_size({"width": 320, "height": 256})
    seen["tiny"] = page.evaluate(TOO_WIDE, 320)
    page.set_viewport_size({"width": 360, "height": 640})
    return seen


def wrong(looks: Looks, question: str) -> dict[str, list[str]]:
    assert len(looks) > 50
    return {place: seen[question] for place, seen in looks.items() if seen[question]}


def test_everything_to_press_is_as_large_as_a_fingertip(looks: Looks) -> None:
    assert wrong(looks, "targets") == {}


def test_each_page_has_one_main_heading_and_none_is_left_out(looks: Looks) -> None:
    assert wrong(looks, "headings") == {}


def test_with_reduced_motion_nothing_moves(looks: Looks) -> None:
    assert wrong(looks, "motion") == {}


def test_wide_spacing_of_text_cuts_nothing_off(looks: Looks) -> None:
    assert wrong(looks, "spacing") == {}


def test_text_twice_as_large_never_scrolls_sideways(looks: Looks) -> None:
    assert wrong(looks, "large") == {}


def test_a_page_enlarged_four_times_never_scrolls_sideways(looks: Looks) -> None:
    assert wrong(looks, "tiny") == {}


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
