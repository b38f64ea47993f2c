"""What the answer of a push service means, and how long to wait when it asks for that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfhelp.push.rules import (
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    Outcome,
    outcome_of,
    wait_before_retry,
)

NOW = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (201, Outcome.SENT), (200, Outcome.SENT), (204, Outcome.SENT),
        (404, Outcome.GONE), (410, Outcome.GONE),
        (413, Outcome.REFUSED), (400, Outcome.REFUSED), (302, Outcome.REFUSED), (307, Outcome.REFUSED),
        (403, Outcome.KEYS), (401, Outcome.KEYS),
        (0, Outcome.LATER), (406, Outcome.LATER), (429, Outcome.LATER), (500, Outcome.LATER), (503, Outcome.LATER),
    ],
)  # fmt: skip
def test_each_status_means_one_thing(status: int, outcome: Outcome) -> None:
    assert outcome_of(status) is outcome


@given(st.integers(0, 999))
def test_only_two_answers_ever_forget_a_device(status: int) -> None:
    assert (outcome_of(status) is Outcome.GONE) == (status in {404, 410})


def test_it_waits_as_told_in_seconds_and_as_a_date() -> None:
    date = format_datetime(NOW + timedelta(seconds=120), usegmt=True)

    assert wait_before_retry(1, "120", NOW, 0) == timedelta(seconds=120)
    assert wait_before_retry(1, date, NOW, 0) == timedelta(seconds=120)


@pytest.mark.parametrize("nonsense", ["", "soon", "-5", "1e9", "Thu, 99 Foo 2026", "9" * 40, "٣"])
def test_nonsense_leads_to_the_ladder(nonsense: str) -> None:
    ladder = [wait_before_retry(attempt, nonsense, NOW, 0) for attempt in (1, 2, 3)]
    assert ladder == [timedelta(seconds=seconds) for seconds in (30, 60, 120)]


@given(st.integers(1, 40), st.none() | st.text(max_size=40), st.floats(0, 1))
def test_every_wait_is_bounded_and_the_ladder_ends(
    attempt: int, wish: str | None, share: float
) -> None:
    wait = wait_before_retry(attempt, wish, NOW, share)
    if attempt >= MOST_ATTEMPTS:
        assert wait is None
    else:
        assert wait is not None
        assert timedelta(seconds=15) <= wait <= LONGEST_WAIT * 1.25
