"""From an empty database to thirty people with slips: everybody on the way, each in a browser of their own."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import command
from tests.joining.sheets import qr_codes
from tests.programme.files import csv_of, row
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
PASSWORD = "мандрівний ліхтар біля броду"
LAPTOP = {"width": 1280, "height": 800}
THIRTY = 30


@pytest.fixture
def desk(new_phone: NewPhone, empty_server: Server) -> Callable[[], Page]:
    """Call it for the browser of one more member of staff, on a laptop."""
    return lambda: new_phone(base_url=empty_server.url, viewport=LAPTOP).new_page()


def test_an_empty_database_becomes_a_group_with_slips_and_a_phone_in_it(
    empty_server: Server, desk: Callable[[], Page], new_phone: NewPhone, tmp_path: Path
) -> None:
    said = command(empty_server, "staff", "invite", "ostap@example.org", "--role", "administrator")
    administrator = desk()
    take_up(administrator, link_in(said))

    import_centres(administrator, tmp_path)
    slug = open_the_centre(administrator)
    link = invite(administrator, slug, "Надія", "nadiia@example.org", "manager")

    manager = desk()
    take_up(manager, link)
    keep_the_centre(manager, slug)
    link = invite(manager, slug, "Ірина", "iryna@example.org", "facilitator")
    record_a_certificate(manager, slug, "Ірина")

    facilitator = desk()
    take_up(facilitator, link)
    make_a_group(facilitator)
    plan_the_meetings(facilitator)
    codes = print_slips(facilitator, tmp_path)
    assert len(set(codes)) == THIRTY

    phone = new_phone(base_url=empty_server.url).new_page()
    come_in(phone, codes[17])
    page_of_the_group(facilitator)
    expect(facilitator.locator("table.matrix tbody tr")).to_have_count(THIRTY)
    # She agreed to be seen a moment ago: exactly one row tells of practice.
    expect(facilitator.locator("table.matrix tbody tr:has(td [role=img])")).to_have_count(1)


def link_in(words: str) -> str:
    found = re.search(r"/uk/staff/link#\S+", words)
    assert found, words
    return found[0]


def take_up(page: Page, link: str) -> None:
    """Choose a password, then an app with codes."""
    page.goto(link, wait_until="networkidle")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=again]").fill(PASSWORD)
    send(page)
    page.wait_for_url("**/set-up")
    look(page, "set-up")
    app = pyotp.TOTP(page.locator("code.secret").inner_text().replace(" ", ""))
    page.locator("[name=code]").fill(app.at(int(time.time())))
    page.locator("form:has([name=code]) button[type=submit]").click()
    page.get_by_role("link", name="Коди записано").click()
    page.wait_for_url("**/uk/staff")


def import_centres(page: Page, folder: Path) -> None:
    """Bring a list that is too large, then a good one, look at the preview, and only then write."""
    too_large, table = folder / "large.csv", folder / "centres.csv"
    too_large.write_bytes(csv_of(*(row(f"C-{number}") for number in range(50_000))))
    table.write_bytes(csv_of(*(row(f"C-{number}", status="готується") for number in range(3))))
    page.goto("/uk/staff/programme/imports")
    page.locator("input[type=file]").set_input_files(too_large)
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    expect(page.get_by_role("alert")).to_contain_text("більший за 5 МБ")
    page.locator("input[type=file]").set_input_files(table)
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    page.get_by_text("3 нові центри").wait_for()
    look(page, "preview")
    page.get_by_role("button", name="Записати ці центри").click()
    page.locator("main").get_by_role("status").wait_for()


def open_the_centre(page: Page) -> str:
    page.goto("/uk/staff/programme/centres")
    look(page, "centres")
    page.get_by_role("link", name="Центр C-1").first.click()
    page.wait_for_url("**/staff/programme/centres/*")
    slug = page.url.rpartition("/")[2].partition("?")[0]
    page.locator("[name=status]").select_option("open")
    send(page)
    expect(page.locator("main").get_by_role("status")).to_contain_text("Збережено")
    page.get_by_role("link", name="Сторінка, працівники й готовність цього центру").click()
    expect(page.get_by_role("link", name="Працівники центру")).to_be_visible()
    return slug


def invite(page: Page, slug: str, name: str, email: str, role: str) -> str:
    page.goto(f"/uk/staff/centre/{slug}/staff")
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(email)
    page.locator("[name=role]").select_option(role)
    page.locator("form:has([name=email]) button[type=submit]").click()
    page.locator("code.secret").wait_for()
    look(page, f"invitation-{role}")
    return link_in(page.locator("code.secret").inner_text())


def keep_the_centre(page: Page, slug: str) -> None:
    """Fill in the hours, and say that all of it is true today."""
    page.goto(f"/uk/staff/centre/{slug}/hours")
    page.locator("[name=day_1]").fill("9:00–18:00")
    page.locator("form:has([name=day_1]) button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    page.goto(f"/uk/staff/centre/{slug}")
    look(page, "centre")
    page.goto(f"/uk/centres/{slug}")
    expect(page.locator("main")).to_contain_text("9:00–18:00")


def record_a_certificate(page: Page, slug: str, name: str) -> None:
    page.goto(f"/uk/staff/centre/{slug}/staff")
    page.get_by_role("link", name=name).click()
    page.locator("[name=on]").fill("2026-05-20")
    page.locator("form:has([name=on]) button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    look(page, "colleague")


def make_a_group(page: Page) -> None:
    page.goto("/uk/staff/groups/new")
    page.locator("[name=weekday]").select_option("2")
    page.locator("[name=hour]").fill("18:00")
    page.locator("[name=places]").fill(str(THIRTY))
    page.locator("[name=title]").fill("Вечірня група")
    look(page, "new-group")
    send(page)
    page.wait_for_url(re.compile(r"/staff/groups/[0-9a-f-]{36}"))


def page_of_the_group(page: Page) -> str:
    page.goto("/uk/staff")
    page.locator("main a[href*='/staff/groups/']:not([href$='/new'])").first.click()
    page.wait_for_url(re.compile(r"/staff/groups/[0-9a-f-]{36}"))
    return page.url.partition("?")[0].partition("#")[0]


def plan_the_meetings(page: Page) -> None:
    group = page_of_the_group(page)
    page.goto(f"{group}/meetings")
    page.get_by_role("button", name="Створити зустрічі").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main ul.links li").first).to_be_visible()
    look(page, "meetings")


def print_slips(page: Page, folder: Path) -> list[str]:
    """Print a sheet for thirty, and read it back as a camera would."""
    group = page_of_the_group(page)
    page.goto(f"{group}/people")
    page.locator("[name=count]").fill(str(THIRTY))
    look(page, "people")
    with page.expect_download(timeout=60_000) as download:
        page.locator("form:has([name=count]) button[type=submit]").click()
    sheet = folder / "slips.pdf"
    download.value.save_as(sheet)
    return qr_codes(sheet.read_bytes())


def come_in(page: Page, address: str) -> None:
    """Open what the QR code holds, say yes to what is shown, and see the group."""
    page.goto(address, wait_until="networkidle")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/uk/group")
    page.get_by_role("button", name="Погоджуюся").click()
    expect(page.locator("main")).to_contain_text("Наступна зустріч")
    look(page, "group-on-the-phone")


def send(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


def look(page: Page, name: str) -> None:
    """Check that nothing is wider than the screen; keep a picture where PICTURES names a folder."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
