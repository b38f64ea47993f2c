"""A real worker and a real feed: an alarm holds what is due, two hours at most; the all-clear sends to who asked."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.config import Settings
from selfhelp.db import session
from selfhelp.nudges.models import NudgePlan
from tests.groups.house import House
from tests.nudges.commanding import start
from tests.push.phone import Phone
from tests.push.service import PushService


def ago(**span: float) -> datetime:
    return datetime.now(UTC) - timedelta(**span)


def due_since(house: House, name: str, at: datetime, **wishes: Any) -> Phone:
    """Give somebody a phone and a nudge that has been due since a moment, at any hour of the day."""
    phone = Phone()
    visitor = house.visit(name)
    visitor.post("/api/v1/devices", json=phone.subscription, status=201)
    hour = at.replace(second=0, microsecond=0)
    plan = {
        "weekdays": [1, 2, 3, 4, 5, 6, 7],
        "hour": f"{hour:%H:%M}",
        "zone": "UTC",
        "region": "kharkiv",
    }
    quiet = {"quiet_from": "00:00", "quiet_until": "00:00"}
    visitor.put("/api/v1/plan", json=plan | quiet | wishes)
    with house.app.app_context():
        session.execute(
            sa.update(NudgePlan)
            .where(NudgePlan.participant_id == house.ids[name])
            .values(next_at=at, due_on=hour.date(), last_on=None)
        )
        session.commit()
    return phone


def plan_of(house: House, name: str = "olena") -> Any:
    return house.row(NudgePlan, name)


def news(is_alarm: bool, since: timedelta) -> str:
    at = datetime.now(UTC) - since
    return json.dumps({"regions": {"kharkiv": {"alarm": is_alarm, "since": at.isoformat()}}})


@contextmanager
def file_feed(folder: Path, text: str, *, touched: timedelta = timedelta(0)) -> Iterator[str]:
    file = folder / "alarms.json"
    file.write_text(text)
    moment = (datetime.now(UTC) - touched).timestamp()
    os.utime(file, (moment, moment))
    yield file.as_uri()


@contextmanager
def http_feed(_folder: Path, text: str) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_words: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/regions.json"
    server.shutdown()
    thread.join()
    server.server_close()


def work_once(settings: Settings, service: PushService, feed: str) -> None:
    """Start a worker, let it do what is due now, and wait for its end."""
    worker = start(
        settings.database_url, settings.instance_dir, service, "push", "work", "--once", alert_feed_url=feed
    )  # fmt: skip
    _out, log = worker.communicate(timeout=90)
    assert worker.returncode == 0, log


both_feeds = pytest.mark.parametrize("feed", [file_feed, http_feed])


@both_feeds
def test_an_alarm_holds_a_nudge_of_its_region_and_no_other(
    house: House, settings: Settings, service: PushService, tmp_path: Path, feed: Any
) -> None:
    house.member("taras", "evening", "richka")
    olena = due_since(house, "olena", ago(minutes=20))
    taras = due_since(house, "taras", ago(minutes=20), region="poltava")

    with feed(tmp_path, news(True, timedelta(minutes=30))) as url:
        work_once(settings, service, url)

    assert (len(service.for_phone(olena.name)), len(service.for_phone(taras.name))) == (0, 1)
    held = plan_of(house)
    assert timedelta(0) < held.next_at - datetime.now(UTC) <= timedelta(minutes=5)
    assert (held.last_on, held.unopened) == (None, 0)


@both_feeds
def test_after_two_hours_of_alarm_a_nudge_is_left_out(
    house: House, settings: Settings, service: PushService, tmp_path: Path, feed: Any
) -> None:
    phone = due_since(house, "olena", ago(minutes=140))

    with feed(tmp_path, news(True, timedelta(minutes=150))) as url:
        work_once(settings, service, url)

    assert service.for_phone(phone.name) == []
    assert plan_of(house).next_at - datetime.now(UTC) > timedelta(hours=12)
    assert plan_of(house).last_on is None


@both_feeds
def test_after_the_all_clear_it_comes_only_to_those_who_asked(
    house: House, settings: Settings, service: PushService, tmp_path: Path, feed: Any
) -> None:
    house.member("taras", "evening", "richka")
    olena = due_since(house, "olena", ago(minutes=50), after_alarm=True)
    taras = due_since(house, "taras", ago(minutes=50))

    with feed(tmp_path, news(False, timedelta(minutes=5))) as url:
        work_once(settings, service, url)

    assert (len(service.for_phone(olena.name)), len(service.for_phone(taras.name))) == (1, 0)


def test_what_an_alarm_held_goes_out_once_after_it(
    house: House, settings: Settings, service: PushService, tmp_path: Path
) -> None:
    phone = due_since(house, "olena", ago(minutes=50), after_alarm=True)
    with file_feed(tmp_path, news(True, timedelta(minutes=60))) as url:
        work_once(settings, service, url)
    assert service.for_phone(phone.name) == []

    house_clock_moves_on(house.app)
    with file_feed(tmp_path, news(False, timedelta(minutes=1))) as url:
        work_once(settings, service, url)
        work_once(settings, service, url)

    assert len(service.for_phone(phone.name)) == 1


def test_a_region_that_left_the_feed_while_the_worker_began_anew_sends_only_to_who_asked(
    house: House, settings: Settings, service: PushService, tmp_path: Path
) -> None:
    house.member("taras", "evening", "richka")
    olena = due_since(house, "olena", ago(minutes=50))
    taras = due_since(house, "taras", ago(minutes=50), after_alarm=True)
    with file_feed(tmp_path, news(True, timedelta(minutes=60))) as url:
        work_once(settings, service, url)

    house_clock_moves_on(house.app)
    with file_feed(tmp_path, json.dumps({"regions": {}})) as url:
        work_once(settings, service, url)

    assert (len(service.for_phone(olena.name)), len(service.for_phone(taras.name))) == (0, 1)


def house_clock_moves_on(app: Flask) -> None:
    """Let the five minutes of a held nudge be over."""
    with app.app_context():
        session.execute(sa.update(NudgePlan).values(next_at=ago(seconds=1)))
        session.commit()


def test_a_file_that_nobody_has_touched_for_two_hours_holds_nothing(
    house: House, settings: Settings, service: PushService, tmp_path: Path
) -> None:
    phone = due_since(house, "olena", ago(minutes=20))

    old = news(True, timedelta(hours=3))
    with file_feed(tmp_path, old, touched=timedelta(hours=2, minutes=1)) as url:
        work_once(settings, service, url)

    assert len(service.for_phone(phone.name)) == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/regions.json", "file:///nowhere/alarms.json"])
def test_a_feed_that_is_away_holds_nothing(
    house: House, settings: Settings, service: PushService, url: str
) -> None:
    phone = due_since(house, "olena", ago(minutes=20))

    work_once(settings, service, url)

    assert len(service.for_phone(phone.name)) == 1
