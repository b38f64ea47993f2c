"""Tables: Device (a phone that may be told something), Push (what waits for it), PushTally (how many)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model
from ..people.models import Participant, SignIn


class Device(Model):
    """A phone that asked its push service for an address and gave it to us."""

    __tablename__ = "device"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Participant.id, ondelete="CASCADE"), index=True
    )
    """A nudge looks for the phones of one person."""
    sign_in_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(SignIn.id, ondelete="CASCADE"), index=True
    )
    """A phone that is signed out, here or from elsewhere, hears nothing more."""
    endpoint: Mapped[str]
    """Address at the push service; never in a log."""
    endpoint_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the address, in hex: the same phone told twice is one row."""
    host: Mapped[str]
    """The push service, for counting."""
    public_key: Mapped[str]
    """The phone's half of the encryption, a point of P-256 in base64url."""
    auth_secret: Mapped[str]
    """Sixteen random bytes of the phone, in base64url."""
    created_at: Mapped[datetime]
    reached_at: Mapped[datetime | None]
    """When the push service last took something for this phone that was no nudge; of nudges the plan knows."""
    nudged_on: Mapped[date | None]
    """Day of a nudge that this phone has while another one still waits for it: it is left out then."""


class Push(Model):
    """Something to be told to one phone once; the row is its own place in the queue."""

    __tablename__ = "push"
    __table_args__ = (sa.UniqueConstraint("device_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Participant.id, ondelete="CASCADE"), index=True
    )
    """Whoever asks what is kept finds it by this."""
    device_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Device.id, ondelete="CASCADE"))
    kind: Mapped[str]
    """One of `kinds.PushKind`; the words are found when it is sent."""
    key: Mapped[str]
    """What it is about; the same thing is told to a phone once."""
    at: Mapped[datetime | None]
    """An hour that belongs into the words."""
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    """When it is due, or until when a worker has it in hand; empty when it is settled."""
    expires_at: Mapped[datetime]
    """Later than this there is no use in it."""
    attempt: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class PushTally(Model):
    """How many messages went to a push service on a day and what became of them; about nobody."""

    __tablename__ = "push_tally"

    day: Mapped[date] = mapped_column(primary_key=True)
    host: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    """One of `rules.Outcome`."""
    count: Mapped[int]
