"""How long somebody who guesses must wait."""

from datetime import UTC, datetime, timedelta

import pytest

from selfhelp.people import rules
from selfhelp.people.rules import Terms

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def at_minutes(*minutes: float) -> list[datetime]:
    return [NOON + minute * MINUTE for minute in minutes]


def test_four_failures_do_not_make_anybody_wait() -> None:
    assert not rules.wait_for_slip(at_minutes(0, 1, 2, 3), NOON + 3 * MINUTE)


def test_five_failures_in_a_quarter_of_an_hour_make_a_quarter_of_an_hour() -> None:
    assert rules.wait_for_slip(at_minutes(0, 1, 2, 3, 4), NOON + 5 * MINUTE) == 14 * MINUTE


def test_five_failures_spread_over_a_morning_do_not() -> None:
    assert not rules.wait_for_slip(at_minutes(0, 10, 20, 30, 40), NOON + 40 * MINUTE)


def test_each_further_failure_doubles_the_wait_up_to_a_day() -> None:
    failures, now, waits = at_minutes(0, 0, 0, 0, 0), NOON, []
    for _again in range(10):
        wait = rules.wait_for_slip(failures, now)
        waits.append(wait / HOUR)
        now += wait
        failures.append(now)
    assert waits == [0.25, 0.5, 1, 2, 4, 8, 16, 24, 24, 24]


def test_a_day_without_failures_starts_anew() -> None:
    failures = [*at_minutes(0, 0, 0, 0, 0), NOON + 25 * HOUR]
    assert not rules.wait_for_slip(failures, NOON + 25 * HOUR)


def test_a_slip_left_alone_opens_again() -> None:
    assert not rules.wait_for_slip(at_minutes(0, 1, 2, 3, 4), NOON + 19 * MINUTE)


def test_the_order_of_failures_does_not_matter() -> None:
    failures = at_minutes(4, 0, 3, 1, 2)
    assert rules.wait_for_slip(failures, NOON + 4 * MINUTE) == 15 * MINUTE


def test_a_network_may_fail_twenty_times_in_ten_minutes() -> None:
    assert not rules.wait_for_network(at_minutes(*[1] * 19), NOON + 2 * MINUTE)
    assert rules.wait_for_network(at_minutes(*[1] * 20), NOON + 2 * MINUTE) == 9 * MINUTE
    assert not rules.wait_for_network(at_minutes(*[1] * 20), NOON + 11 * MINUTE)


def terms(*, is_staff: bool = False, is_shared: bool = False, unused: timedelta) -> Terms:
    end = rules.end_of_sign_in(is_staff=is_staff, now=NOON)
    return Terms(is_staff, is_shared, NOON + unused, end)


@pytest.mark.parametrize(
    ("whose", "rest", "ended"),
    [
        ({}, timedelta(days=179), False),
        ({}, timedelta(days=180), True),
        ({"is_shared": True}, 30 * MINUTE, False),
        ({"is_shared": True}, 31 * MINUTE, True),
        ({"is_staff": True}, 30 * MINUTE, False),
        ({"is_staff": True}, 31 * MINUTE, True),
    ],
)
def test_a_sign_in_ends_after_a_rest(whose: dict[str, bool], rest: timedelta, ended: bool) -> None:
    assert rules.is_over(terms(**whose, unused=timedelta()), NOON + rest) is ended


def test_staff_are_out_after_twelve_hours_however_busy() -> None:
    busy = terms(is_staff=True, unused=12 * HOUR - MINUTE)
    assert not rules.is_over(busy, NOON + 12 * HOUR - MINUTE)
    assert rules.is_over(busy, NOON + 12 * HOUR)


@pytest.mark.parametrize(
    ("whose", "every"),
    [({}, 10 * MINUTE), ({"is_shared": True}, MINUTE), ({"is_staff": True}, MINUTE)],
)
def test_the_last_use_is_written_down_now_and_then(
    whose: dict[str, bool], every: timedelta
) -> None:
    kept = terms(**whose, unused=timedelta())
    assert not rules.is_touch_due(kept, NOON + every - timedelta(seconds=1))
    assert rules.is_touch_due(kept, NOON + every)
