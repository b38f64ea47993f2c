"""Pure decisions of the demo: slip numbers, and when the meeting of today begins."""

from __future__ import annotations

from datetime import datetime, time, timedelta

USUAL_HOUR = 18
LATEST_HOUR = 23


def slip_number(person: int) -> str:
    """Return the seven digits that find a demo slip: the thirtieth is 0000030."""
    return f"{person:07}"


def pretty_slip(person: int) -> str:
    """Write a demo slip as on paper: 1000 0000 0000 0030."""
    return f"1000 0000 0000 {person:04}"


def meeting_time(local: datetime, in_days: int) -> datetime:
    """Say when a demo meeting begins: at six in the evening, or later today when six is over.

    `local` is this moment on the clock of the centre.
    """
    hour = USUAL_HOUR
    if in_days == 0 and local.hour >= USUAL_HOUR:
        hour = min(local.hour + 1, LATEST_HOUR)
    day = local.date() + timedelta(days=in_days)
    return datetime.combine(day, time(hour), tzinfo=local.tzinfo)
