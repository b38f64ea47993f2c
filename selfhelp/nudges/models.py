"""Tables: NudgePlan (who wishes to be nudged), ToldMeeting, ToldAssignment (what phones know), AlarmHearing."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model
from ..groups.models import Assignment
from ..meetings.models import Meeting
from ..people.models import Participant


class NudgePlan(Model):
    """When and how somebody wishes to be nudged; the row is its own place in the queue."""

    __tablename__ = "nudge_plan"
    __table_args__ = (
        sa.CheckConstraint("wording in ('discreet', 'plain')", name="wording"),
        sa.CheckConstraint("(next_at is null) = (due_on is null)", name="due"),
        # When an alarm is over, those of its region who asked to hear of it are looked for.
        sa.Index(
            "ix_nudge_plan_after_alarm",
            "region",
            sqlite_where=sa.text("wants_after_alarm = 1"),
            postgresql_where=sa.text("wants_after_alarm"),
        ),
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
    """After the all-clear a nudge that the alarm held back may come, or once a day the way back to what was stopped."""
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
    """The day alone, in UTC."""


class ToldMeeting(Model):
    """What members' phones know of a coming meeting, so that a change is told once."""

    __tablename__ = "told_meeting"

    meeting_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Meeting.id, ondelete="CASCADE"), primary_key=True
    )
    starts_at: Mapped[datetime]
    is_cancelled: Mapped[bool]
    eve_told_for: Mapped[datetime | None]
    """The beginning that members were reminded of on the eve, so that nobody looks for them again."""
    day_told_for: Mapped[datetime | None]
    """The same for the reminder on the day itself."""


class ToldAssignment(Model):
    """A module of which members' phones were told."""

    __tablename__ = "told_assignment"

    assignment_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Assignment.id, ondelete="CASCADE"), primary_key=True
    )
    renewed_at: Mapped[datetime | None]
    """As it was when phones were told: to whom it became new since, it is told too."""


class AlarmHearing(Model):
    """What the feed of air alarms said last: one row for all workers, about regions and nobody."""

    __tablename__ = "alarm_hearing"
    __table_args__ = (sa.CheckConstraint("id = 1", name="only"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    heard_at: Mapped[datetime]
    """When the feed last answered a worker."""
    true_at: Mapped[datetime]
    """The moment that its words are about."""
    regions: Mapped[dict[str, Any]]
    """By slug: whether an alarm is on, and since when that has been so."""
