"""A look for alarms and news is waited for once, before anything goes; later ones hold nothing up."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from selfhelp.nudges import feed as feeds
from selfhelp.nudges.feed import HttpSource
from selfhelp.nudges.models import NudgePlan
from selfhelp.nudges.sky import Watch
from tests.nudges.post import Post
from tests.nudges.test_holding import ago, due_since

PATIENCE = 20.0


class Feed:
    """Speaks of an alarm over Kharkiv once it is let."""

    def __init__(self) -> None:
        self.may_speak = threading.Event()
        self.asked = 0
        self.url = ""


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Feed]:
    monkeypatch.setattr(feeds, "PATIENCE", 2 * PATIENCE)
    own = Feed()
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    words = json.dumps({"regions": {"kharkiv": {"alarm": True, "since": since}}}).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            own.asked += 1
            own.may_speak.wait()
            self.send_response(200)
            self.send_header("Content-Length", str(len(words)))
            self.end_headers()
            self.wfile.write(words)

        def log_message(self, *_words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    own.url = f"http://127.0.0.1:{server.server_address[1]}/regions.json"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield own
    own.may_speak.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def at_work(post: Post, feed: Feed) -> Iterator[Post]:
    """The worker is at work in a thread until the test ends."""
    post.worker.lookout.watch = post.worker._writer.watch = Watch(HttpSource(feed.url))
    stop = threading.Event()

    def work() -> None:
        with post.house.app.app_context():
            post.worker.run(is_stopping=stop.is_set)

    with ThreadPoolExecutor(1) as thread:
        under_way = thread.submit(work)
        yield post
        stop.set()
        feed.may_speak.set()
        under_way.result(PATIENCE)


def wait_until(is_so: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_nothing_goes_before_the_first_look_and_then_the_alarm_holds_it(
    at_work: Post, feed: Feed
) -> None:
    wait_until(lambda: feed.asked)
    phone = due_since(at_work.house, "olena", ago(minutes=20))
    due_at = at_work.row().next_at
    at_work.worker._looked_at = float("-inf")
    time.sleep(0.5)
    assert at_work.row().next_at == due_at

    feed.may_speak.set()

    wait_until(lambda: at_work.row().next_at > datetime.now(UTC))
    wait_until(lambda: at_work.row().next_at - datetime.now(UTC) > timedelta(minutes=2, seconds=5))
    assert at_work.received(phone) == []


def test_a_later_look_that_takes_its_time_holds_nothing_up(at_work: Post, feed: Feed) -> None:
    feed.may_speak.set()
    wait_until(lambda: at_work.worker.lookout.has_looked)
    feed.may_speak.clear()
    asked = feed.asked
    at_work.worker.lookout.watch._asked_at = None
    at_work.worker.lookout.ended_at = 0.0
    wait_until(lambda: feed.asked > asked)

    phone = due_since(at_work.house, "olena", ago(minutes=20), region=None)

    wait_until(lambda: at_work.received(phone))
    wait_until(lambda: at_work.house.row(NudgePlan, "olena").last_on)
    assert at_work.worker.lookout.is_looking
