"""What a worker has in hand: errands on their way, and one visit to the database for all that is known."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple, cast
from uuid import UUID

from sqlalchemy.orm import Session

from ..clock import now
from ..db import apart
from ..push import actions as push
from ..push.actions import ClaimedPush, SettledPush
from ..push.queries import Phone, phones_by_id
from ..push.rules import Outcome
from . import actions, news, rules
from .actions import ClaimedPlan, SettledPlan
from .queries import titles_of


@dataclass(slots=True)
class Errand:
    """One nudge or push on its way to one or several phones."""

    work: ClaimedPlan | ClaimedPush
    left: int
    """Phones without an answer yet."""
    reached: list[UUID] = field(default_factory=list)
    wait: timedelta | None = None
    """How long the most patient service wants us to wait; None: none does."""
    was_tried: bool = False


@dataclass(slots=True)
class Done:
    """What is known and not yet written down."""

    errands: list[Errand] = field(default_factory=list)
    gone: list[UUID] = field(default_factory=list)
    outcomes: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    answers: int = 0
    since: float = field(default_factory=time.monotonic)

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to write down."""
        return not (self.errands or self.gone or self.outcomes)


class Telling(NamedTuple):
    """A push that is due, with the phone it goes to if that is still known."""

    push: ClaimedPush
    phone: Phone | None
    title: str
    is_stale: bool
    """What it would tell is no longer true."""


class Brought(NamedTuple):
    """What a visit to the database brought back."""

    plans: list[ClaimedPlan]
    tellings: list[Telling]


def visit(done: Done, wanted: int) -> Brought:
    """Write down what is known and take as many plans as wanted, in one commit."""
    brought = Brought([], [])
    with apart(writes=True) as session:
        _write(session, done, now())
        if wanted:
            brought = Brought(actions.claim_due(session, now(), wanted), _tellings(session))
        # At the end: all workers add to these few rows, and wait for each other's commit.
        push.count_outcomes(session, done.outcomes)
    return brought


def _tellings(session: Session) -> list[Telling]:
    pushes = push.claim_pushes(session, now())
    if not pushes:
        return []
    phones = phones_by_id(session, [one.device_id for one in pushes])
    stale = news.no_longer_true(session, pushes)
    titles = titles_of(session, {phone.participant_id for phone in phones.values()})
    return [
        Telling(one, phone, titles.get(phone.participant_id, "") if phone else "", one.id in stale)
        for one in pushes
        for phone in [phones.get(one.device_id)]
    ]


def _write(session: Session, done: Done, at: datetime) -> None:
    nudges = [each for each in done.errands if isinstance(each.work, ClaimedPlan)]
    pushes = [each for each in done.errands if isinstance(each.work, ClaimedPush)]
    settled = [(each, _settled_plan(each, at)) for each in nudges]
    actions.settle_plans(session, [plan for _errand, plan in settled], at)
    for day, device_ids in _ahead_of_others(settled).items():
        push.note_nudged(session, device_ids, day)
    push.settle_pushes(session, [_settled_push(each, at) for each in pushes])
    reached = [device_id for each in pushes for device_id in each.reached]
    if reached:
        push.note_reached(session, reached)
    if done.gone:
        push.forget_devices(session, done.gone)


def _ahead_of_others(settled: list[tuple[Errand, SettledPlan]]) -> dict[date, list[UUID]]:
    """List by day the phones that have a nudge which others of the same person still wait for."""
    ahead: dict[date, list[UUID]] = {}
    for errand, plan in settled:
        if plan.again_at and errand.reached:
            ahead.setdefault(plan.plan.due.on, []).extend(errand.reached)
    return ahead


def _settled_plan(errand: Errand, at: datetime) -> SettledPlan:
    plan = cast("ClaimedPlan", errand.work)
    again_at = at + errand.wait if errand.wait is not None else None
    if (
        again_at
        and again_at <= plan.due.at + rules.LATEST
        and not rules.is_quiet(plan.rhythm, again_at)
    ):
        return SettledPlan(plan, False, again_at, plan.attempt + errand.was_tried)
    return SettledPlan(plan, bool(errand.reached) or plan.has_reached)


def _settled_push(errand: Errand, at: datetime) -> SettledPush:
    one = cast("ClaimedPush", errand.work)
    again_at = at + errand.wait if errand.wait is not None else None
    return SettledPush(one, again_at if again_at and again_at < one.expires_at else None)
