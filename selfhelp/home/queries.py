"""What a phone is told about its person, what staff see first, and all that is kept about somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import sqlalchemy as sa

from ..clock import KYIV
from ..db import Model, apart, session
from ..groups import queries as groups
from ..groups.models import Group
from ..groups.rules import Seat
from ..joining import queries as joining
from ..library.library import Library
from ..library.models import LANGUAGES
from ..meetings import queries as meetings
from ..meetings.models import Meeting
from ..nudges import queries as nudges
from ..nudges.models import NudgePlan
from ..people import hashing
from ..people import queries as people
from ..people import rules as people_rules
from ..people.models import Participant
from ..progress import queries as progress
from ..push.models import Device

if TYPE_CHECKING:
    from ..people.access import Person

HIDDEN = "(hash)"
"""Stands for hashes of secrets: they tell nobody anything and must not be copied about."""


@dataclass(frozen=True, slots=True)
class GroupToday:
    """A group on the first page of staff."""

    group: Group
    meeting: Meeting | None
    asking: int


def me(person: Person, library: Library, at: datetime, today: date) -> dict[str, Any]:
    """Gather what the phone of a participant keeps; never an audience, a title or other members."""
    seat = groups.seat_of(person.id, library, today)
    asked = None if seat else joining.asking_of(person.id, at)
    more = _plan_phone_and_epoch(person)
    return {
        "participant": {"id": str(person.id), "language": person.language},
        "is_shared": person.is_shared,
        "group": seat and seat.as_json(),
        "asking": asked and asked.as_json(),
        "next_meeting": seat and _next_meeting(seat, at),
        "assignments": _assignments(seat, person, library, today) if seat else [],
        "progress": _progress(progress.progress_of(person.id)),
        "plan": nudges.plan_as_json(more if more.participant_id else None),
        "phone": _phone(more),
        "epoch": str(more.epoch),
    }


def _plan_phone_and_epoch(person: Person) -> sa.Row[Any]:
    asked = {"participant": person.id, "sign_in": person.sign_in_id}
    return cast("sa.Row[Any]", session.connection().execute(plan_phone_and_epoch, asked).first())


# Three small answers in one statement: every phone asks for them at every opening.
plan_phone_and_epoch = (
    sa.select(
        *NudgePlan.__table__.columns,
        Device.endpoint_hash,
        Device.reached_at,
        Device.created_at.label("known_since"),
        progress.newest_epoch.label("epoch"),
    )
    .select_from(Participant)
    .outerjoin(NudgePlan, NudgePlan.participant_id == Participant.id)
    .outerjoin(Device, Device.sign_in_id == sa.bindparam("sign_in"))
    .where(Participant.id == sa.bindparam("participant"))
    .order_by(Device.created_at.desc())
    .limit(1)
)


def _phone(found: sa.Row[Any]) -> dict[str, Any]:
    """Tell a phone by which address it is known here, without saying it, and when something last went to it."""
    if found.known_since is None:
        return {"address": None, "sent_at": None}
    moments = [at for at in (found.reached_at, found.last_at) if at and at >= found.known_since]
    return {
        "address": found.endpoint_hash,
        "sent_at": max(moments).isoformat() if moments else None,
    }


def _next_meeting(seat: Seat, at: datetime) -> dict[str, Any] | None:
    meeting = meetings.next_meeting(seat.group_id, at)
    if meeting is None:
        return None
    return {
        "starts_at": meeting.starts_at.isoformat(),
        "minutes": meeting.minutes,
        "module": meeting.module,
        # Gathering places are targets: the room is for people who are surely members.
        "room": meeting.room if seat.has_agreed else None,
    }


def _assignments(seat: Seat, person: Person, library: Library, today: date) -> list[dict[str, Any]]:
    given = groups.assignments(seat.group_id, person.id, today)
    return [_assignment(one, library) for one in given]


def _assignment(given: groups.Given, library: Library) -> dict[str, Any]:
    return {
        "module": given.module,
        "title": {lang: title_of(library, lang, given.module) for lang in LANGUAGES},
        "until": given.until and given.until.isoformat(),
        "given_on": given.given_at.astimezone(KYIV).date().isoformat(),
    }


def _progress(stand: progress.Progress) -> dict[str, Any]:
    return {
        "modules": [
            {
                "module": module,
                "steps": sorted(summary.steps),
                "opened_on": summary.opened_on and summary.opened_on.isoformat(),
                "done_on": summary.done_on and summary.done_on.isoformat(),
            }
            for module, summary in stand.modules.items()
        ],
        "practice_days": [
            {"module": module, "step": step, "day": day.isoformat(), "minutes": minutes}
            for (module, step, day), minutes in stand.practice.items()
        ],
    }


def groups_today(staff: Person, at: datetime) -> list[GroupToday]:
    """List the groups of a member of staff, the next meeting first."""
    guided = groups.groups_guided_by(staff)
    nearest = meetings.next_by_group([group.id for group in guided], at)
    asking = groups.asking_to_talk(guided)
    rows = [
        GroupToday(group, nearest.get(group.id), asking.get(group.id, 0))
        for group in guided
        if group.ended_on is None
    ]
    return sorted(rows, key=_by_next_meeting)


def _by_next_meeting(row: GroupToday) -> tuple[bool, float, str]:
    if row.meeting is None:
        return (True, 0, row.group.label)
    return (False, row.meeting.starts_at.timestamp(), row.group.label)


def everything_known_of(participant_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Gather every row that the database keeps about a participant, by the name of its table.

    Tables are found by their foreign keys, so one that is added later cannot be forgotten.
    """
    person = Model.metadata.tables[Participant.__tablename__].c.id
    known = {person.table.name: _rows(person, participant_id)}
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            if column.references(person):
                known[table.name] = _rows(column, participant_id)
    return known


def _rows(column: sa.Column[Any], participant_id: UUID) -> list[dict[str, Any]]:
    found = session.execute(sa.select(column.table).where(column == participant_id)).mappings()
    return [{name: _plain(name, value) for name, value in row.items()} for row in found]


def _plain(name: str, value: Any) -> Any:
    if name.endswith("_hash") and value is not None:
        return HIDDEN
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def participant_behind(slip_or_id: str) -> Participant | None:
    """Find a participant by the sixteen digits of a slip, or by an id."""
    digits = people_rules.split_slip(slip_or_id)
    if digits is None:
        return session.get(Participant, _uuid(slip_or_id)) if _uuid(slip_or_id) else None

    with apart(writes=False) as short:  # comparing takes long, so db.session stays closed
        slip = people.slip_by_number(short, digits.number)
    if not hashing.is_secret_of(digits.secret, slip.secret_hash if slip else None):
        return None
    return slip.participant if slip else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def title_of(library: Library, lang: str, module_id: str) -> str:
    """Name a module; one that is not here any more goes by its id."""
    module = library.module(lang, module_id)
    return module.title if module else module_id
