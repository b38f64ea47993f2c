"""Pure decisions: what was typed about hours, and whether somebody else saved meanwhile."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?")
MOST_SPANS = 6
"""Spans of one day; more is a typing slip."""
MOST_WEEKS = 12
LONGEST_REST = timedelta(days=31)
"""Reminders of a centre rest no longer at once: a rest that nobody remembers would never end."""
DOERS = (
    "manager", "facilitator", "psychologist", "social-manager", "volunteer", "host", "administrator",
)  # fmt: skip
"""Who does a line of a plan: roles, never names."""
STATES = ("not-yet", "under-way", "ready")
LINES_AT_MOST = 100
SPECIAL_DAYS_AT_MOST = 60

Spans = list[list[str]]


class Outcome(StrEnum):
    """What becomes of a page that somebody wants to save."""

    SAVE = "save"
    SAME = "same"
    """It stands there already: a second tap, or two people with one thought."""
    CONFLICT = "conflict"
    """Somebody else saved after this page was opened."""


class UnclearHoursError(ValueError):
    """What was typed is no list of hours."""


def fingerprint(values: Mapping[str, Any]) -> str:
    """Sum up what a page showed, to notice later that it has changed."""
    written = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:20]


def outcome(seen: str, shown: Mapping[str, Any], *, is_same: bool) -> Outcome:
    """Decide from what somebody saw, what would be shown now, and whether her wish stands there."""
    if is_same:
        return Outcome.SAME
    return Outcome.SAVE if seen == fingerprint(shown) else Outcome.CONFLICT


def spans_of(text: str) -> Spans:
    """Read hours as people write them: "9-13, 14:00–18:00"; nothing means closed."""
    parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    spans = sorted(_span(part) for part in parts)
    overlaps = any(later[0] < earlier[1] for earlier, later in pairwise(spans))
    if overlaps or len(spans) > MOST_SPANS:
        raise UnclearHoursError
    return spans


def _span(text: str) -> list[str]:
    found = SPAN.fullmatch(text)
    if found is None:
        raise UnclearHoursError
    start, end = _clock(found[1], found[2]), _clock(found[3], found[4])
    if start >= end:
        raise UnclearHoursError
    return [start, end]


def _clock(hour: str, minute: str | None) -> str:
    digits = f"{int(hour):02}:{minute or '00'}"
    if digits > "24:00" or int(minute or 0) > 59:
        raise UnclearHoursError
    return digits


def spans_as_text(spans: Sequence[Sequence[str]]) -> str:
    """Write hours as the form shows them: 09:00–13:00, 14:00–18:00."""
    return ", ".join(f"{start}–{end}" for start, end in spans)
