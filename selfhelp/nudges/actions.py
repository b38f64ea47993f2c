"""What changes plans: a person's wishes, a worker that takes what is due and writes down what became of it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ..clock import now
from ..db import session
from ..errors import Refusal
from ..push.queries import Phone
from ..push.queue import BATCH, claim, settle
from . import queries, rules
from .models import NudgePlan
from .queries import KnownPlan
from .rules import Circumstances, Due, Rhythm

log = logging.getLogger("selfhelp.nudges")

HOLD = timedelta(minutes=5)
"""How soon a nudge that an alarm holds back is looked at again."""
LONGEST_PAUSE = timedelta(days=366)


class QuietHour(Refusal):
    """The hour lies in the person's own quiet hours."""


class UnknownTitle(Refusal):
    """The title is none of those to choose from; words of one's own are never kept."""


class PauseTooLong(Refusal):
    """A pause of more than a year is no pause."""


@dataclass(frozen=True, slots=True)
class Wish:
    """When and how somebody wishes to be nudged."""

    weekdays: frozenset[int]
    hour: time
    zone: str
    quiet_from: time
    quiet_until: time
    wording: str
    title: str | None = None
    """None: as it is kept, or the first one."""
    paused_until: datetime | None = None
    region: str | None = None
    wants_after_alarm: bool = False

    @property
    def rhythm(self) -> Rhythm:
        """Return what the rules need of it."""
        return Rhythm(self.weekdays, self.hour, self.zone, self.quiet_from, self.quiet_until)


def seed_of(participant_id: UUID) -> int:
    """Turn a random id into the number that keeps the person's minute the same."""
    return participant_id.int


def keep_plan(participant_id: UUID, wish: Wish, titles: Sequence[str]) -> NudgePlan:
    """Keep somebody's wishes; the next nudge follows from them, and one that fell silent speaks again.

    `titles` are the ids of those that there are, the usual one first.
    """
    noon = Rhythm(frozenset({1}), wish.hour, "UTC", wish.quiet_from, wish.quiet_until)
    if rules.is_quiet(noon, datetime.combine(date(2027, 1, 4), wish.hour, now().tzinfo)):
        raise QuietHour(_("This hour lies in the quiet hours. Please choose another one."))
    if wish.paused_until is not None and wish.paused_until > now() + LONGEST_PAUSE:
        raise PauseTooLong(_("Please choose a day within a year."))

    if wish.title is not None and wish.title not in titles:
        raise UnknownTitle(_("Please choose one of the titles that there are."))

    plan = queries.plan_of(participant_id, for_update=True)
    if plan is None:
        plan = NudgePlan(participant_id=participant_id, title=titles[0])
        session.add(plan)
    plan.last_on = _day_begun(plan) or plan.last_on
    plan.title = wish.title or plan.title
    plan.weekdays, plan.hour, plan.zone = sorted(wish.weekdays), wish.hour, wish.zone
    plan.quiet_from, plan.quiet_until = wish.quiet_from, wish.quiet_until
    plan.wording, plan.region = wish.wording, wish.region
    plan.wants_after_alarm, plan.paused_until = wish.wants_after_alarm, wish.paused_until
    plan.unopened, plan.attempt = 0, 0
    # By its hour one could tell the wish of a phone after a hard exercise from a person's own.
    plan.changed_at = now().replace(hour=0, minute=0, second=0, microsecond=0)
    after = max(now(), wish.paused_until or now())
    due = rules.next_due(wish.rhythm, after, seed_of(participant_id), last_on=plan.last_on)
    plan.next_at, plan.due_on = (due.at, due.on) if due else (None, None)
    session.flush()
    return plan


def _day_begun(plan: NudgePlan) -> date | None:
    """Return the day whose nudge may be on its way: a changed plan brings no second one."""
    if plan.due_on is None or not rules.knows(plan.zone):
        return None
    rhythm = Rhythm(
        frozenset(plan.weekdays), plan.hour, plan.zone, plan.quiet_from, plan.quiet_until
    )
    is_begun = rules.due_on(rhythm, plan.due_on, seed_of(plan.participant_id)).at <= now()
    return plan.due_on if is_begun else None


