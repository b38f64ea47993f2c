"""Who is due, what their phones are, whether they practised or were heard of; what meetings are coming."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..centres.models import Centre
from ..clock import KYIV
from ..db import among, fetch_plainly, session
from ..groups.models import AssignedPerson, Assignment, Group, Membership
from ..joining import rules as joining
from ..joining.models import JoinRequest
from ..joining.queries import as_asker
from ..meetings.models import Meeting
from ..people.models import Participant, SignIn
from ..progress.models import PracticeDay
from ..push.models import Device
from ..push.queries import Phone
from .models import NudgePlan, ToldMeeting
from .rules import Rhythm

AHEAD = timedelta(days=21)
"""A change of a meeting further away is told when it comes nearer."""
MOST_AT_ONCE = 1000


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


@dataclass(frozen=True, slots=True)
class ComingMeeting:
    """A meeting of the next weeks and what phones were told of it."""

    id: UUID
    group_id: UUID
    starts_at: datetime
    is_cancelled: bool
    told_starts_at: datetime | None
    """None: nothing yet."""
    told_is_cancelled: bool | None


def coming_meetings(session: Session, at: datetime) -> list[ComingMeeting]:
    """List the meetings of the next weeks of groups that go on."""
    rows = session.execute(
        sa.select(
            Meeting.id,
            Meeting.group_id,
            Meeting.starts_at,
            Meeting.cancelled_at.is_not(None),
            ToldMeeting.starts_at,
            ToldMeeting.is_cancelled,
        )
        .join(Group, Meeting.group_id == Group.id)
        .outerjoin(ToldMeeting, ToldMeeting.meeting_id == Meeting.id)
        .where(
            sa.or_(Meeting.starts_at > at, ToldMeeting.starts_at > at),
            sa.or_(
                Meeting.starts_at <= at + AHEAD,
                ToldMeeting.starts_at.between(at, at + AHEAD),  # put off for longer than that
            ),
            Group.ended_on.is_(None),
        )
        .order_by(Meeting.starts_at)
    )
    return [ComingMeeting(*row) for row in rows]


def new_assignments(session: Session, since: datetime, at: datetime) -> list[Assignment]:
    """List what groups were given, or may follow, since a moment and by now; the newest first."""
    today = at.astimezone(KYIV).date()
    return list(
        session.scalars(
            sa.select(Assignment)
            .where(
                sa.or_(
                    Assignment.given_at > since,
                    Assignment.starts_on >= since.astimezone(KYIV).date(),
                ),
                Assignment.withdrawn_at.is_(None),
                sa.or_(Assignment.starts_on.is_(None), Assignment.starts_on <= today),
            )
            .order_by(Assignment.given_at.desc())
            .limit(MOST_AT_ONCE)
        )
    )


def people_meant(session: Session, assignment_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Say for whom each of these is meant; one that is for the whole group is missing."""
    meant: dict[UUID, set[UUID]] = {}
    rows = session.execute(
        sa.select(AssignedPerson.assignment_id, AssignedPerson.participant_id).where(
            AssignedPerson.assignment_id.in_(assignment_ids)
        )
    )
    for assignment_id, participant_id in rows:
        meant.setdefault(assignment_id, set()).add(participant_id)
    return meant


def members_of(session: Session, group_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """List the people who have a place in each of these groups, agreed and take no break."""
    found: dict[UUID, list[UUID]] = {}
    rows = session.execute(
        sa.select(Membership.group_id, Membership.participant_id).where(
            Membership.group_id.in_(group_ids),
            Membership.left_on.is_(None),
            Membership.paused_since.is_(None),
            Membership.consent_at.is_not(None),
        )
    )
    for group_id, participant_id in rows:
        found.setdefault(group_id, []).append(participant_id)
    return found


def meetings_now(session: Session, ids: Collection[UUID]) -> dict[UUID, tuple[datetime, bool]]:
    """Say when these meetings begin by now, and whether they are cancelled."""
    rows = session.execute(
        sa.select(Meeting.id, Meeting.starts_at, Meeting.cancelled_at).where(Meeting.id.in_(ids))
    )
    return {
        meeting_id: (starts_at, cancelled is not None) for meeting_id, starts_at, cancelled in rows
    }


@dataclass(frozen=True, slots=True)
class UnseenOffer:
    """A place that somebody in line may take and has not heard of."""

    request_id: UUID
    participant_id: UUID
    since: datetime
    """In line since; another offer later begins with another moment."""


def unseen_offers(session: Session, at: datetime) -> list[UnseenOffer]:
    """List the offers that no phone has shown and nobody has told."""
    free = _groups_with_a_place_and_a_line(session)
    lines: dict[UUID, list[JoinRequest]] = {}
    for request in session.scalars(sa.select(JoinRequest).where(JoinRequest.group_id.in_(free))):
        lines.setdefault(request.group_id, []).append(request)
    return [
        offer for group_id, line in lines.items() for offer in _unseen_in(line, free[group_id], at)
    ]


def _groups_with_a_place_and_a_line(session: Session) -> dict[UUID, int]:
    members = (
        sa.select(sa.func.count())
        .where(Membership.group_id == Group.id, Membership.left_on.is_(None))
        .correlate(Group)
        .scalar_subquery()
    )
    in_line = sa.exists().where(JoinRequest.group_id == Group.id, JoinRequest.held_since.is_(None))
    rows = session.execute(
        sa.select(Group.id, Group.places - members)
        .where(in_line, Group.ended_on.is_(None), Group.places > members)
        .limit(MOST_AT_ONCE)
    )
    return dict(rows.all())


def _unseen_in(line: list[JoinRequest], free: int, at: datetime) -> list[UnseenOffer]:
    people = {request.id: request.participant_id for request in line}
    return [
        UnseenOffer(placed.asker.id, people[placed.asker.id], placed.asker.since)
        for placed in joining.arrange([as_asker(request) for request in line], free, at)
        if placed.stand is joining.Stand.OFFERED and placed.answer_by is None
    ]
