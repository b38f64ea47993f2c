"""Phones say how they may be reached; only known push services and real keys are remembered."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.db import apart, session
from selfhelp.people.models import Participant, SignIn
from selfhelp.push import actions
from selfhelp.push.models import Device, Push
from tests.groups.house import House
from tests.push.phone import Phone
from tests.push.test_addresses import HOSTILE
from tests.visitor import Visitor

DEVICES = "/api/v1/devices"
TEST = "/api/v1/plan/test"


def test_a_phone_is_remembered_once_however_often_it_tells(house: House) -> None:
    olena, phone = house.visit("olena"), Phone()

    for _time in range(3):
        olena.post(DEVICES, json=phone.subscription, status=201)

    assert house.count(Device, Device.participant_id == house.ids["olena"]) == 1


def test_a_phone_that_changes_hands_belongs_to_the_one_who_is_signed_in(house: House) -> None:
    house.member("taras", "evening", "richka")
    phone = Phone()
    house.visit("olena").post(DEVICES, json=phone.subscription, status=201)

    house.visit("taras").post(DEVICES, json=phone.subscription, status=201)

    assert house.count(Device) == 1
    assert house.count(Device, Device.participant_id == house.ids["taras"]) == 1


def test_what_waited_for_the_one_before_is_not_told_to_the_next_person(house: House) -> None:
    house.member("taras", "evening", "richka")
    olena, phone = house.visit("olena"), Phone()
    olena.post(DEVICES, json=phone.subscription, status=201)
    olena.post(TEST, json={})

    house.visit("taras").post(DEVICES, json=phone.subscription, status=201)

    assert house.count(Push) == 0


def test_a_phone_with_a_new_address_stays_one_phone_and_keeps_what_waits_for_it(
    house: House,
) -> None:
    olena, now = house.visit("olena"), Phone()
    olena.post(DEVICES, json=Phone().subscription, status=201)
    olena.post(TEST, json={})

    olena.post(DEVICES, json=now.subscription, status=201)
    olena.post(TEST, json={})

    assert house.count(Device) == house.count(Device, Device.endpoint == now.endpoint) == 1
    assert 1 <= house.count(Push) <= 2, "one a minute"


def test_an_address_that_came_back_takes_the_place_of_both(house: House) -> None:
    olena, first = house.visit("olena"), Phone()
    house.visit("olena").post(DEVICES, json=first.subscription, status=201)
    olena.post(DEVICES, json=Phone().subscription, status=201)

    olena.post(DEVICES, json=first.subscription, status=201)

    assert house.count(Device) == house.count(Device, Device.endpoint == first.endpoint) == 1


def test_a_phone_is_forgotten_when_it_says_so_twice_too(house: House) -> None:
    olena, phone = house.visit("olena"), Phone()
    olena.post(DEVICES, json=phone.subscription, status=201)

    for _time in range(2):
        olena.delete(DEVICES, json={"endpoint": phone.endpoint})

    assert house.count(Device) == 0


def test_nobody_forgets_the_phone_of_another(house: House) -> None:
    house.member("taras", "evening", "richka")
    phone = Phone()
    house.visit("olena").post(DEVICES, json=phone.subscription, status=201)

    house.visit("taras").delete(DEVICES, json={"endpoint": phone.endpoint})

    assert house.count(Device) == 1


def test_signing_out_ends_reminders_on_that_phone_alone(house: House) -> None:
    here, there = house.visit("olena"), house.visit("olena")
    here.post(DEVICES, json=Phone().subscription, status=201)
    there.post(DEVICES, json=Phone().subscription, status=201)

    here.post("/api/v1/sign-out", json={}, status=204)

    assert house.count(Device) == 1


def test_erasing_a_person_erases_the_phones(house: House) -> None:
    olena = house.visit("olena")
    olena.post(DEVICES, json=Phone().subscription, status=201)

    olena.delete("/api/v1/me", json={})

    assert house.count(Device) == house.count(Participant) == house.count(SignIn) == 0


@pytest.mark.parametrize("endpoint", HOSTILE[1:])
def test_hostile_addresses_are_refused_and_not_repeated(house: House, endpoint: str) -> None:
    told = Phone().subscription | {"endpoint": endpoint}

    answer = house.visit("olena").post(DEVICES, json=told, status=422)

    assert endpoint not in answer.body.decode()
    assert house.count(Device) == 0


@pytest.mark.parametrize(
    "change",
    [
        {"keys": {"p256dh": "AAAA", "auth": "AAAAAAAAAAAAAAAAAAAAAA"}},
        {"keys": {"p256dh": Phone().subscription["keys"]["p256dh"], "auth": "AAA"}},
        {"keys": {}},
        {"more": 1},
        {"endpoint": 5},
    ],
)
def test_keys_that_are_none_are_refused(house: House, change: dict[str, object]) -> None:
    house.visit("olena").post(DEVICES, json=Phone().subscription | change, status=422)

    assert house.count(Device) == 0


def test_a_person_has_ten_phones_at_most_and_the_newest_stay(house: House, app: Flask) -> None:
    phones = [Phone() for _each in range(12)]
    for phone in phones:
        house.visit("olena").post(DEVICES, json=phone.subscription, status=201)

    assert house.count(Device) == 10
    assert house.count(Device, Device.endpoint.in_([phone.endpoint for phone in phones[2:]])) == 10


def test_a_guest_gets_401_and_staff_404(house: House, visitor: Visitor) -> None:
    visitor.post(DEVICES, json=Phone().subscription, status=401)
    house.visit("iryna").post(DEVICES, json=Phone().subscription, status=404)
    house.visit("iryna").delete(DEVICES, json={"endpoint": Phone().endpoint}, status=404)


def test_a_shared_phone_is_not_remembered_at_all(app: Flask, house: House) -> None:
    olena = house.visit("olena")
    with app.app_context():
        session.execute(sa.update(SignIn).values(is_shared=True))
        session.commit()

    answer = olena.post(DEVICES, json=Phone().subscription, status=422)

    assert "календар" in answer.json["title"]
    assert house.count(Device) == 0


def test_a_phone_that_has_a_new_address_by_now_is_not_gone_with_the_old_one(
    app: Flask, house: House
) -> None:
    olena, old, new = house.visit("olena"), Phone(), Phone()
    olena.post("/api/v1/devices", json=old.subscription, status=201)
    with app.app_context(), apart(writes=True) as own:
        (device_id,) = own.scalars(sa.select(Device.id))
    olena.post("/api/v1/devices", json=new.subscription, status=201)

    with app.app_context(), apart(writes=True) as own:
        actions.forget_gone(own, [(device_id, old.endpoint)])
    assert house.count(Device) == 1
    with app.app_context(), apart(writes=True) as own:
        actions.forget_gone(own, [(device_id, new.endpoint)])
    assert house.count(Device) == 0
