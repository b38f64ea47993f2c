"""When a nudge is due, whether it goes out, how long it may wait, and when it falls silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LONGEST_LIFE = timedelta(hours=3)
"""A push service keeps a nudge for a phone that is away no longer than this."""
LOOKED_AHEAD = timedelta(hours=14)
"""Longer than a day is between its quiet hours: what is no nudge may wait all day for a phone that is away."""
LATEST = timedelta(hours=3)
"""A nudge that could not go out until then is left out: late is worse than never."""
LONGEST_HOLD = timedelta(hours=2)
"""An alarm holds a nudge no longer than this; then it is left out."""
AFTER_ALARM = timedelta(hours=1)
"""The way back to what an alarm broke off is told within this time after the all-clear."""
JITTER = timedelta(minutes=15)
"""Nudges of one hour are spread over this time; each person keeps the same minute."""
APART = 30
"""Seconds between their moments: the fewer there are, the fewer pages a batch changes in the index of the queue."""
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
HALVED_AFTER = 3
"""So many in a row without a sign of life, and every second one is left out."""
STOPPED_AFTER = 6
"""So many in a row, and the next one says goodbye."""
DAYS_LOOKED_AT = 60
GRAIN = timedelta(minutes=10)
"""A sign of life is written down so often; one just before a nudge hides one just after it."""


class Rhythm(NamedTuple):
    """When somebody wishes to be nudged; hours are those of a wall clock in the zone."""

    weekdays: frozenset[int]
    """1 is Monday, 7 is Sunday."""
    hour: time
    zone: str
    quiet_from: time
    quiet_until: time
    """Equal to quiet_from: no quiet hours."""


class Due(NamedTuple):
    """One nudge to come."""

    on: date
    """The day in the person's own zone; it names the nudge, so that a second sending replaces it."""
    at: datetime
    """The moment, in UTC, the person's own part of the quarter of an hour included."""


class Sky(StrEnum):
    """What is known of air alarms over a region."""

    CLEAR = "clear"
    ALARM = "alarm"
    CLEARED = "cleared"
    """An alarm was on after the nudge was due, and is over."""


class Step(StrEnum):
    """What becomes of a nudge that is due."""

    SEND = "send"
    OFFER_FEWER = "offer-fewer"
    """Sent, and it says that there may be fewer."""
    INVITE_BACK = "invite-back"
    """Sent to somebody who has not been heard of for long."""
    SAY_GOODBYE = "say-goodbye"
    HOLD = "hold"
    LEAVE_OUT = "leave-out"


class Circumstances(NamedTuple):
    """What there is to know about a person at the moment when a nudge is due."""

    now: datetime
    unopened: int
    """Nudges in a row without any sign of life since."""
    has_practised: bool
    """On the day of the nudge."""
    paused_until: datetime | None = None
    rests_until: date | None = None
    """A centre of the person lets reminders rest; they come again on this day."""
    sky: Sky = Sky.CLEAR
    wants_after_alarm: bool = False


def decide(due: Due, rhythm: Rhythm, around: Circumstances) -> Step:
    """Say what becomes of a nudge that is due."""
    if around.now < due.at:  # reckoned with an older rule of the zone
        return Step.HOLD
    is_late = around.now > due.at + LATEST
    is_paused = around.paused_until is not None and around.now < around.paused_until
    is_paused = is_paused or is_resting(around.rests_until, around.now)
    if is_late or is_paused or around.has_practised or is_quiet(rhythm, around.now):
        return Step.LEAVE_OUT
    if around.sky is Sky.ALARM:
        return Step.HOLD if around.now < due.at + LONGEST_HOLD else Step.LEAVE_OUT
    if around.sky is Sky.CLEARED and not around.wants_after_alarm:
        return Step.LEAVE_OUT
    return _said_to_whom_does_not_answer(around.unopened)


def _said_to_whom_does_not_answer(unopened: int) -> Step:
    if unopened >= STOPPED_AFTER:
        return Step.SAY_GOODBYE
    if unopened > HALVED_AFTER:
        return Step.INVITE_BACK
    return Step.OFFER_FEWER if unopened == HALVED_AFTER else Step.SEND


def is_resting(until: date | None, moment: datetime) -> bool:
    """Say whether a centre's rest still lasts; its day begins at midnight in Kyiv."""
    return until is not None and moment < moment_of(until, time.min, USUAL_QUIET.zone)


