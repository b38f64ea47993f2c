"""Writing down what people did; sent twice or late, it changes nothing twice."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from .. import db
from ..clock import now
from ..errors import Refusal
from ..people.models import Participant
from . import queries, rules
from .batches import Batch, UnderstoodEvent
from .models import Event, ModuleProgress, PracticeDay, RefusedEvent
from .rules import ModuleSummary


class Erased(Refusal):
    """The participant erased everything while this was on its way."""

    status = 410


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a batch, in the words of `forms.RecordAnswer`."""

    stored: list[str]
    duplicate: list[str]
    rejected: list[dict[str, str]]
    epoch: str


def record(participant_id: UUID, batch: Batch) -> Recorded:
    """Store what is new in a batch and bring the summary up to date, for one participant."""
    epoch = _hold(participant_id)
    at = now()

    understood = _without_repeats(batch.understood)
    new_ids = _write_diary(participant_id, understood, at)
    new = [event for event in understood if event.id in new_ids]
    _bring_up_to_date(participant_id, new)
    _keep_refused(participant_id, batch, at)

    stored = {event.sent_id for event in new}
    return Recorded(
        stored=[event.sent_id for event in new],
        duplicate=_ordered_once(
            event.sent_id for event in batch.understood if event.sent_id not in stored
        ),
        rejected=[{"id": event.sent_id, "code": event.code} for event in batch.refused],
        epoch=str(epoch),
    )


def _hold(participant_id: UUID) -> UUID:
    """Hold the participant until the end: two of her phones come one after the other.

    The row is the one lock for all her summaries, also for those that are not there yet.
    """
    found: UUID | None = db.session.scalar(
        sa.select(queries.newest_epoch.scalar_subquery())
        .where(Participant.id == participant_id)
        .with_for_update(key_share=True, of=Participant)
    )
    if found is None:
        raise Erased(_("Everything kept here was erased, as you wished."))
    return found


def _without_repeats(events: Iterable[UnderstoodEvent]) -> list[UnderstoodEvent]:
    return list({event.id: event for event in reversed(list(events))}.values())[::-1]


def _ordered_once(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))


def _write_diary(
    participant_id: UUID, events: list[UnderstoodEvent], received_at: datetime
) -> set[UUID]:
    """Insert what is not there yet and name it."""
    if not events:
        return set()
    rows = [
        {
            "participant_id": participant_id,
            "id": event.id,
            "kind": event.kind,
            "module": event.module,
            "step": event.step,
            "version": event.version,
            "day": event.day,
            "at": event.at,
            "seq": event.seq,
            "minutes": event.minutes,
            "received_at": received_at,
        }
        for event in events
    ]
    return set(db.session.scalars(_statements().write_diary, rows))


def _bring_up_to_date(participant_id: UUID, events: list[UnderstoodEvent]) -> None:
    fresh = rules.fold(events)
    if not fresh.modules:
        return
    before = _modules_before(participant_id, list(fresh.modules))
    after = {
        module: rules.join_modules(before.get(module, ModuleSummary()), summary)
        for module, summary in fresh.modules.items()
    }
    changed = [
        _module_row(participant_id, module, summary)
        for module, summary in sorted(after.items())
        if summary != before.get(module)
    ]
    if changed:
        db.session.execute(_statements().join_modules, changed)
    if fresh.practice:
        practised = [
            {"participant_id": participant_id, **exercise._asdict(), "minutes": minutes}
            for exercise, minutes in sorted(fresh.practice.items())
        ]
        db.session.execute(_statements().join_practice, practised)


def _modules_before(participant_id: UUID, modules: list[str]) -> dict[str, ModuleSummary]:
    rows = db.session.execute(
        queries.summaries.where(
            ModuleProgress.participant_id == participant_id, ModuleProgress.module.in_(modules)
        ).with_for_update()
    )
    return {module: ModuleSummary(frozenset(steps), *days) for _id, module, steps, *days in rows}


def _module_row(participant_id: UUID, module: str, summary: ModuleSummary) -> dict[str, Any]:
    return {
        "participant_id": participant_id,
        "module": module,
        "steps": sorted(summary.steps),
        "opened_on": summary.opened_on,
        "done_on": summary.done_on,
        "last_opened_on": summary.last_opened_on,
        "last_step_on": summary.last_step_on,
        "last_done_on": summary.last_done_on,
    }


def _keep_refused(participant_id: UUID, batch: Batch, received_at: datetime) -> None:
    """Put what could not be understood into the tray, for a repair."""
    if not batch.refused:
        return
    rows = [
        {
            "participant_id": participant_id,
            "id": event.tray_id,
            "code": event.code,
            "fields": event.fields,
            "received_at": received_at,
        }
        for event in batch.refused
    ]
    db.session.execute(_statements().keep_refused, rows)


@dataclass(frozen=True, slots=True)
class _Statements:
    """The four writes of a batch, in the words of one database."""

    write_diary: ReturningInsert[tuple[UUID]]
    join_modules: sa.Insert
    join_practice: sa.Insert
    keep_refused: sa.Insert


def _statements() -> _Statements:
    return _statements_for(db.session.get_bind().dialect.name)


@functools.cache
def _statements_for(dialect: str) -> _Statements:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    diary, modules = _table(Event), insert(_table(ModuleProgress))
    practice = insert(_table(PracticeDay))
    longer = sa.case(
        (practice.excluded.minutes > PracticeDay.minutes, practice.excluded.minutes),
        else_=PracticeDay.minutes,
    )
    joined = ("steps", "opened_on", "done_on", "last_opened_on", "last_step_on", "last_done_on")
    return _Statements(
        write_diary=insert(diary).on_conflict_do_nothing().returning(diary.c.id),
        join_modules=modules.on_conflict_do_update(
            index_elements=["participant_id", "module"],
            set_={name: modules.excluded[name] for name in joined},
        ),
        join_practice=practice.on_conflict_do_update(
            index_elements=["participant_id", "module", "step", "day"], set_={"minutes": longer}
        ),
        keep_refused=insert(_table(RefusedEvent)).on_conflict_do_nothing(),
    )


def _table(model: type[db.Model]) -> sa.Table:
    return cast("sa.Table", model.__table__)
