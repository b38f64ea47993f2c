"""Pages of a group for those who guide it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..centres.rules import ukrainian_order
from ..clock import KYIV, now
from ..db import session
from ..i18n import current_language, speak_the_path
from ..library.models import Module
from ..library.routes import library
from ..people.access import current_user, staff_only
from ..people.models import Role
from ..people.typed import keep_what_was_typed
from . import actions, giving, queries, tables, words
from .forms import AssignForm, module_choices
from .models import Assignment, Group, Membership
from .rules import Cell, Row

bp = keep_what_was_typed(speak_the_path(Blueprint("groups", __name__, url_prefix="/staff/groups")))
log = logging.getLogger("selfhelp.groups")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the matrix in words, ready for the page."""

    name: str
    row: Row
    heard: str
    cells: tuple[tuple[str, str, str], ...]
    """Kind, sign and words of each cell; empty when nothing may be shown."""
    quiet: str
    """Why nothing is shown."""


Part = Callable[[Group], str]
"""Something that a feature above shows on a group's page; groups know nothing of it."""


def add_part(app: Flask, part: Part) -> None:
    """Let a feature above put its part on the page of a group."""
    app.extensions.setdefault("group_parts", []).append(part)


@bp.get("/<uuid:group_id>")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def show(group_id: UUID) -> str:
    """Show who is how far, who asks to talk, and what the group is asked to follow."""
    group = queries.group_guided_by(current_user, group_id)
    if group is None:
        abort(404)

    seats = queries.members(group)
    given = queries.all_assignments(group.id)
    return _page(group, _form(group, seats, given), seats, given)


@bp.post("/<uuid:group_id>/assignments")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def assign(group_id: UUID) -> ResponseReturnValue:
    """Ask the group to follow a module, or change for whom and until when it does.

    Who does not see the people of a group leaves it to whom a module was given.
    """
    group = queries.group_guided_by(current_user, group_id, for_update=True)
    if group is None:
        abort(404)
    seats = queries.members(group)
    given = queries.all_assignments(group.id)
    form, changed = _form(group, seats, given), _changed(given)
    if not form.validate():
        return _page(group, form, seats, given), 422
    if changed is None and "change" in request.args:
        form.module.errors = [_("This was withdrawn meanwhile. Send it once more to give it anew.")]  # fmt: skip
        return _page(group, form, seats, given), 422

    try:
        actions.assign_module(
            current_user,
            group,
            form.module.data,
            form.until.data,
            library=library(),
            starts_on=form.starts_on.data,
            whom=_chosen(group, form, seats, changed),
        )
    except actions.DayHasPassed as refusal:
        form.until.errors = [str(refusal)]
        return _page(group, form, seats, given), 422
    session.commit()
    return redirect(url_for("groups.show", group_id=group.id, _anchor="assigned"))


@bp.post("/<uuid:group_id>/assignments/<uuid:assignment_id>/withdraw")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def withdraw(group_id: UUID, assignment_id: UUID) -> ResponseReturnValue:
    """Stop asking the group to follow a module."""
    group = queries.group_guided_by(current_user, group_id, for_update=True)
    if group is None or actions.withdraw(group, assignment_id) is None:
        abort(404)
    session.commit()
    return redirect(url_for("groups.show", group_id=group.id, _anchor="assigned"))


