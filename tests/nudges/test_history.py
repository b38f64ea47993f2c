"""Two years of a simulated person in many zones: whatever happens to her, each rule of nudges holds afterwards.

The checks are worded for themselves: from what was sent and what had happened, on wall clocks of their own.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from selfhelp.nudges import rules
from selfhelp.nudges.rules import Circumstances, Due, Rhythm, Sky, Step

ZONES = (
    "Europe/Kyiv", "Europe/Lisbon", "Europe/Dublin", "UTC", "Asia/Kathmandu", "America/St_Johns",
    "America/Sao_Paulo", "America/Havana", "Africa/Cairo", "Asia/Beirut", "Asia/Gaza", "Asia/Tehran",
    "Australia/Lord_Howe", "Australia/Adelaide", "Pacific/Chatham", "Antarctica/Troll", "Africa/Casablanca",
    "Pacific/Apia",
)  # fmt: skip
BEGINNINGS = (datetime(2026, 11, 22, tzinfo=UTC), datetime(2010, 12, 1, tzinfo=UTC))
"""The second one holds the day that Apia left out and the last years of many old rules."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TWO_YEARS = 730
LOOKED_AT_AGAIN = timedelta(minutes=5)
SENT = {Step.SEND, Step.OFFER_FEWER, Step.INVITE_BACK, Step.SAY_GOODBYE}
USUAL, NONE = (time(21), time(8)), (time(0), time(0))


@dataclass
class Life:
    """All that happens to somebody, known beforehand."""

    rhythm: Rhythm
    seed: int
    wants_after_alarm: bool
    begin: datetime
    practised: set[date]
    visits: list[datetime]
    pauses: list[tuple[datetime, datetime]]
    """When it was asked for, and until when."""
    rests: list[tuple[datetime, date]]
    alarms: list[tuple[datetime, datetime]]


@dataclass
class Happened:
    """One nudge that was due, as it went on."""

    due: Due
    at: datetime
    step: Step
    unopened: int
    lives: int
    after: datetime
    """It was to be the first one after this moment,"""
    last_on: date | None
    """and after this day."""
    was_held: bool
    is_kept_anew: bool
    """The person chose it, after whatever had been."""


@dataclass
class Nudging:
    """Does with the rules what a worker does with a plan."""

    life: Life
    random: Random
    happened: list[Happened] = field(default_factory=list)
    unopened: int = 0
    last_on: date | None = None
    last_at: datetime | None = None
    pause: datetime | None = None
    kept_anew: list[datetime] = field(default_factory=list)
    to_come: list[tuple[datetime, datetime]] = field(default_factory=list)
    """Pauses that were not asked for yet."""

    def run(self) -> list[Happened]:
        life, is_new = self.life, True
        self.to_come = list(life.pauses)
        due, after, day = self._plan(life.begin, None)
        while due and due.at < life.begin + TWO_YEARS * DAY:
            at = due.at + self._delay()
            if self.to_come and self.to_come[0][0] <= at:
                asked_at, self.pause = self.to_come.pop(0)
                if self.random.random() < 0.7:  # else it was in a worker's hands already
                    self.kept_anew.append(asked_at)
                    self.unopened, is_new = 0, True
                    due, after, day = self._plan(max(asked_at, self.pause), self.last_on)
                    continue
            first_look = max(at, due.at)
            step, at = self._decide(due, at)
            heard = rules.was_heard(self.last_at, self._sign_of_life(at))
            self.unopened = 0 if heard else self.unopened
            lives = _seconds_of_life(life.rhythm, at)
            self.happened.append(
                Happened(due, at, step, self.unopened, lives, after, day, at > first_look, is_new)
            )
            if step in SENT:
                self.unopened += 1
                self.last_on, self.last_at = due.on, at
            is_new = False
            due, after, day = self._plan(max(at, due.at, self.pause or at), due.on)
        return self.happened

    def _plan(self, after: datetime, last_on: date | None) -> tuple[Due | None, datetime, date | None]:  # fmt: skip
        rhythm, seed = self.life.rhythm, self.life.seed
        due = rules.next_due(rhythm, after, seed, last_on=last_on, unopened=self.unopened)
        return due, after, last_on

    def _decide(self, due: Due, at: datetime) -> tuple[Step, datetime]:
        while True:
            while self.to_come and self.to_come[0][0] <= at:
                _asked_at, self.pause = self.to_come.pop(0)
            heard = rules.was_heard(self.last_at, self._sign_of_life(at))
            around = Circumstances(
                at,
                0 if heard else self.unopened,
                has_practised=due.on in self.life.practised,
                paused_until=self.pause,
                rests_until=max((until for since, until in self.life.rests if since <= at), default=None),
                sky=sky_over(self.life, due, at),
                wants_after_alarm=self.life.wants_after_alarm,
            )  # fmt: skip
            step = rules.decide(due, self.life.rhythm, around)
            if step is not Step.HOLD:
                return step, at
            at = due.at if at < due.at else at + LOOKED_AT_AGAIN
            assert at < due.at + DAY, "held for ever"

    def _sign_of_life(self, at: datetime) -> datetime | None:
        count = bisect_right(self.life.visits, at)
        return self.life.visits[count - 1] if count else None

    def _delay(self) -> timedelta:
        kind = self.random.random()
        if kind < 0.05:  # reckoned with an older rule of the zone
            return -HOUR
        return self.random.random() * (4 * HOUR if kind < 0.15 else 2 * MINUTE)


