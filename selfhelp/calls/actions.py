"""What changes calls: taken on, given back, noted in one word; how many fit into a week."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask_babel import gettext as _

from ..clock import KYIV, now
from ..db import insert_new, session
from ..errors import Refusal
from ..groups.models import Membership
from . import queries, rules
from .models import Call, CallWish, Outcome
from .rules import Standing, Taken

if TYPE_CHECKING:
    from ..people.access import Person


class CallNotWished(Refusal):
    """The person has not agreed to calls, or has taken it back."""

    status = 409


class CallIsTaken(Refusal):
    """A colleague has taken this call on, or has noted it already."""

    status = 409


def take(staff: Person, member: Membership) -> Call:
    """Take a call on; of two who take it at once the second is told who was first."""
    at = now()
    if not queries.may_be_rung(staff, member):
        raise CallNotWished(_("This person does not wish calls now. The list is up to date again."))
    call = _call_of_this_week(staff, member, at)
    standing = _standing(call, staff, at)
    if standing is Standing.TAKEN or (standing is Standing.NOTED and call.taken_by_id != staff.id):
        name = queries.name_of(call.taken_by_id)
        raise CallIsTaken(
            _("%(name)s has this call already. There may be somebody else to ring.", name=name)
        )
    if standing is not Standing.NOTED:
        call.taken_by_id, call.taken_at = staff.id, at
    return call


def _call_of_this_week(staff: Person, member: Membership, at: datetime) -> Call:
    week = rules.monday_of(at.astimezone(KYIV).date())
    row = {
        "id": uuid4(), "group_id": member.group_id, "participant_id": member.participant_id,
        "week": week, "taken_by_id": staff.id, "taken_at": at,
    }  # fmt: skip
    insert_new(Call, [row], Call.__table__.c.id)
    return queries.call_of_week(member, week)


def _standing(call: Call, staff: Person, at: datetime) -> Standing:
    taken = Taken(call.taken_by_id, call.taken_at, queries.outcome_of(call))
    return rules.standing_of(taken, staff.id, at)


def note(staff: Person, member: Membership, outcome: Outcome) -> Call:
    """Note how a call went; the one who noted it may change the word."""
    call = take(staff, member)
    call.outcome, call.logged_at = outcome.value, now()
    return call


def give_back(staff: Person, member: Membership) -> None:
    """Let a colleague take the call; giving back twice is no harm, what was noted stays."""
    week = rules.monday_of(now().astimezone(KYIV).date())
    session.execute(
        sa.delete(Call).where(
            Call.group_id == member.group_id,
            Call.participant_id == member.participant_id,
            Call.week == week,
            Call.taken_by_id == staff.id,
            Call.outcome.is_(None),
        )
    )


def wish_calls(staff_id: UUID, count: int) -> None:
    """Keep how many calls a week fit into somebody's hours."""
    insert_new(
        CallWish, [{"staff_id": staff_id, "calls_a_week": count}], CallWish.__table__.c.staff_id
    )
    session.execute(
        sa.update(CallWish).where(CallWish.staff_id == staff_id).values(calls_a_week=count)
    )
