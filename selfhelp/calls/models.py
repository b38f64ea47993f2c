"""Tables: Call, CallWish."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model
from ..groups.models import Group
from ..people.models import Participant, Staff


class Outcome(StrEnum):
    """How a call went; what was said is written nowhere."""

    REACHED = "reached"
    NOT_REACHED = "not-reached"
    NEEDS_MORE = "needs-more"
    DECLINED = "declined"


class Call(Model):
    """A call to a member in one week: somebody has taken it on, and later how it went."""

    __tablename__ = "call"
    __table_args__ = (
        sa.UniqueConstraint("group_id", "participant_id", "week"),
        sa.CheckConstraint(
            "outcome in ('reached', 'not-reached', 'needs-more', 'declined')", name="outcome"
        ),
        sa.CheckConstraint("(outcome is null) = (logged_at is null)", name="logged"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Group.id, ondelete="CASCADE"))
    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Participant.id, ondelete="CASCADE"), index=True
    )
    """A person may ask for all that is kept about her."""
    week: Mapped[date] = mapped_column(index=True)
    """Monday of the week; the next one starts anew."""
    taken_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Staff.id, ondelete="SET NULL"))
    taken_at: Mapped[datetime]
    """A call that was taken and not logged is free again after a while."""
    outcome: Mapped[str | None]
    logged_at: Mapped[datetime | None]


class CallWish(Model):
    """How many calls a week fit into the hours of a facilitator."""

    __tablename__ = "call_wish"
    __table_args__ = (sa.CheckConstraint("calls_a_week between 0 and 60", name="calls_a_week"),)

    staff_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Staff.id, ondelete="CASCADE"), primary_key=True
    )
    calls_a_week: Mapped[int]
