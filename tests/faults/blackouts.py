"""A fault run: phones send, the server is killed again and again, then everything is counted."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import Flask

from selfhelp import db, migrations
from selfhelp.app import create_app
from selfhelp.config import read_settings
from selfhelp.people import actions
from selfhelp.progress import queries, rules
from tests.faults.phones import Phone
from tests.server import START_WITHIN, Server

PEOPLE = 4
PHONES_EACH = 2
LIFE = (0.05, 0.8)
"""Seconds between the first answer of the server and the next blackout."""


@dataclass(frozen=True)
class Count:
    """What a run came to; lost, doubled and wrong must be nothing."""

    kills: int
    acknowledged: int
    stored: int
    lost: int
    doubled: int
    made_up: int
    """Stored, but never done on any phone."""
    wrong_summaries: int
    refused: int
    integrity: str
    outcomes: Counter[str]

    @property
    def is_clean(self) -> bool:
        found = self.lost + self.doubled + self.made_up + self.wrong_summaries + self.refused
        return found == 0 and self.integrity == "ok"

    def __str__(self) -> str:
        outcomes = ", ".join(f"{name} {count}" for name, count in self.outcomes.most_common())
        return (
            f"{self.kills} kills: {self.acknowledged} acknowledged, {self.lost} lost, "
            f"{self.doubled} doubled, {self.made_up} made up, {self.wrong_summaries} wrong summaries, "
            f"{self.refused} refused, integrity {self.integrity}\nbatches: {outcomes}"
        )


def run(
    folder: Path,
    *,
    kills: int,
    acknowledged: int = 0,
    seed: int | None = None,
    life: tuple[float, float] = LIFE,
    tell: Callable[[str], object] = lambda _line: None,
) -> Count:
    """Kill the server `kills` times, and go on until so many events are acknowledged."""
    chance = random.Random(seed)
    own = {
        "database_url": f"sqlite:///{folder / 'faults.sqlite3'}",
        "secret_key": "s" * 64,
        "pepper": "p" * 64,
    }
    settings = read_settings({}, instance_dir=folder, **own)
    migrations.upgrade(settings.database_url)
    app = create_app(settings)
    phones = _phones(app, chance)
    server, stop = Server(folder, demo=False, **own), threading.Event()
    threads = [threading.Thread(target=phone.live, args=(server, stop)) for phone in phones]

    killed = 0
    server.start()
    for thread in threads:
        thread.start()
    try:
        while killed < kills or _acknowledged(phones) < acknowledged:
            _wait_for_traffic(phones)
            time.sleep(chance.uniform(*life))
            server.kill()
            killed += 1
            server.start()
            if killed % 10 == 0:
                tell(f"{killed} kills, {_acknowledged(phones)} acknowledged")
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        server.kill()
    return _count(app, phones, killed)


def _phones(app: Flask, chance: random.Random) -> list[Phone]:
    library = app.extensions["library"]
    steps = {module.id: library.step_ids(module.id) for module in library.everything("uk")}
    phones = []
    with app.app_context():
        for _person in range(PEOPLE):
            participant, _no_slip = actions.make_participant("uk", with_slip=False)
            for _phone in range(PHONES_EACH):
                token = actions.start_sign_in(participant)
                luck = random.Random(chance.random())
                phones.append(Phone(participant.id, token, steps, luck))
        db.session.commit()
    return phones


def _wait_for_traffic(phones: list[Phone]) -> None:
    before, until = _acknowledged(phones), time.monotonic() + START_WITHIN
    while _acknowledged(phones) == before:
        assert time.monotonic() < until, "the server is up, but no phone gets an answer"
        time.sleep(0.01)


def _acknowledged(phones: list[Phone]) -> int:
    return sum(len(phone.acknowledged) for phone in phones)


def _count(app: Flask, phones: list[Phone], killed: int) -> Count:
    promised: dict[UUID, set[str]] = {}
    done: dict[UUID, set[str]] = {}
    for phone in phones:
        promised.setdefault(phone.person, set()).update(phone.acknowledged)
        done.setdefault(phone.person, set()).update(phone.acknowledged, phone.waiting)
    lost = doubled = made_up = wrong = stored = 0
    with app.app_context():
        for person, ids in promised.items():
            diary = queries.diary_of(person)
            kept = [str(event.id) for event in diary]
            stored += len(kept)
            lost += len(ids - set(kept))
            doubled += len(kept) - len(set(kept))
            made_up += len(set(kept) - done[person])
            wrong += queries.summary_of(person) != rules.fold(diary)
        integrity = db.session.connection().exec_driver_sql("PRAGMA integrity_check").scalar_one()
    app.extensions["db"].engine.dispose()
    return Count(
        kills=killed,
        acknowledged=_acknowledged(phones),
        stored=stored,
        lost=lost,
        doubled=doubled,
        made_up=made_up,
        wrong_summaries=wrong,
        refused=sum(len(phone.refused) for phone in phones),
        integrity=str(integrity),
        outcomes=sum((phone.outcomes for phone in phones), Counter[str]()),
    )
