"""What changes phones and what waits for them: told and forgotten, something to tell, and what became of it."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from .. import db
from ..clock import KYIV, now
from ..db import insert_into
from ..errors import Refusal
from . import queries, rules
from .kinds import PushKind
from .models import Device, Push, PushTally
from .queue import BATCH, claim, settle
from .rules import Outcome

log = logging.getLogger("selfhelp.push")

MOST_DEVICES = 10
"""Of one person; with another one the oldest is forgotten."""
TEST_LIFE = timedelta(minutes=10)
SETTLED_FOR = timedelta(days=30)
"""A settled push is kept so long, so that the same thing is not told twice."""


class UnknownService(Refusal):
    """The address does not belong to a push service we know, or its keys are none."""


class SharedPhone(Refusal):
    """Whoever holds this phone next would read what is meant for somebody else."""


class NoPhone(Refusal):
    """The phone that asks gets no reminders."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a phone got from its push service."""

    endpoint: str
    public_key: str
    auth_secret: str


def digest_of(endpoint: str) -> str:
    """Name an address without telling it."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


def register(
    participant_id: UUID, sign_in_id: UUID, told: Subscription, hosts: Collection[str]
) -> None:
    """Remember a phone; with a new address it stays the same phone, and what waits for it comes along.

    What waits for another person who had this phone before does not.
    """
    host = rules.host_of_endpoint(told.endpoint, hosts)
    if host is None or not rules.are_keys(told.public_key, told.auth_secret):
        raise UnknownService(_("This browser’s push service is not known here. A calendar works."))
    values = {
        "participant_id": participant_id,
        "sign_in_id": sign_in_id,
        "endpoint": told.endpoint,
        "endpoint_hash": digest_of(told.endpoint),
        "host": host,
        "public_key": told.public_key,
        "auth_secret": told.auth_secret,
    }
    known = _the_one_that_stays(participant_id, sign_in_id, told.endpoint)
    if known:
        db.session.execute(sa.update(Device).where(Device.id == known).values(**values))
    else:
        _insert(values)
        _forget_the_oldest(participant_id)


def _the_one_that_stays(participant_id: UUID, sign_in_id: UUID, endpoint: str) -> UUID | None:
    """Find the row of this phone; other rows of the same address or the same sign-in are forgotten."""
    same = Device.endpoint_hash == digest_of(endpoint)
    wanted = sa.select(Device.id, Device.participant_id).where(
        sa.or_(same, Device.sign_in_id == sign_in_id)
    )
    found = db.session.execute(wanted.order_by(same.desc(), Device.created_at.desc())).all()
    known = next((row.id for row in found if row.participant_id == participant_id), None)
    forget_devices(db.session, [row.id for row in found if row.id != known])
    return known


def _insert(values: dict[str, object]) -> None:
    # The phone may be telling the same thing twice at this moment.
    db.session.execute(
        insert_into(db.session, Device)
        .values(id=uuid4(), created_at=now(), **values)
        .on_conflict_do_update(index_elements=["endpoint_hash"], set_=values)
    )


def _forget_the_oldest(participant_id: UUID) -> None:
    mine = sa.select(Device.id).where(Device.participant_id == participant_id)
    older = mine.order_by(Device.created_at.desc(), Device.id).offset(MOST_DEVICES)
    db.session.execute(sa.delete(Device).where(Device.id.in_(list(db.session.scalars(older)))))


def forget(participant_id: UUID, endpoint: str) -> None:
    """Forget a phone of this person; twice is no harm."""
    db.session.execute(
        sa.delete(Device).where(
            Device.endpoint_hash == digest_of(endpoint), Device.participant_id == participant_id
        )
    )


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that some phones are told, each of them once."""

    kind: PushKind
    key: str
    """What it is about; a phone that was told under a key is not told under it again."""
    due_at: datetime
    expires_at: datetime
    at: datetime | None = None
    """An hour that belongs into the words."""


def enqueue(session: Session, words: Iterable[tuple[Word, Iterable[tuple[UUID, UUID]]]]) -> None:
    """Tell each word to its phones, each a device with its person; few statements for however many."""
    rows = [
        {"id": uuid4(), "device_id": device_id, "participant_id": participant_id, **_values(word)}
        for word, phones in words
        for device_id, participant_id in phones
    ]
    if rows:
        rows.sort(key=itemgetter("device_id", "key"))  # two machines never wait for each other
        told = insert_into(session, Push).on_conflict_do_nothing(
            index_elements=["device_id", "key"]
        )
        session.connection().execute(told, rows)


def enqueue_for(
    session: Session,
    people: sa.Select[UUID],
    word: Word,
) -> None:
    """Tell something to every phone of the people that a query finds, however many, in one statement."""
    values = _values(word)
    columns = Push.__table__.c
    rows = sa.select(
        _new_id(session),
        Device.participant_id,
        Device.id,
        *(sa.literal(value, columns[name].type) for name, value in values.items()),
    ).where(Device.participant_id.in_(people))
    told = insert_into(session, Push).from_select(
        ["id", "participant_id", "device_id", *values], rows
    )
    session.connection().execute(told.on_conflict_do_nothing())


