"""Public pages: rendered once, kept compressed, the same bytes for everyone."""

from __future__ import annotations

import functools
import gzip
import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import overload

import brotli
from flask import Response, current_app, request

COMPRESSIBLE = (
    "text/",
    "application/javascript",
    "application/manifest+json",
    "image/svg+xml",
    "application/json",
)
INDENT = re.compile(rb"\s*\n\s*")
KEPT_AT_MOST = 4096
"""Pages kept in memory: far more than a country has; beyond it the oldest gives way."""


@dataclass(frozen=True)
class PublicPage:
    """Bytes that may stand in any cache: plain, gzip and brotli, with their digest."""

    body: bytes
    content_type: str
    cache_control: str = "public, no-cache"
    made: float = field(default_factory=time.monotonic)

    @functools.cached_property
    def digest(self) -> str:
        """Return 16 hexadecimal digits that change with the bytes."""
        return hashlib.sha256(self.body).hexdigest()[:16]

    @functools.cached_property
    def brotli(self) -> bytes:
        """Return the body compressed with brotli."""
        return bytes(brotli.compress(self.body, quality=11))

    @functools.cached_property
    def gzip(self) -> bytes:
        """Return the body compressed with gzip."""
        return gzip.compress(self.body, 9, mtime=0)

    def answer(self) -> Response:
        """Answer the current request: 304 when the browser has these bytes."""
        headers = [
            ("Content-Type", self.content_type),
            ("Cache-Control", self.cache_control),
            ("ETag", f'W/"{self.digest}"'),
            ("Vary", "Accept-Encoding"),
        ]
        if self.digest in request.environ.get("HTTP_IF_NONE_MATCH", ""):
            return Response(status=304, headers=headers)
        body, encoding = self._in_the_best_encoding(request.environ.get("HTTP_ACCEPT_ENCODING", ""))
        if encoding:
            headers.append(("Content-Encoding", encoding))
        return Response(body, headers=headers)

    def _in_the_best_encoding(self, accepted: str) -> tuple[bytes, str | None]:
        if self.content_type.startswith(COMPRESSIBLE):
            if "br" in accepted:
                return self.brotli, "br"
            if "gzip" in accepted:
                return self.gzip, "gzip"
        return self.body, None


Render = Callable[..., str | bytes]
View = Callable[..., Response]


@overload
def public(render: Render, *, content_type: str = ...) -> View: ...
@overload
def public(
    *, content_type: str = ..., seconds: float | None = ..., query: tuple[str, ...] = ...
) -> Callable[[Render], View]: ...
def public(
    render: Render | None = None,
    *,
    content_type: str = "text/html; charset=utf-8",
    seconds: float | None = None,
    query: tuple[str, ...] = (),
) -> View | Callable[[Render], View]:
    """Serve what a view renders to everyone; render anew after `seconds`, else once per process.

    `query` names what the view reads of the address after the question mark; nothing else there
    makes another page, or strangers would fill the memory with copies of one.
    """
    if render is None:
        return functools.partial(public, content_type=content_type, seconds=seconds, query=query)

    @functools.wraps(render)
    def view(**values: object) -> Response:
        kept: dict[tuple[str, ...], PublicPage] = current_app.extensions["public_pages"]
        key = (request.path, *(request.args.get(name, "") for name in query))
        page = kept.get(key)
        if page is None or (seconds is not None and time.monotonic() - page.made > seconds):
            page = PublicPage(_lighter(_bytes(render(**values)), content_type), content_type)
            _keep(kept, key, page)
        return page.answer()

    return view


def _keep(kept: dict[tuple[str, ...], PublicPage], key: tuple[str, ...], page: PublicPage) -> None:
    kept.pop(key, None)  # what is made anew is the newest again
    while len(kept) >= KEPT_AT_MOST:
        kept.pop(next(iter(kept)), None)
    kept[key] = page


def _bytes(rendered: str | bytes) -> bytes:
    return rendered.encode() if isinstance(rendered, str) else rendered


def _lighter(body: bytes, content_type: str) -> bytes:
    """Leave the indents of our templates out of a page: they mean nothing and are fetched too."""
    return INDENT.sub(b"\n", body) if content_type.startswith("text/html") else body
