"""The one call of staff: the key for names on this device."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from .. import db
from ..people.access import current_user, staff_only
from ..people.forms import refuse_other_types
from ..people.models import Role
from . import names

api = Blueprint("staffing_api", __name__, url_prefix="/api/v1")


@api.post("/names-key")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def names_key() -> Response:
    """Hand the key for names on this device to the one who is signed in."""
    refuse_other_types()
    key_id, key = names.key_of(current_user.id)
    db.session.commit()
    return jsonify({"id": str(key_id), "key": key})