def _new_id(session: Session) -> sa.ColumnElement[UUID]:
    if session.get_bind().dialect.name == "sqlite":
        return sa.type_coerce(sa.func.lower(sa.func.hex(sa.func.randomblob(16))), sa.Uuid)
    return sa.type_coerce(sa.func.gen_random_uuid(), sa.Uuid)


def _values(word: Word) -> dict[str, Any]:
    return {
        "kind": word.kind.value,
        "key": word.key,
        "at": word.at,
        "next_at": word.due_at,
        "expires_at": word.expires_at,
        "attempt": 0,
        "created_at": now(),
    }


def enqueue_test(participant_id: UUID, sign_in_id: UUID) -> None:
    """Send one now to the phone that asks; pressed twice within a minute it is one."""
    device = queries.device_of_sign_in(db.session, sign_in_id)
    if device is None:
        raise NoPhone(_("This phone has not asked for reminders yet."))
    at = now()
    key = f"test {at:%Y-%m-%d %H:%M}"
    enqueue(
        db.session,
        [(Word(PushKind.TEST, key, at, at + TEST_LIFE), [(device.id, participant_id)])],
    )


@dataclass(frozen=True, slots=True)
class ClaimedPush:
    """A push in a worker's hands."""

    id: UUID
    device_id: UUID
    participant_id: UUID
    kind: PushKind
    key: str
    at: datetime | None
    expires_at: datetime
    attempt: int
    lease: datetime


def claim_pushes(session: Session, at: datetime, most: int = BATCH) -> list[ClaimedPush]:
    """Take pushes that are due."""
    lease, keys = claim(session, Push, at, most)
    rows = queries.pushes_by_key(session, keys) if keys else []
    unknown = [row.id for row in rows if row.kind not in set(PushKind)]
    if unknown:  # of a version that this one does not know
        log.error("our fault: %d pushes of an unknown kind are left out", len(unknown))
        session.execute(sa.update(Push).where(Push.id.in_(unknown)).values(next_at=None))
    return [
        ClaimedPush(
            row.id, row.device_id, row.participant_id, PushKind(row.kind), row.key, row.at, row.expires_at,
            row.attempt, lease,
        )
        for row in rows
        if row.id not in unknown
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class SettledPush:
    """What became of a push; `again_at` when it waits once more."""

    push: ClaimedPush
    again_at: datetime | None
    was_tried: bool = True


def settle_pushes(session: Session, settled: Iterable[SettledPush]) -> None:
    """Write down what became of pushes."""
    by_lease: dict[datetime, list[SettledPush]] = {}
    for one in settled:
        by_lease.setdefault(one.push.lease, []).append(one)
    for lease, together in by_lease.items():
        changes = [
            {
                "key": one.push.id,
                "next_at": one.again_at,
                "attempt": one.push.attempt + one.was_tried,
            }
            for one in together
        ]
        settle(session, Push, lease, changes)


def note_reached(session: Session, device_ids: Collection[UUID]) -> None:
    """Remember which phones took something that was no nudge."""
    session.execute(sa.update(Device).where(Device.id.in_(device_ids)).values(reached_at=now()))


def note_nudged(session: Session, device_ids: Collection[UUID], day: date) -> None:
    """Remember which phones have the nudge of a day that others still wait for."""
    session.execute(sa.update(Device).where(Device.id.in_(device_ids)).values(nudged_on=day))


def forget_gone(session: Session, gone: Collection[tuple[UUID, str]]) -> None:
    """Forget phones whose push service says that they are gone, unless they have a new address by now."""
    known = sa.tuple_(Device.id, Device.endpoint_hash)
    wanted = [(device_id, digest_of(endpoint)) for device_id, endpoint in gone]
    session.execute(sa.delete(Device).where(known.in_(wanted)))


def forget_devices(session: Session, device_ids: Collection[UUID]) -> None:
    """Forget these phones."""
    session.execute(sa.delete(Device).where(Device.id.in_(device_ids)))


def count_outcomes(session: Session, outcomes: Counter[tuple[str, Outcome]]) -> None:
    """Add to the counts of the day."""
    day = now().astimezone(KYIV).date()
    rows = [
        {"day": day, "host": host, "outcome": outcome.value, "count": count}
        for (host, outcome), count in sorted(outcomes.items())
    ]
    if rows:
        session.connection().execute(_adding(session.get_bind().dialect.name), rows)


@lru_cache
def _adding(dialect: str) -> sa.Executable:
    insert = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(PushTally)
    return insert.on_conflict_do_update(
        index_elements=["day", "host", "outcome"],
        set_={"count": PushTally.count + insert.excluded["count"]},
    )


def forget_settled(session: Session, at: datetime) -> None:
    """Delete pushes that nobody needs to compare with any more."""
    session.execute(
        sa.delete(Push).where(Push.next_at.is_(None), Push.created_at < at - SETTLED_FOR)
    )
