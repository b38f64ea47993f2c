"""Asking for a place with a group's code, as JSON."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue

from ..clock import now
from ..db import session
from ..people import access, limits
from ..people import actions as people
from ..people.access import current_user, participants_only
from ..people.api import ask_to_wait
from ..people.forms import read_body, refuse_other_types
from ..people.limits import TooManyTries
from ..people.slips import qr_path, slip_address
from ..ui.access import everyone
from . import asking, queries
from .forms import AskBody, AskWish

api = Blueprint("joining_api", __name__, url_prefix="/api/v1/join")
api.register_error_handler(TooManyTries, ask_to_wait)


@api.post("")
@everyone
def ask() -> ResponseReturnValue:
    """Ask for a place in a group; a guest gets a slip for it, which is shown this once."""
    body = read_body(AskBody)
    demo = bool(current_app.config["DEMO"])
    group_id = asking.group_of_code(body.code, access.network(), demo=demo)
    if not is_participant():
        return _ask_as_guest(group_id, body)

    asking.ask(group_id, current_user.id)
    session.commit()
    return _told(current_user.id)


def is_participant() -> bool:
    """Say whether somebody is signed in who practises."""
    return current_user.is_authenticated and current_user.kind == "participant"


def _ask_as_guest(group_id: UUID, body: AskBody) -> ResponseReturnValue:
    access.refuse_open_air()
    limits.note_new_participant(access.network())
    prepared = people.prepare_slip()

    participant, slip = people.make_participant(body.language, prepared=prepared)
    asking.ask(group_id, participant.id)
    token = access.change_sign_in(participant, is_shared=body.shared)
    session.commit()

    asked = queries.asking_of(participant.id, now())
    url = slip_address(body.language, slip.token)
    answer = jsonify(
        {
            "asking": asked and asked.as_json(),
            "participant": {"id": str(participant.id), "language": participant.language},
            "slip": slip.pretty,
            "qr": qr_path(url),
            "url": url,
        }
    )
    access.give_cookie(answer, token, is_lasting=not body.shared)
    return answer, 201


@api.get("")
@participants_only
def show() -> Response:
    """Tell a member's phone what is asked for elsewhere; others hear it with `GET /api/v1/me`."""
    return _told(current_user.id)


@api.put("")
@participants_only
def decide() -> Response:
    """Say that an offer was seen, take it, or let the next person have it."""
    wish = read_body(AskWish)
    if wish.seen:
        asking.note_seen(current_user.id)
    elif wish.take:
        asking.take(current_user.id)
    else:
        asking.let_the_next_go(current_user.id)
    session.commit()
    return _told(current_user.id)


@api.delete("")
@participants_only
def take_back() -> Response:
    """Take back what was asked for; a second time nothing changes."""
    refuse_other_types()
    asking.take_back(current_user.id)
    session.commit()
    return _told(current_user.id)


def _told(participant_id: UUID) -> Response:
    asked = queries.asking_of(participant_id, now())
    return jsonify({"asking": asked and asked.as_json()})
