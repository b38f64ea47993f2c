"""Table: Meeting."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Model
from ..groups.models import Group


class Meeting(Model):
    """One coming together of a group."""

    __tablename__ = "meeting"
    __table_args__ = (
        sa.UniqueConstraint("group_id", "ordinal"),
        # A phone and the staff's first page ask for the next meeting of a group.
        sa.Index("ix_meeting_group_id_starts_at", "group_id", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Group.id, ondelete="CASCADE"))
    ordinal: Mapped[int]
    """First, second, … meeting of the programme."""
    module: Mapped[str | None]
    """The module it goes with."""
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    room: Mapped[str | None]
    """Told to members only; gathering places are targets."""
    cancelled_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship()
