"""The app can be installed, and a newer version never interrupts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from selfhelp.config import ROOT
from tests.browser.conftest import wait_until_ready_offline
from tests.server import Server

NewPhone = Callable[..., BrowserContext]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_browser_finds_nothing_that_hinders_installing(
    new_phone: NewPhone, live_server: str, language: str
) -> None:
    context = new_phone(base_url=live_server)
    page = context.new_page()
    page.goto(f"/{language}/")
    wait_until_ready_offline(page)
    devtools = context.new_cdp_session(page)

    manifest = devtools.send("Page.getAppManifest")
    hindrances = devtools.send("Page.getInstallabilityErrors")

    assert manifest["errors"] == []
    assert manifest["url"].endswith(f"/manifest.{language}.webmanifest")
    # A browser window without a profile of its own cannot install anything.
    assert {error["errorId"] for error in hindrances["installabilityErrors"]} <= {"in-incognito"}


IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/17.5 Mobile/15E148 Safari/604.1"
)
INSIDE = (
    IPHONE.replace(" Version/17.5", "").removesuffix(" Safari/604.1"),
    "Mozilla/5.0 (Linux; Android 13; M21; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0"
    " Chrome/120.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 Viber/21.0",
)


@pytest.mark.parametrize("agent", INSIDE)
def test_inside_another_app_reminders_lead_to_the_way_into_the_browser(
    new_phone: NewPhone, live_server: str, agent: str
) -> None:
    context = new_phone(base_url=live_server, user_agent=agent)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server)
    page = context.new_page()
    page.goto("/uk/reminder", wait_until="networkidle")
    expect(page.get_by_role("button", name="Так, нагадуйте мені")).to_be_hidden()

    page.get_by_role("link", name="Як відкрити її в браузері").click()
    page.wait_for_url("**/uk/install#inside")
    expect(page.locator("[data-inside]")).to_be_visible()
    page.get_by_role("button", name="Скопіювати адресу").click()
    expect(page.get_by_text("Адресу скопійовано")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{live_server}/uk/"


def test_on_an_iphone_reminders_lead_to_three_pictured_taps(
    new_phone: NewPhone, live_server: str
) -> None:
    page = new_phone(base_url=live_server, user_agent=IPHONE).new_page()
    page.goto("/uk/reminder", wait_until="networkidle")
    expect(page.get_by_role("button", name="Так, нагадуйте мені")).to_be_hidden()

    page.get_by_role("link", name="Як додати на головний екран").click()
    page.wait_for_url("**/uk/install")
    expect(page.locator("h2:has-text('iPhone') + ol svg")).to_have_count(3)
    expect(page.locator("[data-inside]")).to_be_hidden()
    expect(page.locator("[data-installed]")).to_be_hidden()


MACINTOSH = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/17.5 Safari/605.1.15"
)


@pytest.mark.parametrize(("fingers", "is_an_ipad"), [(5, True), (0, False)])
def test_an_ipad_that_calls_itself_a_macintosh_is_led_to_the_taps_too(
    new_phone: NewPhone, live_server: str, fingers: int, is_an_ipad: bool
) -> None:
    page = new_phone(base_url=live_server, user_agent=MACINTOSH).new_page()
    page.add_init_script(
        f"Object.defineProperty(navigator, 'maxTouchPoints', {{ get: () => {fingers} }})"
    )
    page.goto("/uk/reminder", wait_until="networkidle")

    expect(page.locator("[data-form]")).to_be_visible()
    link = page.get_by_role("link", name="Як додати на головний екран")
    assert link.is_visible() == is_an_ipad


@pytest.fixture
def own_content(tmp_path: Path) -> Path:
    """A copy of the content that a test may change."""
    copy = tmp_path / "content"
    shutil.copytree(ROOT / "content", copy)
    return copy


@pytest.fixture
def changing_server(demo_folder: Path, own_content: Path, tmp_path: Path) -> Iterator[Server]:
    """A server on that copy."""
    folder = tmp_path / "instance"
    shutil.copytree(demo_folder, folder)
    own = Server(folder, content_dir=str(own_content))
    own.start()
    yield own
    own.kill()


def test_a_newer_version_waits_for_the_person(
    new_phone: NewPhone, changing_server: Server, own_content: Path
) -> None:
    context = new_phone(base_url=changing_server.url)
    page = context.new_page()
    page.goto("/uk/")
    wait_until_ready_offline(page)
    page.goto("/uk/modules/grounding")
    release(changing_server, own_content)

    ask_for_an_update(page)
    assert page.locator("[data-update]:visible").count() == 0, "a player is never interrupted"
    assert "Нова назва" not in page.content()

    page.goto("/uk/")
    page.locator("[data-update]").wait_for()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.locator("[data-update] button").click()
    page.wait_for_load_state("networkidle")
    page.get_by_text("Нова назва").first.wait_for()
    assert page.locator("[data-update]:visible").count() == 0


def test_an_update_fetches_only_what_has_changed(
    new_phone: NewPhone, changing_server: Server, own_content: Path
) -> None:
    context = new_phone(base_url=changing_server.url)
    page = context.new_page()
    page.goto("/uk/")
    wait_until_ready_offline(page)
    release(changing_server, own_content)
    fetched: list[str] = []
    context.on("request", lambda request: fetched.append(request.url))

    ask_for_an_update(page)
    page.wait_for_timeout(1500)

    kept_again = {url.removeprefix(changing_server.url) for url in fetched if "/static/" in url}
    assert kept_again == set(), "no script and no style changed"


CHANGED = "/uk/modules/grounding"


def test_a_newer_version_that_did_not_come_whole_leaves_the_one_before_in_charge(
    new_phone: NewPhone, changing_server: Server, own_content: Path
) -> None:
    context = new_phone(base_url=changing_server.url)
    page = context.new_page()
    page.goto("/uk/")
    wait_until_ready_offline(page)
    release(changing_server, own_content)
    context.route(f"**{CHANGED}", lambda route: route.abort())

    page.evaluate("navigator.serviceWorker.ready.then((registration) => registration.update())")
    page.wait_for_timeout(3_000)
    assert page.evaluate("navigator.serviceWorker.ready.then(({ waiting }) => waiting)") is None

    context.unroute(f"**{CHANGED}")
    ask_for_an_update(page)
    page.close()  # nobody looks, and the newer one takes over by itself
    context.set_offline(True)
    page = context.new_page()
    page.goto(CHANGED)
    expect(page.get_by_text("Нова назва").first).to_be_visible()
    page.locator(".playing").wait_for()


def test_what_the_version_in_charge_lacks_comes_in_a_cellar_from_the_one_before(
    new_phone: NewPhone, live_server: str
) -> None:
    context = new_phone(base_url=live_server)
    page = context.new_page()
    page.goto("/uk/")
    wait_until_ready_offline(page)
    page.goto("about:blank")
    page.goto("/uk/pause")
    context.set_offline(True)
    page.evaluate(MOVE_TO_A_VERSION_BEFORE, [CHANGED, "/static/js/today.js"])

    page.goto(CHANGED)
    page.locator(".playing").wait_for()
    status = page.evaluate("fetch('/static/js/today.js').then(({ status }) => status)")
    assert status == 200


MOVE_TO_A_VERSION_BEFORE = """async (paths) => {
    const name = (await caches.keys()).find((each) => each.startsWith("st-"));
    const [kept, before] = [await caches.open(name), await caches.open("st-before")];
    for (const path of paths) {
        await before.put(`${path}?d=before`, await kept.match(path, { ignoreSearch: true }));
        await kept.delete(path, { ignoreSearch: true });
    }
}"""


def test_refresh_works_in_the_second_tab_too(
    new_phone: NewPhone, changing_server: Server, own_content: Path
) -> None:
    context = new_phone(base_url=changing_server.url)
    one, other = context.new_page(), context.new_page()
    for page in (one, other):
        page.goto("/uk/")
        wait_until_ready_offline(page)
    release(changing_server, own_content)
    ask_for_an_update(one)
    for page in (one, other):
        page.locator("[data-update]").wait_for()

    for page in (one, other):
        with page.expect_navigation():
            page.locator("[data-update] button").click()
        page.get_by_text("Нова назва").first.wait_for()


def release(server: Server, content: Path) -> None:
    """Change a title and start the new version on the same address."""
    file = content / "modules" / "grounding" / "uk.md"
    file.write_text(file.read_text().replace("title: Точка опори", "title: Нова назва", 1))
    server.stop()
    server.start()


def ask_for_an_update(page: Page) -> None:
    page.evaluate(
        """async () => {
            const registration = await navigator.serviceWorker.ready;
            await registration.update();
            for (let tries = 0; !registration.waiting; tries += 1) {
                if (tries > 600) throw new Error("no newer version came");
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
        }"""
    )


def test_a_network_that_goes_away_on_the_first_visit_costs_nothing_but_time(
    new_phone: NewPhone, server: Server
) -> None:
    page = new_phone(base_url=server.url).new_page()
    with page.expect_request_finished(lambda request: request.url.endswith("/store.js")):
        page.goto("/uk/")  # and that is the last that the page itself asks for
    server.kill()
    page.wait_for_timeout(2_000)

    server.start()

    wait_until_ready_offline(page)


def test_a_page_that_opened_past_the_worker_is_taken_in(
    new_phone: NewPhone, live_server: str
) -> None:
    context = new_phone(base_url=live_server)
    page = context.new_page()
    page.goto("/uk/")
    wait_until_ready_offline(page)

    with page.expect_navigation():
        context.new_cdp_session(page).send("Page.reload", {"ignoreCache": True})

    wait_until_ready_offline(page)
