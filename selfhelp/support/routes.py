"""Pages on which staff of a centre answer requests for a first consultation."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from ..clock import KYIV, now
from ..db import session
from ..errors import Refusal
from ..i18n import speak_the_path
from ..people.access import current_user, staff_only
from ..people.typed import keep_what_was_typed
from . import actions, pages, queries, rules
from .forms import DeskForm, OutcomeForm, TimeForm
from .levels import read_route, route
from .models import Consultation, Outcome, Wish

bp = keep_what_was_typed(
    speak_the_path(Blueprint("support", __name__, url_prefix="/staff/consultations"))
)
log = logging.getLogger("selfhelp.support")


@bp.record_once
def _read_route(state: BlueprintSetupState) -> None:
    folder = Path(state.app.config["CONTENT_DIR"])
    state.app.extensions["referral_route"] = read_route(folder)


@bp.get("")
@staff_only(*queries.KEEPERS)
def queue() -> str:
    """Show who waits for a conversation, by code; managers see figures without anybody in them."""
    return _queue()


@bp.post("/desk")
@staff_only(*queries.WORKERS)
def record() -> ResponseReturnValue:
    """Record a visitor's request at the desk: no name, a code."""
    form = pages.desk_form()
    if not form.validate():
        return _queue(form), 422

    try:
        made = actions.record_at_desk(
            current_user,
            form.made(),
            form.centre.data,
            Wish(form.wish.data),
            route().answer_within_hours,
        )
    except actions.FormIsOld as refusal:
        form.wish.errors = [str(refusal)]
        return _queue(form), 422
    return _done(made)


@bp.get("/<uuid:consultation_id>")
@staff_only(*queries.WORKERS)
def show(consultation_id: UUID) -> str:
    """Show one request: what was asked, by when, who looks after it, and what came of it."""
    return _page(pages.request_at(consultation_id))


@bp.post("/<uuid:consultation_id>/take")
@staff_only(*queries.WORKERS)
def take(consultation_id: UUID) -> ResponseReturnValue:
    """Look after a request."""
    return _change(consultation_id, lambda one: actions.take(current_user, one))


@bp.post("/<uuid:consultation_id>/hand-back")
@staff_only(*queries.WORKERS)
def hand_back(consultation_id: UUID) -> ResponseReturnValue:
    """Let colleagues look after a request."""
    return _change(consultation_id, lambda one: actions.hand_back(current_user, one))


@bp.post("/<uuid:consultation_id>/taken-back")
@staff_only(*queries.WORKERS)
def take_back(consultation_id: UUID) -> ResponseReturnValue:
    """Close a request that the person has taken back at the desk or on the phone."""
    return _change(
        consultation_id, lambda one: actions.close(current_user, one, Outcome.TAKEN_BACK)
    )


@bp.post("/<uuid:consultation_id>/time")
@staff_only(*queries.WORKERS)
def offer_time(consultation_id: UUID) -> ResponseReturnValue:
    """Offer a time at which the centre waits for the person."""
    found = pages.request_at(consultation_id, for_update=True)
    form = TimeForm(request.form, meta=pages.meta())
    if not form.validate():
        return _page(found, time=form), 422

    try:
        actions.offer_time(current_user, found, form.meets_at())
    except Refusal as refusal:
        form.day.errors = [str(refusal)]
        return _page(pages.anew(found), time=form), refusal.status
    return _done(found)


@bp.post("/<uuid:consultation_id>/outcome")
@staff_only(*queries.WORKERS)
def close(consultation_id: UUID) -> ResponseReturnValue:
    """Note what came of a conversation: never what was said in it."""
    found = pages.request_at(consultation_id, for_update=True)
    form = OutcomeForm(request.form, meta=pages.meta())
    if not form.validate():
        return _page(found, outcome=form), 422

    try:
        actions.close(current_user, found, Outcome(form.outcome.data))
    except Refusal as refusal:
        form.outcome.errors = [str(refusal)]
        return _page(pages.anew(found), outcome=form), refusal.status
    return _done(found)


def _change(consultation_id: UUID, change: Callable[[Consultation], None]) -> ResponseReturnValue:
    found = pages.request_at(consultation_id, for_update=True)
    try:
        change(found)
    except (actions.HeldByAnother, actions.IsClosed) as refusal:
        return _page(pages.anew(found), refusal=refusal), refusal.status
    return _done(found)


def _done(found: Consultation) -> ResponseReturnValue:
    session.commit()
    # Ids alone: a log tells who answered which request, never what came of it.
    log.info("consultation kept: consultation=%s staff=%s", found.id, current_user.id)
    return redirect(url_for("support.show", consultation_id=found.id))


def _queue(form: DeskForm | None = None) -> str:
    code = rules.digits_of(request.args.get("code", ""))[: rules.CODE_DIGITS]
    shows_closed = request.args.get("show") == "closed"
    at = now()
    rows = (queries.closed_at if shows_closed else queries.waiting_at)(current_user, code)
    unheard = [] if shows_closed else queries.referrals_unheard(current_user)
    return render_template(
        "support/queue.html",
        rows=rows[: queries.PAGE],
        has_more=len(rows) > queries.PAGE,
        unheard=unheard[: queries.PAGE],
        figures=queries.figures_of(current_user, at),
        is_worker=current_user.holds(*queries.WORKERS),
        form=form or pages.desk_form(is_typed=False),
        code=code,
        shows_closed=shows_closed,
        days=rules.COUNTED.days,
        **pages.words_of(at),
    )


def _page(
    found: Consultation,
    *,
    time: TimeForm | None = None,
    outcome: OutcomeForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    at = now()
    offered = found.meets_at and found.meets_at.astimezone(KYIV)
    kept = {"day": offered.date(), "hour": offered.time()} if offered else {}
    return render_template(
        "support/consultation.html",
        one=found,
        referrals=queries.referrals_of(found.id),
        time=time or TimeForm(data=kept, meta=pages.meta()),
        outcome=outcome or OutcomeForm(meta=pages.meta()),
        refusal=refusal,
        is_held=rules.is_held_by_another(found.held_by_id, found.held_until, current_user.id, at),
        is_mine=found.held_by_id == current_user.id,
        most=rules.MOST_REFERRALS,
        **pages.words_of(at),
    )
