"""Pure decisions about meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Protocol

MEETINGS_OF_A_PROGRAMME = 5
MOST_MEETINGS = 60
"""Meetings of one group in all: more than a year of weeks."""
USUAL_MINUTES = 90
LONGEST_MINUTES = 480
LATEST = timedelta(days=730)
"""How far ahead a meeting may be."""


class Timed(Protocol):
    """Something that begins and lasts."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def minutes(self) -> int: ...


def is_over(meeting: Timed, now: datetime) -> bool:
    """Say whether a meeting has ended; one that goes on now is still the next one."""
    return meeting.starts_at + timedelta(minutes=meeting.minutes) <= now


def next_on(weekday: int, hour: time, local: datetime) -> datetime:
    """Find the next such hour on such a weekday (1 is Monday), after `local` on the same clock."""
    ahead = (weekday - local.isoweekday()) % 7
    found = at_hour(local.date() + timedelta(days=ahead), hour, local.tzinfo)
    return found if found > local else at_hour(found.date() + timedelta(days=7), hour, local.tzinfo)


def weekly(first: datetime, count: int) -> list[datetime]:
    """List the same hour in each of some weeks; 19:00 stays 19:00 when clocks change."""
    return [
        at_hour(first.date() + timedelta(weeks=week), first.time(), first.tzinfo)
        for week in range(count)
    ]


def at_hour(day: date, hour: time, zone: tzinfo | None) -> datetime:
    """Say when it is this hour on the wall, on this day."""
    return datetime.combine(day, hour.replace(tzinfo=None), tzinfo=zone)


def one_each(modules: Sequence[str], count: int) -> list[str | None]:
    """Give each meeting its module in order; meetings beyond the last module have none."""
    return [modules[place] if place < len(modules) else None for place in range(count)]
