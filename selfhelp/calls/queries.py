"""Who wishes calls in somebody's groups, and what was taken on this week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from ..clock import KYIV
from ..db import session
from ..groups.models import Group, GroupFacilitator, Membership
from ..people import queries as people
from ..people.models import Role, Staff
from . import rules
from .models import Call, CallWish, Outcome
from .rules import Standing, Taken, Wish

if TYPE_CHECKING:
    from ..people.access import Person

GUIDES = (Role.FACILITATOR, Role.MANAGER)
MOST_MEMBERS = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """One call on the list."""

    member: Membership
    wish: Wish
    standing: Standing
    colleague: str
    """Who has taken it on or noted it; empty for a free one."""
    is_own: bool
    outcome: Outcome | None


def is_to_be_rung(staff: Person) -> sa.ColumnElement[bool]:
    """Ask of a membership whether its person agreed to calls in a group that somebody guides."""
    guides = sa.exists().where(
        GroupFacilitator.group_id == Group.id, GroupFacilitator.staff_id == staff.id
    )
    return sa.and_(
        guides,
        Group.centre_id.in_(staff.centres(*GUIDES)),
        Group.ended_on.is_(None),
        Membership.left_on.is_(None),
        Membership.paused_since.is_(None),
        Membership.consent_at.is_not(None),
        Membership.calls_agreed_at.is_not(None),
    )


def guided_member(staff: Person, membership_id: UUID) -> Membership | None:
    """Find who is or was in a group that somebody guides, whether calls are wished or not."""
    guides = sa.exists().where(
        GroupFacilitator.group_id == Group.id, GroupFacilitator.staff_id == staff.id
    )
    return session.scalar(
        sa.select(Membership)
        .join(Membership.group)
        .where(Membership.id == membership_id, guides)
        .where(Group.centre_id.in_(staff.centres(*GUIDES)))
    )


def may_be_rung(staff: Person, member: Membership) -> bool:
    """Say whether this member may be rung now; the row is held until the change is written."""
    wanted = sa.select(Membership.id).join(Membership.group).where(Membership.id == member.id)
    wanted = wanted.where(is_to_be_rung(staff)).with_for_update(of=Membership)
    return session.scalar(wanted) is not None


def calls_a_week(staff_id: UUID) -> int:
    """Say how many calls a week fit into somebody's hours."""
    wanted = sa.select(CallWish.calls_a_week).where(CallWish.staff_id == staff_id)
    found = session.scalar(wanted)
    return rules.USUAL_CALLS if found is None else found


def list_of_week(staff: Person, now: datetime) -> list[Line]:
    """List whom somebody may ring this week, in few statements however many people there are."""
    today = now.astimezone(KYIV).date()
    members = _members(staff)
    wishes = {member.id: wish for member, wish in _wishes(members, today)}
    calls = _calls_of_week(members, rules.monday_of(today))
    taken = {
        place: Taken(call.taken_by_id, call.taken_at, outcome_of(call))
        for place, (call, _by) in calls.items()
    }
    most = calls_a_week(staff.id)
    listed = rules.this_week(wishes.values(), taken, staff.id, most, now)
    by_place = {member.id: member for member in members}
    return [
        _line(by_place[wish.place], wish, standing, calls.get(wish.place), staff.id)
        for wish, standing in listed
    ]


def _members(staff: Person) -> Sequence[Membership]:
    return session.scalars(
        sa.select(Membership)
        .join(Membership.group)
        .where(is_to_be_rung(staff))
        .options(contains_eager(Membership.group))
        .order_by(Membership.asks_to_talk_since.is_(None), Membership.id)
        .limit(MOST_MEMBERS)
    ).all()


def _wishes(members: Sequence[Membership], today: date) -> list[tuple[Membership, Wish]]:
    heard = people.last_heard_from([one.participant_id for one in members if one.is_sharing])
    return [
        (one, Wish(one.id, one.asks_to_talk_since, _silence(one, heard, today))) for one in members
    ]


def _silence(member: Membership, heard: dict[UUID, datetime], today: date) -> int | None:
    if not member.is_sharing:
        return None
    at = heard.get(member.participant_id)
    day = max(at.astimezone(KYIV).date(), member.joined_on) if at else member.joined_on
    return max((today - day).days, 0)


def _calls_of_week(members: Sequence[Membership], week: date) -> dict[UUID, tuple[Call, str]]:
    places = {(one.group_id, one.participant_id): one.id for one in members}
    groups = {one.group_id for one in members}
    rows = session.execute(
        sa.select(Call, Staff.name)
        .outerjoin(Staff, Staff.id == Call.taken_by_id)
        .where(Call.week == week, Call.group_id.in_(groups))
    )
    found = {}
    for call, name in rows:
        place = places.get((call.group_id, call.participant_id))
        if place is not None:
            found[place] = (call, name or "")
    return found


def _line(
    member: Membership, wish: Wish, standing: Standing, taken: tuple[Call, str] | None, me: UUID
) -> Line:
    if taken is None or standing is Standing.FREE:
        return Line(member, wish, standing, "", is_own=False, outcome=None)
    call, name = taken
    return Line(member, wish, standing, name, call.taken_by_id == me, outcome_of(call))


def outcome_of(call: Call) -> Outcome | None:
    """Say how a call went, None as long as nothing is noted."""
    return Outcome(call.outcome) if call.outcome else None


def call_of_week(member: Membership, week: date) -> Call:
    """Find the call to a member in a week, and hold it until the change is written."""
    return session.scalars(
        sa.select(Call)
        .where(
            Call.group_id == member.group_id,
            Call.participant_id == member.participant_id,
            Call.week == week,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def name_of(staff_id: UUID | None) -> str:
    """Name a colleague."""
    return session.scalar(sa.select(Staff.name).where(Staff.id == staff_id)) or ""
