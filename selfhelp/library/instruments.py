"""Scales and questionnaires once they are read: values that never change while the program runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TENSION = "tension-0-10"
"""The scale of every block `thermo`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing to choose, and what it counts."""

    value: int
    words: str
    """Empty for the numbers of a scale that only stand between two others."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question."""

    id: str
    text: str
    answers: tuple[Answer, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that stands there to be read."""
        return (self.text, *(answer.words for answer in self.answers if answer.words))


@dataclass(frozen=True, slots=True)
class HelpOffer:
    """When a phone shows people to talk to, and tells nobody."""

    at_least: int
    rise: int


@dataclass(frozen=True, slots=True)
class Risk:
    """An answer after which somebody of the staff has to come at once."""

    item: str
    at_least: int


@dataclass(frozen=True, slots=True)
class OnCall:
    """Whom staff ring after such an answer."""

    name: str
    number: str
    hours: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A scale or a questionnaire in one language that its owner allows."""

    id: str
    lang: str
    kind: Literal["own", "licensed"]
    title: str
    licence: str
    attribution: str
    administered_by: Literal["self", "trained-staff"]
    items: tuple[Item, ...]
    help_offer: HelpOffer | None = None
    """Only scales of our own have it."""
    risks: tuple[Risk, ...] = ()
    on_call: OnCall | None = None
    """There whenever there are risks."""
    retention_days: int | None = None
    """Nothing for what never leaves the phone."""
