"""Pure decisions about calls: who is on the list of a week, in which order, and whose a call is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from .models import Outcome

LEASE = timedelta(minutes=30)
"""How long a call stays with the one who has taken it and noted nothing."""
MOST_CALLS = 60
USUAL_CALLS = 6
MINUTES = 15
WEEKS = 5
"""As many scripts there are; from then on the last one is offered."""


class Standing(StrEnum):
    """Whose a call is this week, as somebody who looks at the list sees it."""

    FREE = "free"
    MINE = "mine"
    TAKEN = "taken"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Wish:
    """A member who wishes calls."""

    place: UUID
    """Id of the membership."""
    asked_since: datetime | None
    silent_days: int | None
    """Days since anything was heard; None where this is not shown to facilitators."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A call of this week that somebody has taken on or noted."""

    by: UUID | None
    at: datetime
    outcome: Outcome | None


def monday_of(day: date) -> date:
    """Name the week of a day by its Monday."""
    return day - timedelta(days=day.weekday())


def week_in_group(joined_on: date, today: date) -> int:
    """Say which week somebody is in a group, as far as there are scripts."""
    passed = (monday_of(today) - monday_of(joined_on)).days // 7
    return min(max(passed, 0) + 1, WEEKS)


def standing_of(taken: Taken | None, me: UUID, now: datetime) -> Standing:
    """Say whose a call is; one that was taken and not noted is free again after a while."""
    if taken is None:
        return Standing.FREE
    if taken.outcome is not None:
        return Standing.NOTED
    if taken.by is None or now - taken.at >= LEASE:
        return Standing.FREE
    return Standing.MINE if taken.by == me else Standing.TAKEN


def in_order(wishes: Collection[Wish]) -> list[Wish]:
    """Put those who asked first, the longest wait first; then the longest silence."""
    return sorted(wishes, key=_order)


def _order(wish: Wish) -> tuple[bool, float, int, str]:
    asked = wish.asked_since.timestamp() if wish.asked_since else 0.0
    silence = -1 if wish.silent_days is None else wish.silent_days
    return (wish.asked_since is None, asked, -silence, str(wish.place))


def this_week(
    wishes: Collection[Wish], calls: Mapping[UUID, Taken], me: UUID, most: int, now: datetime
) -> list[tuple[Wish, Standing]]:
    """List whom somebody may ring this week: at most `most` calls of her own, those done included.

    Calls of colleagues stand in the list as long as own ones would, and take no place of hers.
    """
    left = most - sum(_is_of(calls.get(wish.place), me, now) for wish in wishes)
    listed: list[tuple[Wish, Standing]] = []
    for wish in in_order(wishes):
        taken = calls.get(wish.place)
        standing = standing_of(taken, me, now)
        if _is_of(taken, me, now):
            listed.append((wish, standing))
        elif left > 0:
            listed.append((wish, standing))
            left -= standing is Standing.FREE
    return listed


def _is_of(taken: Taken | None, me: UUID, now: datetime) -> bool:
    mine = taken is not None and taken.by == me
    return mine and standing_of(taken, me, now) in (Standing.MINE, Standing.NOTED)


def weeks_on(joined: Sequence[date], today: date) -> list[int]:
    """List the weeks whose scripts are needed for people who joined on these days."""
    return sorted({week_in_group(day, today) for day in joined})
