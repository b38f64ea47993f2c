"""Names on a staff device: shown there, printed there, and not one byte of them is ever sent."""

from __future__ import annotations

import base64
import json
import re
import sqlite3
from collections.abc import Callable
from urllib.parse import quote, quote_plus, urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.browser.conftest import wait_until_ready_offline
from tests.browser.pages import open_page
from tests.browser.people import rows_on_the_server, sign_in_as_staff
from tests.server import Server

NAME = "Мирослава Тестова"
PHONE = "+380 44 765 43 21"

EVERYTHING_IN_INDEXEDDB = """async () => {
    const plain = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
        ? Array.from(new Uint8Array(value.buffer ?? value), (byte) => String.fromCharCode(byte)).join("")
        : value && typeof value === "object" ? Object.entries(value).map(([k, v]) => k + plain(v)).join(" ") : String(value);
    const all = {};
    for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((resolve) => {
            const request = indexedDB.open(name);
            request.onsuccess = () => resolve(request.result);
        });
        for (const store of database.objectStoreNames) {
            const read = (what) => new Promise((resolve) => {
                const request = database.transaction(store).objectStore(store)[what]();
                request.onsuccess = () => resolve(request.result);
            });
            all[`${name} ${store}`] = (await read("getAllKeys")).map(plain).concat((await read("getAll")).map(plain));
        }
        database.close();
    }
    return all;
}"""


WHAT_THIS_PERSON_READS = """async () => {
    const vault = await import("/static/js/names-vault.js");
    await vault.unlock();
    return (await vault.readAll()).size;
}"""
WHAT_HER_KEY_OPENS = """async () => {
    const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" };
    const given = await (await fetch("/api/v1/names-key", options)).json();
    const bytes = Uint8Array.from(atob(given.key), (letter) => letter.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["decrypt"]);
    const database = await new Promise((resolve) => {
        const request = indexedDB.open("stezhka-names");
        request.onsuccess = () => resolve(request.result);
    });
    const read = (what) => new Promise((resolve) => {
        const request = database.transaction("sealed").objectStore("sealed")[what]();
        request.onsuccess = () => resolve(request.result);
    });
    const [places, all] = [await read("getAllKeys"), await read("getAll")];
    const tried = await Promise.allSettled(all.map(({ iv, sealed }, index) => {
        const additionalData = new TextEncoder().encode(places[index]);
        return crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, sealed);
    }));
    return { sealed: all.length, opened: tried.filter(({ status }) => status === "fulfilled").length };
}"""


def disguises(words: str) -> set[bytes]:
    """Every way in which words could leave in a request, whole or in part."""
    found: set[bytes] = set()
    for part in {words, words.replace(" ", ""), *words.split()}:
        if len(part) < 6:  # shorter ones turn up in random words
            continue
        plain = part.encode()
        found |= {plain, part.encode("utf-16-le"), part.encode("utf-16-be"), plain.hex().encode()}
        found |= {quote(part).encode(), quote_plus(part).encode(), quote(part).lower().encode()}
        found |= {json.dumps(part)[1:-1].encode(), html_numbers(part)}
        for shift in range(3):  # base64 looks different at each of three offsets
            packed = base64.b64encode(b"\0" * shift + plain)[
                (shift * 8 + 5) // 6 : len(plain) * 4 // 3 - 2
            ]
            found |= (
                {packed, packed.translate(bytes.maketrans(b"+/", b"-_"))}
                if len(packed) > 4
                else set()
            )
    return found


def html_numbers(words: str) -> bytes:
    return "".join(f"&#{ord(letter)};" for letter in words).encode()


SECRETS = disguises(NAME) | disguises(PHONE) | disguises(re.sub(r"\D", "", PHONE))


def betrayed(sent: bytes) -> list[bytes]:
    return [secret for secret in SECRETS if secret in sent]


def listen(context: BrowserContext) -> list[bytes]:
    """Write down every byte of every request, those of the service worker too."""
    sent: list[bytes] = []

    def note(request: Request) -> None:
        headers = json.dumps(request.headers, ensure_ascii=False).encode()
        sent.append(b"\n".join([request.url.encode(), headers, request.post_data_buffer or b""]))

    context.on("request", note)
    return sent


def open_group(page: Page) -> None:
    page.get_by_role("link", name="В-12").first.click()
    page.wait_for_url("**/staff/groups/**")


def write_name(page: Page, word: str = "Калина") -> None:
    page.locator("#names-place").select_option(label=word)
    page.locator("#names-name").fill(NAME)
    page.locator("#names-phone").fill(PHONE)
    page.locator("[data-names-form] button").click()
    page.get_by_text("Збережено на цьому пристрої.").wait_for()


def test_the_disguises_are_found_where_they_are() -> None:
    for sent in (NAME, quote(f"name={NAME}"), json.dumps({"name": NAME}), f"+{PHONE}"):
        assert betrayed(sent.encode()), sent
    for before in ("", "a", "ab"):
        assert betrayed(base64.b64encode(f"{before}{NAME} and more".encode()))
        assert betrayed(base64.b64encode(f"{before}{PHONE} and more".encode()))
    assert not betrayed(b"an ordinary request")


