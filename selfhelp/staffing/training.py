"""What the right to lead groups rests on: the programme for staff, finished, or a certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from .. import db
from ..library.library import Library
from ..library.models import LANGUAGES
from ..people.models import Staff
from . import rules
from .models import FinishedStaffModule

AUDIENCE = "staff"


@dataclass(frozen=True, slots=True)
class Training:
    """How far somebody is in the programme for staff: how many modules, never which answers."""

    required: int
    finished: int

    @property
    def is_finished(self) -> bool:
        """Nothing that the right to lead asks for is left."""
        return 0 < self.required <= self.finished


def required(library: Library) -> tuple[str, ...]:
    """Name the modules that the right to lead asks for: all of the programme for staff."""
    ways = library.programmes(LANGUAGES[0])
    return tuple(module for way in ways if way.audience == AUDIENCE for module in way.modules)


def finished_by(staff_id: UUID) -> dict[str, date]:
    """Say which modules somebody has finished, and on which day."""
    wanted = sa.select(FinishedStaffModule).where(FinishedStaffModule.staff_id == staff_id)
    return {row.module: row.finished_on for row in db.session.scalars(wanted)}


def training_of(staff_id: UUID, required: Sequence[str]) -> Training:
    """Say how far one person is."""
    return trainings_of([staff_id], required)[staff_id]


def trainings_of(staff_ids: Sequence[UUID], required: Sequence[str]) -> dict[UUID, Training]:
    """Say how far each of several people is."""
    counted = (
        sa.select(FinishedStaffModule.staff_id, sa.func.count())
        .where(FinishedStaffModule.staff_id.in_(staff_ids))
        .where(FinishedStaffModule.module.in_(required))
        .group_by(FinishedStaffModule.staff_id)
    )
    finished: dict[UUID, int] = dict(iter(db.session.execute(counted)))
    return {one: Training(len(required), finished.get(one, 0)) for one in staff_ids}


def note_finished(staff_id: UUID, module: str, required: Sequence[str], today: date) -> None:
    """Note a module as finished; with the last one somebody may lead from today on."""
    staff = _held(staff_id)
    row = {"staff_id": staff_id, "module": module, "finished_on": today}
    db.insert_new(FinishedStaffModule, [row], FinishedStaffModule.__table__.c.module)
    if rules.is_trained(required, finished_by(staff_id)):
        staff.may_lead_since = staff.may_lead_since or today


def take_back(staff_id: UUID, module: str, required: Sequence[str]) -> None:
    """Take the note of a module back; taking back twice is no harm."""
    staff = _held(staff_id)
    db.session.execute(
        sa.delete(FinishedStaffModule).where(
            FinishedStaffModule.staff_id == staff_id, FinishedStaffModule.module == module
        )
    )
    _end_right_without_ground(staff, required)


def record_certificate(colleague: Staff, kind: rules.Certificate, on: date, today: date) -> None:
    """Write down why somebody may lead groups; the day since when stays the first one."""
    colleague.certificate_kind, colleague.certificate_on = kind, on
    colleague.may_lead_since = colleague.may_lead_since or today


def withdraw_certificate(colleague: Staff, required: Sequence[str]) -> None:
    """Take a certificate back, and with it the right to lead unless the programme is finished."""
    colleague.certificate_kind = colleague.certificate_on = None
    _end_right_without_ground(colleague, required)


def _end_right_without_ground(staff: Staff, required: Sequence[str]) -> None:
    is_trained = rules.is_trained(required, finished_by(staff.id))
    if staff.certificate_on is None and not is_trained:
        staff.may_lead_since = None


def _held(staff_id: UUID) -> Staff:
    """Hold the row of somebody, so that two notes at once both see what is finished."""
    wanted = sa.select(Staff).where(Staff.id == staff_id).with_for_update()
    return db.session.scalars(wanted).one()