def next_due(
    rhythm: Rhythm,
    after: datetime,
    seed: int,
    *,
    last_on: date | None = None,
    unopened: int = 0,
) -> Due | None:
    """Find the next nudge after a moment; None when there is none, or goodbye was said.

    `seed` belongs to the person and keeps the minute the same; `last_on` is the day of the last
    nudge, for there is never a second one on a day.
    """
    if unopened > STOPPED_AFTER:
        return None
    left_out = 1 if unopened >= HALVED_AFTER else 0
    # The quarter of an hour over which nudges are spread may reach into the day after.
    day = after.astimezone(ZoneInfo(rhythm.zone)).date() - 2 * DAY
    if last_on is not None and last_on > day:
        day = last_on
    while coming := _next_day(rhythm, day):
        day = coming
        due = due_on(rhythm, day, seed)
        if due.at > after:
            if not left_out:
                return due
            left_out -= 1
    return None


# Plans have few rhythms among them: what does not depend on the person is found once for all.
@lru_cache(maxsize=2**14)
def _next_day(rhythm: Rhythm, day: date) -> date | None:
    zone = ZoneInfo(rhythm.zone)
    for _each in range(DAYS_LOOKED_AT):
        day += DAY
        if day.isoweekday() in rhythm.weekdays:
            at = moment_of(day, rhythm.hour, rhythm.zone)
            # Where a whole day is left out of the calendar its hours belong to another one.
            if at.astimezone(zone).date() == day and not is_quiet(rhythm, at):
                return day
    return None


def due_on(rhythm: Rhythm, day: date, seed: int) -> Due:
    """Say when the nudge of a day is due."""
    at, moments = _at_its_hour(rhythm, day)
    return Due(day, at + timedelta(seconds=seed % moments * APART))


