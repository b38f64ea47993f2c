"""Parcels bring many pages and files at once, byte for byte as each comes alone."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from selfhelp.offline.parcels import ENTRIES
from tests.visitor import Visitor


def lists_of(visitor: Visitor) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """Read from the worker what it keeps."""
    worker = visitor.get("/sw.js").body.decode()
    start = re.search(r"PAGES=", worker)
    assert start is not None
    return dict(json.JSONDecoder().raw_decode(worker, start.end())[0])


def unpack(parcel: bytes) -> list[tuple[str, bytes]]:
    """Take a parcel apart as the worker does."""
    line, _, rest = parcel.partition(b"\n")
    bodies = []
    for content_type, length in json.loads(line):
        bodies.append((content_type, rest[:length]))
        rest = rest[length:]
    assert rest == b""
    return bodies


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("part", ["must", "should"])
def test_parcels_hold_everything_that_the_worker_lists_in_its_order(
    visitor: Visitor, language: str, part: str
) -> None:
    listed = lists_of(visitor)[language][part]

    for place in range(0, len(listed), ENTRIES):
        page = visitor.get(f"/kept/{language}/{part}/{place // ENTRIES}")
        entries = unpack(page.body)
        assert len(entries) == len(listed[place : place + ENTRIES])
        for (path, digest), (content_type, body) in zip(listed[place:], entries, strict=False):
            assert hashlib.sha256(body).hexdigest()[:12] == digest, path
            assert visitor.get(path).headers["Content-Type"] == content_type, path


def test_all_that_must_be_there_is_in_one_parcel(visitor: Visitor) -> None:
    for language in ("uk", "en"):
        assert 0 < len(lists_of(visitor)[language]["must"]) <= ENTRIES


def test_a_parcel_may_stand_in_any_cache_and_brings_the_policy_of_a_page(visitor: Visitor) -> None:
    parcel, page = visitor.get("/kept/uk/must/0"), visitor.get("/uk/now")

    assert "public" in parcel.headers["Cache-Control"]
    assert "X-Private" not in parcel.headers
    assert parcel.headers["ETag"]
    for name in ("Content-Security-Policy", "Permissions-Policy", "X-Frame-Options"):
        assert parcel.headers[name] == page.headers[name]


@pytest.mark.parametrize("path", ["uk/must/1", "uk/should/99", "de/must/0", "uk/rest/0"])
def test_there_is_no_other_parcel(visitor: Visitor, path: str) -> None:
    visitor.get(f"/kept/{path}", status=404)
