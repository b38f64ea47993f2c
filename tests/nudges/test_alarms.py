"""The feed of air alarms: over real HTTP on loopback and from a file; silence of the feed blocks nobody for long."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from selfhelp.nudges import sky
from selfhelp.nudges.rules import LONGEST_HOLD, Sky
from selfhelp.nudges.sky import FileSource, HttpSource, Watch, source_of

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
ALARM = {"regions": {"kharkiv": {"alarm": True, "since": "2026-11-24T16:40:00Z"}}}
CLEAR = {"regions": {"kharkiv": {"alarm": False, "since": "2026-11-24T17:10:00Z"}}}


class Feed:
    """What the feed answers next."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, bytes]] = []
        self.asked = 0
        self.url = ""

    def say(self, status: int, body: object) -> None:
        self.answers.append(
            (status, body if isinstance(body, bytes) else json.dumps(body).encode())
        )


@pytest.fixture
def feed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Feed]:
    monkeypatch.setattr(sky, "PAUSE", 0.01)
    own = Feed()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            own.asked += 1
            status, body = own.answers.pop(0) if len(own.answers) > 1 else own.answers[0]
            self.send_response(status)
            if status == 302:
                self.send_header("Location", own.url)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    own.url = f"http://127.0.0.1:{server.server_address[1]}/regions.json"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield own
    server.shutdown()
    thread.join()
    server.server_close()


class Clock:
    """A clock that is set by hand."""

    at = NOW

    def __call__(self) -> datetime:
        return self.at


def watch_of(feed: Feed) -> tuple[Watch, Clock]:
    clock = Clock()
    return Watch(HttpSource(feed.url), clock), clock


def test_an_alarm_counts_in_its_own_region_and_the_all_clear_is_known_as_later(feed: Feed) -> None:
    watch, clock = watch_of(feed)
    feed.say(200, ALARM)
    feed.say(200, CLEAR)

    watch.look()
    assert watch.over("kharkiv", NOW) is Sky.ALARM
    assert watch.over("poltava", NOW) is watch.over(None, NOW) is Sky.CLEAR
    clock.at = NOW + timedelta(minutes=11)
    watch.look()

    assert watch.over("kharkiv", NOW) is Sky.CLEARED
    assert watch.over("kharkiv", NOW + timedelta(minutes=30)) is Sky.CLEAR


def test_a_feed_that_stumbles_is_asked_again_at_once(feed: Feed) -> None:
    watch, _clock = watch_of(feed)
    feed.say(503, b"")
    feed.say(200, ALARM)

    watch.look()

    assert (watch.over("kharkiv", NOW), feed.asked) == (Sky.ALARM, 2)


def test_it_is_asked_twice_a_minute_at_most(feed: Feed) -> None:
    watch, clock = watch_of(feed)
    feed.say(200, ALARM)

    for second in range(60):
        clock.at = NOW + timedelta(seconds=second)
        watch.look()

    assert feed.asked == 2


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b""), (404, b""), (302, b""), (200, b"<html>"), (200, b"[]"), (200, b'{"regions":{"kharkiv":{"alarm":"no"}}}'),
     (200, b" " * (sky.LARGEST_FEED + 1)), (200, b'{"regions":{"kharkiv":{"alarm":true,"since":"2026-11-24T16:40:00"}}}')],
)  # fmt: skip
def test_nonsense_changes_nothing_and_holds_nobody(feed: Feed, status: int, body: bytes) -> None:
    watch, _clock = watch_of(feed)
    feed.say(status, body)

    watch.look()

    assert watch.over("kharkiv", NOW) is Sky.CLEAR
    assert watch.is_stale


def test_a_feed_that_falls_silent_blocks_for_two_hours_and_no_longer(feed: Feed) -> None:
    watch, clock = watch_of(feed)
    feed.say(200, ALARM)
    feed.say(500, b"")
    watch.look()

    clock.at = NOW + LONGEST_HOLD - timedelta(minutes=1)
    watch.look()
    assert watch.over("kharkiv", NOW) is Sky.ALARM
    clock.at = NOW + LONGEST_HOLD
    watch.look()

    assert watch.over("kharkiv", NOW) is Sky.CLEAR


def test_a_centre_may_keep_the_feed_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "alarms of today.json"
    file.write_text(json.dumps(ALARM))
    source = source_of(file.as_uri())
    assert isinstance(source, FileSource)

    watch = Watch(source, Clock())
    watch.look()
    assert watch.over("kharkiv", NOW) is Sky.ALARM


def test_without_a_feed_the_sky_is_clear() -> None:
    watch = Watch(source_of(""), Clock())
    watch.look()
    assert watch.over("kharkiv", NOW) is Sky.CLEAR
