"""Who keeps which centre, how far centres are, and what they plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..centres.models import Centre, CentreStatus, Community, SpecialDay
from ..db import session
from ..people.models import Role
from . import rules
from .models import PlanLine, ReadinessMark

if TYPE_CHECKING:
    from ..people.access import Person

PAGE = 50
BEING_PREPARED = (CentreStatus.PLANNED, CentreStatus.PREPARING)


@dataclass(frozen=True, slots=True)
class CentreRow:
    """A centre in the list by readiness."""

    centre: Centre
    ready: int
    under_way: int
    overdue: int
    """Lines of its plan whose day has passed."""


def centre_kept_by(staff: Person, slug: str, *, for_update: bool = False) -> Centre | None:
    """Find a centre that somebody manages, or any for an administrator; else there is none."""
    wanted = sa.select(Centre).where(Centre.slug == slug, _is_kept_by(staff))
    wanted = wanted.options(
        joinedload(Centre.community, innerjoin=True).joinedload(Community.region)
    )
    if for_update:
        wanted = wanted.with_for_update(of=Centre)
    return session.scalar(wanted)


def centres_by_readiness(
    staff: Person, items: Sequence[str], today: date, *, status: str, page: int
) -> list[CentreRow]:
    """List centres, the readiest first, one more than a page so that a next page is known."""
    ready = _marks(items, "ready")
    under_way = _marks(items, "under-way")
    rows = session.execute(
        sa.select(Centre, ready, under_way, _overdue(today))
        .where(_is_kept_by(staff), Centre.status.in_(_wanted(status)))
        .options(joinedload(Centre.community, innerjoin=True).joinedload(Community.region))
        .order_by(ready.desc(), under_way.desc(), Centre.slug)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    )
    return [CentreRow(*row) for row in rows]


def _wanted(status: str) -> Sequence[str]:
    if status == "all":
        return tuple(CentreStatus)
    return (status,) if status in set(CentreStatus) else BEING_PREPARED


def _marks(items: Sequence[str], state: str) -> sa.ScalarSelect[int]:
    # Lines that left the checklist are no longer counted.
    return (
        sa.select(sa.func.count())
        .select_from(ReadinessMark)
        .where(ReadinessMark.centre_id == Centre.id, ReadinessMark.state == state)
        .where(ReadinessMark.item.in_(items))
        .correlate(Centre)
        .scalar_subquery()
    )


def _overdue(today: date) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(PlanLine)
        .where(PlanLine.centre_id == Centre.id, PlanLine.done_on.is_(None), PlanLine.until < today)
        .correlate(Centre)
        .scalar_subquery()
    )


def _is_kept_by(staff: Person) -> sa.ColumnElement[bool]:
    if staff.holds(Role.ADMINISTRATOR):
        return sa.true()
    return Centre.id.in_(staff.centres(Role.MANAGER))


def special_days_from(centre: Centre, today: date) -> list[SpecialDay]:
    """List the days with other hours that are still to come."""
    return list(
        session.scalars(
            sa.select(SpecialDay)
            .where(SpecialDay.centre_id == centre.id, SpecialDay.day >= today)
            .order_by(SpecialDay.day)
            .limit(rules.SPECIAL_DAYS_AT_MOST)
        )
    )


def marks_of(centre: Centre, items: Sequence[str]) -> dict[str, str]:
    """Tell the state of every line of the checklist at a centre."""
    stored = session.execute(
        sa.select(ReadinessMark.item, ReadinessMark.state).where(
            ReadinessMark.centre_id == centre.id
        )
    )
    told = dict(stored.all())
    return {item: told.get(item, "not-yet") for item in items}


def plan_of(centre: Centre) -> list[PlanLine]:
    """List the plan of a centre: what is open first, by day."""
    return list(
        session.scalars(
            sa.select(PlanLine)
            .where(PlanLine.centre_id == centre.id)
            .order_by(
                PlanLine.done_on.is_not(None),
                PlanLine.until.is_(None),
                PlanLine.until,
                PlanLine.created_at,
            )
            .limit(rules.LINES_AT_MOST)
        )
    )
