"""What pages weigh: bytes on the way, requests, nodes. Weights, unlike times, are the same on every machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from selfhelp.offline.parcels import ENTRIES
from tests.browser.conftest import PHONE
from tests.browser.people import sign_in_with_slip

SLIP = "1000000000000001"
MINE = ("mine/group", "mine/progress", "mine/plan", "mine/you")
PLAYED = re.compile(r"/(now/|modules/)")
MAIN_BUTTON = "main .button:not(.button-quiet):visible"


@dataclass(slots=True)
class Answer:
    """One answer that a page asked for."""

    path: str
    kind: str
    """Document, Script, Stylesheet, … as the browser calls it."""
    is_before_load: bool
    body: int = 0
    """Bytes of the body, compressed as it was sent."""
    sent: int = 0
    """Bytes of headers and body."""


@dataclass(frozen=True, slots=True)
class PageWeight:
    """Everything that one page asked for, and the size of its tree."""

    path: str
    answers: tuple[Answer, ...]
    nodes: int

    @property
    def page(self) -> int:
        """Bytes of the page itself, with its headers: they share the first round trip."""
        return sum(answer.sent for answer in self.answers if answer.kind == "Document")

    @property
    def styles(self) -> int:
        """Bytes of all style sheets."""
        return sum(answer.body for answer in self.answers if answer.kind == "Stylesheet")

    @property
    def scripts(self) -> int:
        """Bytes of all scripts."""
        return sum(answer.body for answer in self.answers if answer.kind == "Script")

    @property
    def scripts_before_load(self) -> int:
        """Bytes of the scripts that were asked for before the page had loaded."""
        return sum(a.body for a in self.answers if a.kind == "Script" and a.is_before_load)

    @property
    def sent_before_load(self) -> int:
        """All bytes, with headers, of what was asked for before the page had loaded."""
        return sum(answer.sent for answer in self.answers if answer.is_before_load)

    @property
    def requests_before_load(self) -> int:
        """Count what was asked for before the page had loaded."""
        return sum(answer.is_before_load for answer in self.answers)


@dataclass
class Scales:
    """Listen to a page and note everything it asks for; `turn_to` begins anew."""

    page: Page
    _answers: dict[str, Answer] = field(default_factory=dict)
    _is_loaded: bool = False

    def __post_init__(self) -> None:
        session = self.page.context.new_cdp_session(self.page)
        session.on("Network.requestWillBeSent", self._note_request)
        session.on("Network.responseReceived", self._note_headers)
        session.on("Network.loadingFinished", self._note_end)
        session.on("Page.loadEventFired", self._note_load)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.send("Page.enable")

    def turn_to(self, address: str) -> PageWeight:
        """Open a page, start what it plays, and weigh it when nothing more is asked for."""
        self._answers, self._is_loaded = {}, False
        self.page.goto(address, wait_until="networkidle")
        if PLAYED.search(address):
            self.page.locator(MAIN_BUTTON).first.click()
            self.page.wait_for_load_state("networkidle")
        nodes = int(self.page.evaluate("document.querySelectorAll('*').length"))
        return PageWeight(urlsplit(address).path, tuple(self._answers.values()), nodes)

    def _note_request(self, event: dict[str, Any]) -> None:
        path = urlsplit(event["request"]["url"]).path
        self._answers[event["requestId"]] = Answer(path, event["type"], not self._is_loaded)

    def _note_headers(self, event: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        if answer := self._answers.get(event["requestId"]):
            answer.body = int(headers.get("content-length", 0))

    def _note_end(self, event: dict[str, Any]) -> None:
        if answer := self._answers.get(event["requestId"]):
            answer.sent = int(event["encodedDataLength"])

    def _note_load(self, _event: dict[str, Any]) -> None:
        self._is_loaded = True


@contextmanager
def opened_phone(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """Take a fresh phone with a store of its own, and put it away afterwards."""
    phone = browser.new_context(
        viewport=ViewportSize(width=PHONE["width"], height=PHONE["height"]),
        locale="uk-UA",
        timezone_id="Europe/Kyiv",
        **options,
    )
    yield phone
    phone.close()


def weigh_first_visit(browser: Browser, base_url: str) -> PageWeight:
    """Weigh the first page on a phone that has never been here."""
    with opened_phone(browser) as phone:
        return Scales(phone.new_page()).turn_to(f"{base_url}/uk/")


def weigh_pages(browser: Browser, base_url: str, language: str = "uk") -> list[PageWeight]:
    """Weigh every page of a participant, each as if it were the first: no worker, no cache."""
    with opened_phone(browser, service_workers="block", base_url=base_url) as phone:
        return list(_weigh_one_by_one(phone.new_page(), base_url, language))


def _weigh_one_by_one(page: Page, base_url: str, language: str) -> Iterator[PageWeight]:
    scales = Scales(page)
    for path in kept_pages(base_url, language):
        yield scales.turn_to(base_url + path)
    yield from _weigh_centres(scales, base_url, language)
    sign_in_with_slip(page, SLIP)
    for name in MINE:
        yield scales.turn_to(f"{base_url}/{language}/{name}")


def _weigh_centres(scales: Scales, base_url: str, language: str) -> Iterator[PageWeight]:
    """From the directory to a region and on to a centre, as a person goes."""
    address, seen = f"/{language}/centres", set[str]()
    while address not in seen:
        seen.add(address)
        yield scales.turn_to(base_url + address)
        links = scales.page.locator(f"main a[href^='/{language}/centres']")
        found = [str(link.get_attribute("href")) for link in links.all()]
        address = next((link for link in found if link not in seen), address)


OF_TEXTS = re.compile(r"/[a-z]{2}/(now|help|exercises|modules/.*|now/.*|programmes/.*)$")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a phone keeps in one language: bytes of the bodies, compressed as they are sent."""

    must: int
    """What has to be there before the worker starts, in the parcel that brings it."""
    all: int
    """All parcels."""
    texts: int
    """The texts alone (tools, modules, notes, programmes, help), each page as if asked for by itself."""


def weigh_what_is_kept(base_url: str, language: str = "uk") -> Kept:
    """Weigh what the worker fetches for one language."""
    lists = _lists_of_the_worker(base_url)[language]
    must, should = (
        sum(
            sent_size(f"{base_url}/kept/{language}/{part}/{number}")
            for number in range(ceil(len(lists[part]) / ENTRIES))
        )
        for part in ("must", "should")
    )
    paths = [path for path, _digest in lists["must"] + lists["should"]]
    texts = sum(sent_size(base_url + path) for path in paths if OF_TEXTS.match(path))
    return Kept(must, must + should, texts)


def kept_pages(base_url: str, language: str = "uk") -> list[str]:
    """List the pages, without files, that a phone keeps in one language."""
    lists = _lists_of_the_worker(base_url)[language]
    paths = [path for path, _digest in lists["must"] + lists["should"]]
    return [path for path in paths if path.startswith(f"/{language}/")]


def sent_size(address: str) -> int:
    """Count the bytes of a body as a browser gets it."""
    asked = Request(address, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    with urlopen(asked, timeout=30) as answer:
        return len(answer.read())


def _lists_of_the_worker(base_url: str) -> dict[str, dict[str, list[tuple[str, str]]]]:
    with urlopen(f"{base_url}/sw.js", timeout=60) as answer:
        text = answer.read().decode()
    found = re.search(r"PAGES\s*=\s*", text)
    assert found is not None, "the worker no longer begins with the lists of what it keeps"
    lists, _end = json.JSONDecoder().raw_decode(text, found.end())
    return dict(lists)
