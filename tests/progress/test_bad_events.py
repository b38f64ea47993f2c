"""One bad event never spoils its batch; a bad batch writes nothing."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfhelp import db
from selfhelp.progress import forms
from selfhelp.progress.models import RefusedEvent
from tests.progress.conftest import MODULE, Phone, opened

CASES: list[tuple[str, Any]] = [
    ("shape", "слово"),
    ("shape", None),
    ("shape", [[]]),
    ("size", opened(note="я" * 400)),
    ("id", opened(id="not-a-uuid")),
    ("id", opened(id=...)),
    ("id", opened(id=17)),
    ("shape", opened(id="\ud800\0")),
    ("kind", opened(kind="liked")),
    ("kind", opened(kind=...)),
    ("module", opened(module="Мої думки")),
    ("module", opened(module="a" * 65)),
    ("unknown-module", opened(module="no-such-module")),
    ("unknown-step", opened(kind="step_done", step="no-such-step")),
    ("step", opened(kind="step_done")),
    ("step", opened(kind="skipped", step="")),
    ("version", opened(version="newest")),
    ("version", opened(version=1)),
    ("day", opened(day="20.11.2026")),
    ("day", opened(day="2026-02-30")),
    ("day", opened(day=20261120)),
    ("day", opened(day="2026-11-20T00:00:00Z")),
    ("at", opened(at="2026-11-20T18:30:00")),
    ("at", opened(at="yesterday")),
    ("at", opened(at=1763663400)),
    ("seq", opened(seq=-1)),
    ("seq", opened(seq=2**31)),
    ("seq", opened(seq=True)),
    ("seq", opened(seq=1.5)),
    ("minutes", opened(kind="practised", minutes="5")),
    ("minutes", opened(kind="practised", minutes=2.5)),
]


@pytest.mark.parametrize(
    ("code", "bad"), CASES, ids=[f"{code}-{place}" for place, (code, _bad) in enumerate(CASES)]
)
def test_a_bad_event_is_set_aside_with_its_code(app: Flask, code: str, bad: Any) -> None:
    knows = app.extensions["library"].knows
    raw = json.dumps({"events": [opened(), bad, opened()]}).encode()

    batch = forms.parse_batch(raw, knows, forms.date(2026, 11, 21))

    assert len(batch.understood) == 2
    assert [event.code for event in batch.refused] == [code]
    assert code in forms.REFUSALS


@pytest.mark.parametrize(
    "bad", [b"NaN", b"-Infinity", b"1e999", b"9" * 4400, b'{"seq":' + b"9" * 400 + b"}",
            b'{"minutes":NaN,"id":1e999}', b"[" * 400 + b"]" * 400, b'{"id":"\\u0000\\ud83d"}']
)  # fmt: skip
def test_what_only_json_calls_a_value_spoils_nothing_but_itself(phone: Phone, bad: bytes) -> None:
    event = opened()
    good = json.dumps(event).encode()

    answer = phone.send_raw(b'{"events":[' + bad + b"," + good + b"]}").json

    assert answer["stored"] == [event["id"]]
    assert len(answer["rejected"]) == 1


def test_poison_at_every_place_of_a_full_batch(phone: Phone) -> None:
    poisons = [bad for _code, bad in CASES]
    for place in range(50):
        good = [opened() for _each in range(49)]
        batch = [*good[:place], poisons[place % len(poisons)], *good[place:]]

        answer = phone.send(batch).json

        assert answer["stored"] == [event["id"] for event in good], place
        assert len(answer["rejected"]) == 1, place


def test_the_tray_keeps_known_fields_cut_short_and_no_words(app: Flask, phone: Phone) -> None:
    phone.send([opened(kind="x" * 99, note="мені страшно")])

    with app.app_context():
        (kept,) = db.session.scalars(sa.select(RefusedEvent))
    assert kept.code == "kind"
    assert kept.fields["kind"] == "x" * 64
    assert kept.fields["day"] == "2026-11-20"
    assert "note" not in kept.fields
    assert "страшно" not in str(kept.fields)


def test_refused_events_are_named_again_and_kept_once(app: Flask, phone: Phone) -> None:
    bad = [opened(module="no-such-module"), "nameless"]

    for _again in range(2):
        rejected = phone.send(bad).json["rejected"]
        assert rejected == [
            {"id": bad[0]["id"], "code": "unknown-module"},  # type: ignore[index]
            {"id": "", "code": "shape"},
        ]

    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(RefusedEvent.id))) == 2


def test_unknown_fields_of_a_newer_phone_are_not_kept(app: Flask, phone: Phone) -> None:
    event = opened(mood="word")

    assert phone.send([event]).json["stored"] == [event["id"]]


@pytest.mark.parametrize(
    ("minutes", "kept"), [(-5, 0), (0, 0), (600, 600), (601, 600), (10**15, 600)]
)
def test_minutes_stay_between_nothing_and_ten_hours(phone: Phone, minutes: int, kept: int) -> None:
    phone.send([opened(kind="practised", minutes=minutes)])

    assert list(phone.stand().practice.values()) == [kept]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"events": {}}', 400),
        (b'{"events": [] }\xff', 400),
        (b"[" * 60_000, 400),
        (b'{"events": [' + b"0," * 50 + b"0]}", 413),
        (b'{"events": []' + b" " * 65_536 + b"}", 413),
        (b" " * 300_000, 413),
    ],
)
def test_a_batch_that_cannot_be_read_writes_nothing(
    app: Flask, phone: Phone, body: bytes, status: int
) -> None:
    page = phone.send_raw(body, status=status)

    assert page.headers["Content-Type"] == "application/problem+json"
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(RefusedEvent.id))) == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
ALMOST = st.builds(
    lambda field, value: opened(**{field: value}),
    st.sampled_from(["id", "kind", "module", "step", "version", "day", "at", "seq", "minutes"]),
    JSON,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(JSON | ALMOST, max_size=12), st.randoms(use_true_random=False))
def test_whatever_is_among_them_the_good_events_arrive(
    phone: Phone, strange: list[Any], chance: random.Random
) -> None:
    good = [opened(), opened()]
    batch = [*strange, *good]
    chance.shuffle(batch)

    answer = phone.send(batch).json

    assert {event["id"] for event in good} <= set(answer["stored"])
    named = len(answer["stored"]) + len(answer["duplicate"]) + len(answer["rejected"])
    assert named == len(batch)
    assert MODULE in phone.stand().modules


def test_an_event_nested_as_deep_as_can_be_read_spoils_nothing_but_itself() -> None:
    """Reading and writing JSON give up at different depths, which depend on where they are called."""
    for depth in range(900, 1010):
        raw = b'{"events": [{"id": ' + b"[" * depth + b"]" * depth + b"}]}"
        try:
            batch = forms.parse_batch(raw, lambda *_names: True, forms.date(2026, 11, 21))
        except forms.MalformedBatch:
            continue
        assert batch.refused[0].code in {"shape", "size", "id"}
