"""Without JavaScript: everything can be read, links and forms work, no dead button is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.pages import LIBRARY, participant_paths, public_paths
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
NOT_YET_AGREED = "1000000000000014"
AGREED = "1000000000000001"


@pytest.fixture
def page(new_phone: NewPhone, live_server: str) -> Page:
    """A page whose scripts never run."""
    return new_phone(base_url=live_server, java_script_enabled=False).new_page()


def come_in(page: Page, slip: str) -> None:
    page.goto("/uk/join")
    page.locator("[name=slip]").fill(slip)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/uk/mine/group")


@pytest.mark.parametrize("language", ["uk", "en"])
def test_no_button_is_dead_and_no_page_is_empty(page: Page, language: str) -> None:
    for path in public_paths():
        page.goto(f"/{language}/{path}")

        assert page.locator("main h1").is_visible(), path
        assert len(page.locator("main").inner_text()) > 60 or path == "pause", path
        for button in page.locator("button:visible").all():
            assert button.get_attribute("type") == "submit", (path, button.inner_text())
            assert button.evaluate("button => Boolean(button.form?.action)"), path


def test_every_link_on_a_page_leads_somewhere(page: Page) -> None:
    places = set()
    for path in public_paths():
        page.goto(f"/uk/{path}")
        links = page.locator("a[href^='/']:visible")
        places |= set(
            links.evaluate_all("all => all.map((link) => link.getAttribute('href').split('#')[0])")
        )

    wrong = {place: page.request.get(place).status for place in places}

    assert len(places) > 30
    assert {place: status for place, status in wrong.items() if status >= 400} == {}


def test_nothing_in_an_exercise_can_be_sent(page: Page) -> None:
    for module in LIBRARY.everything("uk"):
        if module.kind not in ("module", "tool"):
            continue
        page.goto(f"/uk/{'now' if module.kind == 'tool' else 'modules'}/{module.id}")
        assert page.locator("main form").count() == 0, module.id
        assert (
            page.locator("main input").evaluate_all("all => all.filter((one) => one.form).length")
            == 0
        )


def test_numbers_of_help_can_be_rung(page: Page) -> None:
    page.goto("/uk/help")
    numbers = page.locator("main a[href^='tel:']:visible")

    assert numbers.count() == len(LIBRARY.contacts("uk"))


def test_a_centre_shows_its_whole_week(page: Page) -> None:
    page.goto("/uk/centres")
    page.get_by_role("link", name="Полтавська").click()
    page.locator("main .card a[href*='/centres/']").first.click()

    expect(page.locator("tr[data-day]:visible")).to_have_count(7)
    expect(page.locator("main a.button[href^='tel:']:not(.button-quiet)")).to_be_visible()


def test_the_language_changes_on_the_same_page(page: Page) -> None:
    page.goto("/uk/now/now-panic")
    page.goto("/uk/centres?region=poltava")
    page.locator(".sheet summary").click()
    page.locator(".sheet-languages [hreflang=en]").click()

    assert page.url.endswith("/en/centres?region=poltava")
    assert page.locator("html").get_attribute("lang") == "en"


def test_personal_pages_point_to_those_made_by_the_server(page: Page) -> None:
    for path in ("group", "progress", "you"):
        page.goto(f"/uk/{path}")
        page.locator(f"noscript a, main a[href='/uk/mine/{path}']").first.click()
        page.wait_for_url("**/uk/join*")


def test_a_slip_opens_the_group_and_every_page_of_ones_own(page: Page) -> None:
    come_in(page, AGREED)

    expect(page.locator("main")).to_contain_text("В-12")
    for path in participant_paths():
        page.goto(f"/uk/{path}")
        expect(page.locator("h1")).to_be_visible()
        assert page.locator("main").inner_text().count("\n") > 3, path


def test_a_wrong_slip_is_answered_on_the_same_page(page: Page) -> None:
    page.goto("/uk/join")
    page.locator("[name=slip]").fill("9999 9999 9999 9999")
    page.locator("main form button[type=submit]").click()

    expect(page.locator("[role=alert]")).to_be_visible()
    assert page.locator("[name=slip]").input_value() != ""


def test_sharing_and_asking_to_talk_are_chosen_by_forms(
    new_phone: NewPhone, server: Server
) -> None:
    page = new_phone(base_url=server.url, java_script_enabled=False).new_page()
    come_in(page, AGREED)

    page.get_by_role("button", name="Більше не ділитися").click()
    expect(page.get_by_role("button", name="Знову ділитися")).to_be_visible()
    page.get_by_role("button", name="Знову ділитися").click()
    expect(page.get_by_role("button", name="Більше не ділитися")).to_be_visible()
    page.get_by_role("button", name="Попросити поговорити").click()
    expect(page.locator("form[action$='/mine/talk'] [name=wish]")).to_have_value("no")


def test_consent_is_given_by_a_form_after_what_is_seen_was_read(
    new_phone: NewPhone, server: Server
) -> None:
    page = new_phone(base_url=server.url, java_script_enabled=False).new_page()
    come_in(page, NOT_YET_AGREED)
    agree = page.get_by_role("button", name="Погоджуюся і приєднуюся")
    sees = page.get_by_text("Ваші ведучі бачать:").first
    assert sees.bounding_box()["y"] < agree.bounding_box()["y"]  # type: ignore[index]

    agree.click()

    expect(page.get_by_role("button", name="Більше не ділитися")).to_be_visible()
    expect(agree).to_have_count(0)
