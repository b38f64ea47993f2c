"""The rules of nudges over two years of a simulated clock, in several zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfhelp.nudges import rules
from selfhelp.nudges.rules import Circumstances, Due, Rhythm, Sky, Step

ZONES = (
    "Europe/Kyiv", "Europe/Lisbon", "America/St_Johns", "America/Sao_Paulo", "Australia/Lord_Howe",
    "Africa/Cairo", "Asia/Beirut", "Pacific/Chatham", "America/Havana", "Asia/Kathmandu", "UTC",
)  # fmt: skip
BEGIN = datetime(2026, 11, 22, tzinfo=UTC)
TWO_YEARS = timedelta(days=730)
EVENING = Rhythm(frozenset({2, 5}), time(19), "Europe/Kyiv", time(21), time(8))

minutes = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))
rhythms = st.builds(
    Rhythm,
    st.frozensets(st.integers(1, 7), min_size=1),
    minutes,
    st.sampled_from(ZONES),
    minutes,
    minutes,
)
moments = st.integers(0, int(TWO_YEARS.total_seconds())).map(
    lambda seconds: BEGIN + timedelta(seconds=seconds)
)
seeds = st.integers(0, 2**128 - 1)


def local(moment: datetime, rhythm: Rhythm) -> datetime:
    return moment.astimezone(ZoneInfo(rhythm.zone))


def two_years_of(rhythm: Rhythm, seed: int = 0, unopened: int = 0) -> list[Due]:
    found: list[Due] = []
    at, last_on = BEGIN, None
    while due := rules.next_due(rhythm, at, seed, last_on=last_on, unopened=unopened):
        if due.at > BEGIN + TWO_YEARS:
            break
        found.append(due)
        at, last_on = due.at, due.on
    return found


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=12, deadline=None)
@given(weekdays=st.frozensets(st.integers(1, 7), min_size=1), hour=minutes, seed=seeds)
def test_over_two_years_there_is_one_a_day_at_most_on_its_days_and_never_in_quiet_hours(
    zone: str, weekdays: frozenset[int], hour: time, seed: int
) -> None:
    rhythm = Rhythm(weekdays, hour, zone, time(21), time(8))

    dues = two_years_of(rhythm, seed)

    days = [local(due.at, rhythm).date() for due in dues]
    assert days == sorted(set(days))
    assert all(day.isoweekday() in weekdays for day in days)
    assert [due.on for due in dues] == days
    assert not any(rules.is_quiet(rhythm, due.at) for due in dues)
    if time(8) <= hour < time(21):
        assert len(dues) >= 103 * len(weekdays)
    else:
        assert len(dues) <= 2 * len(weekdays)


def test_nineteen_stays_nineteen_on_both_nights_when_clocks_change() -> None:
    every_day = Rhythm(frozenset(range(1, 8)), time(19), "Europe/Kyiv", time(21), time(8))

    dues = {due.on: due.at for due in two_years_of(every_day)}

    assert all(local(at, every_day).time() == time(19) for at in dues.values())
    assert dues[date(2027, 3, 27)].hour == 17
    assert dues[date(2027, 3, 28)].hour == 16
    assert dues[date(2027, 10, 30)].hour == 16
    assert dues[date(2027, 10, 31)].hour == 17


NO_QUIET = {"quiet_from": time(0), "quiet_until": time(0)}


@pytest.mark.parametrize(
    ("zone", "hour", "on", "clock"),
    [
        ("Europe/Kyiv", time(3, 30), date(2027, 3, 28), time(4, 30)),
        ("Europe/Lisbon", time(1, 30), date(2027, 3, 28), time(2, 30)),
        ("Australia/Lord_Howe", time(2, 15), date(2027, 10, 3), time(2, 45)),
        ("Asia/Beirut", time(0, 20), date(2027, 3, 28), time(1, 20)),
    ],
)
def test_an_hour_that_is_left_out_moves_on_by_what_was_left_out(
    zone: str, hour: time, on: date, clock: time
) -> None:
    rhythm = Rhythm(frozenset(range(1, 8)), hour, zone, **NO_QUIET)

    due = next(due for due in two_years_of(rhythm) if due.on == on)

    assert local(due.at, rhythm).time() == clock


@pytest.mark.parametrize(
    ("zone", "hour", "on"),
    [
        ("Europe/Kyiv", time(3, 30), date(2027, 10, 31)),
        ("Australia/Lord_Howe", time(1, 45), date(2027, 4, 4)),
    ],
)
def test_an_hour_that_comes_twice_nudges_once_the_first_time(
    zone: str, hour: time, on: date
) -> None:
    rhythm = Rhythm(frozenset(range(1, 8)), hour, zone, **NO_QUIET)

    dues = [due for due in two_years_of(rhythm) if local(due.at, rhythm).date() == on]

    assert len(dues) == 1
    assert local(dues[0].at, rhythm).fold == 0


@settings(deadline=None)
@given(rhythms, moments)
def test_a_nudge_never_lives_into_the_quiet_hours(rhythm: Rhythm, moment: datetime) -> None:
    ahead = rules.lives_until(rhythm, moment) - moment
    seconds = max(0, int(ahead.total_seconds()))

    assert ahead <= rules.LOOKED_AHEAD
    if rules.is_quiet(rhythm, moment):
        assert seconds == 0
    for second in {*range(0, seconds, 60), *range(max(0, seconds - 2), seconds)}:
        assert not rules.is_quiet(rhythm, moment + timedelta(seconds=second))


@settings(deadline=None)
@given(rhythms, moments, seeds)
def test_each_person_keeps_a_minute_within_a_quarter_of_an_hour(
    rhythm: Rhythm, after: datetime, seed: int
) -> None:
    due = rules.next_due(rhythm, after, seed)
    if due is None:
        return
    planned = rules.moment_of(due.on, rhythm.hour, rhythm.zone)

    assert after < due.at
    assert timedelta(0) <= due.at - planned < rules.JITTER
    assert due == rules.next_due(rhythm, due.at - timedelta(seconds=1), seed)


@settings(deadline=None)
@given(rhythms, moments, seeds, minutes)
def test_who_moves_the_hour_after_a_nudge_gets_no_second_one_on_that_day(
    rhythm: Rhythm, after: datetime, seed: int, later: time
) -> None:
    sent = rules.next_due(rhythm, after, seed)
    if sent is None:
        return

    again = rules.next_due(rhythm._replace(hour=later), sent.at, seed, last_on=sent.on)

    assert again is None or again.on > sent.on


def test_people_of_one_hour_are_spread_over_a_quarter_of_an_hour() -> None:
    dues = [rules.next_due(EVENING, BEGIN, seed * 7919) for seed in range(3000)]
    per_minute: dict[int, int] = {}
    for due in dues:
        assert due is not None
        per_minute[due.at.minute] = per_minute.get(due.at.minute, 0) + 1

    assert set(per_minute) == set(range(15))
    assert max(per_minute.values()) < 2 * 3000 / 15
    assert len({due.at for due in dues if due}) == 30, "the fewer moments, the fewer pages change"


def test_after_three_unopened_every_second_one_is_left_out() -> None:
    usual, halved = two_years_of(EVENING), two_years_of(EVENING, unopened=3)

    assert halved == usual[1::2]
    assert two_years_of(EVENING, unopened=2) == usual


@given(st.integers(0, 12))
def test_six_unopened_bring_a_goodbye_and_then_silence(unopened: int) -> None:
    due = Due(date(2026, 11, 24), datetime(2026, 11, 24, 17, tzinfo=UTC))
    step = rules.decide(due, EVENING, Circumstances(due.at, unopened, has_practised=False))

    assert (step is Step.SAY_GOODBYE) == (unopened >= 6)
    assert (rules.next_due(EVENING, due.at, 0, unopened=unopened) is None) == (unopened > 6)


DUE = Due(date(2026, 11, 24), datetime(2026, 11, 24, 17, tzinfo=UTC))


def step_at(minutes_later: float, **more: object) -> Step:
    values: dict[str, object] = {"unopened": 0, "has_practised": False}
    now = DUE.at + timedelta(minutes=minutes_later)
    return rules.decide(DUE, EVENING, Circumstances(now, **(values | more)))  # type: ignore[arg-type]


def test_who_has_practised_today_is_left_alone() -> None:
    assert step_at(0, has_practised=True) is Step.LEAVE_OUT


def test_a_pause_holds_until_its_end_and_not_longer() -> None:
    assert step_at(0, paused_until=DUE.at + timedelta(hours=1)) is Step.LEAVE_OUT
    assert step_at(0, paused_until=DUE.at) is Step.SEND


def test_a_nudge_that_could_not_go_out_in_time_is_left_out() -> None:
    early = Rhythm(frozenset({2}), time(12), "Europe/Kyiv", time(21), time(8))
    noon = Due(date(2026, 11, 24), datetime(2026, 11, 24, 10, tzinfo=UTC))
    now = noon.at + rules.LATEST + timedelta(seconds=1)

    assert rules.decide(noon, early, Circumstances(now, 0, has_practised=False)) is Step.LEAVE_OUT
    assert step_at(125) is Step.LEAVE_OUT  # 21:05, quiet
    assert step_at(115) is Step.SEND


def test_an_alarm_holds_a_nudge_for_two_hours_at_most() -> None:
    assert step_at(1, sky=Sky.ALARM) is Step.HOLD
    assert step_at(119, sky=Sky.ALARM) is Step.HOLD
    assert step_at(120, sky=Sky.ALARM) is Step.LEAVE_OUT


def test_after_an_alarm_only_those_are_nudged_who_asked_for_it() -> None:
    assert step_at(30, sky=Sky.CLEARED) is Step.LEAVE_OUT
    assert step_at(30, sky=Sky.CLEARED, wants_after_alarm=True) is Step.SEND


@settings(deadline=None)
@given(rhythms, moments, st.integers(-60, 600), st.integers(0, 9), st.booleans(),
       st.sampled_from(list(Sky)), st.booleans())  # fmt: skip
def test_nothing_is_ever_sent_in_quiet_hours_or_to_somebody_who_has_practised(
    rhythm: Rhythm,
    at: datetime,
    later: int,
    unopened: int,
    practised: bool,
    sky: Sky,
    after_alarm: bool,
) -> None:
    now = at + timedelta(minutes=later)
    around = Circumstances(
        now, unopened, has_practised=practised, sky=sky, wants_after_alarm=after_alarm
    )
    step = rules.decide(Due(local(at, rhythm).date(), at), rhythm, around)

    if step not in {Step.HOLD, Step.LEAVE_OUT}:
        assert later >= 0
        assert not rules.is_quiet(rhythm, now)
        assert not practised
        assert sky is Sky.CLEAR or (sky is Sky.CLEARED and after_alarm)
        assert rules.lives_until(rhythm, now) > now


TEXTS = [("n01", "practice"), ("n09", "plan"), ("n12", "meet"), ("n15", "kind"), ("n17", "evening"),
         ("n18", "back"), ("n19", "pause"), ("n20", "pause")]  # fmt: skip


def chosen(clock: time, step: Step = Step.SEND) -> set[str]:
    days = [Due(date(2026, 11, 22) + timedelta(days=day), BEGIN) for day in range(30)]
    return {rules.choose_text(TEXTS, due, clock, 5, step) for due in days}


def test_texts_fit_the_hour_and_change_from_day_to_day() -> None:
    assert chosen(time(9)) == {"n01", "n15"}
    assert chosen(time(15)) == {"n01", "n09", "n15"}
    assert chosen(time(19)) == {"n01", "n09", "n15", "n17"}


def test_who_does_not_answer_is_asked_whether_fewer_then_invited_and_told_goodbye() -> None:
    steps = [step_at(0, unopened=unopened) for unopened in range(7)]

    assert [chosen(time(19), step) for step in steps[3:]] == [
        {"n19"}, {"n15", "n18"}, {"n15", "n18"}, {"n20"},
    ]  # fmt: skip


def test_without_words_for_returning_the_ordinary_ones_are_said() -> None:
    due, texts = Due(date(2026, 11, 22), BEGIN), [("n01", "practice")]

    assert rules.choose_text(texts, due, time(19), 5, Step.INVITE_BACK) == "n01"


@pytest.mark.parametrize(
    ("minutes_before", "heard"), [(-5, True), (0, True), (9, True), (10, False), (60, False)]
)
def test_a_visit_just_before_a_nudge_hides_one_just_after_it(
    minutes_before: int, heard: bool
) -> None:
    assert rules.was_heard(DUE.at, DUE.at - timedelta(minutes=minutes_before)) is heard
    assert rules.was_heard(None, None) is True
    assert rules.was_heard(DUE.at, None) is False


def test_a_nudge_that_is_too_early_waits_for_its_hour() -> None:
    assert step_at(-60) is step_at(-1) is Step.HOLD
    assert step_at(0) is Step.SEND


@pytest.mark.parametrize("minute", [45, 55, 58, 59])
def test_whoever_chooses_an_hour_just_before_the_night_is_nudged_in_time(minute: int) -> None:
    rhythm = Rhythm(frozenset(range(1, 8)), time(20, minute), "Europe/Kyiv", time(21), time(8))

    for seed in range(2000):
        due = rules.due_on(rhythm, date(2026, 11, 24), seed)
        assert rules.lives_until(rhythm, due.at) - due.at >= timedelta(minutes=1)
