"""What the server's one worker does in a second, and what one request costs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.figures import Figure
from tests.bench.load import Burst, Loader, get, loader
from tests.bench.servers import BareWorker, OneWorker
from tests.bench.thirty import SECRETS, Thirty, gather

ROUNDS = 5
PAGES = ("/uk/", "/uk/modules/grounding")
PAGE_REQUESTS = 1200
PAGE_CONNECTIONS = 16
PHONES = 4
"""Connections for what a database answers."""
BATCHES = 120
BATCH = 20
LOOKS = 120
GROUP_PAGES = 80
WARMING = 60


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is asked of one of the servers in every round."""

    name: str
    server: OneWorker
    requests: Sequence[bytes]
    connections: int


def figures_of_serving(folder: Path) -> list[Figure]:
    """Measure all of it, our pages and the bare view in turn, so that a busy machine is busy for both."""
    thirty = gather(folder)
    (folder / "bare").mkdir()
    ours, bare = OneWorker(folder, **SECRETS), BareWorker(folder / "bare")
    try:
        ours.start()
        bare.start()
        with loader() as sender:
            bursts = _ask_in_rounds(sender, ours, bare, thirty)
    finally:
        ours.stop()
        bare.stop()
    return [*_rates(bursts), *_costs(bursts)]


def _ask_in_rounds(
    sender: Loader, ours: OneWorker, bare: OneWorker, thirty: Thirty
) -> dict[str, list[Burst]]:
    for question in _questions(ours, bare, thirty, seed=0):
        sender.send(question.server, question.requests[:WARMING], connections=question.connections)
    bursts: dict[str, list[Burst]] = {}
    for number in range(1, ROUNDS + 1):
        for question in _questions(ours, bare, thirty, seed=number):
            burst = sender.send(
                question.server, question.requests, connections=question.connections
            )
            bursts.setdefault(question.name, []).append(burst)
    return bursts


def _questions(ours: OneWorker, bare: OneWorker, thirty: Thirty, seed: int) -> list[Question]:
    return [
        Question("bare", bare, [get("/hello")] * PAGE_REQUESTS, PAGE_CONNECTIONS),
        *(Question(path, ours, [get(path)] * PAGE_REQUESTS, PAGE_CONNECTIONS) for path in PAGES),
        Question("events", ours, thirty.batches(BATCHES, BATCH, seed), PHONES),
        Question("me", ours, thirty.looks_at_themselves(LOOKS), PHONES),
        Question("group", ours, thirty.group_pages(GROUP_PAGES), PHONES),
    ]


def _rates(bursts: dict[str, list[Burst]]) -> list[Figure]:
    bare = bursts["bare"]
    figures = [Figure("bare Flask view", median(burst.rate for burst in bare), "req/s")]
    for path in PAGES:
        ratios = [100 * ours.rate / its.rate for ours, its in zip(bursts[path], bare, strict=True)]
        figures += [
            Figure(f"{path}, brotli", median(burst.rate for burst in bursts[path]), "req/s"),
            Figure(f"{path} against the bare view", median(ratios), "%", 50, "≥"),
        ]
    return figures


def _costs(bursts: dict[str, list[Burst]]) -> list[Figure]:
    costs = {name: median(one.cpu_milliseconds for one in asked) for name, asked in bursts.items()}
    return [
        Figure("CPU of the bare Flask view", costs["bare"], "ms"),
        *(Figure(f"CPU of {path}", costs[path], "ms") for path in PAGES),
        Figure(f"CPU of POST events, {BATCH} new ones", costs["events"], "ms", 8),
        Figure("the same for one event", costs["events"] / BATCH, "ms", 0.4),
        Figure("CPU of GET me", costs["me"], "ms", 3),
        Figure("CPU of the page of a group of 30", costs["group"], "ms", 10),
    ]
