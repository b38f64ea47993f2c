"""A manager ticks "send it by e-mail": the letter really goes out, and the link in it opens the door."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import BrowserContext, expect

from tests.browser.people import sign_in_as_staff
from tests.server import Server, free_port
from tests.staffing.letters.post import Post

PASSWORD = "мандрівний ліхтар біля броду"


@pytest.fixture
def post() -> Iterator[tuple[Post, int]]:
    """A mail server on this machine, and its port."""
    kept = Post()
    controller = Controller(kept, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield kept, controller.port
    controller.stop()


@pytest.fixture
def server(demo_folder: Path, tmp_path: Path, post: tuple[Post, int]) -> Iterator[Server]:
    folder = tmp_path / "instance"
    shutil.copytree(demo_folder, folder)
    own = Server(folder, smtp_url=f"smtp://127.0.0.1:{post[1]}", mail_from="stezhka@example.org")
    own.start()
    yield own
    own.kill()


def test_a_colleague_comes_in_by_the_link_of_the_letter(
    new_phone: Callable[..., BrowserContext], server: Server, post: tuple[Post, int]
) -> None:
    nadiia = new_phone(base_url=server.url).new_page()
    sign_in_as_staff(nadiia, "nadiia@example.org")
    nadiia.goto("/uk/staff/centre/demo-poltava-1/staff")
    nadiia.locator("[name=name]").fill("Ольга")
    nadiia.locator("[name=email]").fill("olha@example.org")
    nadiia.get_by_label("Надіслати посилання ще й електронною поштою").check()
    nadiia.locator("form:has([name=email]) button[type=submit]").click()
    expect(nadiia.locator("main").get_by_role("status")).to_contain_text(
        "Поштовий сервер прийняв лист"
    )

    (letter,) = post[0].letters
    assert letter["To"] == "olha@example.org"
    link = re.search(r"http\S+/uk/staff/link#\S+", letter.get_content())
    assert link
    assert nadiia.locator("code.secret").inner_text() == link[0]

    olha = new_phone(base_url=server.url).new_page()
    olha.goto(link[0], wait_until="networkidle")
    olha.locator("[name=password]").fill(PASSWORD)
    olha.locator("[name=again]").fill(PASSWORD)
    olha.locator("main form button[type=submit]").click()
    olha.wait_for_url("**/uk/staff")
