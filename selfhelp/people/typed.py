"""What was typed survives the end of a sign-in: the page gives it back, ready to be sent again."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from ..i18n import current_language
from .access import current_user


def keep_what_was_typed(blueprint: Blueprint) -> Blueprint:
    """Answer a form of somebody whose sign-in has ended with the form itself.

    For pages of staff without passwords in them: nothing is stored, the words go back to the
    browser that sent them, and every page still asks who is there when they are sent again.
    """
    blueprint.before_request(_give_back)
    return blueprint


def _give_back() -> ResponseReturnValue | None:
    # A file cannot be handed back; the page that asks for it lost nothing else.
    has_a_file = request.mimetype == "multipart/form-data"
    if request.method != "POST" or has_a_file or current_user.is_authenticated:
        return None
    typed = [(name, value) for name, value in request.form.items(multi=True)]
    door = f"/{current_language()}/staff/sign-in"
    page = render_template("people/typed.html", typed=typed, to=request.path, door=door)
    return make_response(page, 401)
