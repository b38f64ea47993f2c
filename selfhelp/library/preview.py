"""The pages as an author sees them while writing: fresh at each request, with what the check says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from html import escape
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from . import check as content_check
from .findings import BrokenContent, Finding, as_line
from .library import Library
from .models import Module
from .queries import load, state_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NOT_REVIEWED = "W70"
PAGE_OF_A_TEXT = re.compile(r"/(?P<lang>uk|en)/(?:now|modules)/(?P<id>[a-z0-9-]+)")
MAIN = b"<main"
CONDITIONS = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH")
"""What would make an answer unreadable or empty for us."""
WORKER = """\
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));
async function leave() {
  for (const name of await caches.keys()) if (name.startsWith("st-")) await caches.delete(name);
  await self.registration.unregister();
}
"""
"""A phone that kept older pages of this address lets them go."""


class Preview:
    """Serve the application made anew whenever a file of the content has changed."""

    def __init__(
        self, make_app: Callable[[], WSGIApplication], folder: Path, today: Callable[[], date]
    ) -> None:
        """Take how the application is made, and where its content lies."""
        self._make_app = make_app
        self._folder = folder
        self._today = today
        self._making = Lock()
        self._app: WSGIApplication | None = None
        self._shown: Library | None = None

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer with the page and what the check says of it, or with what keeps it from being shown."""
        request = Request(environ)
        if request.path == "/sw.js":
            return Response(WORKER, mimetype="application/javascript")(environ, start)
        try:
            app = self._fresh_app()
        except BrokenContent as broken:
            return _what_is_broken(broken.findings)(environ, start)

        for name in CONDITIONS:
            environ.pop(name, None)
        answer = Response.from_app(app, environ, buffered=True)
        if answer.mimetype == "text/html" and MAIN in answer.get_data():
            self._mark(answer, request.path)
        return answer(environ, start)

    def _fresh_app(self) -> WSGIApplication:
        with self._making:
            library = load(self._folder)
            if self._app is None or library is not self._shown:
                self._app, self._shown = self._make_app(), library
            return self._app

    def _mark(self, answer: Response, path: str) -> None:
        text = _text(path, self._shown)
        note = _note(text, self._findings_of(text) if text else [])
        answer.set_data(answer.get_data().replace(MAIN, note.encode() + MAIN, 1))
        answer.headers.remove("ETag")
        answer.headers["Cache-Control"] = "no-store"

    def _findings_of(self, text: Module) -> Sequence[Finding]:
        state = state_of(self._folder)
        found = _findings(self._folder, _work(text), state, self._today())
        return [finding for finding in found if finding.path == f"{_work(text)}/{text.lang}.md"]


@lru_cache(maxsize=64)
def _findings(folder: Path, work: str, _state: object, today: date) -> Sequence[Finding]:
    return content_check.check_work(folder, work, today)


def _text(path: str, library: Library | None) -> Module | None:
    """Find the text that a page is made of."""
    page = PAGE_OF_A_TEXT.fullmatch(path)
    return library.module(page["lang"], page["id"]) if page and library else None


def _work(text: Module) -> str:
    return f"{text.kind}s/{text.id}"


def _note(text: Module | None, findings: Sequence[Finding]) -> str:
    """Write what stands above a page."""
    if text is None:
        words = "Preview. Above each exercise stands what the check says of it."
    else:
        told = [finding for finding in findings if finding.code != NOT_REVIEWED]
        words = f"Preview of {_work(text)}/{text.lang}.md: {_counted(told)}."
        words += " A draft, not yet reviewed." if text.is_draft else " Reviewed."
    lines = _list(finding for finding in findings if finding.code != NOT_REVIEWED)
    return f'<aside class="notice notice-sun" lang="en" data-preview><p>{escape(words)}</p>{lines}</aside>'


def _counted(findings: Sequence[Finding]) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    return f"{errors} errors, {len(findings) - errors} warnings"


def _list(findings: Iterable[Finding]) -> str:
    lines = "".join(f"<li>{escape(as_line(finding))}</li>" for finding in findings)
    return f"<ul>{lines}</ul>" if lines else ""


def _what_is_broken(findings: Sequence[Finding]) -> Response:
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>The content cannot be shown yet</title><main><h1>The content cannot be shown yet</h1>"
        f"<p>Mend these places and load the page again: {_counted(findings)}.</p>{_list(findings)}</main></html>"
    )
    return Response(page, status=503, mimetype="text/html", headers={"Cache-Control": "no-store"})
