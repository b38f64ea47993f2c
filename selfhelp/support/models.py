"""Tables: CommunityService, Consultation, Referral."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..centres.models import Centre
from ..db import Model
from ..people.models import Participant, Staff

RED_NOW = "red-now"
"""The level at which a life may be at risk: the only one that does not wait for consent."""


class Way(StrEnum):
    """How a request came to the centre."""

    PHONE = "phone"
    DESK = "desk"


class Wish(StrEnum):
    """How the person would like to talk; the centre has no number to ring."""

    COME = "come"
    RING = "ring"
    AFTER_GROUP = "after-group"


class Outcome(StrEnum):
    """What came of a request."""

    COMMUNITY = "community"
    INDIVIDUAL = "individual"
    GROUP = "group"
    REFERRAL = "referral"
    NOT_HELD = "not-held"
    TAKEN_BACK = "taken-back"


class Reply(StrEnum):
    """What was heard of a referral."""

    ARRIVED = "arrived"
    NOT_ARRIVED = "not-arrived"
    DECLINED = "declined"
    UNKNOWN = "unknown"


class Cost(StrEnum):
    """What a service costs the person."""

    FREE = "free"
    PARTLY = "partly"
    PAID = "paid"
    UNKNOWN = "unknown"


class CommunityService(Model):
    """Somebody in the community to whom a centre refers people."""

    __tablename__ = "community_service"
    __table_args__ = (
        sa.CheckConstraint("cost in ('free', 'partly', 'paid', 'unknown')", name="cost"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    centre_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Centre.id, ondelete="CASCADE"), index=True
    )
    """A centre lists the services that it keeps."""
    name: Mapped[str]
    kind: Mapped[str]
    """Id of a kind in `content/referrals.yml`."""
    phone: Mapped[str]
    hours: Mapped[str]
    """When it can be reached, in the words of the centre; may be empty."""
    audience: Mapped[str]
    """For whom it is; may be empty, which means anybody."""
    cost: Mapped[str]
    is_public: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """People may ring there themselves: it stands on the public pages of the centre and its region."""
    facts: Mapped[dict[str, Any]]
    """Barrier-free facts by key: {"step-free": "yes"}; a missing key is unknown."""
    verified_on: Mapped[date]
    """Day on which somebody at the centre last asked there."""
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    """Since when nobody is referred there; sheets made before still name it."""

    centre: Mapped[Centre] = relationship()


class Consultation(Model):
    """A wish to talk with the centre for the first time, and what came of it; never what was said."""

    __tablename__ = "consultation"
    __table_args__ = (
        sa.UniqueConstraint("centre_id", "spoken_code"),
        sa.CheckConstraint("way in ('phone', 'desk')", name="way"),
        sa.CheckConstraint("wish in ('come', 'ring', 'after-group')", name="wish"),
        sa.CheckConstraint(
            "outcome in ('community', 'individual', 'group', 'referral', 'not-held', 'taken-back')",
            name="outcome",
        ),
        sa.CheckConstraint("(outcome is null) = (closed_at is null)", name="end"),
        # The queue and the first page of staff ask for the open ones of a centre.
        sa.Index("ix_consultation_centre_id_closed_at", "centre_id", "closed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    centre_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Centre.id, ondelete="CASCADE"))
    participant_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey(Participant.id, ondelete="CASCADE"), index=True
    )
    """A phone asks for its own request; empty for a visitor at the desk."""
    spoken_code: Mapped[str]
    """Six digits that the person says at the desk or on the phone instead of a name."""
    way: Mapped[str]
    wish: Mapped[str]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """By when the centre means to have answered."""
    held_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Staff.id, ondelete="SET NULL"))
    """Who looks after it now."""
    held_until: Mapped[datetime | None]
    """After this moment a colleague may take it."""
    meets_at: Mapped[datetime | None]
    """When the centre waits for the person; told to her phone."""
    outcome: Mapped[str | None]
    closed_at: Mapped[datetime | None]

    centre: Mapped[Centre] = relationship()
    held_by: Mapped[Staff | None] = relationship()


class Referral(Model):
    """A way from the centre to somebody who can help further, with the least that this needs."""

    __tablename__ = "referral"
    __table_args__ = (
        sa.CheckConstraint(
            "outcome in ('arrived', 'not-arrived', 'declined', 'unknown')", name="outcome"
        ),
        sa.CheckConstraint("(outcome is null) = (closed_at is null)", name="end"),
        sa.CheckConstraint("(consent_version is null) = (consent_at is null)", name="consent"),
        sa.CheckConstraint(f"consent_at is not null or level = '{RED_NOW}'", name="agreed"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    consultation_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Consultation.id, ondelete="CASCADE"), index=True
    )
    """A consultation lists its referrals."""
    participant_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey(Participant.id, ondelete="CASCADE"), index=True
    )
    """Whoever asks for all that is kept about her finds this too."""
    service_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey(CommunityService.id, ondelete="RESTRICT"), index=True
    )
    """Where to; empty when 103 or 112 was called. A service with referrals is not deleted."""
    level: Mapped[str]
    """Id of a level in `content/referrals.yml`."""
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """By when the centre means to have heard of it."""
    made_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Staff.id, ondelete="SET NULL"))
    consent_version: Mapped[str | None]
    """Which text about what is passed on the person agreed to."""
    consent_at: Mapped[datetime | None]
    may_tell_back: Mapped[bool]
    """The person lets the service tell the centre whether she came."""
    handed_over_at: Mapped[datetime | None]
    """When the centre spoke with the service while the person was there."""
    outcome: Mapped[str | None]
    heard_on: Mapped[date | None]
    """Day on which it was heard."""
    closed_at: Mapped[datetime | None]

    consultation: Mapped[Consultation] = relationship()
    service: Mapped[CommunityService | None] = relationship()
