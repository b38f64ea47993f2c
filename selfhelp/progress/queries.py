"""Where people stand: one person for herself, many members for those who guide them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from .. import db
from ..clock import KYIV, now
from .models import Epoch, Event, ModuleProgress, PracticeDay
from .rules import ModuleSummary, Practice, Summary

PRACTICE_SHOWN = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a participant stands, with the practice of the last 60 days."""

    modules: dict[str, ModuleSummary]
    practice: dict[Practice, int]
    """Minutes of each exercise on each day."""


class LastDays(NamedTuple):
    """The last days on which something happened in a module."""

    last_opened_on: date | None
    last_step_on: date | None
    last_done_on: date | None


def progress_of(participant_id: UUID) -> Progress:
    """Tell a participant where she stands."""
    asked = {
        "participant": participant_id,
        "first_day": now().astimezone(KYIV).date() - PRACTICE_SHOWN,
    }
    # Every phone asks at every start: plain rows, by statements that were made once.
    connection = db.session.connection()
    return Progress(
        modules={
            module: ModuleSummary(frozenset(steps), *days)
            for _id, module, steps, *days in connection.execute(own_summaries, asked).all()
        },
        practice={
            Practice(module, step, day): minutes
            for module, step, day, minutes in connection.execute(own_practice, asked).all()
        },
    )


practice = sa.select(
    PracticeDay.module, PracticeDay.step, PracticeDay.day, PracticeDay.minutes
).order_by(PracticeDay.day, PracticeDay.module, PracticeDay.step)
own_practice = practice.where(
    PracticeDay.participant_id == sa.bindparam("participant"),
    PracticeDay.day > sa.bindparam("first_day"),
)


def for_members(participant_ids: Collection[UUID]) -> dict[UUID, dict[str, ModuleSummary]]:
    """Tell how far each of these participants is in each module, in one question to the database."""
    found: dict[UUID, dict[str, ModuleSummary]] = {each: {} for each in participant_ids}
    rows = db.session.execute(summaries.where(ModuleProgress.participant_id.in_(participant_ids)))
    for participant_id, module, steps, *days in rows:
        found[participant_id][module] = ModuleSummary(frozenset(steps), *days)
    return found


summaries = sa.select(
    ModuleProgress.participant_id,
    ModuleProgress.module,
    ModuleProgress.steps,
    ModuleProgress.opened_on,
    ModuleProgress.done_on,
    ModuleProgress.last_opened_on,
    ModuleProgress.last_step_on,
    ModuleProgress.last_done_on,
).order_by(ModuleProgress.module)
own_summaries = summaries.where(ModuleProgress.participant_id == sa.bindparam("participant"))


def last_days_of(
    participant_ids: Collection[UUID], modules: Collection[str]
) -> dict[UUID, dict[str, LastDays]]:
    """Tell when each of these participants last did something in each of these modules."""
    asked = {"participants": list(participant_ids), "modules": list(modules)}
    found: dict[UUID, dict[str, LastDays]] = {each: {} for each in participant_ids}
    for participant_id, module, *days in db.session.connection().execute(last_days, asked).all():
        found[participant_id][module] = LastDays(*days)
    return found


# Without the steps: a facilitator's page would read thirty lists of them and show none.
last_days = sa.select(
    ModuleProgress.participant_id,
    ModuleProgress.module,
    ModuleProgress.last_opened_on,
    ModuleProgress.last_step_on,
    ModuleProgress.last_done_on,
).where(
    ModuleProgress.participant_id.in_(sa.bindparam("participants", expanding=True)),
    ModuleProgress.module.in_(sa.bindparam("modules", expanding=True)),
)


def practice_days_of(participant_ids: Collection[UUID], since: date) -> dict[UUID, set[date]]:
    """Tell on which days each of these participants practised, from a day on."""
    days: dict[UUID, set[date]] = defaultdict(set)
    rows = db.session.execute(
        sa.select(PracticeDay.participant_id, PracticeDay.day)
        .where(PracticeDay.participant_id.in_(participant_ids), PracticeDay.day >= since)
        .distinct()
    )
    for participant_id, day in rows:
        days[participant_id].add(day)
    return days


def diary_of(participant_id: UUID) -> list[Event]:
    """List everything a participant did, as it was received; for her own eyes and for rebuilding."""
    return list(
        db.session.scalars(
            sa.select(Event)
            .where(Event.participant_id == participant_id)
            .order_by(Event.received_at, Event.seq)
        )
    )


def summary_of(participant_id: UUID) -> Summary:
    """Give the whole summary of a participant, to be compared with a fold of the diary."""
    rows = db.session.execute(practice.where(PracticeDay.participant_id == participant_id))
    return Summary(
        for_members([participant_id])[participant_id],
        {Practice(module, step, day): minutes for module, step, day, minutes in rows},
    )


def epoch() -> UUID:
    """Return the identity of this database; after a restore it is another."""
    return db.session.connection().scalars(newest_epoch).one()


newest_epoch = sa.select(Epoch.id).order_by(Epoch.since.desc()).limit(1)
