"""Who has a place in a group, who asks for one, and how people come in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from ..centres.models import Centre
from ..db import session
from ..groups.models import Group, Membership
from ..people.models import SignIn
from . import rules
from .models import GroupDoor, JoinRequest
from .patience import offer_lasts
from .rules import Asker, Asking, OpenGroup, Placed

MOST_OPEN_GROUPS = 60
"""Groups of one centre on its public page."""


def free_places(group_id: UUID, places: int) -> int:
    """Count the places of a group that nobody has."""
    taken = sa.select(sa.func.count()).select_from(Membership)
    present = taken.where(Membership.group_id == group_id, Membership.left_on.is_(None))
    return max(places - (session.scalar(present) or 0), 0)


def member(group_id: UUID, membership_id: UUID) -> Membership | None:
    """Find somebody who is in this group now."""
    return session.scalar(
        sa.select(Membership)
        .where(
            Membership.id == membership_id,
            Membership.group_id == group_id,
            Membership.left_on.is_(None),
        )
        .options(joinedload(Membership.participant, innerjoin=True))
    )


def unused(group_id: UUID, places: Sequence[UUID]) -> list[Membership]:
    """List those of some places whose slip has opened nothing yet."""
    came_in = sa.exists().where(SignIn.participant_id == Membership.participant_id)
    return list(
        session.scalars(
            sa.select(Membership)
            .where(
                Membership.id.in_(places),
                Membership.group_id == group_id,
                Membership.left_on.is_(None),
                Membership.consent_at.is_(None),
                ~came_in,
            )
            .options(joinedload(Membership.participant, innerjoin=True))
            .order_by(Membership.alias)
        )
    )


def is_sheet_made(places: Sequence[UUID]) -> bool:
    """Say whether a sheet with these places was made before."""
    made = sa.select(sa.exists().where(Membership.id.in_(places)))
    return bool(session.scalar(made))


def door_of(group_id: UUID) -> GroupDoor | None:
    """Find how people come into a group; nothing means by invitation, as ever."""
    return session.get(GroupDoor, group_id)


def is_code_taken(code: str) -> bool:
    """Say whether a group has this code."""
    return bool(session.scalar(sa.select(sa.exists().where(GroupDoor.code == code))))


def group_behind(code: str, session: Session, *, demo: bool) -> UUID | None:
    """Find the group that a code opens now: open, and not ended."""
    wanted = (
        sa.select(Group.id)
        .join(GroupDoor, GroupDoor.group_id == Group.id)
        .join(Group.centre)
        .where(GroupDoor.code == code, GroupDoor.is_open, Group.ended_on.is_(None))
    )
    return session.scalar(wanted if demo else wanted.where(Centre.is_demo.is_(False)))


def request_of(participant_id: UUID) -> JoinRequest | None:
    """Find what somebody has asked for, with its group."""
    return session.scalar(
        sa.select(JoinRequest)
        .join(JoinRequest.group)
        .where(JoinRequest.participant_id == participant_id, Group.ended_on.is_(None))
        .options(contains_eager(JoinRequest.group))
    )


def requests_in(group_id: UUID) -> list[JoinRequest]:
    """List who asks for a place in a group, who asked first in front."""
    asked = sa.select(JoinRequest).where(JoinRequest.group_id == group_id)
    return list(session.scalars(asked.order_by(JoinRequest.asked_at, JoinRequest.id)))


def line_of(group: Group, at: datetime) -> list[tuple[JoinRequest, Placed]]:
    """Say where everybody stands who asks for a place in a group; one that has ended has no line."""
    if group.ended_on is not None:
        return []
    rows = {request.id: request for request in requests_in(group.id)}
    if not rows:
        return []
    free = free_places(group.id, group.places)
    placed = rules.arrange([as_asker(request) for request in rows.values()], free, at)
    return [(rows[one.asker.id], one) for one in placed]


def as_asker(request: JoinRequest) -> Asker:
    """Take from a request what the line has to know."""
    return Asker(
        request.id, request.in_line_since, request.told_at, request.held_since, offer_lasts()
    )


def asked_by(participant_id: UUID, at: datetime) -> tuple[JoinRequest, Placed] | None:
    """Say where somebody stands who asked for a place; nothing when the request is too old."""
    own = request_of(participant_id)
    if own is None:
        return None
    return next((both for both in line_of(own.group, at) if both[0].id == own.id), None)


def asking_of(participant_id: UUID, at: datetime) -> Asking | None:
    """Show somebody the place that she asked for, as her phone keeps it."""
    found = asked_by(participant_id, at)
    if found is None:
        return None
    request, placed = found
    return Asking(
        label=request.group.label,
        check=request.check_number,
        stand=placed.stand,
        before=placed.before,
        asked_at=request.asked_at,
        answer_by=placed.answer_by,
    )


def is_request_made(request_id: UUID) -> bool:
    """Say whether a form has made its request already."""
    return bool(session.scalar(sa.select(sa.exists().where(JoinRequest.id == request_id))))


def places_to_give(group: Group, at: datetime) -> int:
    """Count the places that are neither taken nor held nor on offer."""
    promised = rules.promised([placed for _request, placed in line_of(group, at)])
    return max(free_places(group.id, group.places) - promised, 0)


def was_member(group_id: UUID, membership_id: UUID) -> bool:
    """Say whether somebody had this place in a group once."""
    seat = sa.exists().where(Membership.id == membership_id, Membership.group_id == group_id)
    return bool(session.scalar(sa.select(seat)))


def words_in(group_id: UUID) -> set[str]:
    """List the words from nature that somebody in a group has or had."""
    return set(session.scalars(sa.select(Membership.alias).where(Membership.group_id == group_id)))


def word_before(group_id: UUID, participant_id: UUID) -> str | None:
    """Find the word that somebody had when she was in this group before."""
    return session.scalar(
        sa.select(Membership.alias).where(
            Membership.group_id == group_id, Membership.participant_id == participant_id
        )
    )


def open_groups(centre_id: UUID, at: datetime) -> list[OpenGroup]:
    """List what everybody may know of a centre's open groups, in the order of the week."""
    wanted = sa.select(Group).join(GroupDoor, GroupDoor.group_id == Group.id)
    groups = session.scalars(
        wanted.where(Group.centre_id == centre_id, GroupDoor.is_open, Group.ended_on.is_(None))
        .order_by(Group.weekday, Group.hour, Group.id)
        .limit(MOST_OPEN_GROUPS)
    ).all()
    ids = [group.id for group in groups]
    taken, asking = _members_in(ids), _askers_in(ids)
    shown = []
    for group in groups:
        free = max(group.places - taken.get(group.id, 0), 0)
        line = rules.arrange(asking.get(group.id, []), free, at)
        has_places = free > rules.promised(line)
        shown.append(OpenGroup(group.weekday, rules.part_of_day(group.hour), has_places))
    return shown


def _members_in(groups: Sequence[UUID]) -> dict[UUID, int]:
    present = sa.select(Membership.group_id, sa.func.count()).where(
        Membership.group_id.in_(groups), Membership.left_on.is_(None)
    )
    return dict(session.execute(present.group_by(Membership.group_id)).all())


def _askers_in(groups: Sequence[UUID]) -> dict[UUID, list[Asker]]:
    found: dict[UUID, list[Asker]] = {}
    for request in session.scalars(sa.select(JoinRequest).where(JoinRequest.group_id.in_(groups))):
        found.setdefault(request.group_id, []).append(as_asker(request))
    return found
