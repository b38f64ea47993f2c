"""Tables: NudgePlan (when somebody wishes to be nudged), ToldMeeting (what phones were told of a meeting)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model
from ..meetings.models import Meeting
from ..people.models import Participant


class NudgePlan(Model):
    """When and how somebody wishes to be nudged; the row is its own place in the queue."""

    __tablename__ = "nudge_plan"
    __table_args__ = (
        sa.CheckConstraint("wording in ('discreet', 'plain')", name="wording"),
        sa.CheckConstraint("(next_at is null) = (due_on is null)", name="due"),
    )

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Participant.id, ondelete="CASCADE"), primary_key=True
    )
    weekdays: Mapped[list[Any]]
    """1 is Monday, 7 is Sunday; empty: no nudges."""
    hour: Mapped[time]
    """On the wall clock of the zone, so that it stays the same when clocks change."""
    zone: Mapped[str]
    quiet_from: Mapped[time]
    quiet_until: Mapped[time]
    wording: Mapped[str]
    """discreet, or plain, which says "practice"."""
    title: Mapped[str] = mapped_column(server_default="t01")
    """Id of what stands above everything that comes to the phone; its words stand in content/nudges.yml."""
    region: Mapped[str | None]
    """Whose air alarms hold nudges back; chosen by the person."""
    wants_after_alarm: Mapped[bool]
    """A nudge that an alarm held back may come after the all-clear."""
    paused_until: Mapped[datetime | None]
    """Wished by the person or by the phone; nobody is told why."""
    unopened: Mapped[int] = mapped_column(default=0)
    """Nudges in a row without a sign of life, as far as was known at the last one."""
    last_on: Mapped[date | None]
    """Day of the last nudge: there is never a second one on a day."""
    last_at: Mapped[datetime | None]
    """A sign of life after this moment means that the nudge was no bother."""
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    """When the next one is due, or until when a worker has it in hand; empty: none."""
    due_on: Mapped[date | None]
    """Day of the next one in the zone; it names the nudge, so that a second sending replaces it."""
    attempt: Mapped[int] = mapped_column(default=0)
    """How often the next one was tried."""
    changed_at: Mapped[datetime]


class ToldMeeting(Model):
    """What members' phones know of a coming meeting, so that a change is told once."""

    __tablename__ = "told_meeting"

    meeting_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Meeting.id, ondelete="CASCADE"), primary_key=True
    )
    starts_at: Mapped[datetime]
    is_cancelled: Mapped[bool]
