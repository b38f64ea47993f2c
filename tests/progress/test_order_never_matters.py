"""The summary is a join: any order, any repetition, any batches give one result."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce

from hypothesis import given, settings
from hypothesis import strategies as st

from selfhelp.progress import rules
from selfhelp.progress.kinds import EventKind
from selfhelp.progress.rules import Summary


@dataclass(frozen=True)
class Happening:
    kind: str
    module: str
    step: str | None
    day: date
    minutes: int | None


HAPPENINGS = st.builds(
    Happening,
    kind=st.sampled_from(EventKind),
    module=st.sampled_from(["grounding", "kindness", "now-panic"]),
    step=st.sampled_from([None, "why", "feet", "plan"]),
    day=st.integers(0, 20).map(lambda days: date(2026, 11, 1) + timedelta(days)),
    minutes=st.none() | st.integers(0, 600),
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(HAPPENINGS, max_size=25), st.randoms(use_true_random=False))
def test_any_order_repetition_and_grouping_folds_to_the_same(
    history: list[Happening], chance: random.Random
) -> None:
    once = rules.fold(history)

    told = history + chance.choices(history, k=len(history)) if history else []
    chance.shuffle(told)
    one_by_one = reduce(rules.join, told, Summary())
    in_batches = Summary()
    while told:
        size = chance.randint(1, len(told))
        batch, told = told[:size], told[size:]
        in_batches = rules.join_summaries(rules.fold(batch), in_batches)

    assert one_by_one == once
    assert in_batches == once


@given(st.lists(HAPPENINGS, max_size=10), st.lists(HAPPENINGS, max_size=10))
def test_nothing_is_ever_taken_away(before: list[Happening], after: list[Happening]) -> None:
    earlier, later = rules.fold(before), rules.fold(before + after)

    for module, summary in earlier.modules.items():
        assert summary.steps <= later.modules[module].steps
        assert not summary.done_on or later.modules[module].done_on
    for exercise, minutes in earlier.practice.items():
        assert later.practice[exercise] >= minutes
