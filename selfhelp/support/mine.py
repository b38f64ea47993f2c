"""A participant's own page about a conversation with the centre; it works without JavaScript."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..centres import queries as centres
from ..centres.rules import dial
from ..clock import KYIV, now
from ..db import session
from ..errors import Refusal
from ..groups import queries as groups
from ..i18n import current_language, speak_the_path
from ..people.access import current_user, participants_only
from ..ui.headers import pack
from . import actions, queries, rules, words
from .forms import WishForm
from .levels import route
from .models import Wish

bp = speak_the_path(Blueprint("support_mine", __name__, url_prefix="/mine/consultation"))
bp.after_request(pack)


@bp.get("")
@participants_only
def show() -> str:
    """Show my request and its code, or offer to ask the centre for a conversation."""
    return _page(_form(is_typed=False))


@bp.post("")
@participants_only
def ask() -> ResponseReturnValue:
    """Ask the centre for a conversation."""
    form = _form()
    if not form.validate():
        return _page(form), 422

    slug = request.form.get("centre") or None
    try:
        actions.ask(current_user.id, Wish(form.wish.data), route().answer_within_hours, slug)
    except Refusal as refusal:
        session.rollback()
        form.wish.errors = [str(refusal)]
        return _page(form), 422
    return _saved()


@bp.post("/take-back")
@participants_only
def take_back() -> ResponseReturnValue:
    """Take my request back."""
    actions.take_back(current_user.id)
    return _saved()


def _saved() -> ResponseReturnValue:
    session.commit()
    return redirect(url_for("support_mine.show"))


def _form(*, is_typed: bool = True) -> WishForm:
    typed = request.form if is_typed else None
    return WishForm(typed, has_group=_has_group(), meta={"locales": [current_language()]})


def _has_group() -> bool:
    return groups.group_of(current_user.id, now().astimezone(KYIV).date()) is not None


def _page(form: WishForm) -> str:
    slug = request.values.get("centre", "")
    waiting = queries.open_request_of(current_user.id)
    chosen = centres.public_centre(slug) if slug and not waiting else None
    can_ask = actions.centre_to_ask(current_user.id, slug) is not None
    return render_template(
        "support/mine.html",
        waiting=waiting,
        code=rules.in_threes(waiting.spoken_code) if waiting else "",
        chosen=chosen,
        can_ask=can_ask,
        form=form,
        words=words,
        dial=dial,
        hours=route().answer_within_hours,
    )
