"""Several people use one phone after each other: none sees, loses or ends what is another's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import eventually, wait_until_ready_offline
from tests.browser.pages import open_page
from tests.browser.people import sign_in_with_slip, steps_on_the_server
from tests.browser.test_leaving import (
    EVERYTHING_KEPT,
    SLIP,
    assert_nothing_personal,
    open_as_kalyna,
    sign_out,
)
from tests.browser.test_offline import record_steps
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
ANOTHER = "1000000000000022"
NOTE = "calm-note-marker"
GROUP = "В-12"
STATUS_OF_ME = "fetch('/api/v1/me').then(({ status }) => status)"
SEEN_EVER = """
    new MutationObserver(() => { window.seen ||= document.body?.innerText.includes("В-12"); })
        .observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
"""


def write_a_note(page: Page) -> None:
    page.evaluate(
        "note => import('/static/js/store.js').then(({ keep }) => keep('notes', 'note grounding', note))",
        NOTE,
    )


def note_on_the_phone(page: Page) -> object:
    return page.evaluate(
        "import('/static/js/store.js').then(({ kept }) => kept('notes', 'note grounding'))"
    )


def an_hour_later(page: Page) -> None:
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(hours=1))


def without_events(context: BrowserContext) -> None:
    context.route("**/api/v1/events", lambda route: route.abort())


def test_a_sign_out_that_still_waits_does_not_end_the_next_persons_sign_in(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page = open_as_kalyna(context)
    page.goto("/uk/you", wait_until="networkidle")
    context.route("**/api/v1/sign-out", lambda route: route.abort())
    page.get_by_role("button", name="Вийти на цьому телефоні").click()
    page.wait_for_url("**/uk/")
    page.goto("/uk/join", wait_until="networkidle")
    context.unroute("**/api/v1/sign-out")

    page.locator("[name=slip]").fill(ANOTHER)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/uk/group")

    page.wait_for_timeout(1_000)
    assert page.evaluate(STATUS_OF_ME) == 200


def test_whoever_signs_in_next_finds_no_notes_of_the_one_before(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page = context.new_page()
    sign_in_with_slip(page, SLIP)
    write_a_note(page)
    assert note_on_the_phone(page) == NOTE

    sign_in_with_slip(page, ANOTHER)

    kept = page.evaluate(EVERYTHING_KEPT)
    assert [marker for marker in (GROUP, NOTE) if marker in kept] == []


def test_what_one_person_has_not_sent_outlives_the_sign_out_of_another(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page = context.new_page()
    sign_in_with_slip(page, SLIP)
    without_events(context)
    record_steps(page, ["why", "before"])
    steps_of_another = steps_on_the_server(server, ANOTHER[-7:])
    sign_in_with_slip(page, ANOTHER)
    open_page(page, "/uk/you")
    page.get_by_role("button", name="Вийти на цьому телефоні").click()
    page.wait_for_url("**/uk/")

    context.unroute("**/api/v1/events")
    sign_in_with_slip(page, SLIP)

    eventually(page, lambda: steps_on_the_server(server, SLIP[-7:]) == ["before", "why"])
    assert steps_on_the_server(server, ANOTHER[-7:]) == steps_of_another


def test_a_guest_has_everything_again_when_a_visitor_has_signed_out(
    new_phone: NewPhone, server: Server
) -> None:
    page = new_phone(base_url=server.url).new_page()
    page.goto("/uk/modules/grounding")
    record_steps(page, ["why"])
    write_a_note(page)

    page.goto("/uk/join", wait_until="networkidle")
    page.locator("[name=adopt]").uncheck()
    page.locator("[name=slip]").fill(SLIP)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/uk/group")
    assert note_on_the_phone(page) is None

    sign_out(page)
    page.wait_for_url("**/uk/")
    assert note_on_the_phone(page) == NOTE
    steps = page.evaluate(
        "import('/static/js/diary.js').then((diary) => diary.progressOf('grounding')).then(({ steps }) => steps)"
    )
    assert steps == ["why"]


def test_an_hour_later_a_shared_phone_shows_the_next_person_nothing_even_for_a_moment(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page = open_as_kalyna(context)
    page.goto("/uk/now", wait_until="networkidle")
    page.close()

    page = context.new_page()
    an_hour_later(page)
    page.add_init_script(SEEN_EVER)
    page.goto("/uk/group")
    expect(page.locator("[data-nobody]")).to_be_visible()

    assert not page.evaluate("window.seen")
    assert_nothing_personal(page)
    eventually(page, lambda: page.evaluate(STATUS_OF_ME) == 401)


def test_a_shared_phone_that_wakes_an_hour_later_forgets_in_every_open_page(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page = open_as_kalyna(context)
    other = context.new_page()
    other.goto("/uk/group", wait_until="networkidle")
    expect(other.get_by_text(GROUP).first).to_be_visible()
    an_hour_later(page)

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    for tab in (page, other):
        expect(tab.locator("[data-nobody]")).to_be_visible()
    assert_nothing_personal(page)


def test_a_shared_phone_whose_sign_in_is_over_forgets_but_for_what_is_unsent(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page = open_as_kalyna(context)
    without_events(context)
    record_steps(page, ["why"])
    context.clear_cookies()

    page.goto("/uk/group")

    expect(page.locator("[data-nobody]")).to_be_visible()
    assert_nothing_personal(page)
    context.unroute("**/api/v1/events")
    sign_in_with_slip(page, SLIP)
    eventually(page, lambda: steps_on_the_server(server, SLIP[-7:]) == ["why"])


def test_a_phone_that_is_shared_knows_it_also_when_the_form_was_sent_without_its_script(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    context.route("**/static/js/join.js", lambda route: route.abort())
    page = context.new_page()
    page.goto("/uk/join")
    page.locator("[name=slip]").fill(SLIP)
    page.locator("[name=phone][value=shared]").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/uk/mine/group")

    eventually(
        page,
        lambda: bool(
            page.evaluate(
                "import('/static/js/store.js').then(({ kept }) => kept('device', 'shared'))"
            )
        ),
    )


def test_an_answer_that_comes_after_the_sign_out_puts_nobody_back(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url, service_workers="block")
    page = context.new_page()
    sign_in_with_slip(page, SLIP)
    page.wait_for_load_state("networkidle")
    held = hold(context, "**/api/v1/me")
    page.evaluate("import('/static/js/me.js').then((me) => { window.late = me.refresh(); })")
    eventually(page, lambda: bool(held))

    page.evaluate("import('/static/js/me.js').then((me) => me.signOut())")
    held[0]()
    page.evaluate("window.late")

    assert_nothing_personal(page)


def test_what_was_discarded_stays_discarded_when_the_servers_answer_comes_late(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url, service_workers="block")
    page = context.new_page()
    sign_in_with_slip(page, SLIP)
    page.wait_for_load_state("networkidle")
    held = hold(context, "**/api/v1/events")
    record_steps(page, ["why"])
    eventually(page, lambda: bool(held))

    page.evaluate("import('/static/js/me.js').then((me) => me.signOut())")
    held[0]()
    page.wait_for_timeout(500)

    assert "grounding" not in page.evaluate(EVERYTHING_KEPT)


def hold(context: BrowserContext, address: str) -> list[Callable[[], None]]:
    """Let the server answer, but keep the answers back until they are called for."""
    held: list[Callable[[], None]] = []

    def keep_back(route):  # type: ignore[no-untyped-def]
        answer = route.fetch()
        held.append(lambda: route.fulfill(response=answer))

    context.route(address, keep_back)
    return held


def test_erasing_a_phone_without_a_network_still_ends_the_sign_in_later(
    new_phone: NewPhone, server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page = open_as_kalyna(context)
    page.goto("/uk/you", wait_until="networkidle")
    cookie = next(cookie for cookie in context.cookies() if cookie["name"] == "sign-in")
    context.set_offline(True)

    page.locator("[data-erase]").click()
    page.locator("[data-erase-yes]").click()
    expect(page.get_by_text("Він завершиться сам")).to_be_visible()
    assert_nothing_personal(page)

    context.set_offline(False)
    page.goto("/uk/", wait_until="networkidle")
    stranger = new_phone(base_url=server.url)
    stranger.add_cookies([{"name": "sign-in", "value": str(cookie["value"]), "url": server.url}])
    eventually(page, lambda: stranger.request.get("/api/v1/me").status == 401)
    wait_until_ready_offline(page)
    sign_in_with_slip(page, ANOTHER)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(STATUS_OF_ME) == 200
