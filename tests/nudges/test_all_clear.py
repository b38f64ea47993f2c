"""The way back to what an alarm broke off: once a day, only to those who asked for it, and never at a bad time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy import event

from selfhelp.centres.models import Centre
from selfhelp.clock import KYIV
from selfhelp.db import database, session
from selfhelp.nudges import alarms
from selfhelp.nudges.feed import FileSource
from selfhelp.nudges.models import NudgePlan
from selfhelp.nudges.sky import Watch
from selfhelp.push.models import Push
from tests.faults.due import settle_in
from tests.groups.house import statements
from tests.nudges.post import Post

ASKED = {"region": "kharkiv", "after_alarm": True, "weekdays": [1]}
"""Who has a reminder on another day of the week."""
ALARM_AT = datetime(2026, 11, 24, 15, 0, tzinfo=KYIV)
OVER_AT = datetime(2026, 11, 24, 15, 40, tzinfo=KYIV)
WORDS = "Можна продовжити з того ж місця"


class Sky:
    """A file in which somebody keeps where an alarm is on."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def say(self, at: datetime, since: datetime | None = None, **regions: bool) -> None:
        told = {
            slug: {"alarm": alarm, "since": (since or at).isoformat()}
            for slug, alarm in regions.items()
        }
        self.file.write_text(json.dumps({"updated_at": at.isoformat(), "regions": told}))

    def watch(self) -> Watch:
        """Watch as a worker does that has just begun."""
        return Watch(FileSource(self.file))


@pytest.fixture
def over_kharkiv(tmp_path: Path) -> Sky:
    return Sky(tmp_path / "alarms.json")


Rounds = Callable[..., None]


@pytest.fixture
def alarm(post: Post, over_kharkiv: Sky) -> Rounds:
    """Let a worker see an alarm begin and end; a restart in between gives it another watch."""

    def rounds(
        begin: datetime = ALARM_AT, end: datetime = OVER_AT, *, leaves: bool = False
    ) -> None:
        for at, regions in (
            (begin, {"kharkiv": True}),
            (end, {} if leaves else {"kharkiv": False}),
        ):
            over_kharkiv.say(at, **regions)
            post.worker.lookout.watch = over_kharkiv.watch()
            post.work(at + timedelta(seconds=20))

    return rounds


def bodies(post: Post, name: str = "olena") -> list[str]:
    return [said["body"] for said in post.arrived(post.phones[name])]


@pytest.mark.parametrize("leaves", [False, True])
def test_who_asked_gets_it_once_and_it_opens_the_page_for_right_now(
    post: Post, alarm: Rounds, leaves: bool
) -> None:
    post.plan(**ASKED)

    alarm(end=ALARM_AT + timedelta(minutes=4) if leaves else OVER_AT, leaves=leaves)
    for minutes in (1, 10, 50):
        post.work(OVER_AT + timedelta(minutes=minutes))

    assert bodies(post) == [WORDS]
    (said,) = post.arrived(post.phones["olena"])
    assert said["navigate"].endswith("/uk/now")


def test_a_second_alarm_of_the_day_is_not_told_and_one_of_the_next_day_is(
    post: Post, alarm: Rounds
) -> None:
    post.plan(**ASKED)

    for hours in (0, 3, 24):
        alarm(ALARM_AT + timedelta(hours=hours), OVER_AT + timedelta(hours=hours))

    assert bodies(post) == [WORDS] * 2


@pytest.mark.parametrize(
    "wishes",
    [
        {"after_alarm": False},
        {"region": "poltava"},
        {"region": None},
        {"weekdays": []},
        {"paused_until": "2026-11-25"},
        {"quiet_from": "15:30", "quiet_until": "16:00", "hour": "19:00"},
        {"weekdays": [2], "hour": "16:00"},
    ],
    ids=["not-asked", "other-region", "no-region", "no-reminders", "pause", "quiet", "reminder-soon"],
)  # fmt: skip
def test_nobody_else_is_told(post: Post, alarm: Rounds, wishes: dict[str, object]) -> None:
    post.plan(**ASKED | wishes)

    alarm()

    assert bodies(post) == []
    assert post.house.count(Push) == 0


@pytest.mark.parametrize(
    ("table", "name", "values"),
    [
        (Centre, "one", {"reminders_rest_until": date(2026, 11, 25)}),
        (NudgePlan, "olena", {"unopened": 3}),
        (NudgePlan, "olena", {"last_on": date(2026, 11, 24)}),
    ],
    ids=["centre-rests", "opens-nothing", "had-a-reminder-today"],
)
def test_nobody_is_told_whose_centre_rests_or_who_is_silent_or_was_told_enough(
    post: Post, alarm: Rounds, table: type, name: str, values: dict[str, object]
) -> None:
    post.plan(**ASKED)
    with post.house.app.app_context():
        key = table.participant_id if table is NudgePlan else table.id
        session.execute(sa.update(table).where(key == post.house.ids[name]).values(**values))
        session.commit()

    alarm()

    assert post.house.count(Push) == 0


def test_a_reminder_that_waited_comes_alone(post: Post, alarm: Rounds) -> None:
    post.plan(**ASKED | {"weekdays": [2], "hour": "15:10"})

    alarm()
    for minutes in (6, 12, 50):
        post.work(OVER_AT + timedelta(minutes=minutes))

    assert len(bodies(post)) == 1
    assert WORDS not in bodies(post)


