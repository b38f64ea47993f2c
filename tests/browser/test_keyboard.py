"""The whole way by keyboard alone: Tab, Enter, Space and Esc; what has the focus can be seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.pages import LIBRARY, SLIP, STAFF, open_page
from tests.browser.people import PASSWORD
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
FOCUS = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const seen = element.closest(".scale-step") ?? element;
    const { top, left, bottom, right, width, height } = seen.getBoundingClientRect();
    const { outlineWidth, outlineStyle } = getComputedStyle(seen);
    const corners = [[left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [right - 2, bottom - 2]];
    const middle = [left + width / 2, top + height / 2];
    const isThere = ([x, y]) => {
        const there = document.elementFromPoint(x, y);
        return Boolean(there) && (seen.contains(there) || there.contains(seen));
    };
    return {
        html: element.outerHTML.slice(0, 120),
        outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 3,
        uncovered: height > innerHeight / 2 || (isThere(middle) && corners.filter(isThere).length >= 2),
    };
}"""


def tab_to(page: Page, selector: str, *, most: int = 60) -> None:
    """Press Tab until the focus is there; at each stop it is outlined and no bar covers it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert_focus_is_seen(page)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached")


def assert_focus_is_seen(page: Page) -> None:
    focus = page.evaluate(FOCUS)
    assert focus is None or (focus["outlined"] and focus["uncovered"]), focus


@pytest.mark.parametrize(
    "path",
    ["", "now", "help", "exercises", "join", "you", "centres/demo-poltava-1", "modules/grounding#plan"],
)  # fmt: skip
def test_the_focus_is_seen_at_every_stop(phone: Page, path: str) -> None:
    open_page(phone, f"/uk/{path}")
    phone.wait_for_timeout(200)
    stops: list[str] = []

    for _ in range(80):
        phone.keyboard.press("Tab")
        assert_focus_is_seen(phone)
        stop = phone.evaluate("document.activeElement.outerHTML")
        if phone.evaluate("document.activeElement === document.body") or stop in stops[:1]:
            break
        stops.append(stop)

    assert len(stops) >= 8


def test_skip_leads_past_the_header(phone: Page) -> None:
    phone.goto("/uk/")
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.matches('.skip-link')")
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")

    assert phone.evaluate("document.activeElement.matches('.help-card')")


def test_from_the_first_page_to_the_end_of_a_tool(phone: Page) -> None:
    phone.goto("/uk/")
    tab_to(phone, ".help-card")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/uk/now")
    tab_to(phone, ".first-step .button")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/uk/now/now-panic")

    for step in LIBRARY.step_ids("now-panic"):
        expect(phone.locator(f"#{step}")).to_be_visible()
        phone.wait_for_timeout(150)
        tab_to(phone, "[data-dock] [data-next]")
        phone.keyboard.press("Enter")

    expect(phone.locator("[data-screen=end]")).to_be_visible()
    tab_to(phone, "[name=feeling]")
    phone.keyboard.press("Space")
    expect(phone.locator("[data-feeling=easier]")).to_be_visible()


def test_a_practice_starts_pauses_and_stops(phone: Page) -> None:
    phone.goto("/uk/now/now-panic")
    phone.locator("[data-main]").wait_for()
    tab_to(phone, "[data-main]")

    phone.keyboard.press("Space")
    expect(phone.locator("[data-main]")).to_have_text("Пауза")
    phone.keyboard.press("Space")
    expect(phone.locator("[data-main]")).to_have_text("Продовжити")
    phone.keyboard.press("Escape")

    expect(phone.locator(".player[data-running]")).to_have_count(0)


def test_the_size_of_text(phone: Page) -> None:
    phone.goto("/uk/")
    tab_to(phone, ".sheet summary")
    phone.keyboard.press("Enter")
    tab_to(phone, "[name=text]")
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("Escape")

    assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    assert phone.evaluate("document.activeElement.matches('.sheet summary')")
    phone.goto("/uk/help")
    assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"


def test_coming_in_with_a_slip(phone: Page) -> None:
    phone.goto("/uk/join", wait_until="networkidle")
    tab_to(phone, "[name=slip]")
    phone.keyboard.type(SLIP)
    tab_to(phone, "main button[type=submit]")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/uk/group")

    expect(phone.locator("[data-member]")).to_be_visible()


def test_staff_sign_in_open_the_group_and_give_a_module(
    new_phone: NewPhone, server: Server
) -> None:
    page = new_phone(base_url=server.url).new_page()
    page.goto("/uk/staff/sign-in")
    tab_to(page, "[name=email]")
    page.keyboard.type(STAFF[0])
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/uk/staff")
    tab_to(page, "main .card a[href*='/staff/groups/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/groups/*")
    given = page.locator(".assignments li").count()

    tab_to(page, "select[name=module]")
    page.keyboard.press("End")
    chosen = page.locator("select[name=module]").evaluate("list => list.selectedOptions[0].text")
    tab_to(page, "form[action$='/assignments'] button[type=submit]")
    page.keyboard.press("Enter")

    expect(page.locator(".assignments li")).to_have_count(given + 1)
    expect(page.locator(".assignments")).to_contain_text(chosen)
