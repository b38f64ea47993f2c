"""How what happened becomes where somebody stands: sets, firsts and lasts, so order and repeats never matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from .kinds import EventKind

STEP_KINDS = frozenset({EventKind.STEP_DONE, EventKind.SKIPPED})


class Happening(Protocol):
    """Something a person did: a row of the diary, or an event that has just come in."""

    @property
    def kind(self) -> str: ...
    @property
    def module(self) -> str: ...
    @property
    def step(self) -> str | None: ...
    @property
    def day(self) -> date: ...
    @property
    def minutes(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class ModuleSummary:
    """How far somebody is in one module or tool."""

    steps: frozenset[str] = frozenset()
    """Done or skipped."""
    opened_on: date | None = None
    """The first day on which anything happened in it."""
    done_on: date | None = None
    last_opened_on: date | None = None
    last_step_on: date | None = None
    last_done_on: date | None = None


class Practice(NamedTuple):
    """One exercise on one day; the step is empty when the whole module was meant."""

    module: str
    step: str
    day: date


@dataclass(frozen=True, slots=True)
class Summary:
    """Where somebody stands."""

    modules: Mapping[str, ModuleSummary] = field(default_factory=dict)
    practice: Mapping[Practice, int] = field(default_factory=dict)
    """The largest number of minutes reported for each exercise and day."""


def fold(events: Iterable[Happening]) -> Summary:
    """Summarise what happened."""
    modules: dict[str, ModuleSummary] = {}
    practice: dict[Practice, int] = {}
    for event in events:
        so_far = modules.get(event.module, ModuleSummary())
        modules[event.module] = join_modules(so_far, _of_one(event))
        if event.kind == EventKind.PRACTISED:
            exercise = Practice(event.module, event.step or "", event.day)
            practice[exercise] = max(practice.get(exercise, 0), event.minutes or 0)
    return Summary(modules, practice)


def join(summary: Summary, event: Happening) -> Summary:
    """Add one event to a summary; adding it again changes nothing."""
    return join_summaries(summary, fold([event]))


def join_summaries(one: Summary, other: Summary) -> Summary:
    """Put two summaries of the same person together, in any order, any number of times."""
    modules = dict(one.modules)
    for module, summary in other.modules.items():
        modules[module] = join_modules(modules.get(module, ModuleSummary()), summary)
    practice = dict(one.practice)
    for exercise, minutes in other.practice.items():
        practice[exercise] = max(practice.get(exercise, 0), minutes)
    return Summary(modules, practice)


def join_modules(one: ModuleSummary, other: ModuleSummary) -> ModuleSummary:
    """Put two summaries of the same module together."""
    return ModuleSummary(
        steps=one.steps | other.steps,
        opened_on=_first(one.opened_on, other.opened_on),
        done_on=_first(one.done_on, other.done_on),
        last_opened_on=_last(one.last_opened_on, other.last_opened_on),
        last_step_on=_last(one.last_step_on, other.last_step_on),
        last_done_on=_last(one.last_done_on, other.last_done_on),
    )


def _of_one(event: Happening) -> ModuleSummary:
    # Whatever happened in a module, it was open: an "opened" that is lost or late changes nothing.
    day, is_step = event.day, event.kind in STEP_KINDS
    done_on = day if event.kind == EventKind.MODULE_DONE else None
    return ModuleSummary(
        steps=frozenset({event.step}) if is_step and event.step else frozenset(),
        opened_on=day,
        done_on=done_on,
        last_opened_on=day,
        last_step_on=day if is_step else None,
        last_done_on=done_on,
    )


def _first(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def _last(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else one or other


def latest_day(server_day: date) -> date:
    """Say the last day that may be meant: tomorrow in Kyiv is already today further east."""
    return date.fromordinal(server_day.toordinal() + 1)
