"""Tables: Event (the diary, insert only), RefusedEvent (the tray), ModuleProgress and PracticeDay (the summary)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model
from ..people.models import Participant


class Event(Model):
    """Something a participant did, named by an id made on the phone; never changed."""

    __tablename__ = "event"

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Participant.id, ondelete="CASCADE"), primary_key=True
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Made on the phone; the same event sent twice is stored once."""
    kind: Mapped[str]
    """One of `kinds.EventKind`."""
    module: Mapped[str]
    """Id of a module or a tool."""
    step: Mapped[str | None]
    version: Mapped[str]
    """Version of the content that was on the screen."""
    day: Mapped[date]
    """The phone's own date; its day begins at four in the morning."""
    at: Mapped[datetime | None]
    """The phone's clock; shown only, it orders nothing."""
    seq: Mapped[int]
    """The phone's own counter."""
    minutes: Mapped[int | None]
    """Whole minutes of a practice."""
    received_at: Mapped[datetime]
    """When the server stored it."""


class RefusedEvent(Model):
    """An event that could not be understood, kept with its reason for a repair."""

    __tablename__ = "refused_event"

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Participant.id, ondelete="CASCADE"), primary_key=True
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    """The id as it was sent, at most 64 characters."""
    code: Mapped[str]
    """Why: one of `forms.REFUSALS`."""
    fields: Mapped[dict[str, Any]]
    """The known fields as they came, each cut at 64 characters; unknown ones could hold words."""
    received_at: Mapped[datetime]


class ModuleProgress(Model):
    """How far a participant is in one module or tool: sets, firsts and lasts, so order never matters."""

    __tablename__ = "module_progress"

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Participant.id, ondelete="CASCADE"), primary_key=True
    )
    module: Mapped[str] = mapped_column(primary_key=True)
    steps: Mapped[list[Any]]
    """Ids of steps done or skipped, sorted."""
    opened_on: Mapped[date | None]
    """First day it was opened."""
    done_on: Mapped[date | None]
    """First day it was finished."""
    last_opened_on: Mapped[date | None]
    last_step_on: Mapped[date | None]
    last_done_on: Mapped[date | None]
    """A facilitator sees only what happened on or after the day of joining; the lasts tell it."""


class PracticeDay(Model):
    """A day on which a participant practised one exercise."""

    __tablename__ = "practice_day"

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Participant.id, ondelete="CASCADE"), primary_key=True
    )
    module: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    """Empty when the whole module was meant."""
    day: Mapped[date] = mapped_column(primary_key=True)
    minutes: Mapped[int]
    """The largest number of minutes reported for that day."""


class Epoch(Model):
    """The identity of this database; a new one after a restore makes phones send their last days again."""

    __tablename__ = "epoch"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[datetime]
