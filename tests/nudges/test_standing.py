"""What administrators and Prometheus are told of messages: true for all workers together, and about nobody."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
import time_machine
from flask import Flask

from selfhelp.db import session
from selfhelp.nudges.alarms import share
from selfhelp.nudges.feed import FileSource
from selfhelp.nudges.sky import Watch
from selfhelp.push.models import PushTally
from tests.groups.house import House, statements
from tests.nudges.post import EVENING, TUESDAY, Post, days
from tests.visitor import Page

PAGE = "/en/staff/programme/reminders"


def look(house: House, name: str = "ostap", *, status: int = 200) -> Page:
    return house.visit(name).get(PAGE, status=status)


def cells(page: Page, span: int) -> dict[str, list[str]]:
    """Read a table: the name of a service and its figures."""
    rows = page.soup.select("table.figures")[span].select("tbody tr")
    return {
        row.th.get_text(strip=True): [cell.get_text(strip=True) for cell in row.select("td")]
        for row in rows
        if row.th
    }


def test_it_counts_what_was_sent_gone_late_and_due_by_service(post: Post) -> None:
    post.house.member("taras", "evening", "richka")
    post.house.member("lesia", "evening", "hora")
    post.plan()
    post.plan("taras", behaviour="410")
    post.plan("lesia", hour="15:00")
    post.work(EVENING)

    with time_machine.travel(EVENING + days(3), tick=False):
        page = look(post.house)

    assert cells(page, 0) == {"fcm.googleapis.com": ["2", "0", "0", "0", "0", "0", "0"]}
    week = cells(page, 1)
    assert week["fcm.googleapis.com"] == ["2", "1", "1", "0", "0", "0", "0"]
    assert week["none"] == ["0", "0", "0", "0", "0", "0", "1"]
    assert "no worker is running" in page.text


def test_nothing_due_is_no_cause_for_alarm(post: Post) -> None:
    post.plan()

    with time_machine.travel(TUESDAY, tick=False):
        page = look(post.house)

    assert "no worker is running" not in page.text
    assert "Reminders: 0 due now, 1 to come." in page.text
    assert "Nothing was sent today." in page.text


def test_a_push_that_came_too_late_is_counted(post: Post) -> None:
    phone = post.plan(weekdays=[])
    with time_machine.travel(TUESDAY, tick=False):
        visitor = post.house.visit("olena")
        visitor.post("/api/v1/devices", json=phone.subscription, status=201)
        visitor.post("/api/v1/plan/test", json={})

    post.work(TUESDAY + timedelta(minutes=20))

    assert post.arrived(phone) == []
    assert post.house.count(PushTally, PushTally.outcome == "late", PushTally.count == 1) == 1


def test_many_hosts_of_one_service_are_one_line(house: House, app: Flask) -> None:
    def tell(count: int) -> None:
        with app.app_context():
            day = EVENING.date()
            rows = [
                {
                    "day": day,
                    "host": f"h{count}-{one}.notify.windows.com",
                    "outcome": "sent",
                    "count": 2,
                }
                for one in range(count)
            ]
            rows.append(
                {"day": day, "host": f"forgotten{count}.example", "outcome": "gone", "count": 1}
            )
            session.execute(sa.insert(PushTally), rows)
            session.commit()

    def asked(count: int) -> int:
        tell(count)
        with time_machine.travel(EVENING, tick=False):
            visitor = house.visit("ostap")
            with statements(app) as sent:
                page = visitor.get(PAGE)
        shown.append(cells(page, 0))
        return len([one for one in sent if not one.startswith(("BEGIN", "PRAGMA"))])

    shown: list[dict[str, list[str]]] = []
    assert asked(3) == asked(30)
    assert shown[-1]["notify.windows.com"][1] == "66"
    assert shown[-1]["none"][2] == "2"
    assert set(shown[-1]) == {"notify.windows.com", "none"}


def feed_of(page: Page) -> str:
    heading = next(one for one in page.soup.select("h2") if one.get_text() == "Air alarms")
    following = heading.find_next_sibling()
    assert following is not None
    return following.get_text(" ", strip=True)


def test_it_says_whether_the_feed_of_alarms_is_heard(house: House, tmp_path: Path) -> None:
    file = tmp_path / "alarms.json"
    since = {"alarm": True, "since": EVENING.isoformat()}
    file.write_text(json.dumps({"updated_at": EVENING.isoformat(), "regions": {"kharkiv": since}}))

    def shown(later: timedelta = timedelta(0)) -> str:
        with time_machine.travel(EVENING + later, tick=False):
            return feed_of(look(house))

    def listen(later: timedelta = timedelta(0)) -> None:
        with time_machine.travel(EVENING + later, tick=False), house.app.app_context():
            watch = Watch(FileSource(file))
            watch.look()
            share(watch)

    assert shown() == "No feed is set, so alarms hold nothing back."
    house.app.config["ALERT_FEED_URL"] = file.as_uri()
    assert "never been heard" in shown()
    listen()
    assert "Last heard at 19:20" in shown(timedelta(minutes=5))
    assert "Regions whose reminders wait: 1." in shown(timedelta(minutes=5))
    assert "was last heard on" in shown(timedelta(minutes=6))
    listen(timedelta(hours=2))
    assert "too old to hold anything back" in shown(timedelta(hours=2))


def test_only_administrators_see_it(house: House) -> None:
    for name in ("iryna", "petro", "nadiia"):
        look(house, name, status=404)
    house.visit("olena").get(PAGE, status=404)


def test_it_names_no_person_and_no_phone(post: Post) -> None:
    phone = post.plan()
    post.work(EVENING)

    with time_machine.travel(EVENING, tick=False):
        body = look(post.house).body.decode()

    for secret in (post.house.ids["olena"].hex, str(post.house.ids["olena"]), phone.name):
        assert secret not in body
