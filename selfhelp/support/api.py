"""What a phone asks for its person: a conversation with the centre, or to take that back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext as _
from pydantic import ValidationError

from ..db import session
from ..i18n import speaking
from ..people.access import current_user, participants_only
from ..ui.errors import problem
from . import actions, queries
from .forms import ConsultationWish
from .levels import route
from .models import Wish

api = Blueprint("support_api", __name__, url_prefix="/api/v1")


@api.get("/consultation")
@participants_only
def own() -> Response:
    """Tell a phone the state of its person's own request; it is not meant to be kept there."""
    return jsonify(_told())


@api.put("/consultation")
@participants_only
def decide() -> Response:
    """Ask the centre for a conversation, change how, or take the request back."""
    if not request.is_json:
        return problem(415, _("Please send JSON."))
    try:
        body = ConsultationWish.model_validate_json(request.get_data())
    except ValidationError:
        return problem(400, _("The request was not clear. Nothing was changed."))

    with speaking(current_user.language):  # a refusal is shown on the phone as it is
        _follow(body)
    session.commit()
    return jsonify(_told())


def _follow(body: ConsultationWish) -> None:
    if body.wish is None:
        actions.take_back(current_user.id)
    else:
        hours = route().answer_within_hours
        actions.ask(current_user.id, Wish(body.wish), hours, body.centre)


def _told() -> dict[str, Any]:
    waiting = queries.open_request_of(current_user.id)
    if waiting is None:
        return {"consultation": None}
    centre = waiting.centre
    return {
        "consultation": {
            "code": waiting.spoken_code,
            "wish": waiting.wish,
            "asked_at": waiting.asked_at.isoformat(),
            "is_taken": waiting.held_by_id is not None,
            "meets_at": waiting.meets_at and waiting.meets_at.isoformat(),
            "centre": {
                "name": {"uk": centre.name_uk, "en": centre.name_en},
                "phone": centre.phone,
            },
        }
    }
