"""Which meetings a group has, and which come next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import starmap
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from ..db import session
from .models import Meeting
from .rules import MOST_MEETINGS, is_over

LONGEST = timedelta(hours=12)
"""No meeting lasts longer, so one that began earlier is over in any case."""
SHOWN_AT_ONCE = 3


class Coming(NamedTuple):
    """A meeting that goes on now or comes next, as far as those who go there need it."""

    starts_at: datetime
    minutes: int
    module: str | None
    room: str | None


def next_meeting(group_id: UUID, now: datetime) -> Coming | None:
    """Find the meeting that goes on now or comes next."""
    asked = {"group": group_id, "since": now - LONGEST}
    # Columns instead of rows of models: every phone asks for this at every start.
    found = starmap(Coming, session.connection().execute(coming, asked).all())
    return next((meeting for meeting in found if not is_over(meeting, now)), None)


def next_meetings(group_id: UUID, now: datetime) -> list[Meeting]:
    """List the few meetings of a group that go on now or come next."""
    found = session.scalars(of_one_group, {"group": group_id, "since": now - LONGEST})
    return [meeting for meeting in found if not is_over(meeting, now)][:SHOWN_AT_ONCE]


def next_by_group(group_ids: Collection[UUID], now: datetime) -> dict[UUID, Meeting]:
    """Find the next meeting of each group in one statement; groups without one are missing."""
    found = session.scalars(
        not_long_past.where(Meeting.group_id.in_(group_ids)), {"since": now - LONGEST}
    )
    nearest: dict[UUID, Meeting] = {}
    for meeting in found:
        if not is_over(meeting, now):
            nearest.setdefault(meeting.group_id, meeting)
    return nearest


def all_meetings(group_id: UUID) -> list[Meeting]:
    """List every meeting of a group, the cancelled ones too."""
    return list(
        session.scalars(
            sa.select(Meeting)
            .where(Meeting.group_id == group_id)
            .order_by(Meeting.starts_at, Meeting.ordinal)
            .limit(MOST_MEETINGS)
        )
    )


def meeting_of(group_id: UUID, meeting_id: UUID) -> Meeting | None:
    """Find a meeting of this group."""
    return session.scalar(
        sa.select(Meeting).where(Meeting.id == meeting_id, Meeting.group_id == group_id)
    )


not_long_past = (
    sa.select(Meeting)
    .where(Meeting.cancelled_at.is_(None), Meeting.starts_at > sa.bindparam("since"))
    .order_by(Meeting.starts_at, Meeting.ordinal)
)
of_one_group = not_long_past.where(Meeting.group_id == sa.bindparam("group")).limit(
    SHOWN_AT_ONCE + 1
)
coming = of_one_group.with_only_columns(
    Meeting.starts_at, Meeting.minutes, Meeting.module, Meeting.room
)
