"""The own training of staff: which modules of the programme for staff are finished."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import db
from ..clock import KYIV, now
from ..i18n import current_language, speak_the_path
from ..library.routes import library
from ..people.access import current_user, staff_only
from ..people.models import Staff
from ..people.typed import keep_what_was_typed
from . import training

bp = keep_what_was_typed(
    speak_the_path(Blueprint("staff_training", __name__, url_prefix="/staff/training"))
)


@bp.get("")
@staff_only()
def show() -> str:
    """Show the modules of the programme for staff and which of them are finished."""
    required = training.required(library())
    found = [library().module(current_language(), module) for module in required]
    finished = training.finished_by(current_user.id)
    return render_template(
        "staffing/training.html",
        modules=[module for module in found if module is not None],
        finished=finished,
        training=training.training_of(current_user.id, required),
        staff=db.session.get_one(Staff, current_user.id),
    )


@bp.post("/<staff_module>")
@staff_only()
def note(staff_module: str) -> ResponseReturnValue:
    """Note a module as finished, or take the note back."""
    required = training.required(library())
    if staff_module not in required:
        abort(404)
    if request.form.get("finished") == "no":
        training.take_back(current_user.id, staff_module, required)
    else:
        today = now().astimezone(KYIV).date()
        training.note_finished(current_user.id, staff_module, required, today)
    db.session.commit()
    return redirect(url_for("staff_training.show", _anchor=staff_module))
