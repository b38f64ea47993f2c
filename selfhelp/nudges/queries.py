"""Who is due, what their phones are, whether they practised or were heard of."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..centres.models import Centre
from ..db import among, fetch_plainly, session
from ..groups.models import Group, Membership
from ..people.models import Participant, SignIn
from ..progress.models import PracticeDay
from ..push.models import Device
from ..push.queries import Phone
from .models import NudgePlan
from .rules import USUAL_QUIET, Rhythm, knows


def plan_of(participant_id: UUID, *, for_update: bool = False) -> NudgePlan | None:
    """Find somebody's plan."""
    return session.get(NudgePlan, participant_id, with_for_update=for_update)


def plan_as_json(plan: NudgePlan | sa.Row[Any] | None) -> dict[str, Any] | None:
    """Tell a phone its person's plan."""
    if plan is None:
        return None
    return {
        "weekdays": sorted(plan.weekdays),
        "hour": f"{plan.hour:%H:%M}",
        "zone": plan.zone,
        "quiet_from": f"{plan.quiet_from:%H:%M}",
        "quiet_until": f"{plan.quiet_until:%H:%M}",
        "wording": plan.wording,
        "title": plan.title,
        "region": plan.region,
        "after_alarm": plan.wants_after_alarm,
        "paused_until": plan.paused_until and plan.paused_until.isoformat(),
        "next_on": plan.due_on and plan.due_on.isoformat(),
    }


class KnownPlan(NamedTuple):
    """What decides about a nudge that is due, with one of the person's phones if there is any."""

    participant_id: UUID
    weekdays: str
    """As text, like the hours: among thousands of plans there are few rhythms, and each is read once."""
    hour: str
    zone: str
    quiet_from: str
    quiet_until: str
    wording: str
    title: str
    region: str | None
    wants_after_alarm: bool
    paused_until: datetime | None
    unopened: int
    last_at: datetime | None
    due_on: date
    attempt: int
    heard_at: datetime | None
    """When a phone of the person last spoke with us, for whatever reason."""
    has_practised: bool
    """On the day of the nudge."""
    device_id: UUID | None
    endpoint: str
    public_key: str
    auth_secret: str
    nudged_on: date | None
    language: str

    @property
    def phone(self) -> Phone:
        """Return the phone as the sender needs it."""
        return Phone(
            cast("UUID", self.device_id), self.participant_id, self.endpoint, self.public_key,
            self.auth_secret, self.nudged_on, self.language,
        )  # fmt: skip


def known_plans(session: Session, participant_ids: Collection[UUID | str]) -> Iterator[KnownPlan]:
    """Tell all that decides about these people's nudges, in one statement; one row for each phone."""
    statement = _known_plans(session.get_bind().dialect.name)
    return map(KnownPlan._make, fetch_plainly(session, statement, {"ids": participant_ids}))


@lru_cache
def _known_plans(dialect: str) -> sa.Select[*tuple[Any, ...]]:
    plan, person = NudgePlan, NudgePlan.participant_id
    heard_at = sa.select(sa.func.max(SignIn.last_used_at)).where(SignIn.participant_id == person)
    has_practised = sa.exists().where(
        PracticeDay.participant_id == person, PracticeDay.day == plan.due_on
    )
    as_text = [
        sa.cast(column, sa.Text) for column in (plan.weekdays, plan.hour, plan.quiet_from, plan.quiet_until)
    ]  # fmt: skip
    weekdays, hour, quiet_from, quiet_until = as_text
    return (
        sa.select(
            person, weekdays, hour, plan.zone, quiet_from, quiet_until, plan.wording, plan.title,
            plan.region,
            plan.wants_after_alarm, plan.paused_until, plan.unopened, plan.last_at, plan.due_on,
            plan.attempt, heard_at.scalar_subquery(), has_practised,
            Device.id, Device.endpoint, Device.public_key, Device.auth_secret, Device.nudged_on,
            Participant.language,
        )
        .join(Participant, Participant.id == person)
        .outerjoin(Device, Device.participant_id == person)
        .where(among(NudgePlan.__table__.c.participant_id, dialect))
    )  # fmt: skip


@lru_cache(maxsize=2**14)
def rhythm_of(weekdays: str, hour: str, zone: str, quiet_from: str, quiet_until: str) -> Rhythm:
    """Read a rhythm as it is kept."""
    read = time.fromisoformat
    days = frozenset(json.loads(weekdays))
    return Rhythm(days, read(hour), zone, read(quiet_from), read(quiet_until))


def wishes_of(
    session: Session, participant_ids: Collection[UUID]
) -> dict[UUID, tuple[str, Rhythm]]:
    """Say which title and hours each of these people chose; who has no plan is missing."""
    plan = NudgePlan
    rows = session.execute(
        sa.select(
            plan.participant_id, plan.title, plan.hour, plan.zone, plan.quiet_from, plan.quiet_until
        ).where(plan.participant_id.in_(participant_ids))
    )
    return {
        person: (title, Rhythm(frozenset(), hour, zone, quiet_from, quiet_until))
        if knows(zone)
        else (title, USUAL_QUIET)
        for person, title, hour, zone, quiet_from, quiet_until in rows
    }


def rests_of_centres(session: Session, participant_ids: Collection[UUID]) -> dict[UUID, date]:
    """Say until which day the centres of these people let reminders rest; who is missing has no rest."""
    do_rest = sa.exists().where(Centre.reminders_rest_until.is_not(None))
    if not session.scalar(
        sa.select(do_rest)
    ):  # on most days none does, and nobody need be asked about
        return {}
    rows = session.execute(
        sa.select(Membership.participant_id, sa.func.max(Centre.reminders_rest_until))
        .join(Group, Membership.group_id == Group.id)
        .join(Centre, Group.centre_id == Centre.id)
        .where(
            Membership.participant_id.in_(participant_ids),
            Membership.left_on.is_(None),
            Group.ended_on.is_(None),
            Centre.reminders_rest_until.is_not(None),
        )
        .group_by(Membership.participant_id)
    )
    return {participant_id: until for participant_id, until in rows if until}


def due_plans(session: Session, at: datetime) -> tuple[int, int]:
    """Count the nudges that are due, and those that are still to come."""
    due = sa.func.count().filter(NudgePlan.next_at <= at)
    to_come = sa.func.count().filter(NudgePlan.next_at > at)
    row = session.execute(sa.select(due, to_come).select_from(NudgePlan)).one()
    return int(row[0]), int(row[1])
