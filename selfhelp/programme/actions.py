"""Make and change centres; bring, write, undo and forget imports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import gettext as _

from ..centres.actions import enter_regions
from ..centres.models import Centre, Community, Region
from ..clock import now
from ..db import session
from ..errors import Refusal
from . import queries, rules
from .columns import guess_columns
from .models import CentreImport, ImportedCentre, ImportStatus
from .planning import Atlas, Change, Place, Plan, change_by, plan_of
from .sheets import Sheet
from .versions import version_of_centre

LONGEST_FILENAME = 120


class NothingToDecide(Refusal):
    """The import was decided on before, or has waited for too long."""


class TooLateToUndo(Refusal):
    """An import is undone within 24 hours."""


class ChangedMeanwhile(Refusal):
    """Somebody wrote the centre while this person was typing."""


# Centres


def save_centre(
    told: Mapping[str, str], centre: Centre | None = None, seen: str = ""
) -> tuple[Centre | None, list[tuple[str, str, str]]]:
    """Make a centre, or change one that is still as it was `seen`; or return what is wrong."""
    if centre is not None and version_of_centre(centre) != seen:
        raise ChangedMeanwhile(
            _(
                "Somebody else changed this centre in the meantime. Please compare and save once more."
            )
        )
    enter_regions()
    there = queries.centres_by_code([told["code"]]).get(told["code"])
    if there is not None and there is not centre:
        return None, [("code", "code-taken", told["code"])]
    change, wrong = change_by(_with_english(told), centre, Atlas(queries.communities()))
    if wrong:
        return None, wrong
    if change is not None:
        centre = _write(change, now(), _Registry())
    if centre is not None:
        centre.code = told["code"]
        session.flush()
    return centre, []


def _with_english(told: Mapping[str, str]) -> dict[str, str]:
    """Let Latin letters stand in for a translation that was left empty."""
    filled = dict(told)
    for name in ("name", "address"):
        if not filled.get(f"{name}_en"):
            filled[f"{name}_en"] = rules.in_latin_letters(filled.get(f"{name}_uk", ""))
    return filled


# Imports


def bring(sheet: Sheet, filename: str, staff_id: UUID | None) -> CentreImport:
    """Keep what was read from a file until somebody decides; the same person's last file goes."""
    forget_old_imports(now())
    earlier = sa.update(CentreImport).where(
        CentreImport.staff_id == staff_id, CentreImport.status == ImportStatus.WAITING
    )
    session.execute(earlier.values(status=ImportStatus.DISCARDED, lines=[]))
    brought = CentreImport(
        staff_id=staff_id,
        filename=filename[-LONGEST_FILENAME:],
        status=ImportStatus.WAITING,
        headings=list(sheet.headings),
        lines=[[number, list(cells)] for number, cells in sheet.lines],
        columns=guess_columns(sheet.headings),
        made_at=now(),
    )
    session.add(brought)
    session.flush()
    return brought


def forget_old_imports(moment: datetime) -> None:
    """Delete what was read and what can no longer be undone, 24 hours after it was brought."""
    old = sa.select(CentreImport.id).where(queries.over_by(moment))
    session.execute(sa.delete(ImportedCentre).where(ImportedCentre.import_id.in_(old)))
    session.execute(
        sa.update(CentreImport)
        .where(queries.over_by(moment), CentreImport.status == ImportStatus.WAITING)
        .values(lines=[], status=ImportStatus.DISCARDED)
    )


def choose_columns(brought: CentreImport, columns: Mapping[str, int]) -> None:
    """Remember which column of the file holds what."""
    _refuse_what_is_over(brought)
    brought.columns = dict(columns)


def plan_for(brought: CentreImport) -> Plan:
    """Find out what an import would do now."""
    return plan_of(((line, cells) for line, cells in brought.lines), brought.columns)


