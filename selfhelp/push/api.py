"""Where phones say how they may be reached, and that they want to hear nothing more."""

from __future__ import annotations

from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from .. import db
from ..people.access import current_user, participants_only
from ..people.forms import read_body
from . import actions
from .actions import SharedPhone
from .forms import ForgetBody, SubscriptionBody

api = Blueprint("push_api", __name__, url_prefix="/api/v1")


@api.post("/devices")
@participants_only
def register() -> ResponseReturnValue:
    """Remember how this phone may be reached; it belongs to the sign-in that asks."""
    body = read_body(SubscriptionBody)
    if current_user.is_shared:
        raise SharedPhone(_("On a shared phone no reminders come. A calendar works."))
    told = actions.Subscription(body.endpoint, body.keys.p256dh, body.keys.auth)

    hosts = current_app.config["PUSH_HOSTS"]
    actions.register(current_user.id, current_user.sign_in_id, told, hosts)
    db.session.commit()

    return _nothing(201)


@api.delete("/devices")
@participants_only
def forget() -> ResponseReturnValue:
    """Forget this phone; it hears nothing more."""
    body = read_body(ForgetBody)

    actions.forget(current_user.id, body.endpoint)
    db.session.commit()

    return _nothing(204)


def _nothing(status: int) -> Response:
    answer = Response(status=status)
    del answer.headers["Content-Type"]
    return answer
