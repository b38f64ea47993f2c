"""A fault run of reminders: two workers send, one after the other is killed, then everything is counted."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from flask import Flask

from selfhelp import migrations
from selfhelp.app import create_app
from selfhelp.config import ROOT, Settings, read_settings
from selfhelp.db import session
from selfhelp.nudges.models import NudgePlan
from selfhelp.push.queue import BATCH
from tests.bench.quick_service import QuickService, Tally, quick_service
from tests.faults.due import settle_in
from tests.postgres import throwaway_postgres

WORKERS = 2
SPARES = 2
LEASE = 10
LOOKS_EVERY = 0.05
PATIENCE = 900.0
SECRETS = {"secret_key": "s" * 64, "pepper": "p" * 64}


class Service(Protocol):
    """Where messages go."""

    @property
    def connect_to(self) -> list[str]:
        """What leads every host there."""

    @property
    def certificates(self) -> str:
        """Which certificates it is known by."""


@dataclass(frozen=True, slots=True)
class Count:
    """What a run came to."""

    kills: int
    people: int
    written_down: int
    """Plans whose reminder counts as sent."""
    came: Tally

    @property
    def lost(self) -> int:
        """People whose phone got nothing."""
        return self.people - self.came.phones

    @property
    def is_clean(self) -> bool:
        """Say whether nobody was forgotten and nobody would see two."""
        return (
            self.lost == 0
            and self.written_down == self.people
            and self.came.changed == self.came.faults == 0
            and self.came.most <= BATCH
        )

    def __str__(self) -> str:
        return (
            f"{self.kills} kills of workers: {self.people} reminders, {self.lost} lost, "
            f"{self.people - self.written_down} not written down, {self.came.repeated} sent again "
            f"({self.came.repeated / max(1, self.kills):.0f} a kill, {self.came.most} after one of them, "
            f"at most {BATCH} are allowed), "
            f"{self.came.changed} of them under another name, {self.came.faults} malformed"
        )


def prepare_worker(settings: Settings, service: Service, *, lease: float) -> subprocess.Popen[str]:
    """Start a worker that waits for a word before it takes anything, and ends when nothing is due."""
    asked = {
        "settings": settings.model_dump(mode="json"),
        "connect_to": service.connect_to,
        "certificates": service.certificates,
        "lease": lease,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.reminding", json.dumps(asked)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def let_go(worker: subprocess.Popen[str]) -> subprocess.Popen[str]:
    """Give the word as soon as the worker is ready."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    worker.stdin.write("go\n")
    worker.stdin.flush()
    return worker


def run(
    folder: Path, *, kills: int, people: int, tell: Callable[[str], object] = lambda _line: None
) -> Count:
    """Kill a worker each time that a further share of the reminders went out, and start it again."""
    with throwaway_postgres() as postgres, quick_service(folder) as service:
        settings = read_settings({}, database_url=postgres, instance_dir=folder, **SECRETS)
        migrations.upgrade(settings.database_url)
        app = create_app(settings)
        settle_in(app, people)
        tell(f"{people} reminders are due")
        killed = _send_amid_kills(settings, service, kills, people, tell)
        _work_to_the_end(app, settings, service)
        count = Count(killed, people, _written_down(app), service.tally())
        app.extensions["db"].engine.dispose()
    return count


class _Crew:
    """Workers that send, and others that are ready to take the place of one that dies."""

    def __init__(self, settings: Settings, service: QuickService) -> None:
        self._prepare = partial(prepare_worker, settings, service, lease=LEASE)
        self._spares = deque(self._prepare() for _each in range(WORKERS + SPARES))
        self.working = [self._next() for _each in range(WORKERS)]

    def _next(self) -> subprocess.Popen[str]:
        self._spares.append(self._prepare())
        return let_go(self._spares.popleft())

    def kill_the_oldest(self) -> None:
        """Kill one in the middle of whatever it does, and send another one."""
        self.relieve()
        victim = self.working.pop(0)
        victim.kill()
        victim.communicate()
        self.working.append(self._next())

    def relieve(self) -> None:
        """Replace who has ended: what is left was in the hands of one that was killed, for a few seconds."""
        self.working = [each if each.poll() is None else self._next() for each in self.working]

    def finish(self) -> None:
        """Wait until nothing is due, and send the others home."""
        for each in self.working:
            each.communicate(timeout=PATIENCE)
        for spare in self._spares:
            spare.kill()
            spare.communicate()


def _send_amid_kills(
    settings: Settings, service: QuickService, kills: int, people: int, tell: Callable[[str], object]
) -> int:  # fmt: skip
    crew = _Crew(settings, service)
    until = time.monotonic() + PATIENCE
    for killed in range(kills):
        came = service.tally().phones
        while came < people * (killed + 1) // (kills + 1) and time.monotonic() < until:
            time.sleep(LOOKS_EVERY)
            crew.relieve()
            came = service.tally().phones
        crew.kill_the_oldest()
        tell(f"kill {killed + 1} after {came:,} reminders")
    crew.finish()
    return kills


def _work_to_the_end(app: Flask, settings: Settings, service: QuickService) -> None:
    until = time.monotonic() + PATIENCE
    while _in_hand(app) and time.monotonic() < until:
        time.sleep(LEASE)
        let_go(prepare_worker(settings, service, lease=LEASE)).communicate(timeout=PATIENCE)


def _in_hand(app: Flask) -> int:
    return _counted(app, NudgePlan.last_on.is_(None))


def _written_down(app: Flask) -> int:
    return _counted(app, NudgePlan.last_on.is_not(None))


def _counted(app: Flask, condition: sa.ColumnElement[bool]) -> int:
    with app.app_context():
        return int(session.scalar(sa.select(sa.func.count()).where(condition)) or 0)
