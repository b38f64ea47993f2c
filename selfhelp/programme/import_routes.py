"""Pages of an import: bring a file, choose columns, look, confirm, undo."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import RequestEntityTooLarge

from ..clock import now
from ..db import session
from ..errors import Refusal
from ..i18n import speak_the_path
from ..people.access import current_user, staff_only
from ..people.models import Role
from ..people.typed import keep_what_was_typed
from . import actions, forms, queries, rules, words
from .columns import COLUMNS
from .models import CentreImport, ImportStatus
from .sheets import LARGEST_FILE, UnreadableFile, read_sheet, too_large

bp = keep_what_was_typed(
    speak_the_path(Blueprint("imports", __name__, url_prefix="/staff/programme/imports"))
)

LARGEST_UPLOAD = 64 * 1024 * 1024
"""Read to its end though far too large: a browser that still sends does not hear why it is refused."""
SHOWN = 100
"""Mistakes and centres that a preview lists one by one."""


class WrittenAtOnce(Refusal):
    """Two people wrote the same centre at the same moment."""

    status = 409


@bp.get("")
@staff_only(Role.ADMINISTRATOR)
def latest() -> str:
    """Ask for a file, and list the newest imports."""
    return _bring_page()


@bp.post("")
@staff_only(Role.ADMINISTRATOR)
def bring() -> ResponseReturnValue:
    """Read a file and keep what it says until somebody decides; no centre is written."""
    request.max_content_length = LARGEST_UPLOAD
    try:
        name, content = _file()
        sheet = read_sheet(name, content)
    except UnreadableFile as refusal:
        return _bring_page(str(refusal)), 422
    except RequestEntityTooLarge:
        return _bring_page(too_large()), 413
    brought = actions.bring(sheet, name, current_user.id)
    session.commit()
    return redirect(url_for("imports.show", import_id=brought.id))


def _file() -> tuple[str, bytes]:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise UnreadableFile(_("Please choose a file first."))
    return file.filename, file.read(LARGEST_FILE + 1)


def _bring_page(mistake: str = "") -> str:
    return render_template(
        "programme/imports.html",
        imports=queries.imports(),
        mistake=mistake,
        words=words,
        most_lines=rules.MOST_LINES,
    )


@bp.get("/<uuid:import_id>")
@staff_only(Role.ADMINISTRATOR)
def show(import_id: UUID) -> str:
    """Show what an import would do, or what it did."""
    return _page(_found(import_id))


@bp.post("/<uuid:import_id>/columns")
@staff_only(Role.ADMINISTRATOR)
def choose_columns(import_id: UUID) -> ResponseReturnValue:
    """Remember which column of the file holds what."""
    brought = _found(import_id, for_update=True)
    actions.choose_columns(brought, forms.columns_of(request.form, brought.headings))
    session.commit()
    return redirect(url_for("imports.show", import_id=brought.id))


@bp.post("/<uuid:import_id>/confirm")
@staff_only(Role.ADMINISTRATOR)
def confirm(import_id: UUID) -> ResponseReturnValue:
    """Write the centres; sent twice, it writes once."""
    brought = _found(import_id, for_update=True)
    if brought.status == ImportStatus.DONE:
        return redirect(url_for("imports.show", import_id=brought.id))
    try:
        actions.confirm(brought)
        session.commit()
    except IntegrityError:
        session.rollback()
        raise WrittenAtOnce(
            _(
                "Somebody wrote the same centres at this moment. Nothing was written now; please look once more."
            )
        ) from None
    return redirect(url_for("imports.show", import_id=brought.id))


@bp.post("/<uuid:import_id>/discard")
@staff_only(Role.ADMINISTRATOR)
def discard(import_id: UUID) -> ResponseReturnValue:
    """Put a file aside."""
    actions.discard(_found(import_id, for_update=True))
    session.commit()
    return redirect(url_for("imports.latest"))


@bp.post("/<uuid:import_id>/undo")
@staff_only(Role.ADMINISTRATOR)
def undo(import_id: UUID) -> ResponseReturnValue:
    """Take an import back, but for the centres that somebody wrote to since."""
    done = _found(import_id, for_update=True)
    if done.status == ImportStatus.UNDONE:
        return redirect(url_for("imports.show", import_id=done.id))
    actions.undo(done)
    session.commit()
    return redirect(url_for("imports.show", import_id=done.id))


def _found(import_id: UUID, *, for_update: bool = False) -> CentreImport:
    found = queries.import_of(current_user, import_id, for_update=for_update)
    if found is None:
        abort(404)
    return found


def _page(one: CentreImport) -> str:
    if one.status != ImportStatus.WAITING or not rules.is_in_time(one.made_at, now()):
        return _result_page(one)
    plan = actions.plan_for(one)
    return render_template(
        "programme/import.html",
        one=one,
        plan=plan,
        columns=[(column, words.column_in_words(column)) for column in COLUMNS],
        problems=plan.problems[:SHOWN],
        changes=plan.changes[:SHOWN],
        shown=SHOWN,
        words=words,
    )


def _result_page(one: CentreImport) -> str:
    can_undo = (
        one.status == ImportStatus.DONE
        and one.done_at is not None
        and rules.is_in_time(one.done_at, now())
    )
    # After an undo only those lines are left whose centres somebody wrote to since.
    left = (
        [centre for _line, centre in queries.lines_of(one)]
        if one.status == ImportStatus.UNDONE
        else []
    )
    return render_template(
        "programme/import_done.html", one=one, can_undo=can_undo, left=left, words=words
    )
