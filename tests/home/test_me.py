"""What a phone is told about its person, and what it is never told."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.groups.models import Group
from selfhelp.people.models import Post, Staff
from tests.groups.house import (
    AUDIENCE,
    TITLE,
    House,
    days_ago,
    everything_stored,
    statements,
    today,
)
from tests.visitor import Visitor


def test_a_member_is_told_her_group_and_nothing_more(house: House) -> None:
    group = house.visit("olena").get("/api/v1/me").json["group"]

    assert group == {
        "label": house.row(Group, "evening").label,
        "alias": {"uk": "Калина", "en": "Viburnum"},
        "centre": {
            "name": {"uk": "Центр one", "en": "Centre one"},
            "phone": "+380 00 000 00 01",
            "slug": "one",
        },
        "facilitators": ["Iryna"],
        "consent": True,
        "sharing": True,
        "paused": False,
        "asks_to_talk": False,
        "calls": False,
        "sees_from": days_ago(10).isoformat(),
        "reminders_rest_until": None,
    }


def test_the_answer_has_exactly_the_promised_parts(house: House) -> None:
    me = house.visit("olena").get("/api/v1/me").json

    assert set(me) == {
        "participant", "group", "next_meeting", "assignments", "progress", "plan", "phone", "epoch", "asking", "is_shared",
    }  # fmt: skip
    assert me["participant"] == {"id": str(house.ids["olena"]), "language": "uk"}
    assert (me["next_meeting"], me["assignments"], me["plan"]) == (None, [], None)


def test_progress_comes_back_as_it_was_sent_also_from_before_joining(house: House) -> None:
    house.did("olena", "step_done", "grounding", days_ago(20), "why")
    house.did("olena", "practised", "grounding", days_ago(1), "five-senses", 4)
    house.did("olena", "module_done", "grounding", days_ago(1))

    progress = house.visit("olena").get("/api/v1/me").json["progress"]

    assert progress["modules"] == [
        {
            "module": "grounding",
            "steps": ["why"],
            "opened_on": days_ago(20).isoformat(),
            "done_on": days_ago(1).isoformat(),
        }
    ]
    assert progress["practice_days"] == [
        {"module": "grounding", "step": "five-senses", "day": days_ago(1).isoformat(), "minutes": 4}
    ]


def test_it_never_tells_the_audience_the_title_or_another_member(house: House) -> None:
    taras = house.member("taras", "evening", "richka")
    house.assignment("evening", "grounding", today())
    house.meeting("evening", now() + timedelta(days=1))

    body = house.visit("olena").get("/api/v1/me").body.decode()

    for secret in (AUDIENCE, TITLE, "richka", "Річка", str(taras), "@example.org"):
        assert secret not in body


def test_somebody_without_a_group_is_told_so(house: House) -> None:
    house.participant("marta")

    me = house.visit("marta").get("/api/v1/me").json

    assert (me["group"], me["next_meeting"], me["assignments"]) == (None, None, [])


def test_a_group_that_ended_long_ago_is_gone(house: House) -> None:
    house.change(Group, "evening", ended_on=days_ago(31))

    assert house.visit("olena").get("/api/v1/me").json["group"] is None


def test_a_guest_gets_401_and_staff_404(house: House, visitor: Visitor) -> None:
    answer = visitor.get("/api/v1/me", status=401)

    assert answer.headers["Content-Type"].startswith("application/problem+json")
    house.visit("iryna").get("/api/v1/me", status=404)


def test_the_answer_is_kept_by_nobody_on_the_way(house: House) -> None:
    headers = house.visit("olena").get("/api/v1/me").headers

    assert (headers["Cache-Control"], headers["X-Private"]) == ("no-store", "1")


def test_asking_costs_few_statements_and_changes_nothing(app: Flask, house: House) -> None:
    for number in range(5):
        house.assignment("evening", f"m{number}")
        house.meeting("evening", now() + timedelta(days=number), ordinal=number)
    olena = house.visit("olena")
    before = everything_stored(app)

    with statements(app) as sent:
        olena.get("/api/v1/me")

    assert len([statement for statement in sent if not statement.startswith("BEGIN")]) <= 8
    assert everything_stored(app) == before


@pytest.mark.parametrize("gone", ["suspended", "without a post here"])
def test_who_has_left_the_centre_is_not_named_as_a_guide(
    app: Flask, house: House, gone: str
) -> None:
    if gone == "suspended":
        house.change(Staff, "iryna", suspended_at=now())
    else:
        with app.app_context():
            session.execute(sa.delete(Post).where(Post.staff_id == house.ids["iryna"]))
            session.commit()

    assert house.visit("olena").get("/api/v1/me").json["group"]["facilitators"] == []