def _seconds_of_life(rhythm: Rhythm, at: datetime) -> int:
    """As the sender reckons it."""
    return int(min(rules.LONGEST_LIFE, rules.lives_until(rhythm, at) - at).total_seconds())


def sky_over(life: Life, due: Due, at: datetime) -> Sky:
    near = [(begin, end) for begin, end in life.alarms if begin <= at and end > due.at]
    if any(end > at for _begin, end in near):
        return Sky.ALARM
    return Sky.CLEARED if near else Sky.CLEAR


minutes = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))
at_night = st.integers(0, 5 * 60).map(lambda minute: time(minute // 60, minute % 60))
"""Where clocks change."""


quiet_hours = st.one_of(st.just(USUAL), st.just(NONE), st.tuples(minutes, minutes))
rhythms = st.builds(
    lambda weekdays, hour, zone, quiet: Rhythm(weekdays, hour, zone, *quiet),
    st.frozensets(st.integers(1, 7), min_size=1),
    st.one_of(minutes, at_night, st.just(time(19))),
    st.sampled_from(ZONES),
    quiet_hours,
)


class Fate(NamedTuple):
    """How much of everything happens in a life; the rest is chance."""

    pauses: int
    rests: int
    alarms: int
    practised: int
    visits: int
    wants_after_alarm: bool
    begin: datetime
    chance: int


fates = st.builds(
    Fate,
    st.sampled_from([0, 12]),
    st.sampled_from([0, 60]),
    st.sampled_from([0, 2000]),
    st.sampled_from([0, 300]),
    st.sampled_from([0, 10, 1500, 1500, 1500]),
    st.booleans(),
    st.sampled_from(BEGINNINGS),
    st.integers(0, 2**32),
)


def live(rhythm: Rhythm, fate: Fate, random: Random) -> Life:
    def some(most: int) -> list[datetime]:
        moments = [
            random.randrange(TWO_YEARS * 86400) for _each in range(random.randrange(most + 1))
        ]
        return [fate.begin + timedelta(seconds=moment) for moment in sorted(moments)]

    def spans(begins: list[datetime], longest: list[timedelta]) -> list[tuple[datetime, datetime]]:
        found, end = [], fate.begin
        for begin in begins:
            if begin > end:
                end = begin + random.random() * random.choice(longest)
                found.append((begin, end))
        return found

    return Life(
        rhythm,
        random.getrandbits(128),
        fate.wants_after_alarm,
        fate.begin,
        {moment.date() for moment in some(fate.practised)},
        some(fate.visits),
        spans(some(fate.pauses), [2 * DAY, 7 * DAY, 60 * DAY]),
        [(moment, moment.date() + random.randrange(10) * DAY) for moment in some(fate.rests)],
        spans(some(fate.alarms), [HOUR, 5 * HOUR]),
    )


class Clocks:
    """Wall clocks, worked out from offsets alone."""

    def __init__(self, rhythm: Rhythm) -> None:
        self.rhythm, self.zone = rhythm, ZoneInfo(rhythm.zone)
        self.quiet_lasts = (_minutes(rhythm.quiet_until) - _minutes(rhythm.quiet_from)) % 1440
        self._known: dict[date, datetime | None] = {}

    def wall(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone).replace(tzinfo=None)

    def is_quiet(self, moment: datetime) -> bool:
        clock = self.wall(moment).time()
        since = (_minutes(clock) - _minutes(self.rhythm.quiet_from)) % 1440
        return since < self.quiet_lasts

    def hour_of(self, day: date) -> datetime | None:
        """Say when the hour of a day begins; None where there is no such nudge."""
        if day not in self._known:
            self._known[day] = self._hour_of(day)
        return self._known[day]

    def _hour_of(self, day: date) -> datetime | None:
        if day.isoweekday() not in self.rhythm.weekdays:
            return None
        wall = datetime.combine(day, self.rhythm.hour)
        around = [
            self.wall(near := wall.replace(tzinfo=UTC) + side * 30 * HOUR)
            - near.replace(tzinfo=None)
            for side in (-1, 1)
        ]
        moments = [(wall - offset).replace(tzinfo=UTC) for offset in around]
        there = [moment for moment in moments if self.wall(moment) == wall]
        # Twice there: the first. Left out: as long after midnight as with yesterday's clock.
        moment = min(there) if there else moments[0]
        is_its_day = self.wall(moment).date() == day
        return moment if is_its_day and not self.is_quiet(moment) else None


def _minutes(clock: time) -> int:
    return 60 * clock.hour + clock.minute


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=count) for count in range(1, (last - first).days)]


