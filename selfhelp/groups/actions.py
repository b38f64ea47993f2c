"""What changes groups: members come, agree, share, ask to talk; modules are given and withdrawn."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask_babel import gettext as _

from ..clock import KYIV, now
from ..db import session
from ..errors import Refusal
from ..library.library import Library
from . import giving, queries, rules
from .models import Assignment, Group, Membership

if TYPE_CHECKING:
    from ..people.access import Person


class NoSuchModule(Refusal):
    """The library has no such module or tool."""


class DayHasPassed(Refusal):
    """A group cannot follow something by a day that is over."""


class NotInAGroup(Refusal):
    """The person is in no group now."""

    status = 404


class UnknownText(Refusal):
    """Consent was given to a text that we have not shown."""


class GroupIsFull(Refusal):
    """All places are taken."""


class AlreadyAMember(Refusal):
    """The person is in this group already."""


class NoWordLeft(Refusal):
    """Every word from nature is taken in this group, or the one asked for is."""


def assign_module(
    staff: Person,
    group: Group,
    module: str,
    until: date | None,
    *,
    library: Library,
    starts_on: date | None = None,
    whom: Sequence[Membership] | None = (),
) -> Assignment:
    """Ask a group, or `whom` of it, to follow a module; asked twice, days and people change.

    None stands for those who have it already, and for the whole group when it is new.
    """
    if library.module("uk", module) is None:
        raise NoSuchModule(_("This module is not here any more. Please choose another one."))
    given = next((one for one in queries.all_assignments(group.id) if one.module == module), None)
    is_as_before = given is not None and given.until == until
    if until is not None and until < _today() and not is_as_before:
        raise DayHasPassed(_("This day has passed. Please choose today or a later day."))
    if until is not None and starts_on is not None and until < starts_on:
        raise DayHasPassed(_("This day is before the first one. Please choose a later day."))

    if given is not None:
        is_new = _has_begun(given.starts_on) != _has_begun(starts_on)
        given.until, given.starts_on = until, starts_on
        giving.mean_for(given, whom, is_new_to_all=is_new)
        return given
    assignment = Assignment(
        group_id=group.id,
        module=module,
        starts_on=starts_on,
        until=until,
        given_at=now(),
        given_by_id=staff.id,
    )
    session.add(assignment)
    giving.mean_for(assignment, whom)
    return assignment


def _has_begun(starts_on: date | None) -> bool:
    return starts_on is None or starts_on <= _today()


def withdraw(group: Group, assignment_id: UUID) -> Assignment | None:
    """Stop asking a group to follow a module; twice is no harm, and what people did stays."""
    assignment = session.scalar(
        sa.select(Assignment).where(Assignment.id == assignment_id, Assignment.group_id == group.id)
    )
    if assignment is not None and assignment.withdrawn_at is None:
        assignment.withdrawn_at = now()
    return assignment


def agree(participant_id: UUID, version: str) -> Membership:
    """Record that somebody agreed to what the facilitator sees, from this day on."""
    if version not in rules.CONSENT_VERSIONS:
        raise UnknownText(_("The text has changed. Please open the page of the group once more."))

    membership = _own_membership(participant_id)
    if membership.consent_at is None:
        membership.joined_on = _today()
    if membership.consent_version != version:
        membership.consent_version, membership.consent_at = version, now()
    return membership


def share(participant_id: UUID, wish: bool) -> Membership:
    """Let the facilitator see practice, or stop it."""
    membership = _own_membership(participant_id)
    membership.is_sharing = wish
    return membership


def ask_to_talk(participant_id: UUID, wish: bool) -> Membership:
    """Tell the facilitator that somebody would like to talk, or take it back."""
    membership = _own_membership(participant_id)
    if not wish:
        membership.asks_to_talk_since = None
    elif membership.asks_to_talk_since is None:
        membership.asks_to_talk_since = now()
    return membership


def wish_calls(participant_id: UUID, version: str | None) -> Membership:
    """Record that somebody agreed to calls by the facilitator, or takes it back with no version."""
    if version is not None and version not in rules.CALLS_VERSIONS:
        raise UnknownText(_("The text has changed. Please open the page of the group once more."))

    membership = _own_membership(participant_id)
    if membership.calls_version != version:
        membership.calls_version = version
        membership.calls_agreed_at = now() if version else None
    return membership


def pause(participant_id: UUID, wish: bool) -> Membership:
    """Let somebody take a break and keep the place, or come back from it."""
    membership = _own_membership(participant_id)
    if not wish:
        membership.paused_since = None
    elif membership.paused_since is None:
        membership.paused_since = _today()
    return membership


def leave(participant_id: UUID) -> Membership:
    """Let somebody leave a group: the place is free, and practice stays with the person."""
    membership = _own_membership(participant_id)
    let_go(membership)
    return membership


def let_go(membership: Membership) -> None:
    """Free somebody's place: from now on the group's page shows nothing of this person."""
    membership.left_on = _today()
    membership.asks_to_talk_since = None
    membership.calls_version = membership.calls_agreed_at = None


def leave_others(participant_id: UUID, group_id: UUID) -> None:
    """Free the places that somebody who has come into a group had in others."""
    seats = session.scalars(
        sa.select(Membership).where(
            Membership.participant_id == participant_id,
            Membership.group_id != group_id,
            Membership.left_on.is_(None),
        )
    )
    for seat in seats:
        let_go(seat)


def _own_membership(participant_id: UUID) -> Membership:
    membership = queries.group_of(participant_id, _today(), for_update=True)
    if membership is None:
        raise NotInAGroup(_("You are not in a group now. The centre can tell more by phone."))
    return membership


def add_member(
    group: Group,
    participant_id: UUID,
    words: Collection[str],
    *,
    alias: str | None = None,
    place: UUID | None = None,
) -> Membership:
    """Give somebody a place in a group, under a word from nature that nobody else there has or had.

    Who comes back has the same word again, unless another is wished for, and agrees anew.
    """
    session.scalar(sa.select(Group.id).where(Group.id == group.id).with_for_update())
    seats = list(session.scalars(sa.select(Membership).where(Membership.group_id == group.id)))
    before = next((seat for seat in seats if seat.participant_id == participant_id), None)
    if before is not None and before.left_on is None:
        raise AlreadyAMember(_("This person has a place in the group already."))
    if sum(seat.left_on is None for seat in seats) >= group.places:
        raise GroupIsFull(_("All places of this group are taken."))
    if before is not None:
        return _come_back(before, {seat.alias for seat in seats}, words, alias)

    membership = Membership(
        id=place or uuid4(),
        group_id=group.id,
        participant_id=participant_id,
        alias=_free_word({seat.alias for seat in seats}, words, alias),
        joined_on=_today(),
        is_sharing=True,
    )
    session.add(membership)
    session.flush()
    return membership


def _come_back(
    seat: Membership, taken: set[str], words: Collection[str], wish: str | None
) -> Membership:
    if wish is not None and wish != seat.alias:
        seat.alias = _free_word(taken, words, wish)
    seat.joined_on, seat.left_on, seat.paused_since = _today(), None, None
    seat.is_sharing, seat.consent_version, seat.consent_at = True, None, None
    session.flush()
    return seat


def _free_word(taken: set[str], words: Collection[str], wish: str | None) -> str:
    free = sorted((set(words) if wish is None else {wish}) - taken)
    if not free:
        raise NoWordLeft(_("No word is free in this group. Please choose another one."))
    return secrets.choice(free)


def _today() -> date:
    return now().astimezone(KYIV).date()
