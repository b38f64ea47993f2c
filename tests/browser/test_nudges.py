"""Reminders on a real browser: asked for late, shown with the right words, opened offline too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from selfhelp.app import create_app
from selfhelp.config import read_settings
from selfhelp.push.words import payload
from tests.browser.conftest import eventually, wait_until_ready_offline
from tests.browser.pages import SLIP, open_page, play
from tests.browser.people import rows_on_the_server, sign_in_with_slip
from tests.browser.push_of_the_browser import PushOfTheBrowser
from tests.server import Server


@pytest.fixture(scope="module")
def browser(whole_browser: Browser) -> Browser:
    """Notifications are shown by the whole browser alone."""
    return whole_browser


def words_of(folder: Path, language: str, site: str, page: str = "plan") -> str:
    """What the server sends, as it is once the phone has deciphered it."""
    app: Flask = create_app(read_settings({}, instance_dir=folder))
    with app.app_context():
        nudge = app.extensions["library"].nudges(language)[0]
        title = app.extensions["library"].title(language, "t01")
        made = payload(language, nudge.text, title=title, page=page, tag="reminder", site=site)
        return made.decode()


def deliver(page: Page, data: str) -> None:
    """Hand a push to the service worker as the browser does when one comes in."""
    session = page.context.new_cdp_session(page)
    registrations: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(
            one["registrationId"] for one in event["registrations"] if not one["isDeleted"]
        ),
    )
    session.send("ServiceWorker.enable")
    while not registrations:
        page.wait_for_timeout(50)
    origin = page.evaluate("location.origin")
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": registrations[0], "data": data},
    )


SHOWN = """async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(
        ({ title, body, lang, tag, silent, renotify }) => ({ title, body, lang, tag, silent, renotify: Boolean(renotify) }),
    );
}"""
# Only the tap of a real finger lets a browser open a window or bring one forward: what it was asked for is noted.
TAPPED = """async () => {
    self.opened = [];
    Clients.prototype.openWindow = async (path) => void self.opened.push(path);
    WindowClient.prototype.focus = async function () { self.opened.push(`focus ${new URL(this.url).pathname}`); };
    const [notification] = await self.registration.getNotifications();
    self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""


def opened_by(context: BrowserContext) -> list[str]:
    return list(context.service_workers[0].evaluate("() => self.opened"))


def shown(page: Page) -> list[dict[str, object]]:
    for _try in range(100):
        found = page.evaluate(SHOWN)
        if found:
            return list(found)
        page.wait_for_timeout(50)
    return []


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [("uk", "Нагадування", "Хвилина для себе?"), ("en", "Reminder", "A minute for you?")],
)
def test_a_push_is_shown_once_and_a_tap_opens_its_page_without_a_network(
    new_phone: Callable[..., BrowserContext],
    live_server: str,
    tmp_path: Path,
    language: str,
    title: str,
    body: str,
) -> None:
    context = new_phone(base_url=live_server)
    context.grant_permissions(["notifications"], origin=live_server)
    page = context.new_page()
    page.goto(f"/{language}/", wait_until="load")
    wait_until_ready_offline(page)
    context.set_offline(True)

    for _twice in range(2):  # as after a worker that was killed
        deliver(page, words_of(tmp_path, language, live_server))
    notifications = shown(page)
    context.service_workers[0].evaluate(TAPPED)

    # One, and the second took its place without a sound: nothing asked to be told anew.
    assert notifications == [
        {
            "title": title,
            "body": body,
            "lang": language,
            "tag": "reminder",
            "silent": True,
            "renotify": False,
        }
    ]
    assert page.evaluate(SHOWN) == []
    eventually(page, lambda: opened_by(context) == [f"/{language}/plan"])
    page.goto(f"/{language}/plan")  # the browser opens windows only for a tap of a real finger
    expect(page.locator("h1")).to_be_visible()


def test_somebody_asks_for_reminders_reads_them_first_and_pauses_them(
    new_phone: Callable[..., BrowserContext], server: Server, tmp_path: Path
) -> None:
    context = new_phone(base_url=server.url)
    context.grant_permissions(["notifications"], origin=server.url)
    page = context.new_page()
    sign_in_with_slip(page, SLIP)
    PushOfTheBrowser(context)
    page.goto("/uk/reminder", wait_until="networkidle")

    preview = page.locator("[data-preview]")
    expect(preview).to_contain_text("Нагадування Хвилина для себе?", use_inner_text=True)
    page.get_by_label("Нотатка").check()
    page.get_by_label("«Практика», прямими словами").check()
    expect(preview.locator("[data-shown-title]")).to_have_text("Нотатка")
    expect(preview.locator("[data-shown-text]")).to_have_text("Кілька хвилин практики, якщо хочете")
    page.get_by_role("button", name="Так, нагадуйте мені").click()
    expect(page.get_by_text("Нагадування приходять о 19:00: вт, пт.")).to_be_visible()
    assert rows_on_the_server(server, "select count(*) from device") == [(1,)]

    page.get_by_role("button", name="Надіслати мені одне зараз").click()
    expect(page.get_by_text("Нагадування вже в дорозі")).to_be_visible()
    assert rows_on_the_server(server, "select kind from push") == [("test",)]
    reached = page.locator("[data-reached]")
    expect(reached).to_contain_text("До цього телефона ще жодне не дійшло")
    deliver(page, words_of(tmp_path / "words", "uk", server.url))
    expect(reached).to_contain_text("Останнє дійшло до цього телефона")

    question = "select title, wording from nudge_plan"
    assert rows_on_the_server(server, question) == [("t02", "plain")]
    page.goto("/uk/plan", wait_until="networkidle")
    page.get_by_role("button", name="Пауза на тиждень").click()
    expect(page.get_by_text("Нагадування на паузі до")).to_be_visible()
    page.get_by_role("button", name="Більше не нагадувати").click()
    expect(page.get_by_role("button", name="Так, нагадуйте мені")).to_be_visible()
    assert rows_on_the_server(server, "select count(*) from device") == [(0,)]
    assert rows_on_the_server(server, "select next_at from nudge_plan") == [(None,)]
    page.reload(wait_until="networkidle")
    expect(preview.locator("[data-shown-title]")).to_have_text("Нотатка")


