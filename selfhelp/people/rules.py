"""What a slip is, how often somebody may guess, how long a sign-in lasts."""

from __future__ import annotations

import ipaddress
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SECRET_DIGITS = 9
NUMBER_DIGITS = 7
SLIP_DIGITS = SECRET_DIGITS + NUMBER_DIGITS
GROUP_CODE_DIGITS = 10
DEMO_NUMBERS = 1000
"""Slip numbers below this belong to the demo and are never drawn for a real slip."""

DEMO_PASSWORD = "stezhka-demo-2026"  # noqa: S105 - meant to be known
"""The password of every member of staff in the demo."""

SLIP_TRIES = 5
SLIP_WINDOW = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=24)
TRIES_REMEMBERED = timedelta(days=7)
"""How far back a limit looks; older failures may be forgotten."""
NETWORK_TRIES = 20
SITE_TRIES = 200
NEW_PARTICIPANTS = 60
"""New participants from one network in ten minutes: twice a full room behind one router."""
SHORT_WINDOW = timedelta(minutes=10)
SITE_DELAY = timedelta(seconds=2)

PARTICIPANT_LIFETIME = timedelta(days=180)
STAFF_LIFETIME = timedelta(hours=12)
IDLE_LIMIT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class SlipDigits:
    """The two parts of a slip."""

    secret: str
    """The first nine digits, known only to the person."""
    number: str
    """The last seven, which find the row."""


@dataclass(frozen=True, slots=True)
class Terms:
    """For whom and since when a sign-in holds."""

    is_staff: bool
    is_shared: bool
    last_used_at: datetime
    expires_at: datetime


def digits_of(typed: str) -> str:
    """Fold what somebody typed to plain digits: spaces and dashes go, Arabic or wide digits become ours.

    Anything else stays as it is, so that a word is not mistaken for a number.
    """
    folded = []
    for sign in typed:
        value = unicodedata.decimal(sign, None)
        if value is not None:
            folded.append(str(value))
        elif not sign.isspace() and unicodedata.category(sign) not in {"Pd", "Cf"} and sign != "−":
            folded.append(sign)
    return "".join(folded)


def split_slip(typed: str) -> SlipDigits | None:
    """Take a slip apart, or return None when these are not sixteen digits."""
    digits = digits_of(typed)
    if len(digits) != SLIP_DIGITS or not digits.isdecimal():
        return None
    return SlipDigits(digits[:SECRET_DIGITS], digits[SECRET_DIGITS:])


def is_group_code(typed: str) -> bool:
    """Say whether this is a group's code of ten digits and not a slip."""
    digits = digits_of(typed)
    return len(digits) == GROUP_CODE_DIGITS and digits.isdecimal()


def in_fours(digits: str) -> str:
    """Set digits in fours, as they stand on paper: 4829 1365 0017 2244."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def network_of(address: str) -> str:
    """Name the network of an address: its /24, or its /64 in IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    prefix = 24 if found.version == 4 else 64
    return str(ipaddress.ip_network(f"{found}/{prefix}", strict=False))


def wait_for_slip(failures: Sequence[datetime], now: datetime) -> timedelta:
    """Say how long a slip or a staff name must rest: fifteen minutes after five failures, then doubling.

    A day without a failure, counted from the end of the last wait, starts anew.
    """
    rest, recent, last = timedelta(), list[datetime](), None
    for at in sorted(failures):
        if last is not None and at - last - rest >= LONGEST_WAIT:
            rest, recent = timedelta(), []
        recent = [earlier for earlier in recent if at - earlier < SLIP_WINDOW] + [at]
        if rest:
            rest = min(rest * 2, LONGEST_WAIT)
        elif len(recent) >= SLIP_TRIES:
            rest = SLIP_WINDOW
        last = at
    return _what_is_left(last + rest, now) if last else timedelta()


def wait_for_network(
    times: Sequence[datetime], now: datetime, allowed: int = NETWORK_TRIES
) -> timedelta:
    """Say how long a network must rest: no more than `allowed` times in ten minutes."""
    recent = sorted(at for at in times if now - at < SHORT_WINDOW)
    if len(recent) < allowed:
        return timedelta()
    return _what_is_left(recent[-allowed] + SHORT_WINDOW, now)


def _what_is_left(until: datetime, now: datetime) -> timedelta:
    return max(until - now, timedelta())


def is_site_alarmed(failures: int) -> bool:
    """Say whether so many failures in ten minutes call for an alarm and a delay, never for a wall."""
    return failures >= SITE_TRIES


def end_of_sign_in(*, is_staff: bool, now: datetime) -> datetime:
    """Say when a sign-in used now ends at the latest; a participant's end moves with each use."""
    return now + (STAFF_LIFETIME if is_staff else PARTICIPANT_LIFETIME)


def is_over(terms: Terms, now: datetime) -> bool:
    """Say whether a sign-in has ended by its age or by resting unused."""
    may_rest = not (terms.is_staff or terms.is_shared)
    return now >= terms.expires_at or (not may_rest and now - terms.last_used_at > IDLE_LIMIT)


def is_touch_due(terms: Terms, now: datetime) -> bool:
    """Say whether the last use is old enough to be written down again."""
    closely_watched = terms.is_staff or terms.is_shared
    every = timedelta(seconds=60) if closely_watched else timedelta(minutes=10)
    return now - terms.last_used_at >= every