@lru_cache(maxsize=2**14)
def _at_its_hour(rhythm: Rhythm, day: date) -> tuple[datetime, int]:
    """Say when the hour of a day begins, and over how many moments its nudges are spread."""
    at = moment_of(day, rhythm.hour, rhythm.zone)
    # What comes in the last minute before quiet hours would be late.
    span = min(JITTER, time_to_quiet(rhythm, at) - MINUTE)
    return at, max(1, int(span.total_seconds()) // APART)


def moment_of(day: date, hour: time, zone: str) -> datetime:
    """Turn a day and an hour on the wall clock into a moment in UTC.

    An hour that comes twice means the first one; one that is left out means as much after midnight
    as on other days.
    """
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


def knows(zone: str) -> bool:
    """Say whether this machine knows a zone: another one that wrote it down may have newer rules."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def is_quiet(rhythm: Rhythm, moment: datetime) -> bool:
    """Say whether a moment lies in the quiet hours of the wall clock."""
    clock = moment.astimezone(ZoneInfo(rhythm.zone)).time()
    begin, end = rhythm.quiet_from, rhythm.quiet_until
    if begin <= end:
        return begin <= clock < end
    return clock >= begin or clock < end


def time_to_quiet(rhythm: Rhythm, moment: datetime) -> timedelta:
    """Say how long it is until the quiet hours begin, three hours at most."""
    whole_minute = moment.replace(second=0, microsecond=0)
    quiet_at = _first_quiet_minute(rhythm, whole_minute)
    return min(LONGEST_LIFE, max(timedelta(0), quiet_at - moment)) if quiet_at else LONGEST_LIFE


@lru_cache(maxsize=4096)
def _first_quiet_minute(rhythm: Rhythm, minute: datetime) -> datetime | None:
    # Walking is right on both nights when clocks change, whatever is left out or comes twice.
    steps = int(LOOKED_AHEAD / MINUTE) + 1
    walk = (minute + step * MINUTE for step in range(steps))
    return next((each for each in walk if is_quiet(rhythm, each)), None)


def lives_until(rhythm: Rhythm, moment: datetime) -> datetime:
    """Say until when a phone may show what leaves soon after a moment: never in the quiet hours.

    The same for all who wait in one minute; it lies many hours ahead when nothing is quiet.
    """
    whole_minute = moment.replace(second=0, microsecond=0)
    return _first_quiet_minute(rhythm, whole_minute) or whole_minute + LOOKED_AHEAD


def end_of_all_clear(rhythm: Rhythm, cleared_at: datetime, moment: datetime) -> datetime:
    """Say until when the way back may reach a phone after an alarm: an hour, and never in the quiet hours."""
    return min(cleared_at + AFTER_ALARM, moment + time_to_quiet(rhythm, moment))


def was_heard(last_at: datetime | None, sign_of_life: datetime | None) -> bool:
    """Say whether a phone spoke with us since the last nudge, for whatever reason."""
    if last_at is None:
        return True
    return sign_of_life is not None and sign_of_life > last_at - GRAIN


USUAL_QUIET = Rhythm(frozenset(), time(12), "Europe/Kyiv", time(21), time(8))
"""Quiet hours for what is not a nudge: it concerns a meeting in Kyiv time."""
EVE = time(18)
BEFORE_IT_BEGINS = timedelta(hours=3)
INSTANT = timedelta.resolution


def outside_quiet_hours(at: datetime, rhythm: Rhythm = USUAL_QUIET) -> datetime:
    """Return the first moment from this one on that is not in the night."""
    if not is_quiet(rhythm, at):
        return at
    clock = at.astimezone(ZoneInfo(rhythm.zone))
    day = clock.date() if clock.time() < rhythm.quiet_until else clock.date() + DAY
    until = max(at, moment_of(day, rhythm.quiet_until, rhythm.zone))
    # On a night when clocks change the hour may come twice, or belong to another day.
    while is_quiet(rhythm, until):
        until += MINUTE
    return until


def evening_before(starts_at: datetime) -> datetime:
    """Say when to remind of a meeting for the first time."""
    day = starts_at.astimezone(ZoneInfo(USUAL_QUIET.zone)).date()
    return moment_of(day - DAY, EVE, USUAL_QUIET.zone)


def recalled_on_the_eve(at: datetime) -> tuple[datetime, datetime]:
    """Say which beginnings are recalled now because they lie on the day after: from one moment to before another."""
    today = at.astimezone(ZoneInfo(USUAL_QUIET.zone)).date()
    evening = moment_of(today, EVE, USUAL_QUIET.zone)
    if not evening <= at < evening + LONGEST_LIFE:
        return at, at
    return (
        moment_of(today + DAY, time.min, USUAL_QUIET.zone),
        moment_of(today + 2 * DAY, time.min, USUAL_QUIET.zone),
    )


def recalled_on_the_day(at: datetime) -> tuple[datetime, datetime]:
    """Say which beginnings are recalled now because they are near: from one moment to before another."""
    today = at.astimezone(ZoneInfo(USUAL_QUIET.zone)).date()
    if at < moment_of(today, USUAL_QUIET.quiet_until, USUAL_QUIET.zone):
        return at, at
    soon = at + BEFORE_IT_BEGINS + INSTANT
    return at + INSTANT, min(soon, moment_of(today + DAY, time.min, USUAL_QUIET.zone))


LATER_IN_THE_DAY = {"evening": 18, "n09": 15}
"""Kinds, or single texts, that would be odd before this hour."""
ORDINARY = frozenset({"practice", "plan", "kind", "evening"})
FOR_RETURNING = frozenset({"back", "kind"})
OF_ITS_OWN = {Step.OFFER_FEWER: "n19", Step.SAY_GOODBYE: "n20"}
"""Texts that are said at one moment only, and lead to the plan."""
ABOUT_THE_PLAN = frozenset(OF_ITS_OWN.values())


def choose_text(
    texts: Sequence[tuple[str, str]], due: Due, clock: time, seed: int, step: Step
) -> str:
    """Choose among texts, each an id and a kind: another one each time, in the person's own order."""
    if step in OF_ITS_OWN:
        return OF_ITS_OWN[step]
    fitting = _fitting(tuple(texts), ORDINARY, clock.hour)
    if step is Step.INVITE_BACK:
        fitting = _fitting(tuple(texts), FOR_RETURNING, clock.hour) or fitting
    return fitting[(due.on.toordinal() + seed) % len(fitting)]


@lru_cache
def _fitting(texts: tuple[tuple[str, str], ...], kinds: frozenset[str], hour: int) -> list[str]:
    return [
        text_id
        for text_id, kind in texts
        if kind in kinds
        and hour >= LATER_IN_THE_DAY.get(kind, 0)
        and hour >= LATER_IN_THE_DAY.get(text_id, 0)
    ]
