"""Pages to come in and to leave: for people with a slip, and for staff."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import db
from ..i18n import current_language, speak_the_path
from ..ui.access import everyone
from ..ui.public_pages import public
from . import access, actions, rules
from .actions import NotRecognised
from .forms import JoinForm
from .limits import TooManyTries

bp = speak_the_path(Blueprint("people", __name__))


@bp.get("/join")
@everyone
@public
def join() -> str:
    """Show where to type a slip's digits, and what the facilitator will and will not see."""
    return render_template("people/join.html", form=JoinForm())


@bp.post("/join")
@everyone
def join_by_slip() -> ResponseReturnValue:
    """Let a participant in by a slip, without JavaScript."""
    if rules.is_group_code(request.form.get("slip", "")):
        return redirect(url_for("asking.ask"), 307)  # the browser sends the same form there
    access.refuse_open_air()
    form = JoinForm(request.form)
    if not form.validate():
        return render_template("people/join.html", form=form), 422
    try:
        participant = actions.person_of_slip(
            form.slip.data or "", access.network(), demo=bool(current_app.config["DEMO"])
        )
    except NotRecognised as refusal:
        form.slip.errors = [str(refusal)]
        return render_template("people/join.html", form=form), 422
    is_shared = form.phone.data == "shared"
    token = access.change_sign_in(participant, is_shared=is_shared)
    db.session.commit()

    answer = redirect(f"/{current_language()}/mine/group")
    access.give_cookie(answer, token, is_lasting=not is_shared)
    return answer


@bp.get("/s")
@everyone
@public
def slip() -> str:
    """Take the token that a slip's QR code carries in its fragment; a script reads it."""
    return render_template("people/slip.html", form=JoinForm())


@bp.post("/staff/sign-out")
@everyone
def leave() -> ResponseReturnValue:
    """Sign out on the server; a form without JavaScript ends here."""
    access.end_presented_sign_in()
    db.session.commit()

    answer = redirect(url_for("staffing.sign_in"))
    access.take_cookie_back(answer)
    return answer


@bp.errorhandler(TooManyTries)
def ask_to_wait(refusal: TooManyTries) -> ResponseReturnValue:
    """Say in words and in a header when to come back."""
    minutes = -(-refusal.seconds // 60)
    page = render_template("people/wait.html", text=str(refusal), minutes=minutes)
    return Response(page, 429, {"Retry-After": str(refusal.seconds)})