class ClaimedPlan(NamedTuple):
    """A plan in a worker's hands, with all that is known about its person at this moment."""

    participant_id: UUID
    rhythm: Rhythm
    wording: str
    title: str
    region: str | None
    wants_after_alarm: bool
    paused_until: datetime | None
    rests_until: date | None
    """A centre lets reminders rest; unlike the person's own pause it moves nothing, for it may end earlier."""
    unopened: int
    due: Due
    attempt: int
    lease: datetime
    has_practised: bool
    phones: Sequence[Phone]
    """Those that did not get this nudge yet."""
    has_reached: bool
    """Another phone got it already."""

    @property
    def seed(self) -> int:
        """Return the number that keeps the person's minute the same."""
        return seed_of(self.participant_id)

    def around(self, at: datetime, sky: rules.Sky) -> Circumstances:
        """Return what decides about this nudge."""
        return Circumstances(
            now=at,
            unopened=self.unopened,
            has_practised=self.has_practised,
            paused_until=self.paused_until,
            rests_until=self.rests_until,
            sky=sky,
            wants_after_alarm=self.wants_after_alarm,
        )


def claim_due(session: Session, at: datetime, most: int = BATCH) -> list[ClaimedPlan]:
    """Take plans that are due; commit before anything is sent."""
    lease, keys = claim(session, NudgePlan, at, most)
    if not keys:
        return []
    by_person: dict[UUID, list[KnownPlan]] = {}
    for known in queries.known_plans(session, keys):
        by_person.setdefault(known.participant_id, []).append(known)
    rests = queries.rests_of_centres(session, by_person)
    claimed: list[ClaimedPlan] = []
    unreadable: list[UUID] = []
    for person, rows in by_person.items():
        try:
            claimed.append(_claimed(rows, rests.get(person), lease))
        except (ValueError, KeyError, TypeError):  # KeyError: a zone that nobody knows
            unreadable.append(person)
    _put_off(session, unreadable, at)
    return claimed


def _put_off(session: Session, unreadable: list[UUID], at: datetime) -> None:
    """Leave plans that cannot be read for a day, so that they hold up nobody else."""
    if not unreadable:
        return
    log.error("our fault: %d plans cannot be read, they are left for a day", len(unreadable))
    session.execute(
        sa.update(NudgePlan)
        .where(NudgePlan.participant_id.in_(unreadable))
        .values(next_at=at + rules.DAY)
    )


def _claimed(rows: list[KnownPlan], rests_until: date | None, lease: datetime) -> ClaimedPlan:
    plan = rows[0]
    rhythm = queries.rhythm_of(
        plan.weekdays, plan.hour, plan.zone, plan.quiet_from, plan.quiet_until
    )
    waiting = [row.phone for row in rows if row.device_id and row.nudged_on != plan.due_on]
    return ClaimedPlan(
        participant_id=plan.participant_id,
        rhythm=rhythm,
        wording=plan.wording,
        title=plan.title,
        region=plan.region,
        wants_after_alarm=plan.wants_after_alarm,
        paused_until=plan.paused_until,
        rests_until=rests_until,
        unopened=0 if rules.was_heard(plan.last_at, plan.heard_at) else plan.unopened,
        due=rules.due_on(rhythm, plan.due_on, seed_of(plan.participant_id)),
        attempt=plan.attempt,
        lease=lease,
        has_practised=plan.has_practised,
        phones=waiting,
        has_reached=any(row.nudged_on == plan.due_on for row in rows),
    )


def how_long_to_hold(due: Due, at: datetime) -> timedelta:
    """Say how soon a nudge that is held is looked at again; one that is too early comes at its hour."""
    return due.at - at if at < due.at else HOLD


class SettledPlan(NamedTuple):
    """What became of a nudge: sent, held for later, or left out."""

    plan: ClaimedPlan
    was_sent: bool
    again_at: datetime | None = None
    attempt: int = 0


def settle_plans(session: Session, settled: Iterable[SettledPlan], at: datetime) -> None:
    """Write down what became of nudges and when the next ones are due."""
    together: dict[tuple[datetime, bool], list[dict[str, object]]] = {}
    for one in settled:
        together.setdefault((one.plan.lease, one.was_sent), []).append(_changes(one, at))
    for (lease, _was_sent), changes in together.items():
        settle(session, NudgePlan, lease, changes)


def _changes(one: SettledPlan, at: datetime) -> dict[str, object]:
    plan = one.plan
    unopened = plan.unopened + one.was_sent
    if one.again_at is not None:
        coming: Due | None = Due(plan.due.on, one.again_at)
    else:
        after = max(at, plan.due.at, plan.paused_until or at)
        coming = rules.next_due(
            plan.rhythm, after, plan.seed, last_on=plan.due.on, unopened=unopened
        )
    changes: dict[str, object] = {
        "key": plan.participant_id,
        "unopened": unopened,
        "next_at": coming.at if coming else None,
        "due_on": coming.on if coming else None,
        "attempt": one.attempt,
    }
    if one.was_sent:
        changes |= {"last_on": plan.due.on, "last_at": at}
    return changes
