"""Signing out on a shared phone leaves nothing personal; with something unsent it warns first."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import eventually, wait_until_ready_offline
from tests.browser.people import (
    rows_on_the_server,
    sign_in_with_slip,
    steps_on_the_server,
    waiting_on_the_phone,
)
from tests.browser.test_offline import record_steps
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
SLIP = "1000000000000001"
MARKERS = ("В-12", "calm-note-marker")
EVERYTHING_KEPT = """async () => {
    const kept = [];
    for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((resolve) => {
            const request = indexedDB.open(name);
            request.onsuccess = () => resolve(request.result);
        });
        for (const store of database.objectStoreNames) {
            const all = database.transaction(store).objectStore(store);
            for (const request of [all.getAll(), all.getAllKeys()]) {
                kept.push(await new Promise((resolve) => { request.onsuccess = () => resolve(request.result); }));
            }
        }
        database.close();
    }
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) kept.push(request.url, await (await cache.match(request)).text());
    }
    return JSON.stringify([kept, { ...localStorage }, { ...sessionStorage }, document.cookie]);
}"""


def open_as_kalyna(context: BrowserContext) -> Page:
    page = context.new_page()
    sign_in_with_slip(page, SLIP, shared=True)
    wait_until_ready_offline(page)
    page.get_by_text("В-12").first.wait_for()
    page.evaluate(
        "import('/static/js/store.js').then(({ keep }) => keep('notes', 'note grounding', 'calm-note-marker'))"
    )
    return page


def sign_out(page: Page) -> None:
    page.goto("/uk/you", wait_until="networkidle")
    page.get_by_role("button", name="Вийти на цьому телефоні").click()


def assert_nothing_personal(page: Page) -> None:
    kept = page.evaluate(EVERYTHING_KEPT)
    assert [marker for marker in MARKERS if marker in kept] == []


def test_signing_out_leaves_nothing_personal_on_the_phone(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page = open_as_kalyna(context)
    other_tab = context.new_page()
    other_tab.goto("/uk/group", wait_until="networkidle")
    assert any(marker in page.evaluate(EVERYTHING_KEPT) for marker in MARKERS)

    sign_out(page)
    page.wait_for_url("**/uk/")

    assert_nothing_personal(page)
    assert all(cookie["name"] not in {"sign-in", "__Host-sign-in"} for cookie in context.cookies())
    for tab in (page, other_tab):
        tab.goto("/uk/group", wait_until="networkidle")
        assert "В-12" not in tab.locator("body").inner_text()
    context.set_offline(True)
    page.goto("/uk/group")
    assert "В-12" not in page.content()


def test_an_offline_sign_out_ends_the_sign_in_when_the_network_is_back(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page = open_as_kalyna(context)
    page.goto("/uk/you", wait_until="networkidle")
    cookie = next(cookie for cookie in context.cookies() if cookie["name"] == "sign-in")
    context.set_offline(True)

    page.get_by_role("button", name="Вийти на цьому телефоні").click()
    page.wait_for_url("**/uk/")
    assert_nothing_personal(page)
    status = page.evaluate("fetch('/api/v1/me').then((answer) => answer.status)")
    assert status == 401, (
        "the worker refuses private requests until the server has ended the sign-in"
    )

    context.set_offline(False)
    page.goto("/uk/mine/group")
    stranger = new_phone(base_url=server.url)
    stranger.add_cookies([{"name": "sign-in", "value": str(cookie["value"]), "url": server.url}])
    replay = stranger.request.get("/api/v1/me")
    assert replay.status == 401


def test_signing_out_with_something_unsent_warns_and_offers_to_wait(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page = open_as_kalyna(context)
    page.goto("/uk/you", wait_until="networkidle")
    context.set_offline(True)
    record_steps(page, ["why", "before"])

    page.get_by_role("button", name="Вийти на цьому телефоні").click()
    warning = page.locator("[data-warning]")
    warning.wait_for()
    assert "2" in warning.inner_text()

    page.get_by_role("button", name="Зачекати").click()
    assert waiting_on_the_phone(page) == 2
    context.set_offline(False)
    warning.wait_for(state="hidden")
    eventually(page, lambda: steps_on_the_server(server, SLIP[-7:]) == ["before", "why"])


def test_discarding_what_is_unsent_is_the_persons_own_choice(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page = open_as_kalyna(context)
    page.goto("/uk/you", wait_until="networkidle")
    context.set_offline(True)
    record_steps(page, ["why"])
    page.get_by_role("button", name="Вийти на цьому телефоні").click()

    page.locator("[data-discard]").click()
    page.wait_for_url("**/uk/")

    assert_nothing_personal(page)


def test_a_shared_phone_forgets_after_half_an_hour_unused(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page = open_as_kalyna(context)
    page.evaluate(
        "import('/static/js/store.js').then(({ keep }) => keep('device', 'used', Date.now() - 31 * 60e3))"
    )

    page.goto("/uk/", wait_until="networkidle")
    page.wait_for_timeout(500)

    assert_nothing_personal(page)


def test_what_one_person_left_unsent_never_goes_out_under_another(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page = context.new_page()
    sign_in_with_slip(page, SLIP)
    wait_until_ready_offline(page)
    context.set_offline(True)
    record_steps(page, ["why", "before"])
    context.set_offline(False)
    context.route("**/api/v1/events", lambda route: route.abort())

    sign_in_with_slip(page, "1000000000000012")
    context.unroute("**/api/v1/events")
    page.goto("/uk/", wait_until="networkidle")
    page.wait_for_timeout(1500)
    assert steps_on_the_server(server, "0000012") == []

    sign_in_with_slip(page, SLIP)
    eventually(page, lambda: steps_on_the_server(server, SLIP[-7:]) == ["before", "why"])
    assert steps_on_the_server(server, "0000012") == []


def test_erasing_leaves_an_empty_phone(new_phone: NewPhone, server: Server) -> None:
    context = new_phone(base_url=server.url)
    page = open_as_kalyna(context)
    page.goto("/uk/you", wait_until="networkidle")

    page.locator("[data-erase]").click()
    page.locator("[data-erase-yes]").click()
    page.wait_for_url("**/uk/pause")

    kept = page.evaluate(
        "async () => [await caches.keys(), (await indexedDB.databases()).length, { ...localStorage }]"
    )
    assert kept == [[], 0, {}]
    assert (
        page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    )


def test_erasing_on_the_server_takes_every_row_and_wipes_the_other_phone(
    new_phone: NewPhone, server: Server
) -> None:
    page, other = (open_as_kalyna(new_phone(base_url=server.url)) for _phone in range(2))
    slip = "select count(*) from slip where number = ?"
    assert rows_on_the_server(server, slip, SLIP[-7:]) == [(1,)]
    page.goto("/uk/you", wait_until="networkidle")
    page.get_by_role("button", name="Стерти на сервері").click()
    page.get_by_role("button", name="Лишити все").click()
    assert rows_on_the_server(server, slip, SLIP[-7:]) == [(1,)]

    page.get_by_role("button", name="Стерти на сервері").click()
    page.locator("[data-forget-yes]").click()
    page.wait_for_url("**/uk/")

    assert_nothing_personal(page)
    assert rows_on_the_server(server, slip, SLIP[-7:]) == [(0,)]
    other.goto("/uk/group")
    eventually(
        other, lambda: not any(marker in other.evaluate(EVERYTHING_KEPT) for marker in MARKERS)
    )
