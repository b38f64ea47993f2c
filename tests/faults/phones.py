"""Phones on a bad network: they repeat themselves, give up too early and miss answers."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from tests.server import Server

BATCH = 20
REPEATED = 0.20
GIVES_UP = 0.10
MISSES_ANSWER = 0.15
PATIENCE = 5.0
NO_PATIENCE = 0.003


@dataclass
class Phone:
    """One phone of a person; a person may have several."""

    person: UUID
    token: str
    steps: dict[str, tuple[str, ...]]
    chance: random.Random
    waiting: dict[str, dict[str, Any]] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    refused: list[dict[str, str]] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    seq: int = 0

    def live(self, server: Server, stop: threading.Event) -> None:
        """Do things and send them until told to stop."""
        while not stop.is_set():
            while len(self.waiting) < BATCH:
                event = self._do_something()
                self.waiting[event["id"]] = event
            outcome = self._send_a_batch(server)
            self.outcomes[outcome] += 1
            if outcome == "away":
                time.sleep(self.chance.uniform(0.02, 0.2))

    def _do_something(self) -> dict[str, Any]:
        self.seq += 1
        module = self.chance.choice(list(self.steps))
        kind = self.chance.choice(["opened", "step_done", "skipped", "practised", "module_done"])
        event = {
            "id": str(uuid4()),
            "kind": kind,
            "module": module,
            "version": "1.0.0",
            "day": f"2026-{self.chance.randint(1, 10):02}-{self.chance.randint(1, 28):02}",
            "at": "2026-11-20T18:30:00.000Z",
            "seq": self.seq,
        }
        if kind in {"step_done", "skipped", "practised"}:
            event["step"] = self.chance.choice(self.steps[module])
        if kind == "practised":
            event["minutes"] = self.chance.randint(1, 30)
        return event

    def _send_a_batch(self, server: Server) -> str:
        some = self.chance.sample(list(self.waiting.values()), int(BATCH * (1 - REPEATED)))
        batch = some + self.chance.choices(some, k=int(BATCH * REPEATED))
        self.chance.shuffle(batch)
        luck = self.chance.random()
        gives_up = luck < GIVES_UP
        try:
            status, body = self._post(server, batch, NO_PATIENCE if gives_up else PATIENCE)
        except (OSError, http.client.HTTPException):
            return "gave up" if gives_up else "away"
        if status != 200:
            return f"answer {status}"
        if GIVES_UP <= luck < GIVES_UP + MISSES_ANSWER:
            return "answer missed"
        return self._believe(json.loads(body))

    def _post(
        self, server: Server, batch: list[dict[str, Any]], patience: float
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=patience)
        try:
            connection.request(
                "POST",
                "/api/v1/events",
                json.dumps({"events": batch}),
                {
                    "Content-Type": "application/json",
                    "Sec-Fetch-Site": "same-origin",
                    "Cookie": f"sign-in={self.token}",
                },
            )
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def _believe(self, answer: dict[str, Any]) -> str:
        self.refused += answer["rejected"]
        for event_id in answer["stored"] + answer["duplicate"]:
            self.acknowledged.add(event_id)
            self.waiting.pop(event_id, None)
        return "acknowledged"
