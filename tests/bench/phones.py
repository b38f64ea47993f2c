"""How soon a phone shows something: a processor four times slower, a slow network or none."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.bench.slow_network import BYTES_A_SECOND, LATENCY, slow_network
from tests.bench.weights import opened_phone
from tests.browser.conftest import FLAGS, wait_until_ready_offline

SLOWER = 4
TIMES = 5
READY = "Готово: працює без інтернету"
PAINTS = """
    () => new Promise((done) => {
        const [first] = performance.getEntriesByName("first-contentful-paint");
        new PerformanceObserver((list) => {
            done({ first: first?.startTime, largest: list.getEntries().at(-1).startTime });
        }).observe({ type: "largest-contentful-paint", buffered: true });
    })
"""


@dataclass(frozen=True, slots=True)
class Paints:
    """Seconds from opening an address to the first and to the largest thing on the screen."""

    first: float
    largest: float


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """Open Chromium, the system's own where there is one."""
    program = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


def first_visits_on_slow_4g(browser: Browser, base_url: str) -> Paints:
    """Open the first page on phones that have never been here; the middle of five."""
    return _middle([_first_visit(browser, base_url) for _time in range(TIMES)])


def _first_visit(browser: Browser, base_url: str) -> Paints:
    with opened_phone(browser) as phone:
        page = phone.new_page()
        session = _slow_down(page)
        session.send("Network.enable")
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": LATENCY * 1000,
                "downloadThroughput": BYTES_A_SECOND,
                "uploadThroughput": BYTES_A_SECOND / 2,
            },
        )
        return _paints(page, f"{base_url}/uk/")


def openings_offline(browser: Browser, base_url: str, path: str, *, is_asleep: bool) -> Paints:
    """Open a page in flight mode; the middle of five. A worker that is asleep has to start first."""
    with opened_phone(browser) as phone:
        page = phone.new_page()
        page.goto(f"{base_url}/uk/")
        wait_until_ready_offline(page)
        page.close()
        phone.set_offline(True)
        return _middle(
            [_opening_offline(phone, base_url + path, is_asleep) for _time in range(TIMES)]
        )


def _opening_offline(phone: BrowserContext, address: str, is_asleep: bool) -> Paints:
    page = phone.new_page()
    session = _slow_down(page)
    if is_asleep:
        session.send("ServiceWorker.enable")
        session.send("ServiceWorker.stopAllWorkers")
    paints = _paints(page, address)
    page.close()
    return paints


def ready_offline_on_slow_4g(browser: Browser, server_port: int) -> float:
    """Count the seconds from the first visit to "Ready", everything on the slow network."""
    with slow_network(server_port) as port, opened_phone(browser) as phone:
        page = phone.new_page()
        _slow_down(page)
        begun = time.monotonic()
        page.goto(f"http://127.0.0.1:{port}/uk/", timeout=60_000)
        page.get_by_text(READY).wait_for(timeout=180_000)
        return time.monotonic() - begun


def _slow_down(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return session


def _paints(page: Page, address: str) -> Paints:
    page.goto(address, wait_until="networkidle", timeout=60_000)
    found = page.evaluate(PAINTS)
    return Paints(found["first"] / 1000, found["largest"] / 1000)


def _middle(all_paints: list[Paints]) -> Paints:
    return Paints(
        median(paints.first for paints in all_paints),
        median(paints.largest for paints in all_paints),
    )
