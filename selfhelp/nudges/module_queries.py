"""Modules of which phones have not heard yet, and to whom they are new."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..clock import KYIV
from ..db import insert_into
from ..groups.models import AssignedPerson, Assignment
from .models import ToldAssignment
from .news_queries import MOST_AT_ONCE


@dataclass(frozen=True, slots=True)
class UntoldModule:
    """What a group was given, or more of it, and phones do not know."""

    assignment: Assignment
    told_until: datetime | None
    """To whom it was new by then, they heard of it; None: nobody did."""


def untold_modules(
    session: Session, since: datetime, until: datetime, at: datetime
) -> list[UntoldModule]:
    """List some of what became new to somebody between two moments, or may be followed by now, untold."""
    new_since = sa.func.coalesce(Assignment.renewed_at, Assignment.given_at)
    is_told = ToldAssignment.assignment_id.is_not(None)
    told_until = sa.func.coalesce(ToldAssignment.renewed_at, Assignment.given_at)
    rows = session.execute(
        sa.select(Assignment, sa.case((is_told, told_until)))
        .outerjoin(ToldAssignment, ToldAssignment.assignment_id == Assignment.id)
        .where(
            sa.or_(new_since > since, Assignment.starts_on >= since.astimezone(KYIV).date()),
            new_since <= until,
            _is_followed(at),
            sa.or_(~is_told, ToldAssignment.renewed_at.is_distinct_from(Assignment.renewed_at)),
        )
        .order_by(Assignment.given_at, Assignment.id)
        .limit(MOST_AT_ONCE)
    )
    return [UntoldModule(*row) for row in rows]


def _is_followed(at: datetime) -> sa.ColumnElement[bool]:
    has_begun = sa.or_(
        Assignment.starts_on.is_(None), Assignment.starts_on <= at.astimezone(KYIV).date()
    )
    return sa.and_(Assignment.withdrawn_at.is_(None), has_begun)


def note_told_modules(session: Session, told: Collection[UntoldModule]) -> set[UUID]:
    """Note modules as told; return the ids of those that nobody had noted before."""
    adding = insert_into(session, ToldAssignment)
    renewed_at = adding.excluded.renewed_at
    noted = adding.on_conflict_do_update(
        index_elements=[ToldAssignment.assignment_id],
        set_={"renewed_at": renewed_at},
        where=ToldAssignment.renewed_at.is_distinct_from(renewed_at),
    )
    rows = [
        {"assignment_id": one.assignment.id, "renewed_at": one.assignment.renewed_at}
        for one in sorted(told, key=attrgetter("assignment.id"))
    ]
    # Without it rows that say nothing of the second column would go in statements of their own.
    together = {"render_nulls": True}
    noting = noted.returning(ToldAssignment.assignment_id)
    return set(session.scalars(noting, rows, execution_options=together))


def followed_now(
    session: Session, assignment_ids: Collection[UUID], at: datetime
) -> dict[UUID, Assignment]:
    """Find those of these modules that their groups follow now."""
    rows = session.scalars(
        sa.select(Assignment).where(Assignment.id.in_(assignment_ids), _is_followed(at))
    )
    return {one.id: one for one in rows}


def people_named(
    session: Session, assignment_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], datetime]:
    """Say by module and person since when it is new to those who are named."""
    rows = session.execute(
        sa.select(
            AssignedPerson.assignment_id, AssignedPerson.participant_id, AssignedPerson.given_at
        ).where(AssignedPerson.assignment_id.in_(assignment_ids))
    )
    return {(assignment_id, person): given_at for assignment_id, person, given_at in rows}
