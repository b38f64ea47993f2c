"""Pure decisions about centres: their facts, their week, how old all this is, and the order of letters."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

FACTS = (
    "step-free",
    "ramp",
    "lift",
    "wide-doors",
    "accessible-wc",
    "tactile-path",
    "induction-loop",
    "sign-language",
    "quiet-room",
    "child-corner",
    "shelter-inside",
    "shelter-near",
    "generator",
    "heat-and-light",
    "transport-stop",
    "parking",
)
"""What a centre says about getting in, being there and staying safe, in the order of its page."""

Answer = Literal["yes", "no", "unknown"]
WEEKDAYS = (1, 2, 3, 4, 5, 6, 7)
STALE_AFTER = timedelta(days=60)
LOOK_AHEAD = timedelta(days=14)
"""How far ahead the public page tells of days with other hours."""

ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_PLACE = {letter: place for place, letter in enumerate(ALPHABET, start=1)}
_BEYOND = len(ALPHABET) + 1
_SILENT = str.maketrans("", "", "’'ʼ`«»\"")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a centre has, has not, or has not told us."""

    key: str
    answer: Answer
    note: str


@dataclass(frozen=True, slots=True)
class OpenDay:
    """One day of a week; no spans means closed."""

    weekday: int
    """1 is Monday."""
    spans: tuple[tuple[str, str], ...]
    """From and until, as on a clock: ("09:00", "18:00")."""

    @property
    def digits(self) -> str:
        """Say the spans in digits for the phone: 09:00-13:00,14:00-18:00."""
        return ",".join(f"{start}-{end}" for start, end in self.spans)


def facts_of(told: Mapping[str, Any], lang: str) -> tuple[Fact, ...]:
    """List all facts in order; what nobody told is unknown, never "no"."""
    return tuple(_fact(key, told.get(key) or {}, lang) for key in FACTS)


def _fact(key: str, told: Mapping[str, Any], lang: str) -> Fact:
    said = told.get("is")
    answer: Answer = said if said in ("yes", "no") else "unknown"
    return Fact(key, answer, (told.get("note") or {}).get(lang, ""))


def week(hours: Mapping[str, Any]) -> tuple[OpenDay, ...]:
    """Lay opening hours out from Monday to Sunday."""
    return tuple(
        OpenDay(day, tuple((start, end) for start, end in hours.get(str(day), ())))
        for day in WEEKDAYS
    )


def week_as_json(hours: Mapping[str, Any]) -> str:
    """Write the week for the phone, which marks what is open now."""
    return json.dumps({day.weekday: day.spans for day in week(hours) if day.spans})


def special_as_json(days: Iterable[tuple[date, list[Any]]]) -> str:
    """Write days with other hours for the phone, which must not call a closed day open."""
    return json.dumps({day.isoformat(): spans for day, spans in days})


def is_stale(verified_on: date | None, today: date) -> bool:
    """Say whether nobody at the centre has confirmed its page for a long time."""
    return verified_on is None or today - verified_on > STALE_AFTER


PHONE_SIGNS = frozenset("0123456789+-() ")


def can_be_dialled(phone: str) -> bool:
    """Say whether a number is one: 3 to 15 digits, and signs that people put between them."""
    return set(phone) <= PHONE_SIGNS and 3 <= sum(sign.isdigit() for sign in phone) <= 15


def dial(phone: str) -> str:
    """Write a number as a `tel:` link wants it: digits, and a plus if there is one."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


@lru_cache(maxsize=4096)
def ukrainian_order(words: str) -> tuple[tuple[int, int], ...]:
    """Make a sort key in the order of the Ukrainian alphabet; other signs follow its letters.

    No collation at hand is right: plain bytes put є, і, ї and ґ after я, and the general
    order of Unicode puts ї before і. Apostrophes and quotes are silent; a space comes first.
    """
    letters = words.casefold().translate(_SILENT)
    return tuple(
        (0, 0) if sign in " -" else (_PLACE.get(sign, _BEYOND), ord(sign)) for sign in letters
    )
