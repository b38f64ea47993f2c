"""Who is on the list of a week, in which order, and whose a call is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfhelp.calls import rules
from selfhelp.calls.models import Outcome
from selfhelp.calls.rules import LEASE, Standing, Taken, Wish

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ME, COLLEAGUE = uuid4(), uuid4()

wishes = st.lists(
    st.builds(
        Wish,
        place=st.uuids(),
        asked_since=st.none()
        | st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 25)).map(  # noqa: DTZ001
            lambda at: at.replace(tzinfo=UTC)
        ),
        silent_days=st.none() | st.integers(0, 400),
    ),
    max_size=20,
    unique_by=lambda wish: wish.place,
)
takings = st.builds(
    Taken,
    by=st.sampled_from([ME, COLLEAGUE, None]),
    at=st.timedeltas(timedelta(0), timedelta(hours=2)).map(lambda ago: NOW - ago),
    outcome=st.none() | st.sampled_from(list(Outcome)),
)


def wish(*, asked: int | None = None, silent: int | None = 0) -> Wish:
    since = None if asked is None else NOW - timedelta(days=asked)
    return Wish(uuid4(), since, silent)


@given(wishes=wishes, most=st.integers(0, 10), drawn=st.data())
def test_the_list_of_a_week_keeps_its_promises(
    wishes: list[Wish], most: int, drawn: st.DataObject
) -> None:
    calls: dict[UUID, Taken] = {
        wish.place: drawn.draw(takings) for wish in wishes if drawn.draw(st.booleans())
    }

    listed = rules.this_week(wishes, calls, ME, most, NOW)

    places = [one.place for one, _standing in listed]
    assert len(places) == len(set(places))
    assert set(places) <= {one.place for one in wishes}
    own = [
        one for one in wishes
        if one.place in calls and calls[one.place].by == ME
        and rules.standing_of(calls[one.place], ME, NOW) in (Standing.MINE, Standing.NOTED)
    ]  # fmt: skip
    assert {one.place for one in own} <= set(places), "what she has begun never vanishes"
    free = [one for one, standing in listed if standing is Standing.FREE]
    assert len(free) + len(own) <= max(most, len(own))
    left_out = [one for one in wishes if one.place not in places]
    for outside in left_out:
        for inside in free:
            assert rules.in_order([inside, outside])[0] == inside


@given(wishes=wishes)
def test_the_order_does_not_depend_on_where_it_began(wishes: list[Wish]) -> None:
    assert rules.in_order(wishes) == rules.in_order(list(reversed(wishes)))


@given(wishes=wishes)
def test_nobody_who_did_not_ask_stands_before_somebody_who_did(wishes: list[Wish]) -> None:
    asked = [one.asked_since is not None for one in rules.in_order(wishes)]

    assert asked == sorted(asked, reverse=True)


def test_of_those_who_asked_the_longest_wait_comes_first() -> None:
    late, early = wish(asked=1, silent=90), wish(asked=5)

    assert rules.in_order([late, early]) == [early, late]


def test_then_comes_the_longest_silence_and_unshown_silence_last() -> None:
    short, long, unshown = wish(silent=2), wish(silent=20), wish(silent=None)

    assert rules.in_order([unshown, short, long]) == [long, short, unshown]


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        (None, Standing.FREE),
        (Taken(ME, NOW, None), Standing.MINE),
        (Taken(COLLEAGUE, NOW, None), Standing.TAKEN),
        (Taken(COLLEAGUE, NOW - LEASE, None), Standing.FREE),
        (Taken(COLLEAGUE, NOW - LEASE + timedelta(seconds=1), None), Standing.TAKEN),
        (Taken(COLLEAGUE, NOW - timedelta(days=2), Outcome.REACHED), Standing.NOTED),
        (Taken(None, NOW, None), Standing.FREE),
    ],
)
def test_whose_a_call_is(taken: Taken | None, expected: Standing) -> None:
    assert rules.standing_of(taken, ME, NOW) is expected


@pytest.mark.parametrize(
    ("joined", "week"),
    [("2026-11-25", 1), ("2026-11-23", 1), ("2026-11-22", 2), ("2026-10-27", 5), ("2020-01-01", 5)],
)
def test_weeks_in_a_group_turn_on_mondays(joined: str, week: int) -> None:
    assert rules.week_in_group(date.fromisoformat(joined), date(2026, 11, 25)) == week
