"""What browser tests do and ask again and again."""

from __future__ import annotations

import sqlite3
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.pages import open_page, wait_for_scripts
from tests.server import Server

PASSWORD = "stezhka-demo-2026"


def sign_in_with_slip(page: Page, digits: str, *, shared: bool = False) -> None:
    """Type a slip's digits on the join page."""
    open_page(page, "/uk/join")
    page.locator("[name=slip]").fill(digits)
    if shared:
        page.locator("[name=phone][value=shared]").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/uk/group")
    wait_for_scripts(page)


def sign_in_as_staff(page: Page, email: str) -> None:
    """Sign in on the page for staff."""
    page.goto("/uk/staff/sign-in")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/uk/staff")


def waiting_on_the_phone(page: Page) -> int:
    """How many events the phone has not sent yet."""
    return int(
        page.evaluate(
            "import('/static/js/outbox.js').then((o) => o.unsent()).then((all) => all.length)"
        )
    )


def rows_on_the_server(server: Server, question: str, *values: object) -> list[tuple[object, ...]]:
    """Ask the server's own database."""
    with sqlite3.connect(urlsplit(server.database_url).path) as connection:
        return connection.execute(question, values).fetchall()


def steps_on_the_server(server: Server, slip_number: str, module: str = "grounding") -> list[str]:
    """Which steps of a module the server has of the owner of a slip, sorted; twice if stored twice."""
    question = """
        select event.step from event join slip on slip.participant_id = event.participant_id
        where slip.number = ? and event.module = ? and event.kind in ('step_done', 'skipped') order by event.step
    """
    return [str(step) for (step,) in rows_on_the_server(server, question, slip_number, module)]
