"""What phones have not heard of yet: meetings and offers, told or changed since they were told; and whose phones."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..db import among, insert_into
from ..groups.models import Group, Membership
from ..joining import rules as joining
from ..joining.models import JoinRequest
from ..joining.queries import as_asker
from ..meetings.models import Meeting
from ..push.kinds import PushKind
from ..push.models import Device, Push
from . import rules
from .models import ToldMeeting

AHEAD = timedelta(days=21)
"""A change of a meeting further away is told when it comes nearer."""
MOST_AT_ONCE = 500
"""In one commit, so that others who write need not wait for long."""


@dataclass(frozen=True, slots=True)
class UntoldMeeting:
    """A meeting of which phones do not know everything, and what they know."""

    id: UUID
    group_id: UUID
    starts_at: datetime
    is_cancelled: bool
    told_starts_at: datetime
    told_is_cancelled: bool
    eve_told_for: datetime | None
    day_told_for: datetime | None

    @property
    def has_changed(self) -> bool:
        """Say whether it is not what phones were told."""
        told = (self.told_starts_at, self.told_is_cancelled)
        return told != (self.starts_at, self.is_cancelled)


def is_there_news_of_meetings(session: Session, at: datetime) -> bool:
    """Say whether a meeting is new or not told; most looks end here, and none of them locks anything."""
    new, untold = _new_meetings(at).exists(), _untold_meetings(at).exists()
    return bool(session.scalar(sa.select(sa.or_(new, untold))))


def note_new_meetings(session: Session, at: datetime) -> None:
    """Note meetings that have come near: what phones learn of them from now on are changes."""
    names = ["meeting_id", "starts_at", "is_cancelled"]
    noted = insert_into(session, ToldMeeting).from_select(names, _new_meetings(at))
    session.connection().execute(noted.on_conflict_do_nothing())


def _new_meetings(at: datetime) -> sa.Select[*tuple[Any, ...]]:
    is_known = sa.exists().where(ToldMeeting.meeting_id == Meeting.id)
    return (
        sa.select(Meeting.id, Meeting.starts_at, Meeting.cancelled_at.is_not(None))
        .join(Group, Meeting.group_id == Group.id)
        .where(Meeting.starts_at > at, Meeting.starts_at <= at + AHEAD)
        .where(Group.ended_on.is_(None), ~is_known)
    )


def take_untold_meetings(session: Session, at: datetime) -> list[UntoldMeeting]:
    """Lock some meetings of which something is to be told; workers side by side skip each other's."""
    wanted = _untold_meetings(at).order_by(Meeting.id).limit(MOST_AT_ONCE)
    rows = session.execute(wanted.with_for_update(of=ToldMeeting, skip_locked=True))
    return [UntoldMeeting(*row) for row in rows]


def _untold_meetings(at: datetime) -> sa.Select[*tuple[Any, ...]]:
    is_cancelled = Meeting.cancelled_at.is_not(None)
    is_near = sa.and_(
        sa.or_(Meeting.starts_at > at, ToldMeeting.starts_at > at),
        sa.or_(
            Meeting.starts_at <= at + AHEAD,
            ToldMeeting.starts_at.between(at, at + AHEAD),  # put off for longer than that
        ),
    )
    has_changed = sa.or_(
        ToldMeeting.starts_at != Meeting.starts_at, ToldMeeting.is_cancelled != is_cancelled
    )
    return (
        sa.select(
            Meeting.id,
            Meeting.group_id,
            Meeting.starts_at,
            is_cancelled,
            ToldMeeting.starts_at,
            ToldMeeting.is_cancelled,
            ToldMeeting.eve_told_for,
            ToldMeeting.day_told_for,
        )
        .join(Group, Meeting.group_id == Group.id)
        .join(ToldMeeting, ToldMeeting.meeting_id == Meeting.id)
        .where(Group.ended_on.is_(None))
        .where(sa.or_(sa.and_(is_near, has_changed), _is_to_be_recalled(at)))
    )


def _is_to_be_recalled(at: datetime) -> sa.ColumnElement[bool]:
    spans = (
        (ToldMeeting.eve_told_for, rules.recalled_on_the_eve(at)),
        (ToldMeeting.day_told_for, rules.recalled_on_the_day(at)),
    )
    due = [
        sa.and_(
            Meeting.starts_at >= begin,
            Meeting.starts_at < end,
            Meeting.cancelled_at.is_(None),
            told_for.is_distinct_from(Meeting.starts_at),
        )
        for told_for, (begin, end) in spans
        if begin < end
    ]
    return sa.or_(sa.false(), *due)


