"""For whom a module is meant: the whole group, or some of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from ..clock import now
from ..db import session
from ..library.library import Library
from .models import AssignedPerson, Assignment, Group, Membership


def mean_for(
    assignment: Assignment, whom: Sequence[Membership] | None, *, is_new_to_all: bool = False
) -> None:
    """Let an assignment be for these members, or for the whole group when nobody is named.

    With None it stays for whom it is, and who has left stays among the named: they may come back.
    It notes to whom it is new, so that their phones hear of it and no others.
    """
    session.flush()
    before = named_in([assignment]).get(assignment.id)
    is_for_some = before is not None if whom is None else bool(whom)
    people = {one.participant_id for one in whom or ()} | _named_before(assignment, whom, before)
    had_by_all_since = new_since(assignment) if before is None and not is_new_to_all else None
    if is_new_to_all or (before is not None and (not is_for_some or people - before)):
        assignment.renewed_at = now()
    rows = session.scalars(
        sa.select(AssignedPerson).where(AssignedPerson.assignment_id == assignment.id)
    ).all()
    for row in rows:
        if is_for_some and row.participant_id not in people:
            session.delete(row)
        elif is_new_to_all:
            row.given_at = new_since(assignment)
    assignment.is_for_some = is_for_some
    given_at = had_by_all_since or new_since(assignment)
    session.add_all(
        AssignedPerson(assignment_id=assignment.id, participant_id=person, given_at=given_at)
        for person in people - {row.participant_id for row in rows}
    )


def _named_before(
    assignment: Assignment, whom: Sequence[Membership] | None, before: set[UUID] | None
) -> set[UUID]:
    """Name those of before who cannot be chosen now, or all of them where nobody chooses."""
    if not before or whom is None:
        return before or set()
    there = session.scalars(
        sa.select(Membership.participant_id).where(
            Membership.group_id == assignment.group_id, Membership.left_on.is_(None)
        )
    )
    return before - set(there)


def new_since(assignment: Assignment) -> datetime:
    """Say since when it is as it is, for whoever has no moment of their own."""
    return assignment.renewed_at or assignment.given_at


def is_meant_for(participant_id: UUID | sa.BindParameter[UUID]) -> sa.ColumnElement[bool]:
    """Ask of an assignment whether it is for the whole group or for this person."""
    named = sa.exists().where(
        AssignedPerson.assignment_id == Assignment.id,
        AssignedPerson.participant_id == participant_id,
    )
    return sa.or_(~Assignment.is_for_some, named)


def named_in(given: Sequence[Assignment]) -> dict[UUID, set[UUID]]:
    """Name by assignment the participants for whom it is; those for the whole group are missing."""
    for_some = [one.id for one in given if one.is_for_some]
    if not for_some:
        return {}
    rows = session.execute(
        sa.select(AssignedPerson.assignment_id, AssignedPerson.participant_id).where(
            AssignedPerson.assignment_id.in_(for_some)
        )
    )
    named: dict[UUID, set[UUID]] = {assignment_id: set() for assignment_id in for_some}
    for assignment_id, participant_id in rows:
        named[assignment_id].add(participant_id)
    return named


def for_some_alone(
    library: Library, group: Group, given: Sequence[Assignment], named: Mapping[UUID, set[UUID]]
) -> dict[str, set[UUID]]:
    """Name by module who was given it, for modules that are not on the way of the whole group."""
    own = {module.id for module in library.of_programme("uk", group.programme)}
    return {one.module: named[one.id] for one in given if one.is_for_some and one.module not in own}
