"""The feed of air alarms: over real HTTP on loopback and from a file; silence of the feed blocks nobody for long."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
     (200, b" " * (sky.LARGEST_FEED + 1)), (200, b"[" * 100_000), (200, b'{"regions":{"kharkiv":{"alarm":true,"since":"2026-11-24T16:40:00"}}}')],
)  # fmt: skip
def test_nonsense_changes_nothing_and_holds_nobody(feed: Feed, status: int, body: bytes) -> None:
    watch, _clock = watch_of(feed)
    feed.say(status, body)

    watch.look()

    assert watch.over("kharkiv", NOW) is Sky.CLEAR
    assert watch.is_stale


@contextmanager
def raw_feed(*parts: bytes, every: float) -> Iterator[str]:
    """The address of something that sends these bytes to whoever connects, piece by piece."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        is_over = threading.Event()

        def serve() -> None:
            while not is_over.is_set():
                with suppress(OSError):
                    visitor, _address = listener.accept()
                    with visitor:
                        visitor.settimeout(5)
                        visitor.recv(4096)
                        for part in parts:
                            visitor.sendall(part)
                            is_over.wait(every)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/regions.json"
        is_over.set()
        thread.join()


@pytest.mark.parametrize(
    "answer",
    [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"HTTP/1.1 200 OK\r\n" + b"x" * 300_000, b""],
)  # fmt: skip
def test_what_is_not_even_http_ends_no_worker(
    monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    monkeypatch.setattr(sky, "PAUSE", 0.01)
    with raw_feed(answer, every=0) as url:
        watch = Watch(HttpSource(url), Clock())
        watch.look()

    assert watch.is_stale


def test_a_feed_that_drips_holds_the_worker_no_longer_than_its_patience(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sky, "PATIENCE", 1.0)
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    with raw_feed(head, *[b" "] * 600, every=0.1) as url:
        watch = Watch(HttpSource(url), Clock())
        began = time.monotonic()
        watch.look()
        took = time.monotonic() - began

    assert watch.is_stale
    assert took < 30  # a whole minute would pass until its end


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
