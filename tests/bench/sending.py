"""Ways to send reminders that are compared, and the arithmetic that none of them can do without."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pywebpush
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask
from sqlalchemy.orm import Session

from selfhelp.clock import now
from selfhelp.config import PUSH_HOSTS
from selfhelp.db import among, apart, fetch_plainly
from selfhelp.nudges import actions, queries, rules
from selfhelp.nudges.actions import ClaimedPlan, SettledPlan
from selfhelp.nudges.errands import Brought, Done
from selfhelp.nudges.lookout import Lookout
from selfhelp.nudges.models import NudgePlan
from selfhelp.nudges.rules import Rhythm
from selfhelp.nudges.sky import Watch
from selfhelp.nudges.worker import WRITES_AFTER, Worker
from selfhelp.push import queue
from selfhelp.push.encryption import Signature, read_private_key
from selfhelp.push.models import Device
from selfhelp.push.queries import Phone as Address
from selfhelp.push.queue import BATCH, LEASE
from selfhelp.push.sender import Sender
from tests.bench.quick_service import QuickService
from tests.push.phone import Phone

KEY = "7" * 64
SUBJECT = "mailto:somebody@example.org"


@dataclass(frozen=True, slots=True)
class Run:
    """So many of something, one after another, on one core."""

    count: int
    seconds: float
    cpu_seconds: float
    """Of this process."""

    @property
    def rate(self) -> float:
        """How many a second."""
        return self.count / self.seconds

    @property
    def rate_of_cpu(self) -> float:
        """How many a second of processor time, however busy the machine was."""
        return self.count / self.cpu_seconds


class NoNews(Lookout):
    """Looks for nothing and has nothing to look for."""

    def turn(self, beside: Executor) -> None:
        self.ended_at = 0.0


class WithoutDatabase(Worker):
    """A worker whose plans are at hand and whose results nobody writes down."""

    plans: deque[ClaimedPlan]

    def _go(self, visitor: Executor, wanted: int) -> None:
        some = [self.plans.popleft() for _one in range(min(wanted, len(self.plans)))]
        self._done, self._sent_for, self._visit = Done(), wanted, Future()
        self._visit.set_result(Brought(some, []))


def timed(count: int, work: Callable[[], object]) -> Run:
    """Do something that counts so much, by the clock and by processor time."""
    begun, cpu_begun = time.perf_counter(), time.process_time()
    work()
    return Run(count, time.perf_counter() - begun, time.process_time() - cpu_begun)


def sender_to(service: QuickService) -> Sender:
    """Lead our own sender to the service."""
    return Sender(
        Signature(read_private_key(KEY), SUBJECT),
        PUSH_HOSTS,
        connect_to=service.connect_to,
        certificates=service.certificates,
        may_connect=lambda address: address == "127.0.0.1",
    )


def raw(count: int) -> None:
    """Do what no sender can do without: a new key for each message, and the secret shared with the phone."""
    curve, exchange = ec.SECP256R1(), ec.ECDH()
    phone = ec.generate_private_key(curve).public_key()
    for _each in range(count):
        ec.generate_private_key(curve).exchange(exchange, phone)


def alone(app: Flask, sender: Sender, phones: list[Phone], count: int) -> Run:
    """Find words for so many reminders and send them; nothing is read from a database."""
    with app.app_context():
        worker = WithoutDatabase(sender, app.extensions["library"], "", Watch(None))
        worker.lookout = NoNews(Watch(None))
        worker.plans = deque(_plan(phones[number % len(phones)]) for number in range(count))
        return timed(count, lambda: worker.run(once=True))


def _plan(phone: Phone) -> ClaimedPlan:
    at = datetime.now(UTC) - timedelta(minutes=20)
    hour = at.time().replace(second=0, microsecond=0)
    person, keys = uuid4(), phone.subscription["keys"]
    rhythm = Rhythm(frozenset(range(1, 8)), hour, "UTC", hour, hour)
    address = Address(
        uuid4(), person, f"https://{phone.host}/201/{person.hex}", keys["p256dh"], keys["auth"], None, "uk",
    )  # fmt: skip
    return ClaimedPlan(
        participant_id=person, rhythm=rhythm, wording="discreet", title="t01", region=None, wants_after_alarm=False,
        rests_until=None, paused_until=None, unopened=0,
        due=rules.due_on(rhythm, at.date(), actions.seed_of(person)), attempt=0, lease=now() + LEASE,
        has_practised=False, phones=(address,), has_reached=False,
    )  # fmt: skip


def from_database(app: Flask, sender: Sender, count: int) -> Run:
    """Let a worker claim, send and write down what is due."""
    with app.app_context():
        worker = Worker(sender, app.extensions["library"], "", Watch(None))
        run = timed(count, lambda: worker.run(once=True))
        with apart(writes=False) as session:
            assert queries.due_plans(session, now())[0] == 0
    return run


def naive_to(
    folder: Path, service: QuickService, phones: list[Phone]
) -> Callable[[str, int], None]:
    """Send as the library's own documentation shows it."""
    pem = folder / "vapid.pem"
    pem.write_bytes(
        read_private_key(KEY).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    os.environ["REQUESTS_CA_BUNDLE"] = service.certificates
    words = "x" * 171  # as long as ours

    def send(site: str, count: int) -> None:
        for number in range(count):
            told = phones[number % len(phones)].subscription
            told["endpoint"] = f"{site}/201/{number}"
            pywebpush.webpush(told, words, str(pem), {"sub": SUBJECT}, ttl=3600)

    return send


def claim_and_acknowledge(batches: int) -> None:
    """Take batches and write down that they were sent, in pieces and commits like those of the worker."""
    hand: list[ClaimedPlan] = []
    for _piece in range(batches * BATCH // WRITES_AFTER):
        with apart(writes=True) as session:
            at = now()
            actions.settle_plans(session, [SettledPlan(plan, True) for plan in hand], at)
            hand = actions.claim_due(session, at, WRITES_AFTER)
        assert len(hand) == WRITES_AFTER
    with apart(writes=True) as session:
        actions.settle_plans(session, [SettledPlan(plan, True) for plan in hand], now())


def claim_and_acknowledge_alone(batches: int) -> None:
    """Do what a queue does that knows nothing of plans: take rows, find their phones' keys, put the rows away."""
    due_again, taken = now() + timedelta(days=1), []
    lease = now()
    for _piece in range(batches * BATCH // WRITES_AFTER):
        with apart(writes=True) as session:
            _put_away(session, lease, taken, due_again)
            lease, taken = queue.claim(session, NudgePlan, now(), WRITES_AFTER)
            keys = fetch_plainly(session, _keys(session.get_bind().dialect.name), {"ids": taken})
        assert len(keys) == WRITES_AFTER
    with apart(writes=True) as session:
        _put_away(session, lease, taken, due_again)


def _put_away(session: Session, lease: datetime, taken: list[Any], due_again: datetime) -> None:
    until = {"next_at": due_again, "due_on": due_again.date(), "attempt": 0}
    changes = [{"key": key if isinstance(key, UUID) else UUID(key), **until} for key in taken]
    queue.settle(session, NudgePlan, lease, changes)


@lru_cache
def _keys(dialect: str) -> sa.Select[Any]:
    wanted = sa.select(Device.id, Device.endpoint, Device.public_key, Device.auth_secret)
    return wanted.where(among(Device.__table__.c.participant_id, dialect))
