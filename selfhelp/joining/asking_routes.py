"""Asking for a place with a group's code on phones without JavaScript."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..db import session
from ..groups.actions import AlreadyAMember
from ..i18n import current_language, speak_the_path
from ..people import access, limits
from ..people import actions as people
from ..people.access import current_user, participants_only
from ..people.limits import TooManyTries
from ..people.routes import ask_to_wait
from ..people.slips import qr_path, slip_address
from ..ui.access import everyone
from . import asking, queries
from .api import is_participant
from .asking import AlreadyAsking, LineIsLong, UnknownCode
from .forms import AskForm, key_of

bp = speak_the_path(Blueprint("asking", __name__))
bp.register_error_handler(TooManyTries, ask_to_wait)


@bp.post("/join/group")
@everyone
def ask() -> ResponseReturnValue:
    """Ask for a place; a guest is first told of the slip that is made for it."""
    form = AskForm(request.form, meta={"locales": [current_language()]})
    if not form.validate():
        return render_template("joining/ask.html", form=form), 422
    demo = bool(current_app.config["DEMO"])
    try:
        group_id = asking.group_of_code(form.slip.data or "", access.network(), demo=demo)
        return _ask(form, group_id)
    except (UnknownCode, AlreadyAsking, LineIsLong, AlreadyAMember) as refusal:
        session.rollback()
        form.slip.errors = [str(refusal)]
        return render_template("joining/ask.html", form=form), 422


def _ask(form: AskForm, group_id: UUID) -> ResponseReturnValue:
    if is_participant():
        asking.ask(group_id, current_user.id)
        session.commit()
        return redirect(url_for("mine.group"))
    if not form.key.data:
        form.key.data = uuid4().hex
        return render_template("joining/guest.html", form=form)
    return _ask_as_guest(form, group_id)


def _ask_as_guest(form: AskForm, group_id: UUID) -> ResponseReturnValue:
    access.refuse_open_air()
    key, is_shared = key_of(form.key.data), form.phone.data == "shared"
    if queries.is_request_made(key):
        return redirect(url_for("mine.group"))
    session.rollback()  # hashing takes long, and nobody else may write meanwhile
    limits.note_new_participant(access.network())
    prepared = people.prepare_slip()

    participant, slip = people.make_participant(current_language(), prepared=prepared)
    asking.ask(group_id, participant.id, key=key)
    token = access.change_sign_in(participant, is_shared=is_shared)
    session.commit()

    qr = qr_path(slip_address(current_language(), slip.token))
    answer = make_response(render_template("joining/slip.html", slip=slip, qr=qr))
    access.give_cookie(answer, token, is_lasting=not is_shared)
    return answer


@bp.post("/mine/asking")
@participants_only
def decide() -> ResponseReturnValue:
    """Take an offer, let the next person have it, or take the request back."""
    wish = request.form.get("wish")
    if wish == "take":
        asking.take(current_user.id)
    elif wish == "later":
        asking.let_the_next_go(current_user.id)
    elif wish == "back":
        asking.take_back(current_user.id)
    session.commit()
    return redirect(url_for("mine.group"))
