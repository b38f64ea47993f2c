"""Pure decisions about consultations and referrals: by when, who holds one, how urgent, how long kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

BARRIER_FREE = ("step-free", "lift", "wide-doors", "accessible-wc", "sign-language")
"""What is asked about getting into a service; keys of `centres.rules.FACTS`."""
LEASE = timedelta(hours=24)
"""How long a request belongs to the person who took it, from the last thing that was done."""
SOON = timedelta(hours=24)
FOLLOW_UP = timedelta(hours=24)
"""Nobody asks earlier how it went: help that is needed at once is on its way."""
KEPT_AFTER_THE_END = timedelta(days=183)
"""Half a year after the last thing that happened, a request is forgotten with its referrals."""
COUNTED = timedelta(days=30)
"""How far back the figures of a centre reach."""
WEEK = timedelta(days=7)
MOST_IN_A_WEEK = 3
"""Requests of one participant, the ones taken back too."""
MOST_REFERRALS = 5
MOST_SERVICES = 200
MOST_PUBLIC = 2000
"""On the page of a region; nobody is left out before there are so many."""
PUBLIC_FOR = timedelta(days=180)
"""A number that nobody has checked for longer is not shown to everybody: it may be dead."""
CONSENT_VERSION = "2026-11"
"""Of the text about what is passed on: a change of its meaning is a new version."""
CODE_DIGITS = 6


class Urgency(StrEnum):
    """How something stands to the moment by which it is meant to be done."""

    CALM = "calm"
    SOON = "soon"
    LATE = "late"


def due(since: datetime, hours: int) -> datetime:
    """Say by when something is meant to be done."""
    return since + timedelta(hours=hours)


def heard_by(made_at: datetime, hours: int) -> datetime:
    """Say by when something should be heard of a referral; where 103 was called, within a day."""
    return made_at + max(timedelta(hours=hours), FOLLOW_UP)


def urgency(due_at: datetime, now: datetime) -> Urgency:
    """Say whether something is late, due within a day, or neither."""
    if due_at <= now:
        return Urgency.LATE
    return Urgency.SOON if due_at - now <= SOON else Urgency.CALM


def lease_until(now: datetime, meets_at: datetime | None) -> datetime:
    """Say until when a request is held: a day from now, or a day after the time that was offered."""
    return max(now, meets_at or now) + LEASE


def is_held_by_another(
    holder: UUID | None, until: datetime | None, asking: UUID, now: datetime
) -> bool:
    """Say whether a colleague looks after it now."""
    return holder is not None and holder != asking and until is not None and until > now


def in_threes(code: str) -> str:
    """Write a code as it is said: 482 715."""
    return f"{code[:3]} {code[3:]}"


def digits_of(typed: str) -> str:
    """Read a code as people write it, with spaces or dashes."""
    return "".join(sign for sign in typed if sign.isdigit())


def is_day_possible(heard_on: date, made_on: date, today: date) -> bool:
    """Say whether something may have been heard on this day: not before, and not in the future."""
    return made_on <= heard_on <= today
