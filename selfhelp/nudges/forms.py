"""What a phone sends of a person's plan."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import cache
from typing import Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AwareDatetime, Field, field_validator, model_validator

from ..people.forms import StrictBody
from .actions import Wish

HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
YEARS = ("2000", "2199")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


class PlanBody(StrictBody):
    """When and how somebody wishes to be nudged; no weekday means never."""

    weekdays: list[int] = Field(max_length=7)
    hour: str
    zone: str = Field(default="Europe/Kyiv", max_length=64)
    quiet_from: str = "21:00"
    quiet_until: str = "08:00"
    wording: Literal["discreet", "plain"] = "discreet"
    title: str | None = Field(default=None, max_length=40)
    """Id of a title; left out, the one that was chosen stays."""
    paused_until: str | None = Field(default=None, max_length=40)
    """A day or a moment; no reason goes with it."""
    region: str | None = Field(default=None, max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    after_alarm: bool = False

    @field_validator("weekdays")
    @classmethod
    def _are_weekdays(cls, value: list[int]) -> list[int]:
        if not set(value) <= set(range(1, 8)):
            raise ValueError("1 is Monday, 7 is Sunday")
        return value

    @field_validator("hour", "quiet_from", "quiet_until")
    @classmethod
    def _is_an_hour(cls, value: str) -> str:
        if not HOUR.fullmatch(value):
            raise ValueError("an hour is written 19:00")
        return value

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        if value not in _zones():
            raise ValueError("not a time zone")
        return value

    @model_validator(mode="after")
    def _is_a_moment(self) -> Self:
        self.as_wish()
        return self

    def as_wish(self) -> Wish:
        """Return the wish in values."""
        return Wish(
            weekdays=frozenset(self.weekdays),
            hour=time.fromisoformat(self.hour),
            zone=self.zone,
            quiet_from=time.fromisoformat(self.quiet_from),
            quiet_until=time.fromisoformat(self.quiet_until),
            wording=self.wording,
            title=self.title,
            paused_until=self._end_of_pause(),
            region=self.region,
            wants_after_alarm=self.after_alarm,
        )

    def _end_of_pause(self) -> datetime | None:
        if self.paused_until is None:
            return None
        if not YEARS[0] <= self.paused_until[:4] <= YEARS[1]:
            raise ValueError("no clock of a phone shows such a year")
        if DAY.fullmatch(self.paused_until):
            day = date.fromisoformat(self.paused_until)
            return datetime.combine(day, time.min, ZoneInfo(self.zone))
        moment = datetime.fromisoformat(self.paused_until)
        if moment.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return moment


class PlanShape(StrictBody):
    """A plan as a phone is told it."""

    weekdays: list[int]
    hour: str
    zone: str
    quiet_from: str
    quiet_until: str
    wording: str
    title: str
    region: str | None
    after_alarm: bool
    paused_until: AwareDatetime | None
    next_on: date | None
    """Day of the next nudge; empty: none is coming."""


class PlanAnswer(StrictBody):
    """The plan as it is kept now."""

    plan: PlanShape
