"""What administrators and Prometheus are told of messages: true for all workers together, and about nobody."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
import time_machine
from flask import Flask

from selfhelp.db import session
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
