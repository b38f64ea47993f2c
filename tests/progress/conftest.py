"""Phones that send what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from selfhelp import db
from selfhelp.library.library import Library
from selfhelp.people import actions as people
from selfhelp.progress import queries, rules
from selfhelp.progress.rules import Summary
from tests.visitor import Page, Visitor

MODULE = "grounding"
Event = dict[str, Any]


class Phone:
    """A participant's phone: signed in, and sending batches."""

    def __init__(self, app: Flask, person: UUID, token: str) -> None:
        self.app = app
        self.person = person
        self.visitor = Visitor(app)
        self.visitor.client.set_cookie("sign-in", token, domain="localhost")

    def send(self, events: list[Any], *, status: int = 200, **more: Any) -> Page:
        return self.visitor.post("/api/v1/events", json={"events": events, **more}, status=status)

    def send_raw(self, body: bytes, *, status: int = 200) -> Page:
        return self.visitor.post(
            "/api/v1/events", data=body, content_type="application/json", status=status
        )

    def stand(self) -> Summary:
        """Where the person stands, as stored; it must be what her diary folds to."""
        with self.app.app_context():
            stored = queries.summary_of(self.person)
            assert stored == rules.fold(queries.diary_of(self.person))
            return stored

    def diary_ids(self) -> list[str]:
        with self.app.app_context():
            return [str(event.id) for event in queries.diary_of(self.person)]


@pytest.fixture
def new_phone(app: Flask) -> Callable[..., Phone]:
    """Call it for one more phone: of a new person, or of somebody who has one."""

    def make(person: UUID | None = None) -> Phone:
        with app.app_context():
            participant, _no_slip = people.make_participant("uk", with_slip=False)
            if person:
                db.session.expunge(participant)
                participant.id = person
            token = people.start_sign_in(participant)
            db.session.commit()
            return Phone(app, participant.id, token)

    return make


@pytest.fixture
def phone(new_phone: Callable[..., Phone]) -> Phone:
    return new_phone()


@pytest.fixture
def steps(app: Flask) -> tuple[str, ...]:
    library: Library = app.extensions["library"]
    return library.step_ids(MODULE)


def opened(**changes: Any) -> Event:
    event = {
        "id": str(uuid4()),
        "kind": "opened",
        "module": MODULE,
        "version": "1.0.0",
        "day": "2026-11-20",
        "at": "2026-11-20T18:30:00.000Z",
        "seq": 7,
    } | changes
    return {name: value for name, value in event.items() if value is not ...}
