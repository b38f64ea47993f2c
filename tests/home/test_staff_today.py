"""The first page of staff: what comes next and who asks to talk."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import Flask

from selfhelp.clock import KYIV, now
from selfhelp.groups.models import Group
from tests.groups.house import House, days_ago, statements, today
from tests.visitor import Page, Visitor


def labels(page: Page) -> list[str]:
    return [title.get_text() for title in page.soup.select("h2.card-title")]


def label(house: House, name: str) -> str:
    return f"Group {house.row(Group, name).label}"


def test_groups_stand_in_the_order_of_their_next_meeting(house: House) -> None:
    house.group("morning", "one", "iryna")
    house.group("silent", "one", "iryna")
    house.meeting("evening", now() + timedelta(days=7))
    house.meeting("morning", now() + timedelta(days=2))

    page = house.visit("iryna").get("/en/staff")

    assert labels(page) == [label(house, name) for name in ("morning", "evening", "silent")]
    assert "No meeting is planned yet" in page.text


def test_a_meeting_of_today_is_called_so(house: House) -> None:
    house.meeting("evening", datetime.combine(today(), time(23, 59), tzinfo=KYIV))

    assert "Today at 23:59" in house.visit("iryna").get("/en/staff").text


def test_it_counts_who_asks_to_talk_and_links_to_them(house: House) -> None:
    house.member("taras", "evening", "richka", asks_to_talk_since=now())

    page = house.visit("iryna").get("/en/staff")

    assert "1 person asks to talk" in page.text
    assert f"/en/staff/groups/{house.ids['evening']}?show=talk" in page.links()


def test_groups_of_others_and_ended_groups_are_not_there(house: House) -> None:
    assert labels(house.visit("petro").get("/en/staff")) == [label(house, "saturday")]

    house.change(Group, "saturday", ended_on=days_ago(1))

    assert labels(house.visit("petro").get("/en/staff")) == []


def test_a_manager_sees_the_groups_of_her_centre(house: House) -> None:
    assert labels(house.visit("nadiia").get("/en/staff")) == [label(house, "evening")]


def test_without_groups_it_says_so_kindly(house: House) -> None:
    assert "You guide no group yet" in house.visit("ostap").get("/en/staff").text


def test_participants_and_guests_do_not_come_in(house: House, visitor: Visitor) -> None:
    house.visit("olena").get("/en/staff", status=404)
    assert "/staff/sign-in" in visitor.get("/en/staff", status=302).headers["Location"]


def test_ten_groups_cost_as_many_statements_as_one(app: Flask, house: House) -> None:
    iryna = house.visit("iryna")
    counts = []
    for size in (1, 10):
        for number in range(1, size):
            house.group(f"g{number}", "one", "iryna")
            house.meeting(f"g{number}", now() + timedelta(days=number))
        with statements(app) as sent:
            iryna.get("/en/staff")
        counts.append(len([one for one in sent if not one.startswith("BEGIN")]))

    assert counts[0] == counts[1]
