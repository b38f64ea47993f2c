"""Browsers lose their address and keys change: who asked for reminders gets them again, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import eventually, wait_until_ready_offline
from tests.browser.pages import SLIP, open_page
from tests.browser.people import rows_on_the_server, sign_in_with_slip
from tests.browser.push_of_the_browser import PushOfTheBrowser
from tests.browser.test_next_person import ANOTHER
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
ON = "Нагадування приходять о 19:00: вт, пт."
ASK = "Так, нагадуйте мені"
PUT_PLAN = """() => fetch("/api/v1/plan", {
    method: "PUT", headers: { "Content-Type": "application/json" }, body: '{"weekdays": [1], "hour": "19:00"}',
}).then(({ status }) => status)"""
FLAG = "() => caches.match('/flags/pushed').then((found) => found?.text() ?? null)"


@pytest.fixture(scope="module")
def browser(whole_browser: Browser) -> Browser:
    """Permission for notifications is known to the whole browser alone."""
    return whole_browser


@dataclass
class Olena:
    """Somebody who has asked for reminders on this phone."""

    page: Page
    push: PushOfTheBrowser
    server: Server

    def start(self) -> None:
        """Open the program once more."""
        open_page(self.page, "/uk/reminder")

    def is_known_as(self, number: int) -> bool:
        """Say whether the server has this address of the phone, and no other."""
        found = rows_on_the_server(self.server, "select endpoint from device")
        return found == [(self.push.phones[number].endpoint,)]


@pytest.fixture
def unasked(new_phone: NewPhone, server: Server) -> Olena:
    """She has not asked for them yet."""
    context = new_phone(base_url=server.url)
    context.grant_permissions(["notifications"], origin=server.url)
    own = Olena(context.new_page(), PushOfTheBrowser(context), server)
    sign_in_with_slip(own.page, SLIP)
    wait_until_ready_offline(own.page)
    own.push.reach_the_worker()
    return own


@pytest.fixture
def olena(unasked: Olena) -> Olena:
    ask(unasked)
    return unasked


def ask(olena: Olena) -> None:
    olena.start()
    olena.page.get_by_role("button", name=ASK).click()
    expect(olena.page.get_by_text(ON)).to_be_visible()


# Browsers say it with both, with one, or with neither; some have subscribed again by themselves.
CHANGED = """async (told) => {
    const event = new ExtendableEvent("pushsubscriptionchange");
    const before = await self.registration.pushManager.getSubscription();
    Object.assign(event, { oldSubscription: told.old ? before : null, newSubscription: null });
    await before?.unsubscribe();
    if (told.new) {
        const { applicationServerKey } = before.options;
        const key = btoa(String.fromCharCode(...new Uint8Array(applicationServerKey)));
        const applied = key.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
        event.newSubscription = await self.registration.pushManager.subscribe(
            { userVisibleOnly: true, applicationServerKey: applied },
        );
    }
    self.dispatchEvent(event);
}"""


@pytest.mark.parametrize("old", [False, True], ids=["without-the-old-one", "with-the-old-one"])
@pytest.mark.parametrize("new", [False, True], ids=["without-a-new-one", "with-a-new-one"])
def test_the_worker_tells_the_new_address_whatever_the_browser_says_of_it(
    olena: Olena, old: bool, new: bool
) -> None:
    assert olena.is_known_as(0)

    olena.page.context.service_workers[0].evaluate(CHANGED, {"old": old, "new": new})

    eventually(olena.page, lambda: olena.is_known_as(1))
    assert olena.push.has(olena.page) == olena.push.phones[1].endpoint


def test_a_start_finds_that_the_browser_has_lost_the_address(olena: Olena) -> None:
    olena.push.lose(olena.page)

    olena.start()

    eventually(olena.page, lambda: olena.is_known_as(1))
    expect(olena.page.get_by_text(ON)).to_be_visible()


def test_a_start_finds_that_the_push_service_has_called_the_phone_gone(
    olena: Olena, server: Server
) -> None:
    rows_on_the_server(server, "delete from device")

    olena.start()

    eventually(olena.page, lambda: olena.is_known_as(1))  # the old address is worth nothing


def test_a_start_tells_nothing_that_is_known(olena: Olena) -> None:
    told: list[str] = []
    olena.page.on("request", lambda one: told.append(f"{one.method} {one.url}"))

    olena.start()
    olena.page.wait_for_load_state("networkidle")

    assert any("GET" in one and "/api/v1/me" in one for one in told)
    assert [one for one in told if "/devices" in one] == []


def test_a_start_subscribes_again_when_the_key_of_the_server_has_changed(
    olena: Olena, server: Server
) -> None:
    server.stop()
    key = Path(server.environment["SELFHELP_INSTANCE_DIR"]) / "vapid_private_key"
    key.unlink()
    server.start()

    olena.start()

    eventually(olena.page, lambda: olena.is_known_as(1))
    olena.start()
    olena.page.wait_for_load_state("networkidle")
    assert olena.is_known_as(1), "and that is the end of it"


def test_an_answer_that_is_older_than_the_wish_makes_no_address_a_lost_one(unasked: Olena) -> None:
    page = unasked.page
    mine: list[tuple[Route, APIResponse]] = []
    plans: list[Route] = []
    page.context.route("**/api/v1/me", lambda route: mine.append((route, route.fetch())))
    page.context.route("**/api/v1/plan", lambda route: plans.append(route))
    unasked.start()
    eventually(page, lambda: len(mine) > 0)
    page.get_by_role("button", name=ASK).click()
    eventually(page, lambda: unasked.is_known_as(0))
    eventually(page, lambda: len(plans) > 0)

    for route, before in mine:
        route.fulfill(response=before)
    page.wait_for_timeout(1_000)

    assert unasked.is_known_as(0)
    assert unasked.push.has(page) == unasked.push.phones[0].endpoint


def test_without_a_connection_the_page_does_not_say_that_reminders_come_to_a_lost_address(
    olena: Olena,
) -> None:
    olena.push.lose(olena.page)
    olena.page.context.set_offline(True)

    olena.start()

    expect(olena.page.get_by_role("button", name=ASK)).to_be_visible()
    olena.page.wait_for_timeout(1_000)  # nothing is learnt anew, so nothing changes
    expect(olena.page.get_by_text(ON)).to_be_hidden()
    assert olena.push.has(olena.page) is None


def test_a_new_address_that_the_server_did_not_take_is_no_reason_to_say_that_reminders_come(
    olena: Olena,
) -> None:
    olena.push.lose(olena.page)
    asked: list[Route] = []
    olena.page.context.route("**/api/v1/devices", lambda one: (asked.append(one), one.fulfill(status=503)))  # fmt: skip

    olena.start()

    eventually(olena.page, lambda: len(asked) > 0)
    eventually(olena.page, lambda: olena.push.has(olena.page) is None)
    expect(olena.page.get_by_role("button", name=ASK)).to_be_visible()
    olena.page.context.unroute("**/api/v1/devices")
    olena.start()
    eventually(olena.page, lambda: olena.is_known_as(2))


def test_whoever_wanted_no_more_is_not_subscribed_again(olena: Olena) -> None:
    olena.page.get_by_role("button", name="Більше не нагадувати").click()
    expect(olena.page.get_by_role("button", name=ASK)).to_be_visible()

    assert olena.page.evaluate(PUT_PLAN) == 200, "on another phone they may still be wanted"
    olena.start()
    olena.page.wait_for_load_state("networkidle")

    assert olena.push.has(olena.page) is None
    assert rows_on_the_server(olena.server, "select count(*) from device") == [(0,)]


def test_a_change_while_a_sign_out_waits_for_the_network_subscribes_nobody(olena: Olena) -> None:
    page = olena.page
    page.evaluate(
        "caches.open('flags').then((all) => all.put('/flags/leaving', new Response('1')))"
    )

    page.context.service_workers[0].evaluate(CHANGED, {"old": False, "new": False})
    page.wait_for_timeout(1_000)

    assert olena.push.has(page) is None


def leave_a_mark(page: Page) -> None:
    page.evaluate(
        "caches.open('flags').then((all) => all.put('/flags/pushed', new Response(new Date().toISOString())))"
    )


def assert_is_asked_like_anybody(olena: Olena) -> None:
    eventually(olena.page, lambda: olena.push.has(olena.page) is None)
    eventually(olena.page, lambda: olena.page.evaluate(FLAG) is None)
    assert rows_on_the_server(olena.server, "select count(*) from device") == [(0,)]
    olena.start()
    olena.page.wait_for_load_state("networkidle")
    expect(olena.page.get_by_role("button", name=ASK)).to_be_visible()
    assert olena.push.has(olena.page) is None
    assert rows_on_the_server(olena.server, "select count(*) from device") == [(0,)]


def test_the_next_person_on_the_phone_gets_no_reminders_unasked(olena: Olena) -> None:
    leave_a_mark(olena.page)

    sign_in_with_slip(olena.page, ANOTHER)

    assert_is_asked_like_anybody(olena)


def test_the_next_person_gets_none_even_with_a_plan_for_a_phone_of_her_own(olena: Olena) -> None:
    sign_in_with_slip(olena.page, ANOTHER)
    assert olena.page.evaluate(PUT_PLAN) == 200

    assert_is_asked_like_anybody(olena)


def test_signing_out_ends_reminders_and_leaves_no_mark_of_them(olena: Olena) -> None:
    leave_a_mark(olena.page)
    open_page(olena.page, "/uk/you")

    olena.page.get_by_role("button", name="Вийти на цьому телефоні").click()
    olena.page.wait_for_url("**/uk/")

    eventually(olena.page, lambda: olena.push.has(olena.page) is None)
    eventually(olena.page, lambda: olena.page.evaluate(FLAG) is None)
    sign_in_with_slip(olena.page, ANOTHER)
    assert_is_asked_like_anybody(olena)


def test_the_same_person_who_signs_in_once_more_still_gets_hers(olena: Olena) -> None:
    sign_in_with_slip(olena.page, SLIP)

    eventually(olena.page, lambda: olena.is_known_as(1))


def test_on_a_phone_that_becomes_a_shared_one_reminders_end(olena: Olena) -> None:
    sign_in_with_slip(olena.page, SLIP, shared=True)
    olena.start()
    olena.page.wait_for_load_state("networkidle")

    expect(olena.page.get_by_text("Цей телефон спільний")).to_be_visible()
    eventually(olena.page, lambda: olena.push.has(olena.page) is None)
    assert rows_on_the_server(olena.server, "select count(*) from device") == [(0,)]
