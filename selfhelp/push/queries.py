"""Which phones somebody has, and how many messages went where."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..db import among
from ..people.models import Participant
from .models import Device, Push


class Phone(NamedTuple):
    """A device as the sender needs it."""

    id: UUID
    participant_id: UUID
    endpoint: str
    public_key: str
    auth_secret: str
    nudged_on: date | None
    language: str
    """Of the person, for the words."""


def phones_by_id(session: Session, device_ids: Collection[UUID]) -> dict[UUID, Phone]:
    """Find these phones."""
    wanted = (
        sa.select(
            Device.id, Device.participant_id, Device.endpoint, Device.public_key,
            Device.auth_secret, Device.nudged_on, Participant.language,
        )
        .join(Participant, Device.participant_id == Participant.id)
        .where(Device.id.in_(device_ids))
    )  # fmt: skip
    return {row.id: Phone(*row) for row in session.execute(wanted)}


def pushes_by_key(session: Session, keys: Collection[Any]) -> list[Push]:
    """List these pushes, named as the queue names them."""
    is_one = among(Push.__table__.c.id, session.get_bind().dialect.name)
    return list(session.scalars(sa.select(Push).where(is_one), {"ids": keys}))


def device_of_sign_in(session: Session, sign_in_id: UUID) -> Device | None:
    """Find the phone on which somebody is asking right now."""
    wanted = sa.select(Device).where(Device.sign_in_id == sign_in_id)
    return session.scalar(wanted.order_by(Device.created_at.desc()).limit(1))


def waiting_pushes(session: Session, at: datetime) -> tuple[int, int]:
    """Count the pushes that are due, and those that are still to come."""
    due = sa.func.count().filter(Push.next_at <= at)
    to_come = sa.func.count().filter(Push.next_at > at)
    row = session.execute(sa.select(due, to_come).select_from(Push)).one()
    return int(row[0]), int(row[1])
