"""Workers side by side: no row is in two hands at a time, and a lease that ran out gives it back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from selfhelp.clock import now
from selfhelp.db import apart, session
from selfhelp.nudges.actions import claim_due
from selfhelp.people.models import Participant
from selfhelp.push import actions
from selfhelp.push.actions import SettledPush, claim_pushes, settle_pushes
from selfhelp.push.kinds import PushKind
from selfhelp.push.models import Device, Push
from selfhelp.push.queue import LEASE, claim
from tests.faults.due import settle_in
from tests.groups.house import House
from tests.push.phone import Phone

COUNT = 300


def queue_up(house: House, count: int) -> None:
    olena = house.visit("olena")
    olena.post("/api/v1/devices", json=Phone().subscription, status=201)
    with house.app.app_context():
        for number in range(count):
            actions.enqueue_for(session, people_of(house), word(f"module {number}"))
        session.commit()


def people_of(house: House) -> sa.Select[UUID]:
    return sa.select(Participant.id).where(Participant.id == house.ids["olena"])


def word(key: str) -> actions.Word:
    due_at = now() - timedelta(minutes=1)
    return actions.Word(PushKind.MODULE, key, due_at, due_at + timedelta(hours=1))


def take_everything(app: Flask) -> list[UUID]:
    taken: list[UUID] = []
    with app.app_context():
        while True:
            with apart(writes=True) as own:
                _lease, ids = claim(own, Push, now(), 20)
            if not ids:
                return taken
            taken += ids


def test_four_workers_at_once_take_each_row_once(app: Flask, house: House) -> None:
    queue_up(house, COUNT)

    with ThreadPoolExecutor(4) as workers:
        hands = list(workers.map(take_everything, [app] * 4))

    taken = [row for hand in hands for row in hand]
    assert len(taken) == len(set(taken)) == COUNT


def test_a_row_whose_worker_was_killed_is_free_after_its_lease(app: Flask, house: House) -> None:
    queue_up(house, 3)
    at = now()
    with app.app_context():
        with apart(writes=True) as own:
            assert len(claim_pushes(own, at)) == 3
        with apart(writes=True) as own:
            assert claim_pushes(own, at + LEASE - timedelta(seconds=1)) == []
        with apart(writes=True) as own:
            assert len(claim_pushes(own, at + LEASE)) == 3


def test_a_worker_that_comes_back_late_changes_nothing_of_what_another_has_in_hand(
    app: Flask, house: House
) -> None:
    queue_up(house, 1)
    at = now()
    with app.app_context():
        with apart(writes=True) as own:
            (slow,) = claim_pushes(own, at)
        with apart(writes=True) as own:
            (quick,) = claim_pushes(own, at + LEASE)
        with apart(writes=True) as own:
            settle_pushes(own, [SettledPush(slow, None)])

        assert session.get_one(Push, slow.id).next_at == quick.lease
        session.rollback()
        with apart(writes=True) as own:
            settle_pushes(own, [SettledPush(quick, None)])
        assert session.get_one(Push, slow.id, populate_existing=True).next_at is None


def test_the_same_thing_is_queued_for_a_phone_once(app: Flask, house: House) -> None:
    queue_up(house, 2)
    with app.app_context(), apart(writes=True) as own:
        phone = own.scalars(sa.select(Device)).one()
        actions.enqueue_for(own, people_of(house), word("module 1"))
        actions.enqueue(own, [(word("module 0"), [(phone.id, phone.participant_id)])])

    assert house.count(Push) == 2


def take_every_plan(app: Flask) -> list[tuple[UUID, datetime]]:
    taken: list[tuple[UUID, datetime]] = []
    with app.app_context():
        while True:
            with apart(writes=True) as own:
                plans = claim_due(own, now(), 30)
            if not plans:
                return taken
            taken += [(plan.participant_id, plan.lease) for plan in plans]


def test_four_workers_at_once_take_each_plan_once(app: Flask) -> None:
    settle_in(app, COUNT)

    with ThreadPoolExecutor(4) as workers:
        hands = list(workers.map(take_every_plan, [app] * 4))

    taken = [person for hand in hands for person, _lease in hand]
    assert len(taken) == len(set(taken)) == COUNT
    assert all(lease > now() for hand in hands for _person, lease in hand)
