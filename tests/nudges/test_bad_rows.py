"""One row that cannot be sent stops nobody else, and is not tried again and again."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from selfhelp.db import Model, session
from selfhelp.nudges.models import NudgePlan
from selfhelp.people.models import Participant
from selfhelp.push.actions import Word, enqueue_for
from selfhelp.push.kinds import PushKind
from selfhelp.push.models import Device, Push, PushTally
from tests.nudges.post import EVENING, PLAN, TUESDAY, Post
from tests.push.phone import Phone


@pytest.fixture
def taras(post: Post) -> Phone:
    """Somebody else who is due at the same hour."""
    post.house.member("taras", "evening", "richka")
    return post.plan("taras")


def damage(post: Post, table: type[Model], **values: str) -> None:
    with post.house.app.app_context():
        hers = table.__table__.c.participant_id == post.house.ids["olena"]
        session.execute(sa.update(table).where(hers).values(**values))
        session.commit()


def refused(post: Post) -> int:
    return post.house.count(PushTally, PushTally.outcome == "refused", PushTally.count == 1)


def test_a_phone_with_a_damaged_key_is_left_out(
    post: Post, taras: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    phone = post.plan()
    damage(post, Device, public_key="BAAAdamaged")

    with caplog.at_level(logging.INFO, "selfhelp"):
        post.work(EVENING)

    assert len(post.received(taras)) == 1
    assert post.row().due_on == date(2026, 11, 27)
    assert refused(post) == 1
    assert "our fault: a message for fcm.googleapis.com could not be made" in caplog.text
    assert phone.name not in caplog.text
    assert "BAAAdamaged" not in caplog.text


def test_a_text_that_is_missing_is_missed_by_those_who_read_it_alone(
    post: Post, taras: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    post.plan()
    post.house.change(Participant, "olena", language="en")
    post.worker._writer._words["en"].clear()

    with caplog.at_level(logging.INFO, "selfhelp"):
        post.work(EVENING)

    assert len(post.received(taras)) == 1
    assert post.row().due_on == date(2026, 11, 27)
    assert refused(post) == 1
    assert "our fault: KeyError at messages.py:" in caplog.text
    assert str(post.house.ids["olena"]) not in caplog.text


def queue_up(post: Post, *words: tuple[PushKind, str]) -> None:
    with time_machine.travel(TUESDAY, tick=False), post.house.app.app_context():
        for kind, key in words:
            word = Word(kind, key, TUESDAY, TUESDAY + timedelta(hours=3))
            olena = sa.select(Participant.id).where(Participant.id == post.house.ids["olena"])
            enqueue_for(session, olena, word)
        session.commit()


def test_a_push_without_words_or_a_readable_key_is_settled_and_the_others_go_on(
    post: Post,
) -> None:
    phone = post.plan(weekdays=[])
    given = post.house.assignment("evening", "grounding")
    queue_up(
        post,
        (PushKind.MODULE, f"module {given}"),
        (PushKind.ALL_CLEAR, "all-clear"),
        *((kind, f"{kind} nothing") for kind in PushKind if kind is not PushKind.TEST),
    )
    with post.house.app.app_context():
        session.execute(
            sa.update(Push).where(Push.kind == PushKind.ALL_CLEAR).values(kind="of-tomorrow")
        )
        session.commit()

    post.work(TUESDAY)

    assert len(post.received(phone)) == 1
    assert post.house.count(Push, Push.next_at.is_not(None)) == 0


def test_a_plan_that_cannot_be_read_waits_a_day_and_the_others_go_on(
    post: Post, taras: Phone
) -> None:
    post.plan()
    damage(post, NudgePlan, zone="Mars/Olympus")

    post.work(EVENING)

    assert len(post.received(taras)) == 1
    assert post.row().next_at == EVENING + timedelta(days=1)


def test_a_person_whose_zone_nobody_knows_any_more_can_choose_anew(post: Post) -> None:
    post.plan()
    damage(post, NudgePlan, zone="Mars/Olympus")

    with time_machine.travel(EVENING, tick=False):
        answer = post.house.visit("olena").put("/api/v1/plan", json=PLAN)

    assert answer.json["plan"]["zone"] == "Europe/Kyiv"


def test_what_else_she_is_told_comes_by_the_usual_hours(post: Post) -> None:
    phone = post.plan(weekdays=[])
    given = post.house.assignment("evening", "grounding")
    queue_up(post, (PushKind.MODULE, f"module {given}"))
    damage(post, NudgePlan, zone="Mars/Olympus")

    post.work(TUESDAY)

    assert len(post.received(phone)) == 1


def test_news_that_cannot_be_read_hold_up_no_reminder(post: Post, taras: Phone) -> None:
    with post.house.app.app_context():
        session.execute(sa.text("ALTER TABLE told_assignment RENAME TO hidden"))
        session.commit()
    post.house.assignment("evening", "grounding")
    post.work(EVENING)
    with post.house.app.app_context():
        session.execute(sa.text("ALTER TABLE hidden RENAME TO told_assignment"))
        session.commit()

    assert len(post.received(taras)) == 1
