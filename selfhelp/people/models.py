"""Tables: Participant, Slip, Staff, Post, SignIn, ErasedSignIn, FailedTry."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..centres.models import Centre
from ..db import Model


class Role(StrEnum):
    """What a member of staff may do at a centre, or in the whole programme."""

    FACILITATOR = "facilitator"
    MANAGER = "manager"
    SOCIAL_MANAGER = "social-manager"
    PSYCHOLOGIST = "psychologist"
    VOLUNTEER = "volunteer"
    ADMINISTRATOR = "administrator"


class Participant(Model):
    """A person who practises; nothing here says who it is."""

    __tablename__ = "participant"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    language: Mapped[str]
    """Language of words sent to this person: uk or en."""
    created_at: Mapped[datetime]
    is_demo: Mapped[bool] = mapped_column(default=False)
    """Made by the demo; signs in only while the demo setting is on."""


class Slip(Model):
    """The paper that opens a participant's progress: 16 digits and a QR code, stored as hashes."""

    __tablename__ = "slip"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Participant.id, ondelete="CASCADE"), index=True
    )
    """A re-issue looks for the slips of one participant."""
    number: Mapped[str] = mapped_column(unique=True)
    """The last 7 of the 16 digits: they find the row."""
    secret_hash: Mapped[str]
    """argon2id over HMAC with the pepper of the first 9 digits."""
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    """SHA-256 of the 130-bit token in the QR code, in hex."""
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    """Since when a lost slip opens nothing."""

    participant: Mapped[Participant] = relationship()


class Staff(Model):
    """Somebody who works for a centre or for the programme."""

    __tablename__ = "staff"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str] = mapped_column(unique=True)
    """Sign-in name, in lower case."""
    name: Mapped[str]
    """How colleagues and group members address this person."""
    password_hash: Mapped[str | None]
    """argon2id; empty until the invitation is taken up."""
    totp_secret: Mapped[str | None]
    """Secret of an app with codes, sealed with a key that is not in the database."""
    totp_last_step: Mapped[int | None] = mapped_column(sa.BigInteger())
    """Half-minute of the last code that let in: a code works once."""
    may_lead_since: Mapped[date | None]
    """Day since which this person may lead groups; empty while still learning."""
    certificate_kind: Mapped[str | None]
    """What the right to lead rests on, by key of `staffing.rules.Certificate`."""
    certificate_on: Mapped[date | None]
    """Day that stands on the certificate."""
    language: Mapped[str]
    created_at: Mapped[datetime]
    suspended_at: Mapped[datetime | None]
    """Since when this person may not sign in."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    """Has a known password; signs in only while the demo setting is on."""

    posts: Mapped[list[Post]] = relationship(back_populates="staff", cascade="all, delete-orphan")


class Post(Model):
    """A role that somebody holds at a centre, or in the programme when no centre is named."""

    __tablename__ = "post"
    __table_args__ = (
        sa.UniqueConstraint("staff_id", "centre_id", "role"),
        sa.CheckConstraint(
            "role in ('facilitator', 'manager', 'social-manager', 'psychologist', 'volunteer', "
            "'administrator')",
            name="role",
        ),
        sa.CheckConstraint("(role = 'administrator') = (centre_id is null)", name="place"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Staff.id, ondelete="CASCADE"), index=True)
    """Every staff page asks for the posts of the person signed in."""
    centre_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey(Centre.id, ondelete="CASCADE"), index=True
    )
    """A centre lists its staff; empty for the programme."""
    role: Mapped[str]

    staff: Mapped[Staff] = relationship(back_populates="posts")
    centre: Mapped[Centre | None] = relationship()


class SignIn(Model):
    """One phone or laptop on which somebody is signed in; ended here means ended."""

    __tablename__ = "sign_in"
    __table_args__ = (
        sa.CheckConstraint("(participant_id is null) <> (staff_id is null)", name="one_person"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the 256-bit token in the cookie, in hex."""
    participant_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey(Participant.id, ondelete="CASCADE"), index=True
    )
    """"Last heard from" asks for the sign-ins of the members of a group."""
    staff_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey(Staff.id, ondelete="CASCADE"), index=True
    )
    """Suspending somebody ends all sign-ins of that person."""
    is_shared: Mapped[bool] = mapped_column(default=False)
    """The phone is shared: the sign-in ends after 30 minutes unused."""
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    """To the minute for staff and shared phones, to ten minutes otherwise."""
    expires_at: Mapped[datetime]
    """The end in any case, however much it is used."""

    participant: Mapped[Participant | None] = relationship()
    staff: Mapped[Staff | None] = relationship()


class ErasedSignIn(Model):
    """A sign-in whose participant erased everything: its phones are told to wipe themselves.

    The token was random and names nobody, so its digest tells nothing about whom it belonged to.
    """

    __tablename__ = "erased_sign_in"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of the token that the cookie of such a phone still holds, in hex."""
    erased_at: Mapped[datetime]
    """Kept as long as a cookie may live: 180 days."""


class FailedTry(Model):
    """A wrong guess at a slip or a password; what limits guessing counts these."""

    __tablename__ = "failed_try"
    __table_args__ = (
        # A limit counts the tries of one bucket since a moment.
        sa.Index("ix_failed_try_bucket_at", "bucket", "at"),
    )

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True
    )
    bucket: Mapped[str]
    """What is limited, as an HMAC: one slip, one staff name, one network, or "site"; never an address."""
    at: Mapped[datetime]
