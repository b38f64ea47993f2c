"""What a member decides about her own place in a group."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext as _
from pydantic import ValidationError

from ..clock import KYIV, now
from ..db import session
from ..library.routes import library
from ..people.access import current_user, participants_only
from ..ui.errors import problem
from . import actions, queries
from .forms import MembershipWish

api = Blueprint("groups_api", __name__, url_prefix="/api/v1")


@api.put("/membership")
@participants_only
def decide() -> Response:
    """Agree to what the facilitator sees, share or stop sharing, ask to talk or take it back."""
    if not request.is_json:
        return problem(415, _("Please send JSON."))
    try:
        wish = MembershipWish.model_validate_json(request.get_data())
    except ValidationError:
        return problem(400, _("The request was not clear. Nothing was changed."))

    if not wish.model_dump(exclude_none=True):
        return problem(400, _("The request was not clear. Nothing was changed."))

    _follow(wish)
    session.commit()

    seat = queries.seat_of(current_user.id, library(), now().astimezone(KYIV).date())
    return jsonify({"group": seat and seat.as_json()})


def _follow(wish: MembershipWish) -> None:
    if wish.consent is not None:
        actions.agree(current_user.id, wish.consent)
    if wish.sharing is not None:
        actions.share(current_user.id, wish.sharing)
    if wish.asks_to_talk is not None:
        actions.ask_to_talk(current_user.id, wish.asks_to_talk)
    if wish.calls is not None:
        actions.wish_calls(current_user.id, wish.calls or None)
    if wish.pause is not None:
        actions.pause(current_user.id, wish.pause)
    if wish.leave:
        actions.leave(current_user.id)
