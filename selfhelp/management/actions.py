"""What a manager changes: the page of the centre, its special days, its readiness and plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import gettext as _

from ..centres.models import Centre, SpecialDay
from ..clock import now
from ..db import insert_new, session
from ..errors import Refusal
from . import rules
from .models import PlanLine, ReadinessMark
from .rules import Outcome, Spans


class EditedMeanwhile(Refusal):
    """Somebody else saved the same page after this one was opened."""

    status = 409


class DayHasPassed(Refusal):
    """A day that somebody chose lies behind us."""


class RestTooLong(Refusal):
    """Reminders would rest for longer than a month."""


class OtherHoursAlready(Refusal):
    """The day has other hours already, and different ones."""


class PlanIsFull(Refusal):
    """A list is as long as it may be."""


def change_centre(
    centre: Centre, columns: Mapping[str, Any], *, seen: str, shown: Mapping[str, Any]
) -> None:
    """Store a page about a centre, unless somebody else changed it meanwhile.

    `shown` is what the fields would show now: what was seen when the page was opened is
    compared with it, whoever wrote since, an import too.
    """
    stored = {name: getattr(centre, name) for name in columns}
    _refuse_a_conflict(seen, shown, is_same=stored == columns)
    for name, value in columns.items():
        if stored[name] != value:
            setattr(centre, name, value)


def _refuse_a_conflict(seen: str, shown: Mapping[str, Any], *, is_same: bool) -> None:
    if rules.outcome(seen, shown, is_same=is_same) is Outcome.CONFLICT:
        raise EditedMeanwhile(
            _("Somebody else saved this page while you were writing. Nothing of yours is lost.")
        )


def confirm(centre: Centre, today: date) -> None:
    """Note that everything about a centre is right as of today."""
    centre.verified_on = today


def let_reminders_rest(centre: Centre, until: date, today: date) -> None:
    """Nudge nobody in the groups of a centre until a day; meetings and other news go on."""
    if until <= today:
        raise DayHasPassed(_("Please choose a day after today."))
    if until > today + rules.LONGEST_REST:
        raise RestTooLong(
            _("Please choose a day within a month. A rest can be made longer while it lasts.")
        )
    centre.reminders_rest_until = until


def end_rest(centre: Centre) -> None:
    """Let reminders come again; what has ended has ended."""
    centre.reminders_rest_until = None


def add_special_day(
    centre: Centre, day: date, spans: Spans, reason: tuple[str, str], *, today: date
) -> None:
    """Give a day other hours; the same day twice with the same words is one."""
    if day < today:
        raise DayHasPassed(_("This day has passed. Please choose today or a later day."))
    there = session.scalar(
        sa.select(SpecialDay).where(SpecialDay.centre_id == centre.id, SpecialDay.day == day)
    )
    if there:
        _refuse_other_hours(there, spans, reason)
        return

    _forget_days_before(centre, today)
    _refuse_beyond(_count(SpecialDay, centre), rules.SPECIAL_DAYS_AT_MOST)
    uk, en = reason
    session.add(SpecialDay(centre_id=centre.id, day=day, spans=spans, reason_uk=uk, reason_en=en))


def _refuse_other_hours(there: SpecialDay, spans: Spans, reason: tuple[str, str]) -> None:
    if (there.spans, there.reason_uk, there.reason_en) != (spans, *reason):
        raise OtherHoursAlready(
            _(
                "This day has other hours already: %(hours)s. Please remove them first.",
                hours=rules.spans_as_text(there.spans) or _("closed"),
            )
        )


def _forget_days_before(centre: Centre, today: date) -> None:
    session.execute(
        sa.delete(SpecialDay).where(SpecialDay.centre_id == centre.id, SpecialDay.day < today)
    )


def remove_special_day(centre: Centre, special_day_id: UUID) -> None:
    """Let a day have the hours of the week again; one that is gone is gone."""
    session.execute(
        sa.delete(SpecialDay).where(
            SpecialDay.centre_id == centre.id, SpecialDay.id == special_day_id
        )
    )


def mark_readiness(
    centre: Centre, wished: Mapping[str, str], *, seen: str, stored: Mapping[str, str]
) -> None:
    """Note how far the centre is, unless somebody else did so meanwhile."""
    _refuse_a_conflict(seen, stored, is_same=wished == stored)
    changed = {item: state for item, state in wished.items() if stored[item] != state}
    session.execute(
        sa.delete(ReadinessMark).where(
            ReadinessMark.centre_id == centre.id, ReadinessMark.item.in_(changed)
        )
    )
    at = now()
    session.add_all(
        ReadinessMark(centre_id=centre.id, item=item, state=state, changed_at=at)
        for item, state in changed.items()
        if state != "not-yet"
    )


def add_plan_line(centre: Centre, line_id: UUID, values: Mapping[str, Any]) -> None:
    """Write a line into the plan; the same form twice makes one line."""
    _refuse_beyond(_count(PlanLine, centre), rules.LINES_AT_MOST)
    row = {"id": line_id, "centre_id": centre.id, "created_at": now(), **values}
    insert_new(PlanLine, [row], PlanLine.__table__.c.id)


def settle_plan_line(centre: Centre, line_id: UUID, done_on: date | None) -> None:
    """Note that a line of the plan is done, or open again."""
    session.execute(
        sa.update(PlanLine)
        .where(PlanLine.centre_id == centre.id, PlanLine.id == line_id)
        .values(done_on=done_on)
    )


def remove_plan_line(centre: Centre, line_id: UUID) -> None:
    """Take a line out of the plan; one that is gone is gone."""
    session.execute(
        sa.delete(PlanLine).where(PlanLine.centre_id == centre.id, PlanLine.id == line_id)
    )


def _count(table: type[SpecialDay | PlanLine], centre: Centre) -> int:
    counted = sa.select(sa.func.count()).select_from(table).where(table.centre_id == centre.id)
    return session.scalar(counted) or 0


def _refuse_beyond(count: int, at_most: int) -> None:
    if count >= at_most:
        raise PlanIsFull(_("The list is full. Please remove something first."))
