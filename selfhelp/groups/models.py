"""Tables: Group, GroupFacilitator, Membership, Assignment, AssignedPerson."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..centres.models import Centre
from ..db import Model
from ..people.models import Participant, Staff


class Audience(StrEnum):
    """Whom a group is for; the most dangerous datum on a phone, so only staff of the centre see it."""

    OPEN = "open"
    DISPLACED = "displaced"
    MILITARY_FAMILIES = "military-families"
    BEREAVED = "bereaved"
    MISSING = "families-of-missing"
    VETERANS = "veterans"
    MOTHERS = "mothers-with-children"
    OLDER = "older"


class Format(StrEnum):
    """How a group comes together."""

    ROOM = "room"
    ONLINE = "online"
    MIXED = "mixed"


class Group(Model):
    """People who meet at a centre and follow a programme."""

    __tablename__ = "group"
    __table_args__ = (
        sa.CheckConstraint("weekday between 1 and 7", name="weekday"),
        sa.CheckConstraint("format in ('room', 'online', 'mixed')", name="format"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    centre_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Centre.id, ondelete="RESTRICT"), index=True
    )
    """A centre lists its groups."""
    label: Mapped[str]
    """The neutral, generated name on phones and in pushes: «В-12»."""
    title: Mapped[str]
    """What staff call the group; never leaves staff pages."""
    programme: Mapped[str]
    """Id of the programme it follows."""
    audience: Mapped[str]
    language: Mapped[str]
    places: Mapped[int]
    weekday: Mapped[int | None]
    """Day of the week on which it usually meets, 1 is Monday."""
    hour: Mapped[time | None]
    """When it usually begins, on the clock of Kyiv."""
    format: Mapped[str] = mapped_column(default=Format.ROOM.value, server_default="room")
    created_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    """Members' practice is shown until 30 days after this day."""

    centre: Mapped[Centre] = relationship()
    facilitators: Mapped[list[Staff]] = relationship(secondary="group_facilitator")


class GroupFacilitator(Model):
    """Who guides a group."""

    __tablename__ = "group_facilitator"

    group_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Group.id, ondelete="CASCADE"), primary_key=True
    )
    staff_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Staff.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    """The first staff page lists the groups that somebody guides."""


class Membership(Model):
    """A participant in a group, under a word from nature."""

    __tablename__ = "membership"
    __table_args__ = (
        sa.UniqueConstraint("group_id", "participant_id"),
        sa.UniqueConstraint("group_id", "alias", name="uq_membership_alias"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Group.id, ondelete="CASCADE"), index=True)
    """A group lists its members."""
    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Participant.id, ondelete="CASCADE"), index=True
    )
    """A phone asks for its own group."""
    alias: Mapped[str]
    """Id of the word, unique in the group; its spelling in both languages stands in content/words/aliases.yml."""
    joined_on: Mapped[date]
    """Practice from this day on is shown to the facilitators, never before."""
    left_on: Mapped[date | None]
    paused_since: Mapped[date | None]
    """The participant takes a break and keeps the place; meanwhile nothing is shown."""
    is_sharing: Mapped[bool] = mapped_column(default=True)
    """The participant may stop sharing practice at any time."""
    asks_to_talk_since: Mapped[datetime | None]
    """Raised and taken back only by the participant."""
    consent_version: Mapped[str | None]
    """Which text about what the facilitator sees was agreed to."""
    consent_at: Mapped[datetime | None]
    """Empty until the person has agreed: nothing is shown before."""
    calls_version: Mapped[str | None]
    """Which text about calls was agreed to."""
    calls_agreed_at: Mapped[datetime | None]
    """Empty unless the person wishes calls of the facilitator; taken back at any time."""

    group: Mapped[Group] = relationship()
    participant: Mapped[Participant] = relationship()


class Assignment(Model):
    """A module that a group is asked to follow."""

    __tablename__ = "assignment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    group_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Group.id, ondelete="CASCADE"), index=True)
    """A group's page and its members' phones list its assignments."""
    module: Mapped[str]
    """Id of a module or tool."""
    starts_on: Mapped[date | None]
    """Members see it from this day on; empty is at once."""
    until: Mapped[date | None]
    """Day by which the group talks about it; no deadline for anybody."""
    given_at: Mapped[datetime]
    given_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Staff.id, ondelete="SET NULL"))
    withdrawn_at: Mapped[datetime | None]
    renewed_at: Mapped[datetime | None]
    """When it last became new to somebody: given to more people, or put to another beginning."""
    is_for_some: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Only the people named in `assigned_person` see it; when all of them have gone, nobody does."""


class AssignedPerson(Model):
    """One of those for whom a module is meant, when it is not for the whole group."""

    __tablename__ = "assigned_person"

    assignment_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Assignment.id, ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Participant.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    """Somebody who erases everything vanishes from here too."""
    given_at: Mapped[datetime]
    """When it became new to this person; kept when the whole group gets it."""
