"""What others may ask about progress, in a fixed number of questions to the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
import time_machine
from flask import Flask

from selfhelp import db
from selfhelp.clock import now
from selfhelp.people.queries import last_heard_from
from selfhelp.progress import queries
from selfhelp.progress.models import Epoch
from selfhelp.progress.rules import Practice
from tests.progress.conftest import MODULE, Phone, opened


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    asked: list[str] = []
    engine = app.extensions["db"].engine

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield asked
    sa.event.remove(engine, "before_cursor_execute", note)


def test_many_members_cost_one_question(app: Flask, new_phone: Callable[..., Phone]) -> None:
    phones = [new_phone() for _each in range(12)]
    for phone in phones[:6]:
        phone.send([opened(kind="module_done")])
    people = [phone.person for phone in phones]

    with app.app_context(), counted(app) as asked:
        found = queries.for_members(people)

    assert len(asked) == 1
    assert [len(found[person]) for person in people] == [1] * 6 + [0] * 6
    assert found[people[0]][MODULE].done_on == date(2026, 11, 20)


def test_practice_of_the_last_sixty_days_is_told(app: Flask, phone: Phone) -> None:
    today = date(2026, 11, 21)
    days = [today - timedelta(days=ago) for ago in (0, 59, 60)]
    phone.send([opened(kind="practised", minutes=3, day=day.isoformat()) for day in days])

    with app.app_context(), time_machine.travel("2026-11-21T12:00Z"):
        told = queries.progress_of(phone.person)

    assert told.practice == {Practice(MODULE, "", days[1]): 3, Practice(MODULE, "", days[0]): 3}
    assert list(told.modules) == [MODULE]


def test_practice_days_of_members_are_counted_from_a_day_on(
    app: Flask, new_phone: Callable[..., Phone]
) -> None:
    olena, taras = new_phone(), new_phone()
    olena.send([opened(kind="practised", day=f"2026-11-{day:02}") for day in (1, 10, 10, 20)])

    with app.app_context():
        days = queries.practice_days_of([olena.person, taras.person], date(2026, 11, 10))

    assert days[olena.person] == {date(2026, 11, 10), date(2026, 11, 20)}
    assert days.get(taras.person) is None


def test_a_phone_was_last_heard_from_when_it_last_spoke(app: Flask, phone: Phone) -> None:
    with app.app_context():
        before = last_heard_from([phone.person])[phone.person]
    with time_machine.travel(before + timedelta(days=3), tick=False):
        phone.send([])

    with app.app_context():
        assert last_heard_from([phone.person])[phone.person] == before + timedelta(days=3)


def test_a_restored_database_has_another_epoch(app: Flask, phone: Phone) -> None:
    before = phone.send([]).json["epoch"]
    new = Epoch(id=UUID(int=7), since=now() + timedelta(seconds=1))
    with app.app_context():
        db.session.add(new)
        db.session.commit()

    assert phone.send([opened()]).json["epoch"] == str(UUID(int=7)) != before
