"""The feed of air alarms: over real HTTP on loopback and from a file; silence of the feed blocks nobody for long."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from selfhelp.centres.regions import REGIONS
from selfhelp.config import ROOT
from selfhelp.nudges import feed as feeds
from selfhelp.nudges.feed import FileSource, HttpSource, source_of
from selfhelp.nudges.rules import LONGEST_HOLD, Sky
from selfhelp.nudges.sky import LONGEST_ALARM, Watch

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
    monkeypatch.setattr(feeds, "PAUSE", 0.01)
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


@pytest.mark.parametrize(("stumbles", "sky"), [(1, Sky.ALARM), (2, Sky.ALARM), (3, Sky.CLEAR)])
def test_a_feed_that_stumbles_is_asked_three_times_in_all(
    feed: Feed, stumbles: int, sky: Sky
) -> None:
    watch, _clock = watch_of(feed)
    for _each in range(stumbles):
        feed.say(503, b"")
    feed.say(200, ALARM)

    watch.look()

    assert (watch.over("kharkiv", NOW), feed.asked) == (sky, min(stumbles + 1, 3))


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
     (200, b" " * (feeds.LARGEST_FEED + 1)), (200, b"[" * 100_000), (200, b'{"regions":{"kharkiv":{"alarm":true,"since":"2026-11-24T16:40:00"}}}')],
)  # fmt: skip
def test_nonsense_changes_nothing_and_holds_nobody(feed: Feed, status: int, body: bytes) -> None:
    watch, _clock = watch_of(feed)
    feed.say(status, body)

    watch.look()

    assert watch.over("kharkiv", NOW) is Sky.CLEAR
    assert watch.hearing is None


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
    monkeypatch.setattr(feeds, "PAUSE", 0.01)
    with raw_feed(answer, every=0) as url:
        watch = Watch(HttpSource(url), Clock())
        watch.look()

    assert watch.hearing is None


def test_a_feed_that_drips_holds_the_worker_no_longer_than_its_patience(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feeds, "PATIENCE", 1.0)
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    with raw_feed(head, *[b" "] * 600, every=0.1) as url:
        watch = Watch(HttpSource(url), Clock())
        began = time.monotonic()
        watch.look()
        took = time.monotonic() - began

    assert watch.hearing is None
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


def hear(watch: Watch, clock: Clock, feed: Feed, at: datetime, body: object) -> None:
    feed.answers = [(200, json.dumps(body).encode())]
    clock.at = at
    watch.look()


def kharkiv(alarm: bool, since: datetime, **more: object) -> dict[str, object]:
    return {"regions": {"kharkiv": {"alarm": alarm, "since": since.isoformat()}}, **more}


def test_an_answer_that_is_of_two_hours_ago_holds_nothing(feed: Feed) -> None:
    watch, clock = watch_of(feed)
    frozen = kharkiv(True, NOW, updated_at=NOW.isoformat())

    hear(watch, clock, feed, NOW + LONGEST_HOLD - timedelta(minutes=1), frozen)
    assert watch.over("kharkiv", NOW) is Sky.ALARM
    hear(watch, clock, feed, NOW + LONGEST_HOLD, frozen)

    assert watch.over("kharkiv", NOW) is Sky.CLEAR


@pytest.mark.parametrize("since_of", [lambda _at: NOW, lambda at: at], ids=["kept", "always-new"])
def test_an_alarm_without_end_holds_nothing_after_half_a_day(feed: Feed, since_of: Any) -> None:
    watch, clock = watch_of(feed)
    for minute in range(0, 24 * 60, 4):
        at = NOW + timedelta(minutes=minute)
        hear(watch, clock, feed, at, kharkiv(True, since_of(at)))
        expected = Sky.ALARM if at < NOW + LONGEST_ALARM else Sky.CLEAR
        assert watch.over("kharkiv", at) is expected


def test_a_region_that_leaves_the_feed_after_its_alarm_is_cleared_and_not_clear(feed: Feed) -> None:
    watch, clock = watch_of(feed)
    hear(watch, clock, feed, NOW, kharkiv(True, NOW))
    for minutes in (4, 8, 12):
        hear(watch, clock, feed, NOW + timedelta(minutes=minutes), {"regions": {}})

    assert watch.over("kharkiv", NOW) is Sky.CLEARED
    assert watch.over("kharkiv", NOW + timedelta(minutes=4)) is Sky.CLEAR


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(days=400)])
def test_a_feed_that_tells_a_new_moment_each_time_holds_back_nothing(
    feed: Feed, ahead: timedelta
) -> None:
    watch, clock = watch_of(feed)
    for minutes in range(0, 60, 4):
        at = NOW + timedelta(minutes=minutes)
        hear(watch, clock, feed, at, kharkiv(False, at + ahead))

    assert watch.over("kharkiv", NOW + timedelta(minutes=20)) is Sky.CLEAR


def test_news_that_are_older_than_those_at_hand_change_nothing(feed: Feed) -> None:
    watch, clock = watch_of(feed)
    hear(watch, clock, feed, NOW, kharkiv(False, NOW, updated_at=NOW.isoformat()))
    older = NOW - timedelta(minutes=1)
    later = NOW + timedelta(minutes=1)
    hear(watch, clock, feed, later, kharkiv(True, older, updated_at=older.isoformat()))

    assert watch.over("kharkiv", later) is Sky.CLEAR


def test_an_alarm_that_came_and_went_while_nobody_listened_is_known(feed: Feed) -> None:
    watch, clock = watch_of(feed)
    hear(watch, clock, feed, NOW, kharkiv(False, NOW - timedelta(days=1)))
    hear(watch, clock, feed, NOW + timedelta(hours=1), kharkiv(False, NOW + timedelta(minutes=50)))

    assert watch.over("kharkiv", NOW + timedelta(minutes=30)) is Sky.CLEARED


def test_a_centre_may_keep_the_feed_in_a_file_that_is_as_old_as_its_last_change(
    tmp_path: Path,
) -> None:
    file, clock = tmp_path / "alarms of today.json", Clock()
    file.write_text(json.dumps(ALARM))
    os.utime(file, (NOW.timestamp(), NOW.timestamp()))
    source = source_of(file.as_uri())
    assert isinstance(source, FileSource)
    watch = Watch(source, clock)

    for minutes, sky in ((0, Sky.ALARM), (119, Sky.ALARM), (120, Sky.CLEAR), (230, Sky.CLEAR)):
        clock.at = NOW + timedelta(minutes=minutes)
        watch.look()
        assert watch.over("kharkiv", NOW) is sky


def test_without_a_feed_the_sky_is_clear() -> None:
    watch = Watch(source_of(""), Clock())
    watch.look()
    assert watch.over("kharkiv", NOW) is Sky.CLEAR


def test_the_format_and_all_regions_stand_in_the_document_for_those_who_run_it() -> None:
    document = (ROOT / "docs" / "running.md").read_text()
    _before, _mark, example = document.partition("```json\n")

    assert feeds.News.model_validate_json(example.split("```")[0]).regions["kharkiv"].alarm
    assert [one.slug for one in REGIONS if f"`{one.slug}` ({one.name_en})" not in " ".join(document.split())] == []  # fmt: skip
