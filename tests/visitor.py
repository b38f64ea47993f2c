"""Somebody with a browser without JavaScript: every page opened is checked."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, Self

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


class Page:
    """An answer, ready to be asked about."""

    def __init__(self, answer: TestResponse) -> None:
        self.answer = answer
        self.status = answer.status_code
        self.headers = answer.headers
        self.body = answer.get_data()

    @property
    def text(self) -> str:
        """What a person reads on the page, white space folded."""
        return re.sub(r"\s+", " ", self.soup.get_text(" ")).strip()

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.body, "html.parser")

    @property
    def json(self) -> Any:
        return self.answer.get_json(force=True)

    def one(self, selector: str) -> Tag:
        found = self.soup.select(selector)
        assert len(found) == 1, f"{selector}: {len(found)} found"
        return found[0]

    def links(self) -> list[str]:
        return [str(link["href"]) for link in self.soup.select("a[href]")]


class Visitor:
    """Opens pages and sends forms as a browser would."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def get(self, path: str, *, status: int = 200, **more: Any) -> Page:
        return self._ask("GET", path, status=status, **more)

    def post(
        self, path: str, *, status: int = 200, headers: dict[str, str] | None = None, **more: Any
    ) -> Page:
        return self._ask("POST", path, status=status, headers=SAME_ORIGIN | (headers or {}), **more)

    def put(
        self, path: str, *, status: int = 200, headers: dict[str, str] | None = None, **more: Any
    ) -> Page:
        return self._ask("PUT", path, status=status, headers=SAME_ORIGIN | (headers or {}), **more)

    def delete(
        self, path: str, *, status: int = 204, headers: dict[str, str] | None = None, **more: Any
    ) -> Page:
        return self._ask(
            "DELETE", path, status=status, headers=SAME_ORIGIN | (headers or {}), **more
        )

    def submit(self, path: str, *, status: int = 302, **fields: Any) -> Page:
        """Send a form; a good one ends in a redirect."""
        return self.post(path, status=status, data=fields)

    def sign_in_with_slip(self, digits: str, *, status: int = 200) -> Self:
        self.post("/api/v1/sign-in", json={"slip": digits}, status=status)
        return self

    def sign_in_as_staff(
        self, email: str, password: str = "stezhka-demo-2026", *, status: int = 302
    ) -> Self:
        self.submit("/uk/staff/sign-in", email=email, password=password, status=status)
        return self

    def _ask(self, method: str, path: str, *, status: int, **more: Any) -> Page:
        page = Page(self.client.open(path, method=method, **more))
        assert page.status == status, (
            f"{method} {path}: {page.status}, expected {status}\n{page.body[:600]!r}"
        )
        if page.headers.get("Content-Type", "").startswith("text/html") and page.status not in {
            304,
            301,
            302,
            303,
            307,
            308,
        }:
            check_page(page, path)
        return page


def check_page(page: Page, path: str) -> None:
    """Check what holds for every page: heading, title, language, labels, nothing inline."""
    soup = page.soup
    headings = soup.select("h1")
    assert len(headings) == 1, f"{path}: {len(headings)} h1"
    title = _folded(soup.title.get_text() if soup.title else "")
    assert title.startswith(_folded(headings[0].get_text())), (
        f"{path}: title {title!r}, h1 {headings[0]}"
    )
    assert soup.html is not None
    assert soup.html.get("lang") in {"uk", "en"}, f"{path}: no language"
    assert soup.select_one("main"), f"{path}: no main"
    for script in soup.select("script"):
        assert script.get("src"), f"{path}: inline script"
    assert not soup.select("style, [style]"), f"{path}: inline style"
    handlers = [name for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert not handlers, f"{path}: inline handlers {handlers}"
    _check_labels(soup, path)
    _check_headings_do_not_jump(soup, path)
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids)), (
        f"{path}: ids twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    )


def _check_labels(soup: BeautifulSoup, path: str) -> None:
    for control in soup.select("input:not([type=hidden]), select, textarea"):
        named = (
            control.get("aria-label")
            or control.get("aria-labelledby")
            or control.find_parent("label")
            or (control.get("id") and soup.select(f'label[for="{control["id"]}"]'))
        )
        assert named, f"{path}: no label for {control}"
    for image in soup.select("img"):
        assert image.has_attr("alt"), f"{path}: no alt for {image}"
    for press in soup.select("a, button, summary"):
        words = _folded(press.get_text()) or press.get("aria-label") or press.select("svg title")
        assert words, f"{path}: nothing to read on {press}"


def _check_headings_do_not_jump(soup: BeautifulSoup, path: str) -> None:
    before = 0
    for heading in soup.select("h1, h2, h3, h4"):
        level = int(heading.name[1])
        assert level <= before + 1, f"{path}: h{before} is followed by h{level}: {heading}"
        before = level


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