def test_no_byte_of_a_name_is_ever_sent_and_none_lies_open(
    new_phone: Callable[..., BrowserContext], server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page = context.new_page()
    page.goto("/uk/")
    wait_until_ready_offline(page)
    sent = listen(context)
    sign_in_as_staff(page, "iryna@example.org")
    open_group(page)

    write_name(page)
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Калина"))
    assert NAME in row.first.inner_text()
    page.reload()
    page.locator(".matrix [data-name]", has_text=NAME).wait_for()
    page.locator("summary", has_text="Список для паперу").click()
    assert page.locator("[data-phone] a").get_attribute("href") == "tel:+380447654321"
    page.locator("select[name=module]").select_option("refocus")
    page.locator("form[action$='assignments'] button[type=submit]").click()
    page.goto("/uk/exercises")
    page.wait_for_timeout(1000)

    assert len(sent) > 10
    assert any(b"/api/v1/names-key" in one for one in sent)
    assert [found for one in sent for found in betrayed(one)] == []
    kept = page.evaluate(EVERYTHING_IN_INDEXEDDB)
    assert kept["stezhka-names sealed"], "nothing was kept at all"
    for place, things in kept.items():
        assert not betrayed("\n".join(things).encode("latin-1", "ignore")), place
        assert not betrayed("\n".join(things).encode()), place
    assert not betrayed("\n".join(map(str, dump(server))).encode())


def dump(server: Server) -> list[object]:
    """Every row of the server's database."""
    tables = rows_on_the_server(server, "select name from sqlite_master where type = 'table'")
    questions = [f'select * from "{name}"' for (name,) in tables]  # noqa: S608 - its own names
    return [row for question in questions for row in rows_on_the_server(server, question)]


def test_after_signing_out_a_colleague_on_the_same_browser_reads_nothing(
    new_phone: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_phone(base_url=server.url).new_page()
    sign_in_as_staff(page, "iryna@example.org")
    open_group(page)
    write_name(page)
    address = page.url
    page.locator("header button[type=submit]").click()
    page.wait_for_url("**/sign-in*")

    page.go_back()
    page.wait_for_timeout(500)
    assert NAME not in page.content()
    let_guide(server, "nadiia@example.org", address.rpartition("/")[2][:36])
    sign_in_as_staff(page, "nadiia@example.org")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert NAME not in page.content()
    assert page.evaluate(WHAT_THIS_PERSON_READS) == 0
    assert page.evaluate(WHAT_HER_KEY_OPENS) == {"sealed": 1, "opened": 0}

    page.locator("header button[type=submit]").click()
    page.wait_for_url("**/sign-in*")
    sign_in_as_staff(page, "iryna@example.org")
    page.goto(address)
    page.locator(".matrix [data-name]", has_text=NAME).wait_for()


def let_guide(server: Server, email: str, group_id: str) -> None:
    """Let a manager guide a group of her centre too."""
    with sqlite3.connect(urlsplit(server.database_url).path) as connection:
        (staff, centre), *_more = connection.execute(
            "select staff.id, post.centre_id from staff join post on post.staff_id = staff.id where email = ?",
            [email],
        ).fetchall()
        connection.execute(
            "insert into post (id, staff_id, centre_id, role) values (?, ?, ?, 'facilitator')",
            [uuid4().hex, staff, centre],
        )
        connection.execute(
            "insert into group_facilitator (group_id, staff_id) values (?, ?)",
            [group_id.replace("-", ""), staff],
        )


def test_signing_out_takes_names_off_another_open_page(
    new_phone: Callable[..., BrowserContext], server: Server
) -> None:
    context = new_phone(base_url=server.url)
    page, other = context.new_page(), context.new_page()
    sign_in_as_staff(page, "iryna@example.org")
    open_group(page)
    write_name(page)
    open_page(other, "/uk/staff")

    other.locator("header button[type=submit]").click()
    other.wait_for_url("**/sign-in*")

    expect(page.locator("body")).not_to_contain_text("Мирослава")
    assert page.locator("[data-names-desk]").is_hidden()


def test_names_are_erased_on_this_device(
    new_phone: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_phone(base_url=server.url).new_page()
    sign_in_as_staff(page, "iryna@example.org")
    open_group(page)
    write_name(page)

    page.get_by_text("Стерти імена на цьому пристрої").click()
    page.locator("[data-names-erase]").click()
    page.get_by_text("Імена стерто з цього пристрою.").wait_for()

    assert NAME not in page.content()
    assert page.evaluate(EVERYTHING_IN_INDEXEDDB)["stezhka-names sealed"] == []


def test_the_paper_list_holds_the_names_and_nothing_else(
    new_phone: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_phone(base_url=server.url).new_page()
    sign_in_as_staff(page, "iryna@example.org")
    open_group(page)
    write_name(page)
    page.evaluate("void (window.print = () => { document.body.dataset.printed = 'yes' })")
    page.locator("[data-names-print]").click()
    assert page.locator("body").get_attribute("data-printed") == "yes"
    page.emulate_media(media="print")

    shown = page.locator("body").inner_text()
    assert NAME in shown
    assert PHONE in shown
    assert "Хто на якому етапі" not in shown
    assert "Вилучити" not in shown


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_screen(
    new_phone: Callable[..., BrowserContext], server: Server, width: int
) -> None:
    page = new_phone(base_url=server.url, viewport={"width": width, "height": 640}).new_page()
    sign_in_as_staff(page, "iryna@example.org")
    open_group(page)
    write_name(page)
    page.get_by_text("Список для паперу").click()

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sheet = page.locator(".names-table")
    assert sheet.evaluate("table => table.scrollWidth <= innerWidth")


def test_without_javascript_paper_is_offered(
    new_phone: Callable[..., BrowserContext], server: Server
) -> None:
    page = new_phone(base_url=server.url, java_script_enabled=False).new_page()
    sign_in_as_staff(page, "iryna@example.org")
    open_group(page)

    assert "можна вести на папері" in page.locator(".names noscript p").inner_text()
    assert page.locator("[data-names-desk]").is_hidden()
    page.locator("summary", has_text="Список для паперу").click()
    assert page.locator(".names-table tbody tr").count() > 3
