"""A phone asks the centre for a conversation, hears when it waits, and keeps nothing of it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import eventually
from tests.browser.people import sign_in_as_staff, sign_in_with_slip
from tests.groups.house import today
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
KALYNA = "1000000000000001"
WHOLE_STORE = """async () => {
  const [{ name }] = await indexedDB.databases();
  const opened = await new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = reject;
  });
  const kept = await Promise.all([...opened.objectStoreNames].map((store) => new Promise((resolve) => {
    const asked = opened.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => resolve(asked.result);
  })));
  return JSON.stringify(kept);
}"""


def open_card(page: Page) -> str:
    page.goto("/uk/group")
    card = "[data-module=consultation]"
    expect(page.locator(card)).to_be_visible()
    return card


def test_a_phone_asks_reads_the_offered_time_and_keeps_nothing(
    new_phone: NewPhone, server: Server
) -> None:
    phone = new_phone(base_url=server.url).new_page()
    sign_in_with_slip(phone, KALYNA)
    open_card(phone)
    phone.locator("[data-ask]").click()
    expect(phone.locator("[data-code]")).not_to_be_empty()
    code = phone.locator("[data-code]").inner_text()

    desk = new_phone(base_url=server.url, viewport={"width": 1280, "height": 800}).new_page()
    sign_in_as_staff(desk, "iryna@example.org")
    desk.goto("/uk/staff/consultations")
    desk.get_by_role("link", name=code).click()
    desk.locator("#day").fill(f"{today().year + 1}-12-01")
    desk.locator("#hour").fill("10:30")
    desk.locator("form[action$='/time'] button").click()
    desk.wait_for_load_state()

    open_card(phone)
    expect(phone.locator("[data-state]")).to_contain_text("10:30")
    kept = phone.evaluate(WHOLE_STORE)
    assert "participant" in kept
    assert code not in kept
    assert code.replace(" ", "") not in kept

    phone.locator("[data-take-back]").click()
    expect(phone.locator("[data-ask]")).to_be_visible()
    desk.reload()
    assert "Людина забрала запит" in desk.locator("main").inner_text()


def test_a_late_answer_does_not_bring_back_what_was_taken_away(
    new_phone: NewPhone, server: Server
) -> None:
    phone = new_phone(base_url=server.url, service_workers="block").new_page()
    sign_in_with_slip(phone, KALYNA)
    open_card(phone)
    phone.locator("[data-ask]").click()
    expect(phone.locator("[data-code]")).not_to_be_empty()
    held: list[Callable[[], None]] = []

    def hold(route: Route) -> None:
        if route.request.method == "GET":
            answer = route.fetch()
            held.append(lambda: route.fulfill(response=answer))
        else:
            route.continue_()

    phone.route("**/api/v1/consultation", hold)
    phone.evaluate("import('/static/js/me.js').then(({ refresh }) => refresh())")
    eventually(phone, lambda: len(held) == 1)
    phone.locator("[data-take-back]").click()
    expect(phone.locator("[data-ask]")).to_be_visible()
    with phone.expect_response("**/api/v1/consultation"):
        held.pop()()
    phone.wait_for_timeout(200)

    expect(phone.locator("[data-take-back]")).to_be_hidden()


def test_without_a_connection_it_says_that_nothing_was_sent(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    phone = context.new_page()
    sign_in_with_slip(phone, KALYNA)
    open_card(phone)
    context.set_offline(True)

    phone.locator("[data-ask]").click()

    expect(phone.locator("[data-consultation-said]")).to_contain_text("Надіслати не вдалося")
    expect(phone.locator("[data-ask]")).to_be_visible()


def test_a_guest_is_not_asked(new_phone: NewPhone, server: Server) -> None:
    phone = new_phone(base_url=server.url).new_page()
    phone.goto("/uk/you")

    expect(phone.locator("[data-for-guest]").first).to_be_visible()
    expect(phone.locator("[data-module=consultation]")).to_be_hidden()
