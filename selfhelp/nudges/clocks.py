"""What follows when a country changes the rule of its clocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..clock import now
from ..db import apart
from . import rules
from .actions import seed_of
from .models import NudgePlan
from .queries import rhythm_of

PAGE = 5000


def reckon_anew() -> int:
    """Move nudges to come whose moment was reckoned with an older rule of their zone; return how many.

    Plans keep days and hours of a wall clock; the moment is worked out long before. What is due by
    now, held or in a worker's hands stays as it is.
    """
    moved = 0
    for page in _pages():
        at = now()
        changes = [change for row in page if (change := _moved(row)) and change["due_at"] > at]
        if changes:
            with apart(writes=True) as session:
                _move(session, changes)
        moved += len(changes)
    return moved


def _pages() -> Iterator[list[sa.Row[Any]]]:
    last: UUID | None = None
    while True:
        with apart(writes=False) as session:
            page = _page_after(session, last)
        yield page
        if len(page) < PAGE:
            return
        last = page[-1].participant_id


def _page_after(session: Session, last: UUID | None) -> list[sa.Row[Any]]:
    as_text = [
        sa.cast(column, sa.Text).label(name)
        for name, column in (
            ("weekdays", NudgePlan.weekdays), ("hour", NudgePlan.hour),
            ("quiet_from", NudgePlan.quiet_from), ("quiet_until", NudgePlan.quiet_until),
        )
    ]  # fmt: skip
    plans = sa.select(
        NudgePlan.participant_id, NudgePlan.zone, NudgePlan.next_at, NudgePlan.due_on, *as_text
    ).where(NudgePlan.next_at.is_not(None))
    if last is not None:
        plans = plans.where(NudgePlan.participant_id > last)
    return list(session.execute(plans.order_by(NudgePlan.participant_id).limit(PAGE)))


def _moved(plan: sa.Row[Any]) -> dict[str, Any] | None:
    if not rules.knows(plan.zone):
        return None
    rhythm = rhythm_of(plan.weekdays, plan.hour, plan.zone, plan.quiet_from, plan.quiet_until)
    due = rules.due_on(rhythm, plan.due_on, seed_of(plan.participant_id))
    if due.at == plan.next_at:
        return None
    return {"person": plan.participant_id, "due_at": due.at, "was_at": plan.next_at}


def _move(session: Session, changes: list[dict[str, Any]]) -> None:
    row = NudgePlan.__table__.c
    session.connection().execute(
        sa.update(NudgePlan.__table__)  # type: ignore[arg-type]
        .where(
            row.participant_id == sa.bindparam("person", type_=row.participant_id.type),
            row.next_at == sa.bindparam("was_at", type_=row.next_at.type),
        )
        .values(next_at=sa.bindparam("due_at", type_=row.next_at.type)),
        changes,
    )
