"""Parcels: several pages and files in one answer, so that what they share is sent once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ENTRIES = 32
"""How many pages and files are in one parcel: all that must be there are in the first."""


@dataclass(frozen=True)
class Entry:
    """A page or a file as a browser would get it alone."""

    content_type: str
    body: bytes


def parcel_of(paths: Sequence[str], number: int) -> Sequence[str]:
    """Choose the paths of one parcel; none when there is no such parcel."""
    return paths[number * ENTRIES : (number + 1) * ENTRIES]


def pack(entries: Iterable[Entry]) -> bytes:
    """Join the bodies behind one line that tells the type and length of each."""
    entries = tuple(entries)
    line = json.dumps([[one.content_type, len(one.body)] for one in entries], separators=(",", ":"))
    return b"\n".join((line.encode(), b"".join(one.body for one in entries)))
