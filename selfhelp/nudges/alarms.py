"""What all workers together know of alarms, and who is told when one is over."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..centres.models import Centre
from ..clock import KYIV, now
from ..db import apart, insert_into
from ..groups.models import Group, Membership
from ..push.actions import ClaimedPush, Word, enqueue_for
from ..push.kinds import PushKind
from ..push.models import Push
from . import rules
from .feed import Region
from .models import AlarmHearing, NudgePlan
from .rules import Rhythm
from .sky import Hearing, Watch, cleared, listen

ONLY = 1
LOCK = 3_112_026
"""Any number that nothing else locks."""
MOST_RHYTHMS = 500
"""In one statement; nearly everybody has the usual quiet hours."""
QUIET = (NudgePlan.zone, NudgePlan.quiet_from, NudgePlan.quiet_until)


def share(watch: Watch) -> None:
    """Put what this worker heard beside what others heard, and tell people whose alarm is over.

    Both stand in one commit under one lock: whichever worker sees the end tells it, alone, and one
    that is killed in between has told nothing.
    """
    if watch.source is None:
        return
    news, watch.unshared = watch.unshared, None
    if news is None:
        with apart(writes=False) as session:
            watch.hearing = last_hearing(session) or watch.hearing
        return
    at = watch.clock()
    with apart(writes=True) as session:
        before = _last_hearing_locked(session)
        watch.hearing = listen(before, news, at)
        _keep(session, watch.hearing)
        for region, cleared_at in cleared(before, watch.hearing, at):
            tell_all_clear(session, region, cleared_at, at)


def last_hearing(session: Session) -> Hearing | None:
    """Say what any worker heard last."""
    return _hearing_of(session.get(AlarmHearing, ONLY))


def _last_hearing_locked(session: Session) -> Hearing | None:
    if session.get_bind().dialect.name == "postgresql":
        # Before the first hearing there is no row yet that could be locked.
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    return last_hearing(session)


def _hearing_of(row: AlarmHearing | None) -> Hearing | None:
    if row is None:
        return None
    regions = {slug: Region.model_validate(said) for slug, said in row.regions.items()}
    return Hearing(row.heard_at, row.true_at, regions)


def _keep(session: Session, hearing: Hearing) -> None:
    values = {
        "heard_at": hearing.heard_at,
        "true_at": hearing.true_at,
        "regions": {
            slug: region.model_dump(mode="json") for slug, region in hearing.regions.items()
        },
    }
    kept = insert_into(session, AlarmHearing).values(id=ONLY, **values)
    session.execute(kept.on_conflict_do_update(index_elements=["id"], set_=values))


def tell_all_clear(session: Session, region: str, cleared_at: datetime, at: datetime) -> None:
    """Show people of a region who asked for it the way back to what an alarm broke off, once a day.

    The day of the all-clear is the key: alarms come ten times a day, and one word of it is enough.
    """
    wanted = (NudgePlan.region == region, *_may_be_told(at))
    found = session.execute(sa.select(*QUIET).where(*wanted).distinct())
    key = f"{PushKind.ALL_CLEAR} {cleared_at.astimezone(KYIV).date().isoformat()}"
    awake: dict[datetime, list[Rhythm]] = {}
    for rhythm in [_quiet_hours(*row) for row in found if rules.knows(row.zone)]:
        end = rules.end_of_all_clear(rhythm, cleared_at, at)
        if end > at:
            awake.setdefault(end, []).append(rhythm)
    for expires_at, rhythms in awake.items():
        for some in _in_parts(rhythms):
            enqueue_for(
                session,
                sa.select(NudgePlan.participant_id).where(*wanted, _have(some)),
                Word(PushKind.ALL_CLEAR, key, at, expires_at),
            )


def _may_be_told(at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Leave out who did not ask, pauses, rests or has fallen silent, and whose reminder came today or comes now."""
    today = at.astimezone(KYIV).date()
    rests = (
        sa.exists()
        .where(
            Membership.participant_id == NudgePlan.participant_id,
            Membership.left_on.is_(None),
            Group.id == Membership.group_id,
            Group.ended_on.is_(None),
            Centre.id == Group.centre_id,
            Centre.reminders_rest_until > today,
        )
        .correlate(NudgePlan)
    )
    return (
        NudgePlan.wants_after_alarm == sa.true(),
        NudgePlan.next_at > at + rules.AFTER_ALARM,
        sa.or_(NudgePlan.last_on.is_(None), NudgePlan.last_on != today),
        sa.or_(NudgePlan.paused_until.is_(None), NudgePlan.paused_until <= at),
        NudgePlan.unopened < rules.HALVED_AFTER,
        ~rests,
    )


def _quiet_hours(zone: str, quiet_from: time, quiet_until: time) -> Rhythm:
    return Rhythm(frozenset(), time(12), zone, quiet_from, quiet_until)


def _in_parts(rhythms: list[Rhythm]) -> Iterator[list[Rhythm]]:
    return (rhythms[at : at + MOST_RHYTHMS] for at in range(0, len(rhythms), MOST_RHYTHMS))


def _have(rhythms: list[Rhythm]) -> sa.ColumnElement[bool]:
    hours = [(one.zone, one.quiet_from, one.quiet_until) for one in rhythms]
    return sa.tuple_(*QUIET).in_(hours)


def overtaken(session: Session, claimed: Collection[ClaimedPush]) -> set[UUID]:
    """Say for whom the all-clear is no longer true, or no longer wanted."""
    cards = {one.id for one in claimed if one.kind is PushKind.ALL_CLEAR}
    if not cards:
        return set()
    at, hearing = now(), last_hearing(session)
    wanted = session.execute(
        sa.select(Push.id, NudgePlan.region, *QUIET)
        .join(NudgePlan, NudgePlan.participant_id == Push.participant_id)
        .where(Push.id.in_(cards), *_may_be_told(at))
    )
    return cards - {
        push_id
        for push_id, region, zone, quiet_from, quiet_until in wanted
        if rules.knows(zone)
        and not rules.is_quiet(_quiet_hours(zone, quiet_from, quiet_until), at)
        and not (hearing and hearing.is_under_alarm(region, at))
    }
