"""The one address where phones leave what was done."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from .. import db
from ..clock import KYIV, now
from ..people.access import current_user, participants_only
from ..people.forms import refuse_other_types
from ..ui.errors import problem
from . import actions, rules
from .forms import parse_batch

api = Blueprint("progress_api", __name__, url_prefix="/api/v1")


@api.post("/events")
@participants_only
def receive() -> ResponseReturnValue:
    """Store a batch for good, then say what the phone may forget; an empty one is a sign of life."""
    refuse_other_types()
    library = current_app.extensions["library"]
    latest_day = rules.latest_day(now().astimezone(KYIV).date())
    batch = parse_batch(request.get_data(), library.knows, latest_day)
    if batch.participant not in {None, str(current_user.id)}:
        abort(problem(409, _("This belongs to another person and stays on the phone.")))

    recorded = actions.record(current_user.id, batch)
    db.session.commit()

    return jsonify(asdict(recorded))