def confirm(brought: CentreImport, on_each: Callable[[], object] = lambda: None) -> Plan:
    """Write what the lines without a mistake say; the other lines stay out.

    `on_each` is called after each centre, for a progress bar.
    """
    _refuse_what_is_over(brought)
    enter_regions()
    plan = plan_for(brought)
    moment = now()
    registry = _Registry()
    before = {change.code: _before(change) for change in plan.changes}
    written = []
    for change in plan.changes:
        written.append((change, _write(change, moment, registry)))
        on_each()
    session.flush()
    session.add_all(
        ImportedCentre(import_id=brought.id, centre_id=centre.id, before=before[change.code])
        for change, centre in written
    )
    brought.status, brought.done_at, brought.lines = ImportStatus.DONE, moment, []
    brought.made, brought.changed = len(plan.made), len(plan.changed)
    session.flush()
    return plan


def discard(brought: CentreImport) -> None:
    """Put a file aside without writing anything."""
    _refuse_what_is_over(brought)
    brought.status, brought.lines = ImportStatus.DISCARDED, []


def _refuse_what_is_over(brought: CentreImport) -> None:
    waits = brought.status == ImportStatus.WAITING and rules.is_in_time(brought.made_at, now())
    if not waits:
        raise NothingToDecide(
            _(
                "This import was decided on, or has waited for more than 24 hours. Nothing was written now."
            )
        )


def undo(done: CentreImport) -> list[Centre]:
    """Take an import back; return the centres that were written to since and stay as they are."""
    if done.status != ImportStatus.DONE or not done.done_at:
        raise NothingToDecide(_("There is nothing to undo."))
    if not rules.is_in_time(done.done_at, now()):
        raise TooLateToUndo(_("An import can be undone for 24 hours. Nothing was changed now."))
    lines = queries.lines_of(done)
    in_use = queries.referred_to(Centre, [centre.id for line, centre in lines if not line.before])
    left = [centre for line, centre in lines if _is_left(line, centre, done, in_use)]
    places = {centre.community_id for _line, centre in lines}
    for line, centre in lines:
        if centre not in left:
            _restore(line, centre)
    session.flush()
    _remove_empty(places)
    done.status = ImportStatus.UNDONE
    return left


def _is_left(line: ImportedCentre, centre: Centre, done: CentreImport, in_use: set[UUID]) -> bool:
    is_used = not line.before and centre.id in in_use
    return is_used or centre.changed_at != done.done_at


def _restore(line: ImportedCentre, centre: Centre) -> None:
    if not line.before:
        session.delete(centre)
        return
    for name, value in line.before.items():
        setattr(centre, name, UUID(value) if name == "community_id" else value)
    session.delete(line)


def _remove_empty(places: set[UUID]) -> None:
    empty = places - queries.referred_to(Community, list(places))
    if empty:
        session.execute(sa.delete(Community).where(Community.id.in_(empty)))


# Writing


class _Registry:
    """Regions, slugs and communities that the writing of one import needs again and again."""

    def __init__(self) -> None:
        self.regions = {
            slug: one for one, slug in session.execute(sa.select(Region.id, Region.slug))
        }
        self.slugs = queries.taken_slugs()
        self.places: dict[int, Community] = {}


def _write(change: Change, moment: datetime, registry: _Registry) -> Centre:
    centre = change.centre or _new_centre(change, registry)
    for name, value in change.values.items():
        setattr(centre, name, value)
    if change.place is not None:
        centre.community = _settle(change.place, registry)
    for name, value in change.news.items():
        setattr(centre.community, name, value)
    centre.changed_at = moment
    return centre


def _new_centre(change: Change, registry: _Registry) -> Centre:
    slug = rules.slug_for(change.code, registry.slugs)
    registry.slugs.add(slug)
    centre = Centre(slug=slug, code=change.code, hours={}, facts={})
    session.add(centre)
    return centre


def _settle(place: Community | Place, registry: _Registry) -> Community:
    """Find or make the community of a centre."""
    if isinstance(place, Community):
        return place
    made = registry.places.get(id(place))
    if made is None:
        made = registry.places[id(place)] = Community(
            region_id=registry.regions[place.region],
            name_uk=place.name_uk,
            name_en=place.name_en,
            code=place.code,
            raion=place.raion,
            raion_code=place.raion_code,
        )
        session.add(made)
    return made


def _before(change: Change) -> dict[str, Any]:
    if change.centre is None:
        return {}
    before: dict[str, Any] = {name: getattr(change.centre, name) for name in change.values}
    if change.place is not None:
        before["community_id"] = str(change.centre.community_id)
    return before
