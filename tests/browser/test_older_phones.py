"""Phones at the floor of what we promise: they know less than the newest, and get the same pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from tests.browser.blocks import main_button
from tests.browser.conftest import eventually
from tests.browser.people import sign_in_with_slip

NewPhone = Callable[..., BrowserContext]
SLIP = "1000000000000001"
KNOWS_NO_KYIV = """
    const refuse = (options) => {
        if (options?.timeZone === "Europe/Kyiv") throw new RangeError("Invalid time zone specified: Europe/Kyiv");
    };
    Intl.DateTimeFormat = class extends Intl.DateTimeFormat {
        constructor(locales, options) { refuse(options); super(locales, options); }
    };
    const { toLocaleString } = Date.prototype;
    Date.prototype.toLocaleString = function (locales, options) {
        refuse(options);
        return toLocaleString.call(this, locales, options);
    };
"""


def test_a_phone_that_knows_kyiv_by_its_former_name_says_whether_a_centre_is_open(
    phone: Page,
) -> None:
    phone.add_init_script(KNOWS_NO_KYIV)

    phone.goto("/uk/centres/demo-poltava-1")

    expect(phone.locator("[data-today]")).not_to_be_empty()


def test_a_phone_that_knows_kyiv_by_its_former_name_says_when_the_group_meets(phone: Page) -> None:
    phone.add_init_script(KNOWS_NO_KYIV)

    sign_in_with_slip(phone, SLIP)

    expect(phone.locator("[data-meeting]")).not_to_be_empty()


class Script:
    """A script that does not come, on a phone that asks for it once in a page and never again."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name
        self.is_missed = self.can_be_had = False
        page.clock.install()
        page.on("request", self._note)
        page.route("**/static/js/**", self._answer)

    def _note(self, request: Request) -> None:
        if request.is_navigation_request():
            self.is_missed = False

    def _answer(self, route: Route) -> None:
        is_script = route.request.resource_type == "script"
        is_other = is_script and not route.request.url.endswith(f"/{self.name}.js")
        is_refused = is_script and self.is_missed
        if is_other or (self.can_be_had and not is_refused):
            route.fallback()
            return
        self.is_missed = self.is_missed or is_script
        route.abort()

    def comes_back(self, *, seconds: int = 40) -> None:
        """The network is there again, and time passes."""
        self.can_be_had = True
        for _ in range(seconds):
            self.page.clock.run_for(1_000)
            self.page.wait_for_timeout(50)


@pytest.fixture
def page(new_phone: NewPhone, live_server: str) -> Page:
    """A page on a phone that keeps no scripts yet; what did not come is an error on its console."""
    return new_phone(base_url=live_server, service_workers="block").new_page()


def mark(page: Page) -> None:
    """Tell this page from the one that a new start would bring."""
    page.evaluate("window.isTheSame = true")


def is_the_same(page: Page) -> bool:
    return bool(page.evaluate("window.isTheSame ?? false"))


@pytest.mark.parametrize("name", ["player", "practice", "blocks/breathe"])
def test_an_exercise_whose_script_did_not_come_plays_when_it_can_be_had(
    page: Page, name: str
) -> None:
    script = Script(page, name)
    page.goto("/uk/modules/grounding#long-breath")
    eventually(page, lambda: script.is_missed)
    mark(page)
    page.clock.run_for(30_000)
    page.wait_for_timeout(200)
    assert is_the_same(page), "nothing is gained while the network is away"

    script.comes_back()

    expect(main_button(page)).to_be_visible()
    expect(page.locator("#long-breath")).to_be_visible()


def test_an_exercise_that_runs_is_not_disturbed_by_a_script_that_can_be_had_again(
    page: Page,
) -> None:
    script = Script(page, "blocks/breathe")
    page.goto("/uk/modules/grounding#three-points")
    main_button(page).click()
    mark(page)

    script.comes_back()
    assert is_the_same(page)
    expect(page.locator("[data-running]")).to_be_visible()

    page.locator("[data-dock] [data-stop]").click()
    script.comes_back()
    assert not is_the_same(page)


def test_what_somebody_types_is_not_lost_to_a_script_that_can_be_had_again(page: Page) -> None:
    script = Script(page, "hide-more")
    page.goto("/uk/join", wait_until="networkidle")
    page.locator("[name=slip]").fill("1000")
    mark(page)

    script.comes_back()

    assert is_the_same(page)
    expect(page.locator("[name=slip]")).to_have_value("1000")


def test_a_page_that_hides_is_not_brought_back_by_a_script(page: Page) -> None:
    script = Script(page, "hide-more")
    page.goto("/uk/", wait_until="networkidle")
    page.evaluate("document.documentElement.classList.add('concealed')")
    mark(page)

    script.comes_back()

    assert is_the_same(page)


def test_a_page_starts_anew_for_a_script_only_once(page: Page) -> None:
    starts: list[str] = []
    page.on("framenavigated", lambda frame: starts.append(frame.url))
    page.route(
        "**/static/js/hide-more.js",
        lambda route: (
            route.abort() if route.request.resource_type == "script" else route.fallback()
        ),
    )
    page.clock.install()
    page.goto("/uk/")

    for _ in range(60):
        page.clock.run_for(1_000)
        page.wait_for_timeout(50)

    assert len(starts) == 2
