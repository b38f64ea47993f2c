"""A group of thirty in a database of its own, and what their phones and their facilitator ask for."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import cast
from uuid import UUID, uuid4

from flask import Flask

from selfhelp import migrations
from selfhelp.app import create_app
from selfhelp.clock import now
from selfhelp.config import read_settings
from selfhelp.db import session
from selfhelp.home.routes import MAIN_PROGRAMME
from selfhelp.people import actions as people
from selfhelp.people.models import Participant, Role, Staff
from tests.bench.load import get, post
from tests.groups.house import House, days_ago

PEOPLE = 30
DAYS = 28
SECRETS = {"secret_key": "s" * 64, "pepper": "p" * 64}


@dataclass(frozen=True, slots=True)
class Thirty:
    """The group, the cookie of who guides it, the cookies of its members, and what they may do."""

    group: UUID
    guide: str
    members: tuple[str, ...]
    steps: dict[str, tuple[str, ...]]
    """Steps of every module and tool."""

    def group_pages(self, count: int) -> list[bytes]:
        """Let the facilitator open the page of the group again and again."""
        return [get(f"/uk/staff/groups/{self.group}", cookie=self.guide)] * count

    def looks_at_themselves(self, count: int) -> list[bytes]:
        """Let each phone ask in turn where its person stands."""
        return [get("/api/v1/me", cookie=cookie) for cookie in self._in_turn(count)]

    def batches(self, count: int, size: int, seed: int) -> list[bytes]:
        """Let each phone in turn bring events that nobody has seen yet."""
        chance = random.Random(seed)
        return [
            post("/api/v1/events", self._batch(chance, size), cookie=cookie)
            for cookie in self._in_turn(count)
        ]

    def _in_turn(self, count: int) -> Iterator[str]:
        return (self.members[number % len(self.members)] for number in range(count))

    def _batch(self, chance: random.Random, size: int) -> bytes:
        return json.dumps({"events": [self._event(chance, seq) for seq in range(size)]}).encode()

    def _event(self, chance: random.Random, seq: int) -> dict[str, object]:
        module = chance.choice(sorted(self.steps))
        kind = chance.choice(
            ["opened", "step_done", "step_done", "skipped", "practised", "module_done"]
        )
        at = now() - timedelta(days=chance.randrange(1, DAYS))
        event: dict[str, object] = {
            "id": str(uuid4()), "kind": kind, "module": module, "version": "1.0.0",
            "day": at.date().isoformat(), "at": at.isoformat(timespec="milliseconds"), "seq": seq,
        }  # fmt: skip
        if kind in {"step_done", "skipped", "practised"}:
            event["step"] = chance.choice(self.steps[module])
        if kind == "practised":
            event["minutes"] = chance.randint(1, 20)
        return event


def gather(folder: Path) -> Thirty:
    """Make the database that a server will open, with a centre, a group and its thirty."""
    url = f"sqlite:///{folder / 'selfhelp.sqlite3'}"
    migrations.upgrade(url)
    app = create_app(read_settings({}, database_url=url, instance_dir=folder, **SECRETS))
    try:
        return _gather(House(app))
    finally:
        with app.app_context():
            app.extensions["db"].engine.dispose()


def _gather(house: House) -> Thirty:
    library = house.app.extensions["library"]
    house.centre("one")
    house.staff("iryna", Role.FACILITATOR, "one")
    group = house.group("evening", "one", "iryna", programme=MAIN_PROGRAMME)
    house.meeting("evening", now() + timedelta(days=3))
    house.assignment("evening", next(library.of_programme("uk", MAIN_PROGRAMME)).id, days_ago(-7))
    for alias in library.aliases[:PEOPLE]:
        house.member(alias.id, "evening", alias.id, joined=DAYS)
    return Thirty(
        group=group,
        guide=_cookie(house.app, Staff, house.ids["iryna"]),
        members=tuple(
            _cookie(house.app, Participant, house.ids[alias.id])
            for alias in library.aliases[:PEOPLE]
        ),
        steps={module.id: library.step_ids(module.id) for module in library.everything("uk")},
    )


def _cookie(app: Flask, model: type[Participant | Staff], person_id: UUID) -> str:
    with app.app_context():
        person = cast("Participant | Staff", session.get_one(model, person_id))
        token = people.start_sign_in(person)
        session.commit()
    return token
