"""What those who lead a group hold in their hands, once it is read; phones keep none of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .models import Block, Prose, Review

PartKind = Literal["prepare", "open", "practice", "talk", "break", "plan", "close", "fidelity"]
"""What a part of a meeting is for."""
Setting = Literal["group", "guided", "alone", "single"]
"""How people of a study practised: in a group, with a guide, alone; or one exercise by itself."""


@dataclass(frozen=True, slots=True)
class MeetingPart:
    """Some minutes of a meeting: what to do, say, ask and play in them."""

    id: str
    title: str
    kind: PartKind
    starts: int
    """Minutes from the beginning of the meeting."""
    minutes: int
    parts: tuple[Prose | Block, ...]

    @property
    def ends(self) -> int:
        """Minutes from the beginning of the meeting."""
        return self.starts + self.minutes


@dataclass(frozen=True, slots=True)
class RunSheet:
    """What those who lead a meeting hold in their hands, in one language. Phones never keep it."""

    id: str
    lang: str
    programme: str
    order: int
    """First, second, … meeting of the programme."""
    module: str
    """The module that goes with the meeting."""
    version: str
    title: str
    summary: str
    goal: str
    minutes: int
    fewest: int
    most: int
    """People in the room."""
    facilitators: int
    materials: tuple[str, ...]
    review: Review
    parts: tuple[MeetingPart, ...]

    @property
    def is_draft(self) -> bool:
        """The clinical or the language review is still missing."""
        return not self.review.is_complete


@dataclass(frozen=True, slots=True)
class Study:
    """What one study found, in one language."""

    id: str
    setting: Setting
    name: str
    who: str
    found: str
    source: str
    is_draft: bool


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A small card that people take home from a meeting, in one language."""

    id: str
    """The module it goes with."""
    lang: str
    title: str
    lines: tuple[str, ...]
    is_draft: bool


@dataclass(frozen=True, slots=True)
class RoomPart:
    """Who or what a part of a card is for, and its lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoomCard:
    """A card for those who lead a group, for when something happens in the room; in one language."""

    id: str
    lang: str
    title: str
    summary: str
    parts: tuple[RoomPart, ...]
    is_draft: bool