def test_it_lives_an_hour_and_never_into_the_quiet_hours(post: Post, alarm: Rounds) -> None:
    post.plan(**ASKED)

    alarm()
    (first,) = post.received(post.phones["olena"])
    evening = datetime(2026, 11, 25, 20, 30, tzinfo=KYIV)
    alarm(evening - timedelta(minutes=30), evening)
    (_first, second) = post.received(post.phones["olena"])

    assert 3500 < int(first.headers["ttl"]) <= 3600
    assert 1700 < int(second.headers["ttl"]) <= 1800


def test_a_new_alarm_keeps_back_what_was_not_sent_yet(post: Post, over_kharkiv: Sky) -> None:
    post.plan(**ASKED)
    watch = over_kharkiv.watch()
    for at, is_on in ((ALARM_AT, True), (OVER_AT, False)):
        over_kharkiv.say(at, kharkiv=is_on)
        hear(post.house.app, watch, at)
    assert post.house.count(Push) == 1

    over_kharkiv.say(OVER_AT + timedelta(minutes=1), kharkiv=True)
    post.worker.lookout.watch = over_kharkiv.watch()
    post.work(OVER_AT + timedelta(minutes=1))

    assert bodies(post) == []


def hear(app: Flask, watch: Watch, at: datetime) -> None:
    with time_machine.travel(at, tick=False), app.app_context():
        watch.look()
        alarms.share(watch)


def test_of_four_workers_one_tells_it(post: Post, over_kharkiv: Sky) -> None:
    post.plan(**ASKED)
    app, watches = post.house.app, [over_kharkiv.watch() for _each in range(4)]
    over_kharkiv.say(ALARM_AT, kharkiv=True)
    hear(app, watches[0], ALARM_AT)
    over_kharkiv.say(OVER_AT, kharkiv=False)

    def share(watch: Watch) -> None:
        with app.app_context():
            watch.look()
            alarms.share(watch)

    with time_machine.travel(OVER_AT, tick=False), ThreadPoolExecutor(4) as workers:
        list(workers.map(share, watches))

    assert post.house.count(Push) == 1


def test_a_worker_that_was_killed_at_the_end_of_an_alarm_leaves_it_to_the_next(
    post: Post, over_kharkiv: Sky
) -> None:
    post.plan(**ASKED)
    app, watch = post.house.app, over_kharkiv.watch()
    over_kharkiv.say(ALARM_AT, kharkiv=True)
    hear(app, watch, ALARM_AT)
    over_kharkiv.say(OVER_AT, kharkiv=False)
    with dying_when_it_tells(app), pytest.raises(KeyboardInterrupt):
        hear(app, watch, OVER_AT)
    assert post.house.count(Push) == 0

    for _each in range(2):
        hear(app, over_kharkiv.watch(), OVER_AT + timedelta(minutes=1))

    assert post.house.count(Push) == 1


@contextmanager
def dying_when_it_tells(app: Flask) -> Iterator[None]:
    """Let a process end as soon as it has queued something."""

    def die(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("INSERT INTO push "):
            raise KeyboardInterrupt

    with app.app_context():
        engine = database().engine
    event.listen(engine, "after_cursor_execute", die)
    yield
    event.remove(engine, "after_cursor_execute", die)


def test_it_takes_as_many_statements_for_three_hundred_people_as_for_three(
    app: Flask, over_kharkiv: Sky
) -> None:
    def told(people: int, day: timedelta) -> int:
        settle_in(app, people)
        with app.app_context():
            session.execute(
                sa.update(NudgePlan).values(
                    region="kharkiv", wants_after_alarm=True, next_at=OVER_AT + timedelta(days=9)
                )
            )
            session.commit()
        watch = over_kharkiv.watch()
        over_kharkiv.say(ALARM_AT + day, kharkiv=True)
        hear(app, watch, ALARM_AT + day)
        over_kharkiv.say(OVER_AT + day, kharkiv=False)
        with statements(app) as sent:
            hear(app, watch, OVER_AT + day)
        return len(sent)

    assert told(3, timedelta(0)) == told(300, timedelta(days=1))
    with app.app_context():
        assert session.scalar(sa.select(sa.func.count()).select_from(Push)) == 3 + 303
        assert {type(one) for one in session.scalars(sa.select(Push.id))} == {UUID}


def test_an_alarm_that_ended_before_anybody_listened_is_not_told(
    post: Post, over_kharkiv: Sky
) -> None:
    post.plan(**ASKED)

    over_kharkiv.say(OVER_AT, kharkiv=False)
    post.worker.lookout.watch = over_kharkiv.watch()
    post.work(OVER_AT + timedelta(seconds=20))

    assert post.house.count(Push) == 0


def test_a_zone_that_nobody_knows_keeps_it_from_nobody_else(post: Post, alarm: Rounds) -> None:
    post.house.member("taras", "evening", "richka")
    for name in ("olena", "taras"):
        post.plan(name, **ASKED)
    with post.house.app.app_context():
        of_taras = NudgePlan.participant_id == post.house.ids["taras"]
        session.execute(sa.update(NudgePlan).where(of_taras).values(zone="Mars/Olympus"))
        session.commit()

    alarm()

    assert bodies(post) == [WORDS]
    assert bodies(post, "taras") == []


@pytest.mark.parametrize("odd", ["\u0000", "Харків", "x" * 50])
def test_a_feed_that_names_odd_regions_is_heard_for_the_others(
    post: Post, over_kharkiv: Sky, alarm: Rounds, odd: str
) -> None:
    post.plan(**ASKED)

    for at, is_on in ((ALARM_AT, True), (OVER_AT, False)):
        over_kharkiv.say(at, kharkiv=is_on, **{odd: is_on})
        post.worker.lookout.watch = over_kharkiv.watch()
        post.work(at + timedelta(seconds=20))

    assert bodies(post) == [WORDS]