def note_told(session: Session, told: list[dict[str, Any]]) -> None:
    """Write down what phones know of meetings now; each names its row under "id" and every value."""
    row = ToldMeeting.__table__.c
    names = ("starts_at", "is_cancelled", "eve_told_for", "day_told_for")
    session.connection().execute(
        sa.update(ToldMeeting.__table__)  # type: ignore[arg-type]
        .where(row.meeting_id == sa.bindparam("id", type_=row.meeting_id.type))
        .values({name: sa.bindparam(f"new_{name}", type_=row[name].type) for name in names}),
        [{"id": one["id"]} | {f"new_{name}": one[name] for name in names} for one in told],
    )


def phones_in(session: Session, group_ids: Collection[UUID]) -> dict[UUID, list[tuple[UUID, UUID]]]:
    """List the phones, each with its person, of those who are told in each group."""
    found: dict[UUID, list[tuple[UUID, UUID]]] = {}
    rows = session.execute(
        sa.select(Membership.group_id, Device.id, Membership.participant_id)
        .join(Device, Device.participant_id == Membership.participant_id)
        .where(Membership.group_id.in_(group_ids), _is_told())
    )
    for group_id, device_id, participant_id in rows:
        found.setdefault(group_id, []).append((device_id, participant_id))
    return found


def told_members(
    session: Session, group_ids: Collection[UUID], people: Collection[UUID]
) -> set[tuple[UUID, UUID]]:
    """Say which of these people are told of each of these groups, by group and person."""
    rows = session.execute(
        sa.select(Membership.group_id, Membership.participant_id).where(
            Membership.group_id.in_(group_ids), Membership.participant_id.in_(people), _is_told()
        )
    )
    return {(group_id, person) for group_id, person in rows}


def _is_told() -> sa.ColumnElement[bool]:
    """Ask of a membership whether it has a place, agreed and takes no break."""
    return sa.and_(
        Membership.left_on.is_(None),
        Membership.paused_since.is_(None),
        Membership.consent_at.is_not(None),
    )


def meetings_now(session: Session, ids: Collection[UUID]) -> dict[UUID, Meeting]:
    """Find these meetings as they are by now."""
    return {one.id: one for one in session.scalars(sa.select(Meeting).where(Meeting.id.in_(ids)))}


@dataclass(frozen=True, slots=True)
class UnseenOffer:
    """A place that somebody in line may take and has not heard of."""

    request_id: UUID
    participant_id: UUID
    since: datetime
    """In line since; another offer later begins with another moment."""


def unseen_offers(
    session: Session, at: datetime, request_ids: Collection[UUID] | None = None
) -> Iterator[UnseenOffer]:
    """Go through the offers that no phone has shown and nobody has told, in all lines or those of some requests."""
    free = _places_in_front_of_lines(session, request_ids)
    groups = list(free)
    for first in range(0, len(groups), MOST_AT_ONCE):
        lines: dict[UUID, list[JoinRequest]] = {}
        some = groups[first : first + MOST_AT_ONCE]
        for request in session.scalars(
            sa.select(JoinRequest).where(JoinRequest.group_id.in_(some))
        ):
            lines.setdefault(request.group_id, []).append(request)
        for group_id, line in lines.items():
            yield from _unseen_in(line, free[group_id], at)


def _places_in_front_of_lines(
    session: Session, request_ids: Collection[UUID] | None
) -> dict[UUID, int]:
    members = (
        sa.select(sa.func.count())
        .where(Membership.group_id == Group.id, Membership.left_on.is_(None))
        .correlate(Group)
        .scalar_subquery()
    )
    in_line = sa.exists().where(JoinRequest.group_id == Group.id, JoinRequest.held_since.is_(None))
    if request_ids is not None:
        in_line = in_line.where(JoinRequest.id.in_(request_ids))
    rows = session.execute(
        sa.select(Group.id, Group.places - members).where(
            in_line, Group.ended_on.is_(None), Group.places > members
        )
    )
    return dict(rows.all())


def _unseen_in(line: list[JoinRequest], free: int, at: datetime) -> list[UnseenOffer]:
    people = {request.id: request.participant_id for request in line}
    return [
        UnseenOffer(placed.asker.id, people[placed.asker.id], placed.asker.since)
        for placed in joining.arrange([as_asker(request) for request in line], free, at)
        if placed.stand is joining.Stand.OFFERED and placed.answer_by is None
    ]


def untold_phones(session: Session, keys: dict[UUID, str]) -> list[tuple[UUID, UUID]]:
    """List these people's phones, each with its person, that were not told under the person's key."""
    dialect = session.get_bind().dialect.name
    told = session.connection().execute(
        sa.select(Push.device_id, Push.key).where(
            Push.kind == PushKind.PLACE_OFFERED.value,
            among(Push.__table__.c.participant_id, dialect),
        ),
        {"ids": list(keys)},
    )
    known = {tuple(row) for row in told}
    phones = session.connection().execute(
        sa.select(Device.id, Device.participant_id).where(
            among(Device.__table__.c.participant_id, dialect)
        ),
        {"ids": list(keys)},
    )
    return [
        (device_id, participant_id)
        for device_id, participant_id in phones
        if (device_id, keys[participant_id]) not in known
    ]
