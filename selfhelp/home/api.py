"""What a phone asks first: who is signed in, the group, the next meeting, the progress."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify

from .. import clock
from ..library.routes import library
from ..people.access import current_user, participants_only
from ..push.encryption import public_key_of
from . import queries

api = Blueprint("home_api", __name__, url_prefix="/api/v1")


@api.get("/me")
@participants_only
def me() -> Response:
    """Tell a phone all that it may keep about its person."""
    at = clock.now()
    told = queries.me(current_user, library(), at, at.astimezone(clock.KYIV).date())
    told["phone"]["key"] = public_key_of(current_app.config["VAPID_PRIVATE_KEY"])
    return jsonify(told)
