"""The server goes away in the middle of practice: seven ways, and nothing is lost.

In the suite each part takes a second or two; `make faults` gives it its full half minute.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import wait_until_ready_offline
from tests.browser.people import rows_on_the_server, sign_in_with_slip, waiting_on_the_phone
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
SLIP = "1000000000000001"
FULL_LENGTH = os.environ.get("OUTAGES") == "full"
EACH_PART, PACE = (30, 1000) if FULL_LENGTH else (6, 200)
"""Events before, during and after the outage, and the milliseconds between them."""
HANGS_FOR = 30_000
"""Milliseconds; longer than the phone's patience with one try."""


class Practice:
    """Somebody who does one thing after the other, whatever happens to the server."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done = 0

    def carry_on(self, count: int = EACH_PART) -> None:
        for _ in range(count):
            self.page.evaluate(
                """async () => {
                    const { record } = await import('/static/js/diary.js');
                    await record('practised', { module: 'now-panic', step: 'out', minutes: 1 });
                }"""
            )
            self.done += 1
            self.page.wait_for_timeout(PACE)

    def arrives(self, server: Server) -> None:
        """Everything done is on the server, once."""
        until = time.monotonic() + 60
        while waiting_on_the_phone(self.page) and time.monotonic() < until:
            self.page.wait_for_timeout(250)
        rows = rows_on_the_server(
            server,
            """select count(*), count(distinct event.id) from event
               join slip on slip.participant_id = event.participant_id
               where slip.number = ? and event.kind = 'practised'""",
            SLIP[-7:],
        )
        assert rows == [(self.done, self.done)]
        assert waiting_on_the_phone(self.page) == 0


@pytest.fixture
def practice(new_phone: NewPhone, server: Server) -> Practice:
    page = new_phone(base_url=server.url).new_page()
    sign_in_with_slip(page, SLIP)
    wait_until_ready_offline(page)
    page.goto("/uk/now/now-panic")
    # The demo's first participant may have events of her own; this test counts its own kind.
    return Practice(page)


def test_no_outage(practice: Practice, server: Server) -> None:
    practice.carry_on()
    practice.carry_on()
    practice.carry_on()
    practice.arrives(server)


def test_refused_and_the_person_carries_on(practice: Practice, server: Server) -> None:
    practice.carry_on()
    server.kill()
    practice.carry_on()
    practice.carry_on()
    assert waiting_on_the_phone(practice.page) >= 2 * EACH_PART
    server.start()
    practice.arrives(server)


def test_flight_mode(practice: Practice, server: Server) -> None:
    practice.carry_on()
    practice.page.context.set_offline(True)
    practice.carry_on()
    practice.page.context.set_offline(False)
    practice.carry_on()
    practice.arrives(server)


def test_refused_then_back(practice: Practice, server: Server) -> None:
    practice.carry_on()
    server.kill()
    practice.carry_on()
    server.start()
    practice.carry_on()
    practice.arrives(server)


def test_refused_reconnects_and_works_on_for_a_while(practice: Practice, server: Server) -> None:
    practice.carry_on()
    server.kill()
    practice.carry_on()
    server.start()
    practice.carry_on(2 * EACH_PART)
    practice.arrives(server)


def test_the_tab_is_closed_during_the_outage(practice: Practice, server: Server) -> None:
    practice.carry_on()
    server.kill()
    practice.carry_on()
    practice.page.close()
    server.start()
    practice.page = practice.page.context.new_page()
    practice.page.goto("/uk/now/now-panic")
    practice.carry_on()
    practice.arrives(server)


def test_the_page_is_reloaded_during_the_outage(practice: Practice, server: Server) -> None:
    practice.carry_on()
    server.kill()
    practice.carry_on()
    practice.page.reload()
    practice.carry_on()
    server.start()
    practice.carry_on()
    practice.arrives(server)


def test_the_server_hangs_then_answers(practice: Practice, server: Server) -> None:
    practice.carry_on()
    server.hang()
    back = time.monotonic() + HANGS_FOR / 1000
    practice.carry_on()
    practice.page.wait_for_timeout(max(0, (back - time.monotonic()) * 1000))
    server.wake()
    practice.carry_on()
    practice.arrives(server)


def test_a_portal_that_answers_ok_with_a_page_is_not_believed(
    practice: Practice, server: Server
) -> None:
    practice.page.context.route(
        "**/api/v1/events",
        lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Wi-Fi</h1>"),
    )
    practice.carry_on()
    assert waiting_on_the_phone(practice.page) >= EACH_PART
    practice.page.context.unroute("**/api/v1/events")
    practice.arrives(server)


def test_one_failed_try_does_not_block_the_next(practice: Practice, server: Server) -> None:
    answers = iter([500, 503, 502])

    def fail_thrice(route):  # type: ignore[no-untyped-def]
        status = next(answers, None)
        if status is None:
            route.continue_()
        else:
            route.fulfill(status=status, body="")

    practice.page.context.route("**/api/v1/events", fail_thrice)
    practice.carry_on()
    practice.arrives(server)


def test_a_refused_event_is_set_aside_and_the_rest_arrives(
    practice: Practice, server: Server
) -> None:
    practice.page.evaluate(
        """async () => {
            const { record } = await import('/static/js/diary.js');
            await record('step_done', { module: 'no-such-module', step: 'x' });
        }"""
    )
    practice.carry_on()
    practice.arrives(server)
    assert rows_on_the_server(server, "select code from refused_event") == [("unknown-module",)]
