"""A feed of air alarms by region: an address that answers JSON, or a file that a centre keeps.

The format is the same for both and stands in docs/running.md:

    {"updated_at": "2026-11-24T16:41:30Z",
     "regions": {"kharkiv": {"alarm": true, "since": "2026-11-24T16:40:00Z"},
                 "poltava": {"alarm": false, "since": "2026-11-24T15:05:00Z"}}}
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Protocol
from urllib.parse import unquote, urlsplit

import certifi
import pycurl
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

PATIENCE = 5.0
"""Seconds for all tries together: reminders wait meanwhile."""
TRIES = 3
PAUSE = 0.5
"""Seconds between tries."""
LARGEST_FEED = 256 * 1024


SLUG = re.compile(r"[a-z0-9-]{1,40}")
Moment = Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC))]


class Region(BaseModel):
    """What a feed says of one region."""

    model_config = ConfigDict(frozen=True)

    alarm: bool
    since: Moment
    """The moment of the last change."""


class News(BaseModel):
    """What a feed says."""

    model_config = ConfigDict(frozen=True)

    regions: dict[str, Region] = Field(max_length=2000)
    """One that is missing is clear."""
    updated_at: Moment | None = None
    """When somebody last looked at the sky; left out, a file is as old as its last change, an answer is new."""

    @field_validator("regions")
    @classmethod
    def _leave_out_what_is_no_slug(cls, regions: dict[str, Region]) -> dict[str, Region]:
        return {slug: said for slug, said in regions.items() if SLUG.fullmatch(slug)}


class Source(Protocol):
    """Where news come from; raises OSError or ValueError when there are none."""

    def __call__(self) -> News:
        """Read the feed once."""


@dataclass(frozen=True, slots=True)
class HttpSource:
    """A feed at an address."""

    url: str

    def __call__(self) -> News:
        """Ask a few times within seconds; never follow it elsewhere, never read without end."""
        until = time.monotonic() + PATIENCE
        for _try in range(TRIES - 1):
            try:
                return News.model_validate_json(self._ask(until))
            except OSError:
                time.sleep(PAUSE)
        return News.model_validate_json(self._ask(until))

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

    def __call__(self) -> News:
        """Read the file; what it says is as old as its last change."""
        with self.path.open("rb") as file:
            touched_at = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
            news = News.model_validate_json(file.read(LARGEST_FEED))
        return news if news.updated_at else news.model_copy(update={"updated_at": touched_at})


def source_of(url: str) -> Source | None:
    """Choose the kind of source by its address; None when no feed is set."""
    if not url:
        return None
    if url.startswith("file:"):
        return FileSource(Path(unquote(urlsplit(url).path)))
    return HttpSource(url)
