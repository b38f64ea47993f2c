"""Pure decisions about slips, codes and the line of those who ask for a place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from ..groups.rules import MOST_PLACES

MOST_SLIPS = MOST_PLACES
HELD_FOR = timedelta(days=14)
"""A place that nobody has confirmed face to face by then is free again."""
OFFER_LASTS = timedelta(hours=48)
"""Where the settings say nothing else."""
LONGEST_LINE = 60
CHECK_NUMBERS = tuple(f"{number}" for number in range(10, 100))
"""More than a line is long: everybody in it has a number of her own."""


class Stand(StrEnum):
    """Where somebody is who asked for a place."""

    HELD = "held"
    """A place is kept; the facilitator confirms face to face."""
    OFFERED = "offered"
    """A place is free for this person, who may take it or not."""
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asked for a place, as far as the line has to know."""

    id: UUID
    since: datetime
    """In line since; the longest waits first."""
    told_at: datetime | None = None
    held_since: datetime | None = None
    offer_lasts: timedelta = OFFER_LASTS
    """Counted from the moment at which the offer was seen or told, never before."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody in line, and what that means now."""

    asker: Asker
    stand: Stand
    before: int = 0
    """How many wait in front."""
    answer_by: datetime | None = None
    """When an offer that was seen or told goes to the next one."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A request for a place as the asker sees it: no title, no audience, no other people."""

    label: str
    check: str
    """Two digits to show to the facilitator."""
    stand: Stand
    before: int
    asked_at: datetime
    answer_by: datetime | None

    def as_json(self) -> dict[str, Any]:
        """Write the request for the phone."""
        return {
            "group": self.label,
            "check": self.check,
            "stand": self.stand.value,
            "before": self.before,
            "asked_at": self.asked_at.isoformat(),
            "answer_by": self.answer_by and self.answer_by.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class PaperSlip:
    """What stands on one slip, in the group's language."""

    name: str
    """The word from nature."""
    group: str
    digits: str = field(repr=False)
    """Sixteen, in fours."""
    address: str = field(repr=False)
    """What the QR code holds."""
    how: tuple[str, str]
    phone: str


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on the poster of a group: nothing about whom it is for."""

    group: str
    code: str
    """Ten digits, in groups that can be read aloud."""
    address: str
    """What the QR code holds."""
    how: tuple[str, str]
    phone: str


def places_of_sheet(key: UUID) -> list[UUID]:
    """Name the places in a group that one sheet of slips makes.

    The key comes with the empty form: a form sent twice names the same places.
    """
    return [uuid5(key, str(place)) for place in range(MOST_SLIPS)]


def pretty_code(code: str) -> str:
    """Set a group's code as it is read aloud: 482 913 6500."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def free_check_number(taken: Collection[str], start: int) -> str:
    """Choose two digits that nobody else in line has; `start` is any number."""
    free = [number for number in CHECK_NUMBERS if number not in taken]
    return free[start % len(free)]


def arrange(askers: Sequence[Asker], free: int, now: datetime) -> list[Placed]:
    """Say who has a place held, who is offered one and who waits; `free` counts places without a member.

    Nothing of it is stored, so that time alone moves the line and looking at it changes nothing.
    """
    there = [settled(asker, now) for asker in askers if not is_forgotten(asker, now)]
    held = [asker for asker in there if asker.held_since is not None]
    line = sorted((one for one in there if one.held_since is None), key=_longest_first)
    offers = max(free - len(held), 0)
    return [
        *(Placed(asker, Stand.HELD) for asker in held),
        *(Placed(one, Stand.OFFERED, answer_by=_end_of_offer(one)) for one in line[:offers]),
        *(
            Placed(replace(one, told_at=None), Stand.WAITING, before)
            for before, one in enumerate(line[offers:])
        ),
    ]


def is_forgotten(asker: Asker, now: datetime) -> bool:
    """Say whether a held place was not confirmed in time."""
    return asker.held_since is not None and now - asker.held_since >= HELD_FOR


def settled(asker: Asker, now: datetime) -> Asker:
    """Move somebody whose offer has passed to the end of the line, as of that moment."""
    end = _end_of_offer(asker)
    if asker.held_since is not None or end is None or now < end:
        return asker
    return replace(asker, since=end, told_at=None)


def _end_of_offer(asker: Asker) -> datetime | None:
    return asker.told_at + asker.offer_lasts if asker.told_at else None


def _longest_first(asker: Asker) -> tuple[datetime, UUID]:
    return asker.since, asker.id


def promised(line: Sequence[Placed]) -> int:
    """Count the places that are held or on offer: nobody else may be given them."""
    return sum(placed.stand is not Stand.WAITING for placed in line)


class PartOfDay(StrEnum):
    """How much of a group's hour everybody may know."""

    MORNING = "morning"
    DAY = "day"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """An open group as everybody may know it: no room, no hour, no name, nothing about whom it is for."""

    weekday: int | None
    part_of_day: PartOfDay | None
    has_places: bool


def part_of_day(hour: time | None) -> PartOfDay | None:
    """Say in which part of the day a group meets."""
    if hour is None:
        return None
    if hour.hour < 12:
        return PartOfDay.MORNING
    return PartOfDay.DAY if hour.hour < 17 else PartOfDay.EVENING
