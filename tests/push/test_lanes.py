"""How far each push service is trusted: one that is busy rests as a whole, and none holds up another."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta

import pytest
import time_machine

from selfhelp.clock import now
from selfhelp.push import lanes
from selfhelp.push.lanes import Lane, Message
from selfhelp.push.sender import AT_ONCE, CROWDED, Answer, Sender
from tests.push.phone import Phone
from tests.push.service import HOSTS, PushService
from tests.push.test_sending import elapsed_until, message_to, send

CHROME, FIREFOX, SAFARI, _EDGE = HOSTS


def all_answers(sender: Sender) -> list[Answer]:
    answers: list[Answer] = []
    while not sender.is_idle:
        answers += sender.turn()
    return answers


@pytest.mark.parametrize("behaviour", ["busy", "busy-until"])
def test_after_one_busy_answer_the_service_is_asked_nothing_until_then(
    sender: Sender, service: PushService, behaviour: str
) -> None:
    send(sender, Phone(behaviour=behaviour))
    for _number in range(100):
        sender.offer(message_to(Phone()))
        sender.offer(message_to(Phone(host=SAFARI)))

    answers = all_answers(sender)

    unasked = [answer for answer in answers if not answer.was_asked]
    assert {answer.host for answer in unasked} == {CHROME}
    assert len(unasked) == 100
    assert all(answer.again_in > timedelta(seconds=100) for answer in unasked)
    assert len(service.received) == 100
    assert service.asked == 101


def test_what_waits_when_the_service_says_so_comes_back_unasked(
    sender: Sender, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "LANE", 4)
    send(sender, Phone())
    sender._lanes[CHROME].width = 4
    for phone in [Phone(behaviour="busy") for _each in range(4)] + [Phone() for _each in range(10)]:
        sender.offer(message_to(phone))

    answers = all_answers(sender)

    assert Counter(answer.was_asked for answer in answers)[False] >= 7
    assert len(service.received) <= 4


def test_afterwards_it_begins_narrow_and_widens(sender: Sender, service: PushService) -> None:
    service.wish = 1
    send(sender, Phone(behaviour="busy"))
    lane = sender._lanes[CHROME]
    assert (lane.is_resting, lane.width) == (True, lanes.NARROWEST)

    time.sleep(1.1)
    for _number in range(16):
        sender.offer(message_to(Phone()))
    all_answers(sender)

    assert len(service.received) == 16
    assert lane.width == lanes.NARROWEST + 16


def lane_after(*ends: tuple[int, str | None]) -> Lane:
    lane = Lane(CHROME)
    for status, wish in ends:
        lane.begin(0.0)
        lane.end(status, 0.1, 0.1, wish)
    return lane


@pytest.mark.parametrize("status", [406, 429, 503])
def test_a_busy_service_without_a_wish_rests_shortly_and_longer_each_time(status: int) -> None:
    with time_machine.travel("2026-11-24T17:00:00Z", tick=False) as clock:
        lane = lane_after((status, None))
        first = lane.rests_until - now()
        clock.shift(first)
        lane.begin(0.0)
        lane.end(status, 0.1, 0.1, None)
        second = lane.rests_until - now()

    assert first == timedelta(seconds=10)
    assert second == 2 * first


def test_a_shorter_wish_never_cuts_a_longer_one() -> None:
    with time_machine.travel("2026-11-24T17:00:00Z", tick=False):
        lane = lane_after((429, "600"), (429, "5"), (429, None), (201, None))

        assert lane.rests_until - now() == timedelta(seconds=600)


def test_a_wish_for_years_is_kept_for_a_day() -> None:
    with time_machine.travel("2026-11-24T17:00:00Z", tick=False):
        assert lane_after((503, "99999999")).rests_until - now() == timedelta(days=1)


@pytest.mark.parametrize("status", [0, 500, 502])
def test_a_failure_that_wishes_nothing_makes_nobody_rest_at_once(status: int) -> None:
    assert not lane_after((status, "600")).is_resting


def test_two_slow_services_never_delay_a_third(sender: Sender, service: PushService) -> None:
    service.slowly = 6.0
    for _number in range(600):
        sender.offer(message_to(Phone(behaviour="slow")))
        sender.offer(message_to(Phone(host=FIREFOX, behaviour="slow")))
    sender.turn()
    for _number in range(40):
        sender.offer(message_to(Phone(host=SAFARI)))

    assert elapsed_until(sender, lambda answer: answer.host == SAFARI, 40) < 4


def test_one_quick_service_may_have_half_of_all() -> None:
    lane = Lane(CHROME, in_flight=lanes.LANE - 1)
    lane.waiting.append(message_to(Phone()))

    assert lane.is_open(free=lanes.LANE + 1)
    assert not Lane(CHROME, waiting=lane.waiting, in_flight=lanes.LANE).is_open(free=lanes.LANE)


def test_what_waits_for_a_silent_service_comes_back_before_it_gives_up(
    sender: Sender, service: PushService
) -> None:
    service.slowly = 6.0
    begun = time.monotonic()
    for _number in range(400):
        sender.offer(message_to(Phone(behaviour="slow")))
    back: list[Answer] = []
    while not back:
        back = [answer for answer in sender.turn() if not answer.was_asked]
        assert time.monotonic() - begun < 5.5

    assert len(back) == 400 - lanes.LANE - 4 * lanes.NARROWEST
    assert {answer.again_in for answer in back} == {CROWDED}


def test_the_time_to_live_is_what_is_left_when_it_leaves(
    sender: Sender, service: PushService
) -> None:
    phone = Phone()
    with time_machine.travel("2026-11-24T18:58:00Z", tick=False) as clock:
        sender.offer(message_to(phone, lives_until=now() + timedelta(minutes=2)))
        clock.shift(60)
        all_answers(sender)

    (received,) = service.for_phone(phone.name)
    assert (
        received.headers["ttl"] == "47"
    )  # what is on its way for thirteen seconds is gone in time


@pytest.mark.parametrize("field", ["lives_until", "leaves_by"])
def test_what_waited_too_long_comes_back_unasked(
    sender: Sender, service: PushService, field: str
) -> None:
    with time_machine.travel("2026-11-24T18:58:00Z", tick=False) as clock:
        message: Message = message_to(Phone(), **{field: now() + timedelta(minutes=1)})
        sender.offer(message)
        clock.shift(60)
        (answer,) = all_answers(sender)

    assert (answer.message, answer.was_asked, answer.again_in) == (message, False, AT_ONCE)
    assert service.asked == 0


def test_everything_that_has_not_left_is_given_back_on_request(
    sender: Sender, service: PushService
) -> None:
    for _number in range(20):
        sender.offer(message_to(Phone()))

    sender.give_back()

    assert [answer.was_asked for answer in all_answers(sender)] == [False] * 20
    assert service.asked == 0
