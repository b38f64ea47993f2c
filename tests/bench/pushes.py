"""How many reminders a second go out, against the arithmetic they need and against the usual way to send them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from flask import Flask

from selfhelp import migrations
from selfhelp.app import create_app
from selfhelp.clock import now
from selfhelp.config import Settings, read_settings
from selfhelp.db import apart
from selfhelp.nudges.queries import due_plans
from selfhelp.nudges.worker import keep_what_is_loaded
from selfhelp.push.queue import BATCH
from tests.bench.figures import Figure
from tests.bench.quick_service import QuickService, quick_service
from tests.bench.sending import (
    KEY,
    Run,
    alone,
    claim_and_acknowledge,
    claim_and_acknowledge_alone,
    from_database,
    naive_to,
    raw,
    sender_to,
    timed,
)
from tests.bench.servers import CORES, LOADER_CORE, SERVER_CORE
from tests.faults.due import make_due_again, settle_in
from tests.faults.killing import let_go, prepare_worker
from tests.postgres import throwaway_postgres
from tests.push.phone import Phone

ROUNDS = 5
SENDS = 6000
RAW = 4000
NAIVE, NAIVE_TLS = 400, 40
PLANS = 200_000
FEW = 1000
BATCHES = 40
MILLIONS = 3_000_000
SECRETS = {"secret_key": "s" * 64, "pepper": "p" * 64}

Runs = dict[str, list[Run]]
"""By name, one of each round."""


class Databases(NamedTuple):
    """Batches in each database, by its name: without the sending."""

    queue: dict[str, Run]
    """Taken and put away, and nothing decided."""
    small: dict[str, Run]
    large: dict[str, Run]
    widest: dict[str, Run]


def figures_of_pushes(folder: Path, plans: int = PLANS, among: int = PLANS) -> list[Figure]:
    """Send in rounds, everything in turn, so that a busy machine is busy for all of it."""
    with (
        throwaway_postgres(durable=True) as postgres,
        quick_service(folder, core=LOADER_CORE) as service,
    ):
        settings = {
            "SQLite": _settings(f"sqlite:///{folder / 'bench.sqlite3'}", folder),
            "PostgreSQL": _settings(postgres, folder),
        }
        apps = {name: _app(each) for name, each in settings.items()}
        _hold_on(LOADER_CORE, _processes_of(postgres))
        keep_what_is_loaded()  # as `selfhelp push work` does
        for app in apps.values():
            settle_in(app, FEW)
        with _one_core():
            small = {name: _hands(app, FEW // BATCH) for name, app in apps.items()}
        for app in apps.values():
            settle_in(app, SENDS - FEW)
        with _one_core():
            runs = _send_in_rounds(folder, service, apps)
        for app in apps.values():
            settle_in(app, plans - SENDS)
            make_due_again(app)
        with _one_core():
            large = {name: _hands(app, BATCHES) for name, app in apps.items()}
            queue = {
                name: _hands(app, BATCHES, claim_and_acknowledge_alone)
                for name, app in apps.items()
            }
        make_due_again(apps["PostgreSQL"])
        _hold_on(None, _processes_of(postgres))
        two = _two_workers(settings["PostgreSQL"], service, plans)
        among = max(among, plans)
        widest = large if among == plans else _among(among - plans, apps, postgres)
        faults = service.tally().faults
    return [
        *_of_sending(runs),
        *_of_the_database(runs, Databases(queue, small, large, widest), among),
        Figure(f"two workers, {plans:,} from PostgreSQL", two.rate, "msg/s"),
        Figure(f"{MILLIONS:,} at that rate", MILLIONS / two.rate / 60, "min", 15),
        Figure("messages that the service found wrong", faults, "", 0),
    ]


def _settings(database_url: str, folder: Path) -> Settings:
    return read_settings(
        {}, database_url=database_url, instance_dir=folder, vapid_private_key=KEY, **SECRETS
    )


def _app(settings: Settings) -> Flask:
    migrations.upgrade(settings.database_url)
    return create_app(settings)


@contextmanager
def _one_core() -> Iterator[None]:
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {SERVER_CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def _send_in_rounds(folder: Path, service: QuickService, apps: dict[str, Flask]) -> Runs:
    sender = sender_to(service)
    phones = [Phone() for _each in range(200)]
    naive = naive_to(folder, service, phones)
    runs: Runs = {}
    for number in range(ROUNDS + 1):
        for app in apps.values():
            make_due_again(app)
        these = {
            "raw": timed(RAW, lambda: raw(RAW)),
            "alone": alone(apps["SQLite"], sender, phones, SENDS),
            **{name: from_database(app, sender, SENDS) for name, app in apps.items()},
            "http": timed(NAIVE, lambda: naive(f"http://127.0.0.1:{service.http}", NAIVE)),
            "TLS": timed(NAIVE_TLS, lambda: naive(f"https://127.0.0.1:{service.https}", NAIVE_TLS)),
        }  # fmt: skip
        if number:  # the first round opens connections and fills caches
            for name, run in these.items():
                runs.setdefault(name, []).append(run)
    sender.close()
    assert service.tally().phones == (ROUNDS + 1) * SENDS + len(apps) * SENDS + NAIVE
    return runs


def _hands(app: Flask, batches: int, work: Callable[[int], None] = claim_and_acknowledge) -> Run:
    """Claim batches and write down at once that they were sent; of several rounds the middle one counts."""
    rounds: list[Run] = []
    with app.app_context():
        for _round in range(max(ROUNDS, BATCHES // batches)):
            with apart(writes=False) as session:
                due, _to_come = due_plans(session, now())
            if due < batches * BATCH:
                make_due_again(app)
            rounds.append(timed(batches * BATCH, partial(work, batches)))
    seconds = median(run.seconds for run in rounds) / batches
    return Run(BATCH, seconds, median(run.cpu_seconds for run in rounds) / batches)


def _among(more: int, apps: dict[str, Flask], postgres: str) -> dict[str, Run]:
    """See what a batch takes when there are millions of plans."""
    _hold_on(LOADER_CORE, _processes_of(postgres))
    widest = {}
    for name, app in apps.items():
        settle_in(app, more)
        make_due_again(app)
        with _one_core():
            widest[name] = _hands(app, BATCHES)
    return widest


def _processes_of(postgres: str) -> list[int]:
    """Find the server and everything it started."""
    folder = postgres.partition("?host=")[2]
    (server,) = Path(folder, "data", "postmaster.pid").read_text().splitlines()[:1]
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [int(each) for each in (server, *children)]


def _hold_on(core: int | None, processes: list[int]) -> None:
    # PostgreSQL stands beside the push service, as it would on a machine of its own; what it starts
    # later inherits its place. The worker waits for either, so they hardly meet.
    for each in processes:
        os.sched_setaffinity(each, set(CORES) if core is None else {core})


def _two_workers(settings: Settings, service: QuickService, plans: int) -> Run:
    service.forget()
    workers = [prepare_worker(settings, service, lease=120) for _each in range(2)]
    time.sleep(10)  # both have started by then
    begun = time.perf_counter()
    for worker in [let_go(each) for each in workers]:
        out, _nothing = worker.communicate(timeout=3600)
        assert "done" in out, out
    seconds = time.perf_counter() - begun
    tally = service.tally()
    assert (tally.phones, tally.repeated) == (plans, 0), tally
    return Run(plans, seconds, seconds)


def _of_sending(runs: Runs) -> list[Figure]:
    return [
        Figure("raw: a key and a shared secret for each message", _rate(runs, "raw"), "msg/s"),
        Figure("the same in a second of processor time", _rate_of_cpu(runs, "raw"), "msg/s"),
        Figure("our whole send path", _rate(runs, "alone"), "msg/s"),
        Figure("the same in a second of processor time", _rate_of_cpu(runs, "alone"), "msg/s"),
        Figure("our whole send path against raw, by processor time", 100 * _ratio_of_cpu(runs, "alone", "raw"), "%", 38, "≥"),
        Figure("our whole send path against raw, by the clock", 100 * _ratio(runs, "alone", "raw"), "%"),
        Figure("pywebpush.webpush() in a loop, plain http", _rate(runs, "http"), "msg/s"),
        Figure("pywebpush.webpush() in a loop, TLS", _rate(runs, "TLS"), "msg/s"),
        Figure("ours over TLS against it over plain http, by processor time", _ratio_of_cpu(runs, "alone", "http"), "×", 7, "≥"),
        Figure("ours over TLS against it over plain http, by the clock", _ratio(runs, "alone", "http"), "×"),
        Figure("ours over TLS against it over TLS, by processor time", _ratio_of_cpu(runs, "alone", "TLS"), "×", 100, "≥"),
        Figure("ours over TLS against it over TLS, by the clock", _ratio(runs, "alone", "TLS"), "×"),
    ]  # fmt: skip


def _of_the_database(runs: Runs, batches: Databases, among: int) -> list[Figure]:
    figures: list[Figure] = []
    sending = _rate(runs, "alone")
    for name, share, times in (("SQLite", 80, 8), ("PostgreSQL", 70, 4)):
        queue, large = batches.queue[name].rate, batches.large[name].rate
        small, widest = batches.small[name].seconds, batches.widest[name].seconds
        figures += [
            Figure(f"{name}: claimed, sent, written down", _rate(runs, name), "msg/s"),
            Figure(f"{name}: that against sending alone", 100 * _ratio(runs, name, "alone"), "%", share, "≥"),
            Figure(f"{name}: the same by the worker's processor time", 100 * _ratio_of_cpu(runs, name, "alone"), "%"),
            Figure(f"{name}: the queue, claimed and acknowledged", queue, "plans/s"),
            Figure(f"{name}: that against sending alone", queue / sending, "×", times, "≥"),
            Figure(f"{name}: the same with all that decides about a plan", large, "plans/s"),
            Figure(f"{name}: that against sending alone", large / sending, "×"),
            Figure(f"{name}: a batch among {FEW:,} plans", 1000 * small, "ms"),
            Figure(f"{name}: a batch among {among:,} plans", 1000 * widest, "ms"),
            Figure(f"{name}: that against the first", widest / small, "×", 2),
        ]  # fmt: skip
    return figures


def _rate(runs: Runs, name: str) -> float:
    return median(run.rate for run in runs[name])


def _rate_of_cpu(runs: Runs, name: str) -> float:
    return median(run.rate_of_cpu for run in runs[name])


def _ratio(runs: Runs, name: str, other: str) -> float:
    pairs = zip(runs[name], runs[other], strict=True)
    return median(ours.rate / theirs.rate for ours, theirs in pairs)


def _ratio_of_cpu(runs: Runs, name: str, other: str) -> float:
    pairs = zip(runs[name], runs[other], strict=True)
    return median(ours.rate_of_cpu / theirs.rate_of_cpu for ours, theirs in pairs)
