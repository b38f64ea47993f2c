"""The step player: forward, back, leaving, coming back; by hand, by keyboard, without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import brotli
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

from selfhelp.config import ROOT
from selfhelp.library.queries import load
from tests.browser.conftest import eventually
from tests.browser.pages import play

LIBRARY = load(ROOT / "content")
TOOLS = [tool.id for tool in LIBRARY.tools("uk")]
NewPhone = Callable[..., BrowserContext]


def forward(page: Page) -> Locator:
    return page.locator("[data-dock] [data-next]")


def step_on_screen(page: Page) -> str:
    return str(page.locator("[data-screen]:visible").get_attribute("id"))


def filled_buttons(page: Page) -> list[str]:
    return page.locator("main .button:not(.button-quiet):visible").all_inner_texts()


def written_down(page: Page) -> list[dict[str, Any]]:
    """What the diary of this phone holds, in order."""
    events: list[dict[str, Any]] = page.evaluate(
        "import('/static/js/done.js').then((done) => done.keptAll('events')).then((rows) => rows.map(([, event]) => event))"
    )
    return sorted(events, key=lambda event: int(event["seq"]))


def notes(page: Page) -> str:
    """What stays on this phone only, as words."""
    rows: list[Any] = page.evaluate(
        "import('/static/js/done.js').then((done) => done.keptAll('notes'))"
    )
    return str(rows)


def progress_of(page: Page, module: str) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        "module => import('/static/js/diary.js').then((diary) => diary.progressOf(module))", module
    )
    return found


def kinds(page: Page) -> list[tuple[str, str | None]]:
    return [(event["kind"], event.get("step")) for event in written_down(page)]


def go_to_the_end(page: Page, steps: tuple[str, ...]) -> None:
    for step in steps:
        expect(page.locator(f"#{step}")).to_be_visible()
        expect(page.locator(f"#{step} h2")).to_be_in_viewport()
        expect(forward(page)).to_be_visible()
        assert len(filled_buttons(page)) == 1, (step, filled_buttons(page))
        forward(page).click()
    expect(page.locator("[data-screen=end]")).to_be_visible()


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_can_be_gone_through_to_the_end(phone: Page, tool: str) -> None:
    phone.goto(f"/uk/now/{tool}")

    go_to_the_end(phone, LIBRARY.step_ids(tool))

    expect(phone.locator("[data-feelings]")).to_be_visible()
    eventually(phone, lambda: progress_of(phone, tool)["done"])


def test_grounding_can_be_gone_through_to_the_end(phone: Page) -> None:
    phone.goto("/uk/modules/grounding")
    assert len(filled_buttons(phone)) == 1
    phone.locator("[data-from-start]").click()

    go_to_the_end(phone, LIBRARY.step_ids("grounding"))

    expect(phone.locator("[data-screen=end] a[href='/uk/group']").last).to_be_visible()


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_first_instruction_and_its_next_button_are_on_the_first_screen(
    phone: Page, language: str, tool: str
) -> None:
    phone.goto(f"/{language}/now/{tool}")
    expect(forward(phone)).to_be_visible()

    first = phone.locator("[data-screen]:visible :is(.prose p, .safety p:not([aria-hidden]))").first
    assert first.bounding_box() is not None
    assert phone.evaluate("scrollY") == 0
    for element in (first, forward(phone)):
        box = element.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 640, element
    dock = phone.locator("[data-dock]").bounding_box()
    first_box = first.bounding_box()
    assert dock is not None
    assert first_box is not None
    assert first_box["y"] + first_box["height"] <= dock["y"]
    assert dock["height"] <= 0.22 * 640


def test_now_shows_an_instruction_before_any_choice(phone: Page) -> None:
    phone.goto("/uk/now")

    expect(phone.locator(".first-step-words")).to_be_in_viewport()
    expect(phone.locator(".first-step .button:not(.button-quiet)")).to_be_in_viewport()
    phone.locator(".first-step .button:not(.button-quiet)").click()
    phone.wait_for_url("**/uk/now/now-panic")


def test_back_is_the_previous_step(phone: Page) -> None:
    phone.goto("/uk/modules/grounding")
    phone.locator("[data-from-start]").click()
    forward(phone).click()
    forward(phone).click()
    assert step_on_screen(phone) == "three-points"

    phone.go_back()
    assert step_on_screen(phone) == "before"
    phone.locator("[data-back]").click()
    expect(phone.locator("#why")).to_be_visible()
    phone.go_forward()
    expect(phone.locator("#before")).to_be_visible()
    phone.go_back()
    phone.go_back()
    expect(phone.locator("[data-from-start]")).to_be_visible()


def test_a_reload_keeps_the_step_and_the_title_says_it(phone: Page) -> None:
    phone.goto("/en/modules/grounding")
    phone.locator("[data-from-start]").click()
    forward(phone).click()
    assert phone.url.endswith("#before")
    assert phone.title().startswith("Step 2 of 7 – A steady point")

    phone.reload()

    expect(phone.locator("#before")).to_be_visible()
    expect(phone.locator("[data-meta]")).to_have_text("Step 2 of 7")
    assert phone.evaluate("scrollY") == 0


def test_the_heading_of_a_new_step_has_the_focus(phone: Page) -> None:
    phone.goto("/uk/modules/grounding")
    phone.locator("[data-from-start]").click()
    forward(phone).click()

    expect(phone.locator("#before h2")).to_be_focused()


def test_it_offers_to_go_on_where_one_stopped(phone: Page) -> None:
    phone.goto("/en/modules/grounding")
    phone.locator("[data-from-start]").click()
    forward(phone).click()
    forward(phone).click()
    eventually(phone, lambda: len(progress_of(phone, "grounding")["steps"]) == 2)

    phone.goto("/en/modules/grounding")

    expect(phone.locator("[data-continue]")).to_have_text("Continue from step 3")
    assert filled_buttons(phone) == ["Continue from step 3"]
    phone.locator("[data-continue]").click()
    assert step_on_screen(phone) == "three-points"
    phone.locator("[data-back]").click()
    expect(phone.locator("#before")).to_be_visible()


def test_closing_leads_to_where_one_came_from(phone: Page) -> None:
    phone.goto("/uk/exercises")
    length = phone.evaluate("history.length")
    phone.locator("#far > summary").click()
    phone.locator("#far a[href='/uk/now/now-far']").click()
    forward(phone).click()
    forward(phone).click()

    phone.locator("[data-close]").click()

    phone.wait_for_url("**/uk/exercises")
    assert phone.evaluate("history.length") <= length + 3
    phone.goto("/uk/now/now-far#say")
    phone.locator("[data-close]").click()
    phone.wait_for_url("**/uk/now")


def test_what_was_done_is_written_down_once(phone: Page) -> None:
    phone.goto("/uk/modules/grounding")
    assert kinds(phone) == []
    phone.locator("[data-from-start]").click()
    forward(phone).click()
    forward(phone).click()
    forward(phone).click()
    phone.go_back()
    forward(phone).click()
    phone.wait_for_timeout(200)

    events = written_down(phone)

    told = [(event["kind"], event.get("step")) for event in events]
    assert told.count(("opened", None)) == 1
    assert ("step_done", "why") in told
    assert ("step_done", "before") in told
    assert ("skipped", "three-points") in told
    assert {event["version"] for event in events} == {LIBRARY.module("uk", "grounding").version}  # type: ignore[union-attr]


def test_the_last_step_opened_makes_the_module_done(phone: Page) -> None:
    play(phone, "/uk/modules/grounding#plan")
    forward(phone).click()

    eventually(phone, lambda: ("module_done", None) in kinds(phone))


def test_feeling_worse_leads_to_people_and_never_to_another_try(phone: Page) -> None:
    phone.goto("/en/now/now-panic#_end")
    phone.locator("[name=feeling][value=harder]").check()

    panel = phone.locator("[data-feeling=harder]")
    expect(panel).to_be_visible()
    assert {"tel:103", "tel:112", "tel:7333"} <= set(
        panel.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    )
    assert panel.locator("a[href='/en/help']").count() == 1
    assert panel.locator("a[href='/en/group']").count() == 1
    assert "again" not in panel.inner_text()
    phone.wait_for_timeout(200)
    assert all("feeling" not in str(event) for event in written_down(phone))


def test_the_whole_way_can_be_gone_with_the_keyboard(phone: Page) -> None:
    phone.goto("/en/now")
    press_until(phone, ".first-step .button:not(.button-quiet)", "Tab")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/now/now-panic")
    expect(forward(phone)).to_be_visible()
    press_until(phone, "[data-main]", "Tab")
    phone.keyboard.press("Enter")
    expect(phone.locator(".player[data-running]")).to_have_count(1)
    phone.keyboard.press("Escape")
    expect(phone.locator(".player[data-running]")).to_have_count(0)
    expect(forward(phone)).to_be_focused()

    for step in ("press", "five"):
        press_until(phone, "[data-dock] [data-next]", "Tab")
        phone.keyboard.press("Enter")
        expect(phone.locator(f"#{step} h2")).to_be_focused()
    press_until(phone, "[data-dock] [data-next]", "Tab")
    phone.keyboard.press("Enter")
    press_until(phone, "[name=feeling]", "Tab")
    phone.keyboard.press("Space")
    expect(phone.locator("[data-feeling=easier]:visible")).to_have_count(1)


def press_until(page: Page, selector: str, key: str) -> None:
    """Press a key until the focus is there; what has the focus is never covered by the dock."""
    for _ in range(40):
        page.keyboard.press(key)
        assert page.evaluate(NOT_COVERED), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached")


NOT_COVERED = """() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    if (element === document.body || box.height > 300) return true;
    const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return there && (element.contains(there) || there.contains(element));
}"""


def test_without_scripts_every_step_stands_on_the_page(
    new_phone: NewPhone, live_server: str
) -> None:
    page = new_phone(base_url=live_server, java_script_enabled=False).new_page()
    for path, module in (
        ("modules/grounding", "grounding"),
        *((f"now/{tool}", tool) for tool in TOOLS),
    ):
        page.goto(f"/uk/{path}")
        for step in LIBRARY.step_ids(module):
            assert page.locator(f"#{step} h2").is_visible(), (path, step)
        assert page.locator("main button:visible").count() == 0, path
        expect(page.locator("[data-screen=end] .links a").first).to_be_visible()


@pytest.mark.parametrize(
    "path", ["now/now-panic#out", "now/now-shelter#press", "modules/grounding#three-points"]
)
def test_reduced_motion_moves_nothing_and_words_still_change(
    new_phone: NewPhone, live_server: str, path: str
) -> None:
    page = new_phone(base_url=live_server, reduced_motion="reduce").new_page()
    page.clock.install()
    page.goto(f"/uk/{path}")
    page.locator("[data-main]").click()
    cue = page.locator("[data-active] [data-cue]")
    before = cue.inner_text()

    assert page.evaluate("document.getAnimations().length") == 0
    page.clock.run_for(12_000)

    assert cue.inner_text() != before
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize(
    "path", ["now", "exercises", "help", "programmes/opora", "modules/grounding"]
)
def test_nothing_scrolls_sideways_on_a_tiny_screen(
    new_phone: NewPhone, live_server: str, path: str
) -> None:
    page = new_phone(base_url=live_server, viewport={"width": 320, "height": 256}).new_page()
    page.goto(f"/uk/{path}")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("step", LIBRARY.step_ids("grounding"))
def test_nothing_scrolls_sideways_with_text_twice_as_large(
    new_phone: NewPhone, live_server: str, step: str
) -> None:
    page = new_phone(base_url=live_server).new_page()
    page.add_init_script(
        "document.addEventListener('readystatechange', () => document.documentElement.style.setProperty('font-size', '200%'))"
    )
    play(page, f"/uk/modules/grounding#{step}")
    expect(page.locator("[data-dock]")).to_be_visible()
    expect(page.locator(f"#{step}")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert (
        page.locator("[data-dock]").evaluate("dock => getComputedStyle(dock).position") == "static"
    )


@pytest.mark.parametrize(
    "path", ["now/now-sleep", "now/now-alarm", "modules/grounding#plan", "exercises", "help"]
)
def test_everything_to_press_is_large_enough(phone: Page, path: str) -> None:
    phone.goto(f"/uk/{path}")
    phone.wait_for_timeout(300)

    small = phone.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, label.choice, label.dot, label.scale-step')]
            .filter((element) => element.checkVisibility() && !element.closest('p, .prose, .safety, .help-panel')?.matches('.prose *, p:has(> a:not([class])), .safety, .help-panel'))
            .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && (box.height < 44 || box.width < 44))
            .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""
    )

    assert small == []


def test_a_participants_page_stays_within_its_budget(new_phone: NewPhone, live_server: str) -> None:
    page = new_phone(base_url=live_server, service_workers="block").new_page()
    loaded: list[Response] = []
    page.on("response", lambda answer: loaded.append(answer))
    page.goto("/uk/modules/grounding")
    page.locator("[data-from-start]").click()
    page.wait_for_timeout(800)

    def weigh(kind: str) -> int:
        bodies = {
            answer.url: answer.body()
            for answer in loaded
            if kind in answer.headers.get("content-type", "")
        }
        return sum(len(brotli.compress(body)) for body in bodies.values())

    assert 0 < weigh("javascript") <= 25 * 1024
    assert 0 < weigh("text/css") <= 14 * 1024
    assert 0 < weigh("text/html") <= 14 * 1024
