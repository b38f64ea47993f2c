"""Signing in and out, and new participants, as JSON."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue

from .. import db
from ..ui.access import everyone
from ..ui.errors import problem
from . import access, actions, limits
from .access import current_user, participants_only
from .forms import NewParticipantBody, SignInBody, read_body, refuse_other_types
from .limits import TooManyTries
from .models import Participant
from .slips import qr_path, slip_address

api = Blueprint("people_api", __name__, url_prefix="/api/v1")


@api.post("/sign-in")
@everyone
def sign_in() -> ResponseReturnValue:
    """Let a participant in by the digits of a slip or the token of its QR code."""
    access.refuse_open_air()
    body = read_body(SignInBody)
    demo = bool(current_app.config["DEMO"])

    if body.slip is not None:
        participant = actions.person_of_slip(body.slip, access.network(), demo=demo)
    else:
        participant = actions.person_of_token(body.token or "", demo=demo)
    token = access.change_sign_in(participant, is_shared=body.shared)
    db.session.commit()

    return _with_cookie({"participant": _named(participant)}, token, is_lasting=not body.shared)


@api.post("/sign-out")
@everyone
def sign_out() -> ResponseReturnValue:
    """End the sign-in of this phone; nobody needs to be signed in for that."""
    access.end_presented_sign_in()
    db.session.commit()

    answer = Response(status=204)
    del answer.headers["Content-Type"]
    access.take_cookie_back(answer)
    return answer


@api.post("/participants")
@everyone
def make_participant() -> ResponseReturnValue:
    """Make a participant for a guest who wants to keep the progress; the slip is shown this once."""
    access.refuse_open_air()
    body = read_body(NewParticipantBody)
    limits.note_new_participant(access.network())
    prepared = actions.prepare_slip()

    participant, slip = actions.make_participant(body.language, prepared=prepared)
    token = access.change_sign_in(participant, is_shared=body.shared)
    db.session.commit()

    url = slip_address(body.language, slip.token)
    made = {
        "participant": _named(participant),
        "slip": slip.pretty,
        "qr": qr_path(url),
        "url": url,
    }
    return _with_cookie(made, token, is_lasting=not body.shared), 201


@api.delete("/me")
@participants_only
def erase() -> ResponseReturnValue:
    """Erase everything kept of the person who asks; other phones hear of it when they next call."""
    refuse_other_types()
    actions.erase_participant(current_user.id)
    db.session.commit()

    answer = Response(status=204)
    del answer.headers["Content-Type"]
    access.take_cookie_back(answer)
    return answer


@api.errorhandler(TooManyTries)
def ask_to_wait(refusal: TooManyTries) -> Response:
    """Say when to come back."""
    return problem(429, str(refusal), headers={"Retry-After": str(refusal.seconds)})


def _named(participant: Participant) -> dict[str, str]:
    return {"id": str(participant.id), "language": participant.language}


def _with_cookie(body: dict[str, Any], token: str, *, is_lasting: bool) -> Response:
    answer = jsonify(body)
    access.give_cookie(answer, token, is_lasting=is_lasting)
    return answer
