"""What a phone hears back after sending what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from selfhelp import db
from selfhelp.people import actions as people
from selfhelp.progress.models import Event, RefusedEvent
from selfhelp.progress.rules import ModuleSummary, Practice
from tests.progress.conftest import MODULE, Phone, opened
from tests.visitor import Visitor

NOVEMBER_20 = date(2026, 11, 20)


def test_an_event_is_stored_and_named(phone: Phone) -> None:
    event = opened()

    answer = phone.send([event]).json

    assert answer["stored"] == [event["id"]]
    assert answer["duplicate"] == answer["rejected"] == []
    assert UUID(answer["epoch"])
    assert phone.diary_ids() == [event["id"]]


def test_each_kind_moves_the_summary(phone: Phone, steps: tuple[str, ...]) -> None:
    first, second = steps[:2]
    phone.send(
        [
            opened(day="2026-11-18"),
            opened(kind="step_done", step=first, day="2026-11-19"),
            opened(kind="skipped", step=second, day="2026-11-20"),
            opened(kind="practised", step=first, minutes=4, day="2026-11-20"),
            opened(kind="practised", minutes=9, day="2026-11-20"),
            opened(kind="module_done", day="2026-11-21"),
        ]
    )

    stand = phone.stand()
    assert stand.modules == {
        MODULE: ModuleSummary(
            steps=frozenset({first, second}),
            opened_on=date(2026, 11, 18),
            done_on=date(2026, 11, 21),
            last_opened_on=date(2026, 11, 21),
            last_step_on=NOVEMBER_20,
            last_done_on=date(2026, 11, 21),
        )
    }
    assert stand.practice == {
        Practice(MODULE, first, NOVEMBER_20): 4,
        Practice(MODULE, "", NOVEMBER_20): 9,
    }


def test_the_same_batch_sent_twice_is_stored_once(phone: Phone, steps: tuple[str, ...]) -> None:
    batch = [opened(), opened(kind="practised", step=steps[0], minutes=3)]
    first = phone.send(batch).json
    stand = phone.stand()

    second = phone.send(batch).json

    assert first["stored"] == second["duplicate"] == [event["id"] for event in batch]
    assert second["stored"] == []
    assert phone.stand() == stand


def test_an_event_twice_in_one_batch_is_stored_once(phone: Phone) -> None:
    event = opened()

    answer = phone.send([event, event]).json

    assert answer["stored"] == [event["id"]]
    assert phone.diary_ids() == [event["id"]]


def test_the_phone_hears_its_ids_as_it_spells_them(phone: Phone) -> None:
    plain = str(uuid4())
    spelled = [plain.upper(), plain, plain.replace("-", "")]

    answer = phone.send([opened(id=each) for each in spelled]).json

    assert answer["stored"] == spelled[:1]
    assert answer["duplicate"] == spelled[1:]
    assert phone.diary_ids() == [plain]


def test_a_month_offline_arrives_whole_and_in_any_order(
    phone: Phone, steps: tuple[str, ...]
) -> None:
    late = [
        opened(kind="step_done", step=step, day=f"2026-10-{n + 1:02}")
        for n, step in enumerate(steps)
    ]
    phone.send([opened(kind="module_done", day="2026-11-20")])

    phone.send(late[::-1])

    summary = phone.stand().modules[MODULE]
    assert summary.steps == frozenset(steps)
    assert summary.opened_on == date(2026, 10, 1)
    assert summary.last_step_on == date(2026, 10, len(steps))
    assert summary.done_on == NOVEMBER_20


def test_the_largest_minutes_of_a_day_stay(phone: Phone, steps: tuple[str, ...]) -> None:
    for minutes in (4, 9, 2):
        phone.send([opened(kind="practised", step=steps[0], minutes=minutes)])

    assert phone.stand().practice == {Practice(MODULE, steps[0], NOVEMBER_20): 9}


def test_only_days_in_the_future_are_moved(phone: Phone) -> None:
    with time_machine.travel("2026-11-21T21:30Z", tick=False):  # half past eleven in Kyiv
        phone.send([opened(day=day) for day in ("1996-02-29", "2026-11-22", "2036-11-21")])

    summary = phone.stand().modules[MODULE]
    assert summary.opened_on == date(1996, 2, 29)
    assert summary.last_opened_on == date(2026, 11, 22)


@pytest.mark.parametrize(
    "at",
    ["1926-11-20T12:00:00Z", "2126-11-20T12:00:00+14:00", "0001-01-01T00:00:00+14:00",
     "9999-12-31T23:59:59-12:00", None, ...],
)  # fmt: skip
def test_a_clock_that_is_a_century_off_loses_nothing(phone: Phone, at: object) -> None:
    assert len(phone.send([opened(at=at)]).json["stored"]) == 1


def test_an_empty_batch_is_a_sign_of_life(phone: Phone) -> None:
    answer = phone.send([]).json

    assert answer["stored"] == answer["duplicate"] == answer["rejected"] == []
    assert phone.send([opened()]).json["epoch"] == answer["epoch"]


def test_the_same_id_from_two_people_is_two_events(new_phone: Callable[..., Phone]) -> None:
    event, hers, his = opened(), new_phone(), new_phone()

    assert hers.send([event]).json["stored"] == his.send([event]).json["stored"] == [event["id"]]

    assert hers.diary_ids() == his.diary_ids() == [event["id"]]


def test_two_phones_of_one_person_fill_one_diary(new_phone: Callable[..., Phone]) -> None:
    phone = new_phone()
    tablet = new_phone(phone.person)
    event = opened()

    assert phone.send([event]).json["stored"] == [event["id"]]
    assert tablet.send([event]).json["duplicate"] == [event["id"]]


def test_what_belongs_to_another_person_stays_on_the_phone(
    new_phone: Callable[..., Phone],
) -> None:
    olena, taras = new_phone(), new_phone()

    taras.send([opened()], participant=str(olena.person), status=409)
    taras.send([opened()], participant=str(taras.person))

    assert olena.diary_ids() == []
    assert len(taras.diary_ids()) == 1


def test_a_stranger_is_told_to_sign_in(app: Flask) -> None:
    Visitor(app).post("/api/v1/events", json={"events": [opened()]}, status=401)

    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Event.id))) == 0


def test_erased_stays_erased_when_an_old_phone_comes_back(app: Flask, phone: Phone) -> None:
    old = [opened()]
    phone.send(old)
    with app.app_context():
        people.erase_participant(phone.person)
        db.session.commit()

    phone.send(old, status=410)

    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Event.id))) == 0
        assert db.session.scalar(sa.select(sa.func.count(RefusedEvent.id))) == 0
