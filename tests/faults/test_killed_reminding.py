"""Workers that are killed lose no reminder, and whatever goes out again replaces what was there."""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from selfhelp.clock import now
from selfhelp.config import Settings
from selfhelp.db import session
from selfhelp.nudges.models import NudgePlan
from selfhelp.push.queue import BATCH
from tests.faults.due import settle_in
from tests.faults.killing import let_go, prepare_worker
from tests.push.service import PushService, push_service

PEOPLE = 1200
KILLS = 3
LEASE = 2


def start(settings: Settings, service: PushService) -> subprocess.Popen[str]:
    return let_go(prepare_worker(settings, service, lease=LEASE))


def kill_when_some_were_sent(
    worker: subprocess.Popen[str], service: PushService, more: int
) -> None:
    until, enough = time.monotonic() + 30, len(service.received) + more
    while len(service.received) < enough and time.monotonic() < until:
        time.sleep(0.005)
    worker.kill()
    worker.communicate()


def in_hand(app: Flask) -> int:
    taken = NudgePlan.last_on.is_(None) & (NudgePlan.next_at > now())
    with app.app_context():
        return int(session.scalar(sa.select(sa.func.count()).where(taken)) or 0)


def again_by_first_sender(service: PushService) -> Counter[str]:
    """Count what came again, by the worker that had sent it first: each signs for itself."""
    first: dict[str, str] = {}
    again: Counter[str] = Counter()
    for one in service.received:
        if one.name in first:
            again[first[one.name]] += 1
        first.setdefault(one.name, one.headers["authorization"])
    return again


def test_three_kills_lose_no_reminder_and_repeat_a_batch_each_at_most(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    settle_in(app, PEOPLE)
    folder = tmp_path / "service"
    folder.mkdir()
    with push_service(folder) as service:
        for _kill in range(KILLS):
            kill_when_some_were_sent(start(settings, service), service, more=200)
            assert in_hand(app) <= BATCH
            time.sleep(LEASE + 0.5)
        last = start(settings, service)
        assert "done" in last.communicate(timeout=90)[0]

    came: dict[str, list[str]] = {}
    for one in service.received:
        came.setdefault(one.name, []).append(one.headers["topic"])
    again = again_by_first_sender(service)
    assert len(came) == PEOPLE
    assert len(again) <= KILLS, "only what a killed worker had in hand comes again"
    assert max(again.values(), default=0) <= BATCH
    assert all(len(set(topics)) == 1 for topics in came.values()), "a second one would be seen"
    with app.app_context():
        sent = sa.select(sa.func.count()).where(NudgePlan.last_on.is_not(None))
        assert session.scalar(sent) == PEOPLE