class Verdict:
    """Looks at what happened, rule by rule."""

    def __init__(self, life: Life, nudging: Nudging) -> None:
        self.life, self.happened, self.kept_anew = life, nudging.run(), nudging.kept_anew
        self.clocks = Clocks(life.rhythm)
        self.sent = [one for one in self.happened if one.step in SENT]

    def one_a_day_on_its_days(self) -> None:
        days = [one.due.on for one in self.happened]
        assert days == sorted(set(days))
        assert {day.isoweekday() for day in days} <= self.life.rhythm.weekdays

    def at_its_hour_on_the_wall_whatever_clocks_do(self) -> None:
        for one in self.happened:
            hour = self.clocks.hour_of(one.due.on)
            assert hour is not None
            assert timedelta(0) <= one.due.at - hour < 15 * MINUTE
            assert not self.clocks.is_quiet(one.due.at)

    def the_first_one_that_may_come_and_after_three_unopened_the_second(self) -> None:
        for one, before in zip(self.happened, [None, *self.happened], strict=False):
            since = one.last_on or one.after.date() - 3 * DAY
            hours = [self.clocks.hour_of(day) for day in days_between(since, one.due.on)]
            passed = [hour for hour in hours if hour and hour > one.after]
            doubtful = [hour for hour in hours if hour and hour <= one.after < hour + 15 * MINUTE]
            usual = before is None or one.is_kept_anew
            is_halved = not usual and before and before.unopened + (before.step in SENT) >= 3
            left_out = 1 if is_halved else 0
            assert len(passed) <= left_out <= len(passed) + len(doubtful)

    def never_in_quiet_hours_nor_alive_in_them(self) -> None:
        for one in self.sent:
            assert not self.clocks.is_quiet(one.at)
            assert 0 <= one.lives <= 3 * 3600
            end = one.at + timedelta(seconds=one.lives + 1)
            assert one.lives == 3 * 3600 or self.clocks.is_quiet(end)
            for share in (0.25, 0.5, 0.75, 1):
                assert not self.clocks.is_quiet(
                    one.at + timedelta(seconds=max(0, one.lives * share - 1))
                )

    def sent_exactly_when_nothing_speaks_against_it(self) -> None:
        for one in self.happened:
            assert (one.step in SENT) == (not self._against(one)), (one, self._against(one))

    def _against(self, one: Happened) -> list[str]:
        due, at, life = one.due, one.at, self.life
        alarms = [(begin, end) for begin, end in life.alarms if begin <= at and end > due.at]
        reasons = {
            "too early": at < due.at,
            "too late": at > due.at + 3 * HOUR,
            "quiet": self.clocks.is_quiet(at),
            "practised": due.on in life.practised,
            "paused": any(asked <= at < until for asked, until in life.pauses),
            "rests": any(since <= at and at < kyiv_midnight(until) for since, until in life.rests),
            "alarm": any(end > at for _begin, end in alarms),
            "after an alarm": bool(alarms) and not life.wants_after_alarm,
        }
        return [reason for reason, holds in reasons.items() if holds]

    def held_by_an_alarm_for_two_hours_and_no_longer(self) -> None:
        for one in self.happened:
            assert not one.was_held or one.at < one.due.at + 2 * HOUR + LOOKED_AT_AGAIN
            if one.step is Step.LEAVE_OUT and self._against(one) in (["alarm"], ["alarm", "after an alarm"]):  # fmt: skip
                assert one.at >= one.due.at + 2 * HOUR

    def fewer_then_back_then_goodbye_then_silence(self) -> None:
        said = {0: Step.SEND, 1: Step.SEND, 2: Step.SEND, 3: Step.OFFER_FEWER,
                4: Step.INVITE_BACK, 5: Step.INVITE_BACK, 6: Step.SAY_GOODBYE}  # fmt: skip
        in_a_row = 0
        for place, one in enumerate(self.sent):
            before = self.sent[place - 1] if place else None
            in_a_row = 0 if before is None or self._spoke(before, one) else in_a_row + 1
            assert one.step is said[in_a_row]
            is_last = place == len(self.sent) - 1
            speaks_again = any(asked > one.at for asked in self.kept_anew)
            assert one.step is not Step.SAY_GOODBYE or is_last or speaks_again

    def _spoke(self, before: Happened, one: Happened) -> bool:
        visited = any(before.at - 10 * MINUTE < visit <= one.at for visit in self.life.visits)
        return visited or any(before.at < asked <= one.at for asked in self.kept_anew)


