"""For whom a module is meant: the whole group, or some of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa

from ..clock import now
from ..db import session
from ..library.library import Library
from .models import AssignedPerson, Assignment, Group, Membership


def mean_for(assignment: Assignment, whom: Sequence[Membership]) -> None:
    """Let an assignment be for these members, or for the whole group when nobody is named."""
    session.flush()
    before, people = named_in([assignment]).get(assignment.id), {one.participant_id for one in whom}
    if before is not None and (not people or people - before):
        assignment.widened_at = now()
    named = sa.delete(AssignedPerson).where(AssignedPerson.assignment_id == assignment.id)
    session.execute(named)
    assignment.is_for_some = bool(people)
    session.add_all(
        AssignedPerson(assignment_id=assignment.id, participant_id=person) for person in people
    )


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
