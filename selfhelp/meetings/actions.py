"""What changes meetings: a whole programme at once, one more, another time, cancelled and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask_babel import gettext as _

from ..clock import KYIV, now
from ..db import session
from ..errors import Refusal
from ..groups import actions as groups
from ..groups.models import Group
from ..library.library import Library
from . import rules
from .models import Meeting

if TYPE_CHECKING:
    from ..people.access import Person

WEEK = timedelta(weeks=1)


class TooManyMeetings(Refusal):
    """A group has as many meetings as one page can show."""


class NoSuchHour(Refusal):
    """Nobody can come at a time that is over or years away."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When, where and about what a group meets."""

    starts_at: datetime
    minutes: int
    room: str | None
    module: str | None


def plan_programme(group: Group, first: Plan, modules: Sequence[str]) -> list[Meeting]:
    """Make the weekly meetings of a programme; where meetings are planned already, nothing happens."""
    if _last_ordinal(group):
        return []
    refuse_what_nobody_can_keep(first.starts_at)
    times = rules.weekly(first.starts_at, rules.MEETINGS_OF_A_PROGRAMME)
    made = [
        _meeting(group, place, Plan(at, first.minutes, first.room, module))
        for place, (at, module) in enumerate(
            zip(times, rules.one_each(modules, len(times)), strict=True), start=1
        )
    ]
    session.add_all(made)
    session.flush()
    return made


def give_home_practice(
    staff: Person, group: Group, made: Sequence[Meeting], library: Library
) -> None:
    """Ask the group to follow each meeting's module from its day until the next meeting."""
    following = [meeting.starts_at for meeting in made[1:]]
    for meeting, after in zip_longest(made, following):
        if meeting.module is not None:
            groups.assign_module(
                staff,
                group,
                meeting.module,
                (after or meeting.starts_at + WEEK).astimezone(KYIV).date(),
                library=library,
                starts_on=meeting.starts_at.astimezone(KYIV).date(),
            )


def add_meeting(group: Group, plan: Plan) -> Meeting:
    """Plan one more meeting; the same moment asked for twice is one meeting."""
    refuse_what_nobody_can_keep(plan.starts_at)
    there = session.scalar(
        sa.select(Meeting).where(
            Meeting.group_id == group.id,
            Meeting.starts_at == plan.starts_at,
            Meeting.cancelled_at.is_(None),
        )
    )
    if there is not None:
        return there
    last = _last_ordinal(group)
    if last >= rules.MOST_MEETINGS:
        raise TooManyMeetings(
            _("This group has as many meetings as fit. A new group has room again.")
        )
    meeting = _meeting(group, last + 1, plan)
    session.add(meeting)
    session.flush()
    return meeting


def change_meeting(meeting: Meeting, plan: Plan) -> None:
    """Let a meeting be at another time, in another room or about something else."""
    if plan.starts_at != meeting.starts_at:
        refuse_what_nobody_can_keep(plan.starts_at)
    meeting.starts_at, meeting.minutes = plan.starts_at, plan.minutes
    meeting.room, meeting.module = plan.room, plan.module


def cancel(meeting: Meeting) -> None:
    """Cancel a meeting; it stays visible, and cancelling twice is no harm."""
    if meeting.cancelled_at is None:
        meeting.cancelled_at = now()


def bring_back(meeting: Meeting) -> None:
    """Let a cancelled meeting take place after all."""
    meeting.cancelled_at = None


def _meeting(group: Group, ordinal: int, plan: Plan) -> Meeting:
    return Meeting(
        group_id=group.id,
        ordinal=ordinal,
        module=plan.module,
        starts_at=plan.starts_at,
        minutes=plan.minutes,
        room=plan.room,
    )


def refuse_what_nobody_can_keep(starts_at: datetime) -> None:
    """Refuse a time that has passed, and one so far away that it can only be a slip of the finger."""
    if starts_at < now():
        raise NoSuchHour(_("This time has passed. Please choose a later one."))
    if starts_at > now() + rules.LATEST:
        raise NoSuchHour(_("Please choose a day within two years."))


def _last_ordinal(group: Group) -> int:
    last = sa.select(sa.func.max(Meeting.ordinal)).where(Meeting.group_id == group.id)
    return session.scalar(last) or 0
