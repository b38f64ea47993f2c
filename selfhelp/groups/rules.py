"""Pure decisions about groups: what a facilitator sees, and under which name a group goes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from ..centres.rules import dial

SHOWN_AFTER_THE_END = timedelta(days=30)
MOST_PLACES = 60
"""As many slips are printed at once; a larger group is two."""
CONSENT_VERSIONS = ("2026-11",)
"""Versions of the text about what a facilitator sees; the last one is shown today."""
CONSENT_VERSION = CONSENT_VERSIONS[-1]
CALLS_VERSIONS = ("2026-11",)
"""Versions of the text about calls; the last one is shown today."""
CALLS_VERSION = CALLS_VERSIONS[-1]
LABEL_LETTERS = "АВЕІКМНОРСТХ"
"""Letters that look the same in both scripts, so a label reads well in either language."""
LABEL_NUMBERS = range(10, 100)


class Cell(StrEnum):
    """How far somebody is in one module, as far as a facilitator is told."""

    NOT_GIVEN = "not-given"
    """The module was given to others in the group."""
    NOT_STARTED = "not-started"
    OPENED = "opened"
    STARTED = "started"
    DONE = "done"


class Standing(StrEnum):
    """Whether a row of the matrix may be filled."""

    SHARING = "sharing"
    NOT_AGREED = "not-agreed"
    NOT_SHARING = "not-sharing"
    PAUSED = "paused"


class LastDays(Protocol):
    """The last days on which something happened in a module."""

    @property
    def last_opened_on(self) -> date | None: ...
    @property
    def last_step_on(self) -> date | None: ...
    @property
    def last_done_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Row:
    """All that a facilitator is told about one member."""

    alias: str
    """Id of the word from nature."""
    standing: Standing
    cells: Mapping[str, Cell]
    """Module id → cell; empty unless the member shares."""
    last_heard_days: int | None
    """Days since the phone was last heard from: 0 is today, None is "not yet"."""
    asks_to_talk: bool

    @property
    def has_started(self) -> bool:
        """Say whether anything at all was opened since joining."""
        return any(cell not in (Cell.NOT_GIVEN, Cell.NOT_STARTED) for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class Seat:
    """A group as one of its members sees it: no title, no audience, no other members."""

    group_id: UUID
    """For the server alone."""
    label: str
    alias: Mapping[str, str]
    centre_name: Mapping[str, str]
    centre_phone: str
    centre_slug: str
    facilitators: Sequence[str]
    has_agreed: bool
    is_sharing: bool
    asks_to_talk: bool
    sees_from: date
    is_paused: bool = False
    wishes_calls: bool = False
    rests_until: date | None = None
    """The centre lets reminders rest; the phone says until when and knows no reason."""

    @property
    def dial(self) -> str:
        """The centre's number as a `tel:` link wants it."""
        return dial(self.centre_phone)

    def as_json(self) -> dict[str, Any]:
        """Write the seat for the phone."""
        return {
            "label": self.label,
            "alias": dict(self.alias),
            "centre": {
                "name": dict(self.centre_name),
                "phone": self.centre_phone,
                "slug": self.centre_slug,
            },
            "facilitators": list(self.facilitators),
            "consent": self.has_agreed,
            "sharing": self.is_sharing,
            "paused": self.is_paused,
            "asks_to_talk": self.asks_to_talk,
            "calls": self.wishes_calls,
            "sees_from": self.sees_from.isoformat(),
            "reminders_rest_until": self.rests_until and self.rests_until.isoformat(),
        }


def cell_state(days: LastDays | None, joined_on: date, *, is_given: bool = True) -> Cell:
    """Say how far a member is in a module, counting only what happened since joining."""
    if not is_given:
        return Cell.NOT_GIVEN
    if days is None:
        return Cell.NOT_STARTED
    if _since(days.last_done_on, joined_on):
        return Cell.DONE
    if _since(days.last_step_on, joined_on):
        return Cell.STARTED
    if _since(days.last_opened_on, joined_on):
        return Cell.OPENED
    return Cell.NOT_STARTED


def _since(day: date | None, joined_on: date) -> bool:
    return day is not None and day >= joined_on


def standing_of(*, has_agreed: bool, is_sharing: bool, is_paused: bool = False) -> Standing:
    """Say whether a member's practice may be shown: agreed first, no pause second, sharing third."""
    if not has_agreed:
        return Standing.NOT_AGREED
    if is_paused:
        return Standing.PAUSED
    return Standing.SHARING if is_sharing else Standing.NOT_SHARING


def is_practice_shown(ended_on: date | None, today: date) -> bool:
    """Say whether a group's practice is still shown: until 30 days after its end."""
    return ended_on is None or today <= ended_on + SHOWN_AFTER_THE_END


def days_since(heard_on: date | None, joined_on: date, today: date) -> int | None:
    """Count days since somebody was heard from, as far as it was after joining."""
    if heard_on is None or heard_on < joined_on:
        return None
    return max((today - heard_on).days, 0)


def make_label(taken: Collection[str], start: int) -> str:
    """Make a neutral name that no other group of the centre has: «В-12»; `start` is any number."""
    count = len(LABEL_LETTERS) * len(LABEL_NUMBERS)
    for place in range(count):
        letter, number = divmod((start + place) % count, len(LABEL_NUMBERS))
        label = f"{LABEL_LETTERS[letter]}-{LABEL_NUMBERS[number]}"
        if label not in taken:
            return label
    raise ValueError("a centre has used up all labels")