def test_whoever_says_no_is_offered_a_calendar_and_never_asked_again(
    new_phone: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_phone(base_url=server.url).new_page()
    sign_in_with_slip(page, SLIP)
    page.add_init_script("Notification.requestPermission = async () => 'denied'")
    page.goto("/uk/reminder", wait_until="networkidle")

    page.get_by_role("button", name="Так, нагадуйте мені").click()

    for _visit in range(2):
        expect(page.get_by_text("Ми більше не питатимемо")).to_be_visible()
        expect(page.get_by_role("button", name="Так, нагадуйте мені")).to_be_hidden()
        page.reload(wait_until="networkidle")
    with page.expect_download() as download:
        page.get_by_role("button", name="Файл для календаря").click()
    text = Path(download.value.path()).read_text()
    assert "RRULE:FREQ=WEEKLY;BYDAY=TU,FR" in text
    assert "SUMMARY:Нагадування" in text
    assert "T190000" in text


@pytest.fixture
def page(new_phone: Callable[..., BrowserContext], live_server: str) -> Page:
    """A phone that may show notifications, with its worker at work."""
    context = new_phone(base_url=live_server)
    context.grant_permissions(["notifications"], origin=live_server)
    own = context.new_page()
    own.goto("/uk/", wait_until="load")
    wait_until_ready_offline(own)
    return own


def tap(page: Page) -> list[str]:
    """Tap what is shown; return what the browser was asked to open or to bring forward."""
    assert shown(page)
    page.context.service_workers[0].evaluate(TAPPED)
    eventually(page, lambda: opened_by(page.context) != [])
    return opened_by(page.context)


def test_a_tap_on_an_ordinary_nudge_brings_the_first_page_forward_where_it_is_open(
    page: Page, live_server: str, tmp_path: Path
) -> None:
    deliver(page, words_of(tmp_path, "uk", live_server, page=""))

    assert tap(page) == ["focus /uk/"]


def test_a_tap_leaves_an_exercise_alone_that_somebody_is_in_the_middle_of(
    page: Page, live_server: str, tmp_path: Path
) -> None:
    play(page, "/uk/modules/grounding")
    deliver(page, words_of(tmp_path, "uk", live_server, page=""))

    assert tap(page) == ["/uk/"]
    assert page.url == f"{live_server}/uk/modules/grounding"


@pytest.mark.parametrize("data", ["", "no words of ours", "{}"])
def test_whatever_comes_something_harmless_is_shown(page: Page, data: str) -> None:
    deliver(page, data)

    (notification,) = shown(page)
    assert (notification["title"], notification["body"]) == ("127.0.0.1", "")
    assert tap(page) == ["/"]


def test_a_push_is_shown_on_a_phone_that_can_keep_nothing_more(
    page: Page, live_server: str, tmp_path: Path
) -> None:
    page.context.service_workers[0].evaluate(
        "() => { Cache.prototype.put = async () => { throw new DOMException('', 'QuotaExceededError'); }; }"
    )

    deliver(page, words_of(tmp_path, "uk", live_server))

    assert len(shown(page)) == 1


def test_where_the_browser_shows_messages_without_the_worker_the_server_says_when_one_was_sent(
    new_phone: Callable[..., BrowserContext], server: Server
) -> None:
    context = new_phone(base_url=server.url)
    context.grant_permissions(["notifications"], origin=server.url)
    PushOfTheBrowser(context)
    page = context.new_page()
    sign_in_with_slip(page, SLIP)
    open_page(page, "/uk/reminder")
    page.get_by_role("button", name="Так, нагадуйте мені").click()
    reached = page.locator("[data-reached]")
    expect(reached).to_contain_text("До цього телефона ще жодне не дійшло")

    rows_on_the_server(server, "update device set reached_at = created_at")
    open_page(page, "/uk/reminder")

    expect(reached).to_contain_text("Останнє надіслано:")
