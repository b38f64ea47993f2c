"""Many phones at once, and a database that is busy or gone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.db import make_engine
from tests.progress.conftest import Event, Phone, opened


def test_sixteen_phones_at_once_get_through(new_phone: Callable[..., Phone]) -> None:
    phones = [new_phone() for _each in range(16)]

    def send_ten(phone: Phone) -> int:
        return sum(len(phone.send([opened(), opened()]).json["stored"]) for _each in range(10))

    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(send_ten, phones)) == [20] * 16


def test_sixteen_phones_of_one_person_lose_nothing(
    new_phone: Callable[..., Phone], steps: tuple[str, ...]
) -> None:
    first = new_phone()
    phones = [first, *(new_phone(first.person) for _each in range(15))]
    start = threading.Barrier(16)

    def send(place: int) -> list[Event]:
        events = [
            opened(kind="step_done", step=steps[place % len(steps)], day=f"2026-11-{place + 1:02}"),
            opened(kind="practised", minutes=place, day="2026-11-20"),
        ]
        start.wait()
        phones[place].send(events)
        return events

    with ThreadPoolExecutor(16) as threads:
        sent = [event for events in threads.map(send, range(16)) for event in events]

    assert sorted(first.diary_ids()) == sorted(event["id"] for event in sent)
    stand = first.stand()
    assert stand.modules["grounding"].steps == frozenset(steps)
    assert max(stand.practice.values()) == 15


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_locked_database_asks_the_phone_to_come_back(
    app: Flask, phone: Phone, database_url: str
) -> None:
    app.extensions["db"].engine.dispose()
    _shorten_patience(app.extensions["db"].engine)
    other = make_engine(database_url).execution_options(sqlite_begin="IMMEDIATE")
    event = opened()

    with other.begin():
        page = phone.send([event], status=503)
        assert int(page.headers["Retry-After"]) > 0
    other.dispose()

    assert phone.diary_ids() == []
    assert phone.send([event]).json["stored"] == [event["id"]]


def _shorten_patience(engine: sa.Engine) -> None:
    @sa.event.listens_for(engine, "connect")
    def hurry(connection: object, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=200")  # type: ignore[attr-defined]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_disk_stores_nothing_and_says_so(app: Flask, phone: Phone) -> None:
    app.extensions["db"].engine.dispose()
    pages = _allow_no_more_pages(app.extensions["db"].engine)
    event = opened()

    statuses = [
        phone.visitor.client.post(
            "/api/v1/events",
            json={"events": [opened() for _each in range(50)]},
            headers={"Sec-Fetch-Site": "same-origin"},
        ).status_code
        for _again in range(12)
    ]
    assert statuses[-1] == 503
    assert set(statuses) <= {200, 503}
    assert len(phone.diary_ids()) == 50 * statuses.count(200)

    pages["most"] = 10**6
    app.extensions["db"].engine.dispose()
    assert phone.send([event]).json["stored"] == [event["id"]]


def _allow_no_more_pages(engine: sa.Engine) -> dict[str, int]:
    with engine.connect() as connection:
        now = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    pages = {"most": now + 4}
    engine.dispose()

    @sa.event.listens_for(engine, "connect")
    def limit(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages['most']}")  # type: ignore[attr-defined]

    return pages


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_connection_keeps_what_it_acknowledged_through_a_blackout(app: Flask) -> None:
    connections = [app.extensions["db"].engine.connect() for _each in range(5)]
    for connection in connections:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        connection.close()
