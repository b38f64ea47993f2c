"""A real browser on a real server."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from selfhelp.config import ROOT
from tests.server import Server
from tests.warmth import warm_up

PHONE = {"width": 360, "height": 640}
PATIENCE = 20_000  # milliseconds; a busy machine is slow, and a fault is still a fault afterwards

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

expect.set_options(timeout=PATIENCE)


def eventually(page: Page, so: Callable[[], bool]) -> None:
    """Wait until it is so; fail when patience ends."""
    give_up = time.monotonic() + PATIENCE / 1000
    while not so():
        assert time.monotonic() < give_up, "it never came to be so"
        page.wait_for_timeout(50)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; there is one in a process."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium without its windows: the same engine, and a new phone costs a fifth of the time."""
    launched = launch(playwright, "chromium-headless-shell", *CHROMIUM)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def whole_browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium as people have it, for what the smaller one has not: notifications, above all."""
    launched = launch(playwright, *CHROMIUM)
    yield launched
    launched.close()


def launch(playwright: Playwright, *programs: str) -> Browser:
    """Start the first of these programs that is there, else the one that Playwright brought."""
    found = next(filter(None, map(shutil.which, programs)), None)
    return playwright.chromium.launch(executable_path=found, args=FLAGS)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the demo loaded, to be copied."""
    folder = tmp_path_factory.mktemp("demo")
    server = Server(folder)
    server.start()
    server.stop()
    warm_up(server.environment, folder)
    return folder


@pytest.fixture
def server(demo_folder: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of this test's own, with the demo, free to be stopped and killed."""
    folder = tmp_path / "instance"
    shutil.copytree(demo_folder, folder)
    own = Server(folder)
    own.start()
    yield own
    own.kill()


@pytest.fixture(scope="session")
def live_server(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that tests share; they change nothing that another would miss."""
    folder = tmp_path_factory.mktemp("live") / "instance"
    shutil.copytree(demo_folder, folder)
    shared = Server(folder)
    shared.start()
    yield shared.url
    shared.kill()


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """A server without the demo on a database that has just been made."""
    server = Server(tmp_path / "instance", demo=False)
    (tmp_path / "instance").mkdir()
    command(server, "db", "upgrade")
    server.start()
    yield server
    server.kill()


def command(server: Server, *words: str) -> str:
    """Run `selfhelp` on the database of a server; return what it prints."""
    program = Path(sys.executable).with_name("selfhelp")
    done = subprocess.run(
        [program, *words],
        cwd=ROOT,
        env=server.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture
def new_phone(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Call it for a phone: a browser with a store of its own."""
    opened: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        settings = {
            "viewport": PHONE,
            "locale": "uk-UA",
            "timezone_id": "Europe/Kyiv",
            "has_touch": True,
        }
        context = browser.new_context(**(settings | options))  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def phone(new_phone: Callable[..., BrowserContext], live_server: str) -> Iterator[Page]:
    """A page on a fresh phone; its console errors fail the test."""
    page = new_phone(base_url=live_server).new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    yield page
    assert faults == [], faults


IS_READY = """async () => {
    const registration = await navigator.serviceWorker?.getRegistration();
    if (!registration?.active || !navigator.serviceWorker.controller) return false;
    const names = (await caches.keys()).filter((name) => name.startsWith("st-"));
    if (names.length !== 1) return false;
    const kept = new Set((await (await caches.open(names[0])).keys()).map((entry) => new URL(entry.url).pathname));
    const worker = await (await fetch("/sw.js")).text();
    const { must, should } = JSON.parse(worker.match(/PAGES=(\\{.*?\\});\\n/)[1])[document.documentElement.lang];
    return [...must, ...should].every(([path]) => kept.has(path));
}"""


def wait_until_ready_offline(page: Page) -> None:
    """Wait until the worker has kept everything of the page's language; how long it takes is for the bench."""
    until = time.monotonic() + 120
    while not page.evaluate(IS_READY):
        assert time.monotonic() < until, "the worker has not kept everything"
        page.wait_for_timeout(100)
