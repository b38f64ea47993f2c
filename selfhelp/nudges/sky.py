"""Air alarms by region, from a feed: an address that answers JSON, or a file that a centre keeps.

The format, the same for both:

    {"regions": {"kharkiv": {"alarm": true, "since": "2026-11-24T16:40:00Z"},
                 "poltava": {"alarm": false, "since": "2026-11-24T15:05:00Z"}}}

`since` is the moment of the last change. A region that is missing is clear.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import certifi
import pycurl
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from ..clock import now
from .rules import LONGEST_HOLD, Sky

log = logging.getLogger("selfhelp.nudges")

ASKED_EVERY = timedelta(seconds=30)
PATIENCE = 5.0
"""Seconds for all tries together: reminders wait meanwhile."""
TRIES = 3
PAUSE = 0.5
"""Seconds between tries."""
LARGEST_FEED = 256 * 1024
STALE_AFTER = timedelta(minutes=5)
"""News older than this are told to administrators as unknown."""


class Region(BaseModel):
    """What a feed says of one region."""

    model_config = ConfigDict(frozen=True)

    alarm: bool
    since: AwareDatetime


class News(BaseModel):
    """What a feed says."""

    model_config = ConfigDict(frozen=True)

    regions: dict[str, Region] = Field(max_length=2000)


class Source(Protocol):
    """Where news come from; raises OSError or ValueError when there are none."""

    def __call__(self) -> bytes:
        """Read the feed once."""


@dataclass(frozen=True, slots=True)
class HttpSource:
    """A feed at an address."""

    url: str

    def __call__(self) -> bytes:
        """Ask a few times within seconds; never follow it elsewhere, never read without end."""
        until = time.monotonic() + PATIENCE
        for _try in range(TRIES - 1):
            try:
                return self._ask(until)
            except OSError:
                time.sleep(PAUSE)
        return self._ask(until)

    def _ask(self, until: float) -> bytes:
        seconds = until - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        handle, body = pycurl.Curl(), bytearray()
        for option, value in (
            (pycurl.URL, self.url),
            (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
            (pycurl.HTTPHEADER, ["Accept: application/json"]),
            (pycurl.FOLLOWLOCATION, 0),
            (pycurl.NOSIGNAL, 1),
            (pycurl.TIMEOUT_MS, max(1, int(1000 * seconds))),
            (pycurl.CAINFO, certifi.where()),
            (pycurl.WRITEFUNCTION, lambda part: _take(body, part)),
        ):
            handle.setopt(option, value)
        try:
            handle.perform()
            status = handle.getinfo(pycurl.RESPONSE_CODE)
        except pycurl.error as failure:
            raise OSError("the feed did not answer") from failure
        finally:
            handle.close()
        if status != HTTPStatus.OK:
            raise OSError(f"the feed answered {status}")
        return bytes(body)


def _take(body: bytearray, part: bytes) -> int:
    if len(body) + len(part) > LARGEST_FEED:
        return 0  # libcurl then ends it
    body += part
    return len(part)


@dataclass(frozen=True, slots=True)
class FileSource:
    """A feed that somebody at a centre keeps in a file."""

    path: Path

    def __call__(self) -> bytes:
        """Read the file; one that nobody has touched for long says nothing of today."""
        with self.path.open("rb") as file:
            touched_at = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
            if now() - touched_at >= LONGEST_HOLD:
                raise ValueError("the file is too old")
            return file.read(LARGEST_FEED)


def source_of(url: str) -> Source | None:
    """Choose the kind of source by its address; None when no feed is set."""
    if not url:
        return None
    if url.startswith("file:"):
        return FileSource(Path(unquote(urlsplit(url).path)))
    return HttpSource(url)


@dataclass(slots=True)
class Watch:
    """The last news of a feed, asked for every half a minute."""

    source: Source | None
    clock: Callable[[], datetime] = now
    _news: News = field(default_factory=lambda: News(regions={}))
    _heard_at: datetime | None = None
    _asked_at: datetime | None = None

    def look(self) -> None:
        """Ask for news when the last try was long enough ago; without an answer the last ones stay."""
        at = self.clock()
        if self.source is None or (self._asked_at and at - self._asked_at < ASKED_EVERY):
            return
        self._asked_at = at
        try:
            self._news = News.model_validate(json.loads(self.source()))
        except (OSError, ValueError, RecursionError) as failure:
            log.warning("alarm feed: no news (%s)", type(failure).__name__)
            return
        self._heard_at = at

    def over(self, region: str | None, due_at: datetime) -> Sky:
        """Say what is known of alarms over a region since a nudge was due."""
        known = self._news.regions.get(region or "")
        if known is None or self._heard_at is None:
            return Sky.CLEAR
        if known.alarm:
            # An alarm that nobody has spoken of for two hours holds nothing back.
            is_known = self.clock() - self._heard_at < LONGEST_HOLD
            return Sky.ALARM if is_known else Sky.CLEAR
        return Sky.CLEARED if known.since > due_at else Sky.CLEAR

    @property
    def is_stale(self) -> bool:
        """Say whether the last news are too old to rely on; for the page of administrators."""
        return self._heard_at is None or self.clock() - self._heard_at > STALE_AFTER
