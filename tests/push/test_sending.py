"""The sender against a push service on loopback: strict, moody, slow, endless, or not there."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import pytest

from selfhelp.config import PUSH_HOSTS
from selfhelp.push import lanes
from selfhelp.push import sender as module
from selfhelp.push.encryption import Signature
from selfhelp.push.lanes import Message
from selfhelp.push.sender import Answer, Sender
from tests.push.conftest import sender_to
from tests.push.phone import Phone
from tests.push.service import HOSTS, PushService

WORDS = (
    '{"web_push":8030,"notification":{"title":"Нагадування","body":"Хвилина для себе?"}}'.encode()
)


def message_to(phone: Phone, **more: object) -> Message:
    keys = phone.subscription["keys"]
    values: dict[str, object] = {
        "ticket": phone.name, "endpoint": phone.endpoint, "public_key": keys["p256dh"],
        "auth_secret": keys["auth"], "payload": WORDS, "seconds": 3600, "topic": "nudge20261124",
    }  # fmt: skip
    return Message(**(values | more))  # type: ignore[arg-type]


def send(sender: Sender, *phones: Phone) -> dict[str, Answer]:
    for phone in phones:
        sender.offer(message_to(phone))
    answers: dict[str, Answer] = {}
    while not sender.is_idle:
        answers |= {answer.message.ticket: answer for answer in sender.turn()}
    return answers


def test_every_phone_gets_its_own_words_and_can_read_them(
    sender: Sender, service: PushService, signature: Signature
) -> None:
    phones = [Phone(host=HOSTS[number % 4]) for number in range(200)]

    answers = send(sender, *phones)

    assert {answer.status for answer in answers.values()} == {201}
    for phone in phones:
        (received,) = service.for_phone(phone.name)
        assert received.host == phone.host
        assert phone.read(received.body)["notification"]["body"] == "Хвилина для себе?"
        assert received.headers["ttl"] == "3600"
    assert signature.made == len(HOSTS)


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [("404", 404), ("410", 410), ("413", 413), ("406", 406), ("500", 500), ("403", 403), ("302", 302), ("307", 307)],
)  # fmt: skip
def test_the_answer_of_the_service_comes_back_and_is_never_followed(
    sender: Sender, service: PushService, behaviour: str, status: int
) -> None:
    phone = Phone(behaviour=behaviour)

    assert send(sender, phone)[phone.name].status == status
    assert service.asked == 1


def test_a_wish_to_wait_comes_back_in_seconds_and_as_a_date(sender: Sender) -> None:
    busy, until = Phone(behaviour="busy"), Phone(behaviour="busy-until")

    answers = send(sender, busy, until)

    assert (answers[busy.name].status, answers[busy.name].retry_after) == (429, "120")
    assert answers[until.name].status == 503
    assert "GMT" in (answers[until.name].retry_after or "")


def test_an_endless_answer_is_cut_off_and_its_status_counts(sender: Sender) -> None:
    phone = Phone(behaviour="endless")

    assert send(sender, phone)[phone.name].status == 201


def test_an_address_inside_is_never_connected_to(
    service: PushService, signature: Signature
) -> None:
    careful = Sender(
        signature, PUSH_HOSTS, connect_to=service.connect_to, certificates=service.certificates
    )
    phone = Phone()

    assert send(careful, phone)[phone.name].status == 0
    assert service.asked == 0
    careful.close()


def test_a_service_with_another_certificate_is_not_believed(
    service: PushService, signature: Signature
) -> None:
    doubtful = Sender(
        signature, PUSH_HOSTS, connect_to=service.connect_to, may_connect=lambda _address: True
    )
    phone = Phone()

    assert send(doubtful, phone)[phone.name].status == 0
    assert service.asked == 0
    doubtful.close()


def test_a_host_that_is_not_known_any_more_is_not_asked(
    sender: Sender, service: PushService
) -> None:
    phone = Phone(host="evil.example")

    answer = send(sender, phone)[phone.name]

    assert (answer.status, answer.was_asked, service.asked) == (400, False, 0)


def elapsed_until(sender: Sender, wanted: Callable[[Answer], bool], count: int) -> float:
    begun = time.monotonic()
    while count:
        count -= sum(wanted(answer) for answer in sender.turn())
        assert time.monotonic() - begun < 15
    return time.monotonic() - begun


def test_a_slow_service_never_delays_another(sender: Sender, service: PushService) -> None:
    service.slowly = 3.0
    for _number in range(600):
        sender.offer(message_to(Phone(behaviour="slow")))
    for _number in range(40):
        sender.offer(message_to(Phone(host="web.push.apple.com")))

    seconds = elapsed_until(sender, lambda answer: answer.host == "web.push.apple.com", 40)

    assert seconds < 2.5


def test_a_dead_service_never_delays_another_and_is_left_alone(
    service: PushService, signature: Signature, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as deaf:  # takes connections and never says a word
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(1)
        dead = f"fcm.googleapis.com:443:127.0.0.1:{deaf.getsockname()[1]}"
        monkeypatch.setattr(module, "ANSWER_WITHIN", 4000)
        monkeypatch.setattr(module, "CONNECT_WITHIN", 4000)
        own = Sender(
            signature, PUSH_HOSTS, connect_to=[dead, *service.connect_to],
            certificates=service.certificates, may_connect=lambda _address: True,
        )  # fmt: skip
        for _number in range(300):
            own.offer(message_to(Phone()))
        for _number in range(40):
            own.offer(message_to(Phone(host="web.push.apple.com")))
        seconds = elapsed_until(own, lambda answer: answer.host == "web.push.apple.com", 40)
        while not own.is_idle:
            own.turn()
        late = Phone()
        answer = send(own, late)[late.name]
        own.close()

    assert seconds < 3.5
    assert (answer.status, answer.was_asked) == (0, False)


def test_what_is_too_much_for_one_service_comes_back_unasked(sender: Sender) -> None:
    phones = [Phone(behaviour="slow") for _number in range(lanes.LANE * 4 + 5)]
    for phone in phones:
        sender.offer(message_to(phone))

    back = [answer for answer in sender.turn() if not answer.was_asked]

    assert len(back) == 5


def test_there_is_a_sender_to_close_twice_without_harm(
    service: PushService, signature: Signature
) -> None:
    own = sender_to(service, signature)
    own.close()
    assert own.waiting == 0


def test_hosts_that_phones_made_up_are_not_remembered_for_ever(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_LANES", 3)
    for number in range(9):
        phone = Phone()
        endpoint = f"https://x{number}.push.apple.com/201/{phone.name}"
        sender.offer(message_to(phone, endpoint=endpoint))
        while not sender.is_idle:
            sender.turn()

    assert len(sender._lanes) <= 3


@pytest.mark.parametrize("behaviour", ["drip", "long-header"])
def test_an_answer_without_end_is_given_up_and_the_others_go_on(
    service: PushService, signature: Signature, monkeypatch: pytest.MonkeyPatch, behaviour: str
) -> None:
    monkeypatch.setattr(module, "ANSWER_WITHIN", 2500)
    own = sender_to(service, signature)
    phones = [Phone(behaviour=behaviour), Phone(host="web.push.apple.com")]
    begun = time.monotonic()

    answers = send(own, *phones)

    assert [answers[phone.name].status for phone in phones] == [0, 201]
    assert time.monotonic() - begun < 10
    assert sum(len(line) for handle in own._free for line in handle.lines) < 400_000
    own.close()


@pytest.mark.parametrize(
    "damage", [{"public_key": "BAAA"}, {"public_key": "я"}, {"public_key": ""}, {"auth_secret": "x"}, {"payload": b"x" * 2049}]
)  # fmt: skip
def test_what_cannot_be_sealed_comes_back_refused_and_the_others_go_on(
    sender: Sender, service: PushService, damage: dict[str, object]
) -> None:
    phones = [Phone() for _number in range(5)]
    sender.offer(message_to(Phone(), ticket="damaged", **damage))

    answers = send(sender, *phones)

    assert (answers["damaged"].status, answers["damaged"].was_asked) == (400, False)
    assert len(service.received) == len(phones)
    assert len(sender._free) == module.IN_FLIGHT