@bp.get("/<uuid:group_id>/practice.csv")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def export(group_id: UUID) -> ResponseReturnValue:
    """Hand over who is how far as a table for a spreadsheet: words from nature and states only."""
    group = queries.group_guided_by(current_user, group_id)
    if group is None or not queries.sees_practice(current_user, group):
        abort(404)

    log.info("group exported: group=%s staff=%s", group.id, current_user.id)
    given = queries.all_assignments(group.id)
    columns = queries.modules_followed(library(), current_language(), group, given)
    rows = _rows(group, queries.members(group), columns, given, giving.named_in(given))
    table = tables.matrix_as_csv(
        [module.title for module in columns], _lines(rows, _legend()), words.table_heads()
    )
    answer = Response(table, mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="practice.csv"'
    return answer


def _form(group: Group, seats: Sequence[Membership], given: Sequence[Assignment]) -> AssignForm:
    changed = _changed(given)
    form = AssignForm(
        request.form or None,
        data=_as_it_is(changed, seats) if changed else None,
        meta={"locales": [current_language()]},
    )
    form.module.choices = _modules_for(group)
    words_of_members = [(one.id, _word(one.alias)) for one in seats]
    form.whom.choices = sorted(words_of_members, key=lambda choice: ukrainian_order(choice[1]))
    return form


def _modules_for(group: Group) -> list[tuple[str, str]]:
    return module_choices(library(), current_language(), group.programme)


def _chosen(
    group: Group, form: AssignForm, seats: Sequence[Membership], changed: Assignment | None
) -> list[Membership] | None:
    """Return who was chosen; None where nobody chose: whom it is for was not seen, or has left."""
    if not queries.sees_practice(current_user, group):
        return None
    ticked = set(form.whom.data or ())
    if not ticked and changed and changed.is_for_some and not _as_it_is(changed, seats)["whom"]:
        return None
    return [one for one in seats if one.id in ticked]


def _changed(given: Sequence[Assignment]) -> Assignment | None:
    """Return the assignment that the address asks to change, if it still stands."""
    wish = request.args.get("change", "")
    return next((one for one in given if str(one.id) == wish and _module(one)), None)


def _as_it_is(assignment: Assignment, seats: Sequence[Membership]) -> dict[str, Any]:
    named = giving.named_in([assignment]).get(assignment.id, set())
    return {
        "module": assignment.module,
        "starts_on": assignment.starts_on,
        "until": assignment.until,
        "whom": [one.id for one in seats if one.participant_id in named],
    }


def _word(alias: str) -> str:
    return library().alias_name(current_language(), alias)


def _rows(
    group: Group,
    seats: Sequence[Membership],
    columns: Sequence[Module],
    given: Sequence[Assignment],
    named: Mapping[UUID, set[UUID]],
) -> list[Row]:
    for_some = giving.for_some_alone(library(), group, given, named)
    return queries.rows_of(group, seats, [module.id for module in columns], _today(), for_some)


def _page(
    group: Group, form: AssignForm, seats: Sequence[Membership], given: Sequence[Assignment]
) -> str:
    # Ids alone: a log must not tell who is looked at, only that somebody looked.
    log.info("group seen: group=%s staff=%s", group.id, current_user.id)
    columns = queries.modules_followed(library(), current_language(), group, given)
    named = giving.named_in(given)
    sees_practice = queries.sees_practice(current_user, group)
    rows = _rows(group, seats, columns, given, named) if sees_practice else []
    wish = request.args.get("show", "")
    legend = _legend()
    everyone = _lines(rows, legend)
    changed = _changed(given)
    if changed is None:
        # Chosen once more by mistake, a module would lose its days and people.
        there = {one.module for one in given} - {form.module.data}
        form.module.choices = [one for one in _modules_for(group) if one[0] not in there]
    return render_template(
        "groups/group.html",
        group=group,
        meets=words.meets_in_words(group.weekday, group.hour),
        form=form,
        changed=changed,
        changed_module=_module(changed) if changed else None,
        columns=columns,
        assignments=[(one, _module(one), _named_words(named.get(one.id), seats)) for one in given],
        lines=[line for line in everyone if _is_wished(line.row, wish)],
        everyone=everyone,
        members=len(seats),
        sees_practice=sees_practice,
        asking=sum(row.asks_to_talk for row in rows),
        waiting=sum(map(_is_waiting, rows)),
        wish=wish,
        legend=_used(legend, rows),
        today=_today(),
        parts=[part(group) for part in current_app.extensions.get("group_parts", ())],
    )


def _module(assignment: Assignment) -> Module | None:
    return library().module(current_language(), assignment.module)


def _named_words(named: set[UUID] | None, seats: Sequence[Membership]) -> list[str] | None:
    """Say for whom of the present members something is; None when it is for the whole group."""
    if named is None:
        return None
    there = [_word(one.alias) for one in seats if one.participant_id in named]
    return sorted(there, key=ukrainian_order)


def _is_wished(row: Row, wish: str) -> bool:
    if wish == "talk":
        return row.asks_to_talk
    if wish == "not-started":
        return _is_waiting(row)
    return True


def _is_waiting(row: Row) -> bool:
    # Of somebody who shows nothing we do not say that nothing was started.
    return bool(row.cells) and not row.has_started


def _lines(rows: Sequence[Row], said: dict[Cell, tuple[str, str, str]]) -> list[Line]:
    """Put rows into words, who asks to talk first, then in the order of letters."""
    lines = [_line(row, _word(row.alias), said) for row in rows]
    return sorted(lines, key=lambda line: (not line.row.asks_to_talk, ukrainian_order(line.name)))


def _line(row: Row, name: str, said: dict[Cell, tuple[str, str, str]]) -> Line:
    return Line(
        name=name,
        row=row,
        heard=words.heard_in_words(row.last_heard_days) if row.cells else "",
        cells=tuple(said[cell] for cell in row.cells.values()),
        quiet="" if row.cells else words.why_nothing_is_shown(row.standing),
    )


def _legend() -> dict[Cell, tuple[str, str, str]]:
    # Looked up once a page: thirty people times seven modules ask for the same four words.
    return {cell: (cell.value, words.SIGNS[cell], words.cell_in_words(cell)) for cell in Cell}


def _used(
    legend: dict[Cell, tuple[str, str, str]], rows: Sequence[Row]
) -> dict[Cell, tuple[str, str, str]]:
    """Leave "not given" out where everything is for everybody."""
    is_for_all = all(cell is not Cell.NOT_GIVEN for row in rows for cell in row.cells.values())
    return {
        cell: said for cell, said in legend.items() if cell is not Cell.NOT_GIVEN or not is_for_all
    }


def _today() -> date:
    return now().astimezone(KYIV).date()
