"""Tables: GroupDoor, JoinRequest."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Model
from ..groups.models import Group
from ..people.models import Participant


class GroupDoor(Model):
    """How people come into a group beside slips; a group without a row is by invitation."""

    __tablename__ = "group_door"

    group_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Group.id, ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(unique=True)
    """Ten digits that let people ask for a place; in the clear, for they stand on a poster."""
    is_open: Mapped[bool]
    """Anybody with the code may ask, and the public page of the centre tells of the group."""
    made_at: Mapped[datetime]
    """When this code was drawn."""

    group: Mapped[Group] = relationship()


class JoinRequest(Model):
    """Somebody asks for a place in a group; a facilitator confirms face to face, or the row goes."""

    __tablename__ = "join_request"
    __table_args__ = (
        # The page of a group's people lists its requests by this pair.
        sa.UniqueConstraint("group_id", "check_number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Group.id, ondelete="CASCADE"))
    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Participant.id, ondelete="CASCADE"), unique=True
    )
    """One person asks for one place at a time; a phone asks for its own request."""
    check_number: Mapped[str]
    """Two digits on the asker's phone, so that the right person is confirmed."""
    asked_at: Mapped[datetime]
    in_line_since: Mapped[datetime]
    """Whoever is in line longer comes first."""
    told_at: Mapped[datetime | None]
    """When the offer of a place was seen on the phone or told by the centre: it ends some time later."""
    held_since: Mapped[datetime | None]
    """Since when a place is held until the facilitator confirms; empty while in line."""

    group: Mapped[Group] = relationship()
    participant: Mapped[Participant] = relationship()
