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
from ..push.kinds import PushKind
from ..push.queries import Phone, phones_by_id
from ..push.rules import Outcome
from . import actions, news, rules
from .actions import ClaimedPlan, SettledPlan
from .queries import wishes_of
from .rules import USUAL_QUIET, Rhythm

NO_WISH = ("", USUAL_QUIET)


@dataclass(slots=True)
class Errand:
    """One nudge or push on its way to one or several phones."""

    key: UUID
    """Of the row."""
    work: ClaimedPlan | ClaimedPush
    rhythm: Rhythm
    """Whose quiet hours count."""
    left: int = 0
    """Phones without an answer yet."""
    reached: list[UUID] = field(default_factory=list)
    wait: timedelta | None = None
    """How long the most patient service wants us to wait; None: none does."""
    was_tried: bool = False
    is_late: bool = False
    """There was no use in it any more."""

    @property
    def gave_up(self) -> bool:
        """Say whether it waits and no phone has it; of no use if there is no time for another try."""
        return self.wait is not None and not self.reached and not self.is_late

    def wait_at_least(self, wait: timedelta | None) -> None:
        """Note that one of the phones has to wait."""
        if wait is not None and (self.wait is None or wait > self.wait):
            self.wait = wait


@dataclass(slots=True)
class Done:
    """What is known and not yet written down."""

    errands: list[Errand] = field(default_factory=list)
    gone: list[tuple[UUID, str]] = field(default_factory=list)
    """Devices with the address that was asked: by now they may have another one."""
    outcomes: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    answers: int = 0
    since: float = field(default_factory=time.monotonic)

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to write down."""
        return not (self.errands or self.gone or self.outcomes)

    def take_over(self, other: Done) -> None:
        """Add what could not be written down before."""
        self.errands = other.errands + self.errands
        self.gone = other.gone + self.gone
        self.outcomes += other.outcomes
        self.answers += other.answers


class Telling(NamedTuple):
    """A push that is due, with the phone it goes to if that is still known."""

    push: ClaimedPush
    phone: Phone | None
    title: str
    rhythm: Rhythm
    """The person's own quiet hours if there is a plan, else the usual ones."""
    is_stale: bool
    """What it would tell is no longer true."""


class Brought(NamedTuple):
    """What a visit to the database brought back."""

    plans: list[ClaimedPlan]
    tellings: list[Telling]


def visit(done: Done, wanted: int) -> Brought:
    """Write down what is known and take as many plans and pushes as wanted, in one commit."""
    brought = Brought([], [])
    with apart(writes=True) as session:
        late = _write(session, done, now())
        if wanted:
            tellings = _tellings(session, share_of_pushes(wanted))
            plans = actions.claim_due(session, now(), wanted - len(tellings))
            brought = Brought(plans, tellings)
        # At the end: all workers add to these few rows, and wait for each other's commit.
        push.count_outcomes(session, done.outcomes + Counter({("-", Outcome.LATE): late}))
    return brought


def share_of_pushes(wanted: int) -> int:
    """Say how many may be pushes, so that neither keeps the other waiting."""
    return (wanted + 1) // 2


def _tellings(session: Session, most: int) -> list[Telling]:
    pushes = push.claim_pushes(session, now(), most)
    if not pushes:
        return []
    phones = phones_by_id(session, [one.device_id for one in pushes])
    stale = news.no_longer_true(session, pushes)
    wishes = wishes_of(session, {phone.participant_id for phone in phones.values()})
    tellings = []
    for one in pushes:
        phone = phones.get(one.device_id)
        title, rhythm = wishes.get(phone.participant_id, NO_WISH) if phone else NO_WISH
        tellings.append(Telling(one, phone, title, rhythm, one.id in stale))
    return tellings


def _write(session: Session, done: Done, at: datetime) -> int:
    """Write down what is known; return how many waited for their service until they were of no use."""
    nudges = [each for each in done.errands if isinstance(each.work, ClaimedPlan)]
    pushes = [each for each in done.errands if isinstance(each.work, ClaimedPush)]
    settled = [(each, _settled_plan(each, at)) for each in nudges]
    actions.settle_plans(session, [plan for _errand, plan in settled], at)
    for day, device_ids in _ahead_of_others(settled).items():
        push.note_nudged(session, device_ids, day)
    told = [(each, _settled_push(each, at)) for each in pushes]
    push.settle_pushes(session, [one for _errand, one in told])
    reached = [device_id for each in pushes for device_id in each.reached]
    if reached:
        push.note_reached(session, reached)
    if done.gone:
        push.forget_gone(session, done.gone)
    late = [errand.gave_up for errand, plan in settled if plan.again_at is None]
    late += [errand.gave_up for errand, one in told if one.again_at is None]
    return sum(late)


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
    if errand.wait is None:
        return SettledPush(one, None)
    again_at = at + errand.wait
    if one.kind is not PushKind.TEST:  # somebody holds the phone and waits for it
        again_at = rules.outside_quiet_hours(again_at, errand.rhythm)
    return SettledPush(one, again_at if again_at < one.expires_at else None, errand.was_tried)
