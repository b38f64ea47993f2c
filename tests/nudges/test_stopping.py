"""A worker that is told to stop, or whose database goes away, forgets nothing and repeats nothing."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp import migrations
from selfhelp.app import create_app
from selfhelp.clock import now
from selfhelp.config import Settings, read_settings
from selfhelp.db import session, sqlite_module
from selfhelp.nudges.models import NudgePlan
from selfhelp.push.models import Device
from tests.faults.due import settle_in
from tests.nudges.commanding import SECRETS, start
from tests.nursery import Child
from tests.postgres import _somebody_but_root, throwaway_postgres
from tests.push.service import PushService

PEOPLE = 1200
PATIENCE = 120.0


@pytest.fixture
def people(app: Flask, service: PushService) -> Flask:
    """Everybody is due now, at a service that takes its time."""
    return settled(app, service)


def settled(app: Flask, service: PushService) -> Flask:
    service.slowly = 0.008
    settle_in(app, PEOPLE)
    with app.app_context():
        slowly = sa.func.replace(Device.endpoint, "/201/", "/slow/")
        session.execute(sa.update(Device).values(endpoint=slowly))
        session.commit()
    return app


Begin = Callable[..., Child]


@pytest.fixture
def begin(service: PushService, tmp_path: Path) -> Iterator[Begin]:
    """Call it with the address of a database to have a worker there, until the end of the test."""
    begun: list[Child] = []

    def one(database_url: str, *words: str) -> Child:
        begun.append(start(database_url, tmp_path, service, "push", "work", *words))
        return begun[-1]

    yield one
    for each in begun:
        if each.poll() is None:
            each.kill()
            each.wait(PATIENCE)


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


def listens_to(number: signal.Signals, process: int) -> bool:
    status = Path(f"/proc/{process}/status").read_text()
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


def counted(app: Flask, condition: sa.ColumnElement[bool]) -> int:
    with app.app_context():
        return int(session.scalar(sa.select(sa.func.count()).where(condition)) or 0)


def sent(app: Flask) -> int:
    return counted(app, NudgePlan.last_on.is_not(None))


def names(service: PushService) -> list[str]:
    with service.lock:
        return [one.name for one in service.received]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_stop_gives_back_what_has_not_left(
    people: Flask, service: PushService, settings: Settings, begin: Begin, number: signal.Signals
) -> None:
    worker = begin(settings.database_url)
    wait_until(lambda: len(service.received) > 20)

    worker.send_signal(number)
    out, _log = worker.communicate(timeout=PATIENCE)

    came = len(service.received)
    due_now = NudgePlan.last_on.is_(None) & (NudgePlan.next_at <= now())
    with people.app_context():
        burnt = session.scalar(sa.select(sa.func.max(NudgePlan.attempt)))
    assert (worker.returncode, out) == (0, "Stopped.\n")
    assert 20 < came < PEOPLE
    assert sent(people) == came, "every answer is written down"
    assert counted(people, due_now) == PEOPLE - came, "the others need not wait for a lease"
    assert burnt == 0

    second = begin(settings.database_url, "--once")
    assert second.communicate(timeout=PATIENCE)[0] == "Nothing is due.\n"
    assert len(names(service)) == len(set(names(service))) == PEOPLE


def test_a_worker_with_nothing_to_do_stops_at_once(
    app: Flask, settings: Settings, begin: Begin
) -> None:
    worker = begin(settings.database_url)
    wait_until(lambda: listens_to(signal.SIGTERM, worker.pid))
    time.sleep(1)

    begun = time.monotonic()
    worker.terminate()
    out, _log = worker.communicate(timeout=PATIENCE)

    assert (worker.returncode, out) == (0, "Stopped.\n")
    assert time.monotonic() - begun < 10


@pytest.fixture
def server() -> Iterator[Path]:
    """The folder of a PostgreSQL that a test may stop and start."""
    with throwaway_postgres() as address:
        migrations.upgrade(address)
        yield Path(address.partition("?host=")[2])


def stop(server: Path) -> None:
    number = int((server / "data" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(number, signal.SIGINT)  # "fast": it ends what is under way
    wait_until(lambda: not (server / "data" / "postmaster.pid").exists())


def go_on(server: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        shlex.split((server / "data" / "postmaster.opts").read_text()),
        cwd=server, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **_somebody_but_root(server),
    )  # fmt: skip


def test_a_database_that_goes_away_amid_sends_costs_nobody_anything(
    server: Path, service: PushService, tmp_path: Path, begin: Begin
) -> None:
    address = f"postgresql+psycopg://postgres@/postgres?host={server}"
    secrets = {name.lower(): value for name, value in SECRETS.items()}
    app = settled(create_app(read_settings({}, database_url=address, instance_dir=tmp_path, **secrets)), service)  # fmt: skip
    worker = begin(address)
    wait_until(lambda: len(service.received) > 20)

    stop(server)
    time.sleep(3)
    app.extensions["db"].engine.dispose()
    started = go_on(server)
    try:
        wait_until(lambda: (server / "data" / "postmaster.pid").exists())
        time.sleep(1)
        wait_until(lambda: sent(app) == PEOPLE)
        worker.terminate()
        _out, log = worker.communicate(timeout=PATIENCE)
    finally:
        app.extensions["db"].engine.dispose()
        stop(server)
        started.wait(timeout=PATIENCE)

    assert worker.returncode == 0
    assert "database away: " in log
    assert "fcm.googleapis.com/" not in log
    assert len(names(service)) == len(set(names(service))) == PEOPLE


def test_a_locked_file_is_waited_for_too(
    people: Flask, service: PushService, settings: Settings, begin: Begin
) -> None:
    if not settings.database_url.startswith("sqlite"):
        pytest.skip("one file belongs to SQLite")
    worker = begin(settings.database_url)
    wait_until(lambda: len(service.received) > 20)

    file = settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite_module().connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(12)  # longer than anybody waits for a lock
        other.execute("ROLLBACK")
    wait_until(lambda: sent(people) == PEOPLE)
    worker.terminate()
    _out, log = worker.communicate(timeout=PATIENCE)

    assert worker.returncode == 0
    assert "database away: OperationalError" in log
    assert len(names(service)) == len(set(names(service))) == PEOPLE
