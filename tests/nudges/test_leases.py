"""A slow push service and a short lease: what waited too long goes back, and nothing is posted twice."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.clock import now
from selfhelp.config import PUSH_HOSTS
from selfhelp.db import session
from selfhelp.nudges import worker as working
from selfhelp.nudges.models import NudgePlan
from selfhelp.nudges.sky import Watch
from selfhelp.nudges.worker import Worker
from selfhelp.push import lanes, queue
from selfhelp.push import sender as sending
from selfhelp.push.encryption import Signature
from selfhelp.push.models import Device
from selfhelp.push.sender import Sender
from tests.bench.quick_service import QuickService, quick_service
from tests.faults.due import settle_in
from tests.push.conftest import sender_to
from tests.push.service import PushService

PEOPLE = 330
WORKS_FOR = 20.0


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """One kind of database is enough for what the clock decides."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'test.sqlite3')}"


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[QuickService]:
    """Speaks HTTP/2, as real ones do: however many it is asked, none of them waits for a connection."""
    folder = tmp_path / "slow"
    folder.mkdir()
    with quick_service(folder) as own:
        yield own


@pytest.fixture
def worker(
    app: Flask, slow: QuickService, signature: Signature, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Worker]:
    """One for whom everything goes faster: a lease ends within seconds."""
    monkeypatch.setattr(queue, "LEASE", timedelta(seconds=8))
    monkeypatch.setattr(lanes, "SLOW", 0.5)
    monkeypatch.setattr(sending, "ANSWER_WITHIN", 3000)
    monkeypatch.setattr(sending, "CROWDED", timedelta(seconds=2))
    own = Sender(
        signature, PUSH_HOSTS, connect_to=slow.connect_to, certificates=slow.certificates,
        may_connect=lambda address: address == "127.0.0.1",
    )  # fmt: skip
    yield Worker(own, app.extensions["library"], "https://stezhka.example", Watch(None))
    own.close()


def answer_after(app: Flask, milliseconds: int) -> None:
    with app.app_context():
        slowly = sa.func.replace(Device.endpoint, "/201/", f"/after-{milliseconds}/")
        session.execute(sa.update(Device).values(endpoint=slowly))
        session.commit()


def test_a_slow_service_gets_nothing_twice_however_short_the_lease(
    app: Flask, worker: Worker, slow: QuickService
) -> None:
    settle_in(app, PEOPLE)
    answer_after(app, 800)
    until = time.monotonic() + WORKS_FOR

    with app.app_context():
        worker.run(is_stopping=lambda: time.monotonic() > until)
        sent = session.scalar(sa.select(sa.func.count()).where(NudgePlan.last_on.is_not(None)))

    tally = slow.tally()
    assert tally.repeated == 0
    assert tally.phones > 200
    assert sent == tally.phones


def test_rows_of_two_slow_services_never_keep_those_of_a_third_waiting(
    app: Flask, service: PushService, signature: Signature, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "STOPS_WITHIN", 0.5)
    service.slowly = 20.0
    settle_in(app, 1230)
    with app.app_context():
        people = session.scalars(sa.select(NudgePlan.participant_id)).all()
        for some, place in (
            (people[:600], "fcm.googleapis.com/slow/"),
            (people[600:1200], "updates.push.services.mozilla.com/slow/"),
            (people[1200:], "web.push.apple.com/201/"),
        ):
            moved = sa.func.replace(Device.endpoint, "fcm.googleapis.com/201/", place)
            session.execute(sa.update(Device).values(endpoint=moved).where(Device.participant_id.in_(some)))  # fmt: skip
        last = NudgePlan.participant_id.in_(people[1200:])
        session.execute(sa.update(NudgePlan).values(next_at=now()).where(last))
        session.commit()
    own = sender_to(service, signature)
    begun = time.monotonic()

    with app.app_context():
        Worker(own, app.extensions["library"], "https://stezhka.example", Watch(None)).run(
            is_stopping=lambda: len(service.received) == 30 or time.monotonic() - begun > 12
        )
    own.close()

    assert len(service.received) == 30, "before the first slow one was given up"
