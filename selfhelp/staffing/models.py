"""Tables: StaffLink, HalfSignIn, Passkey, RecoveryCode, NamesKey, FinishedStaffModule."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Model
from ..people.models import Staff


class LinkKind(StrEnum):
    """What a one-time link is for."""

    INVITATION = "invitation"
    RESET = "reset"


class StaffLink(Model):
    """The one link that lets somebody choose a password; it goes when it is used."""

    __tablename__ = "staff_link"
    __table_args__ = (sa.CheckConstraint("kind in ('invitation', 'reset')", name="kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Staff.id, ondelete="CASCADE"), unique=True)
    """Whose link; a new one takes the place of the one before."""
    kind: Mapped[str]
    """An invitation also takes the old second factor away, a reset leaves it."""
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the 256-bit token behind the # of the link, in hex."""
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """72 hours after an invitation, one hour after a reset."""


class HalfSignIn(Model):
    """Somebody between the password and the second factor; opens no page of staff."""

    __tablename__ = "half_sign_in"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the 256-bit token in the cookie of this step, in hex."""
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Staff.id, ondelete="CASCADE"), index=True)
    """A new password ends what is under way."""
    is_setting_up: Mapped[bool] = mapped_column(default=False)
    """May choose a second factor; otherwise has to show the one that is there."""
    totp_secret: Mapped[str | None]
    """The sealed secret that is offered for an app with codes."""
    challenge: Mapped[str]
    """What a passkey has to sign, base64url; drawn anew after each try."""
    expires_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship()


class Passkey(Model):
    """A key on a phone, a laptop or a stick that shows who is there."""

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Staff.id, ondelete="CASCADE"), index=True)
    """The second step asks for the keys of one person."""
    credential_id: Mapped[str] = mapped_column(unique=True)
    """What the device calls the key, base64url."""
    public_key: Mapped[str]
    """The public half, base64url of COSE."""
    sign_count: Mapped[int] = mapped_column(sa.BigInteger())
    """How often the key was used, where a device counts; a smaller number betrays a copy."""
    made_at: Mapped[datetime]


class RecoveryCode(Model):
    """A code on paper for the day when the second factor is lost; it goes when it is used."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    """SHA-256 of 120 random bits, in hex."""
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Staff.id, ondelete="CASCADE"), index=True)
    """The account says how many are left."""


class NamesKey(Model):
    """The key for names that somebody of the staff writes on her own devices; no name is here."""

    __tablename__ = "names_key"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    """Under this word a browser keeps what the key has sealed."""
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Staff.id, ondelete="CASCADE"), unique=True)
    sealed: Mapped[str]
    """256 bits, sealed with a key that is not in the database; without it the names stay unread."""
    made_at: Mapped[datetime]


class FinishedStaffModule(Model):
    """A module of the programme for staff that somebody says to have finished; no answers are kept."""

    __tablename__ = "finished_staff_module"

    staff_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Staff.id, ondelete="CASCADE"), primary_key=True
    )
    module: Mapped[str] = mapped_column(primary_key=True)
    """Which one, by its id in `content/programmes.yml`."""
    finished_on: Mapped[date]
    """Saying it again leaves the first day."""