def kyiv_midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo("Europe/Kyiv")).astimezone(UTC)


CHECKS = (
    Verdict.one_a_day_on_its_days,
    Verdict.at_its_hour_on_the_wall_whatever_clocks_do,
    Verdict.the_first_one_that_may_come_and_after_three_unopened_the_second,
    Verdict.never_in_quiet_hours_nor_alive_in_them,
    Verdict.sent_exactly_when_nothing_speaks_against_it,
    Verdict.held_by_an_alarm_for_two_hours_and_no_longer,
    Verdict.fewer_then_back_then_goodbye_then_silence,
)


def every_day(hour: time, zone: str, quiet: tuple[time, time]) -> Rhythm:
    return Rhythm(frozenset(range(1, 8)), hour, zone, *quiet)


OFTEN_THERE = Fate(0, 0, 0, 0, visits=3000, wants_after_alarm=False, begin=BEGINNINGS[0], chance=1)
"""Somebody whose nudges go on for two years."""


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(rhythm=rhythms, fate=fates)
@example(every_day(time(0, 40), "Europe/Kyiv", NONE), OFTEN_THERE._replace(rests=60))
@example(every_day(time(3, 30), "Europe/Kyiv", NONE), OFTEN_THERE)
@example(every_day(time(1, 45), "Australia/Lord_Howe", NONE), OFTEN_THERE)
@example(every_day(time(2, 30), "Antarctica/Troll", NONE), OFTEN_THERE)
@example(every_day(time(20, 50), "Europe/Kyiv", USUAL), OFTEN_THERE)
@example(every_day(time(12), "Pacific/Apia", NONE), OFTEN_THERE._replace(begin=BEGINNINGS[1]))
def test_in_two_years_of_anything_every_rule_holds(rhythm: Rhythm, fate: Fate) -> None:
    random = Random(fate.chance)
    life = live(rhythm, fate, random)
    verdict = Verdict(life, Nudging(life, random))

    for check in CHECKS:
        check(verdict)
