"""The page of a facilitator's calls of this week."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from ..clock import KYIV, now
from ..db import session
from ..groups.models import Membership
from ..i18n import current_language, speak_the_path
from ..library.routes import library
from ..people.access import current_user, staff_only
from ..people.models import Role
from ..people.typed import keep_what_was_typed
from . import actions, queries, rules, scripts, words
from .actions import CallIsTaken, CallNotWished
from .forms import HoursForm, OutcomeForm
from .models import Outcome

bp = keep_what_was_typed(speak_the_path(Blueprint("calls", __name__, url_prefix="/staff/calls")))


@bp.record_once
def read_content(state: BlueprintSetupState) -> None:
    """Read what may be said in a call."""
    folder = Path(state.app.config["CONTENT_DIR"])
    state.app.extensions["call_scripts"] = scripts.read_scripts(folder)


@bp.get("")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def show() -> ResponseReturnValue:
    """Show whom to ring this week."""
    return _page()


@bp.post("/hours")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def set_hours() -> ResponseReturnValue:
    """Keep how many calls fit into the week."""
    form = HoursForm(request.form, meta={"locales": [current_language()]})
    if not form.validate():
        return _page(form, status=422)
    actions.wish_calls(current_user.id, form.calls_a_week.data or 0)
    session.commit()
    return redirect(url_for("calls.show"))


@bp.post("/<uuid:membership_id>/take")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def take(membership_id: UUID) -> ResponseReturnValue:
    """Take a call on, so that a colleague sees it."""
    try:
        actions.take(current_user, _member(membership_id))
    except (CallIsTaken, CallNotWished) as refusal:
        session.rollback()
        return _page(trouble=str(refusal), status=refusal.status)
    session.commit()
    return _back_to(membership_id)


@bp.post("/<uuid:membership_id>/note")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def note(membership_id: UUID) -> ResponseReturnValue:
    """Note how a call went in one word, and nothing else."""
    member = _member(membership_id)
    form = OutcomeForm(request.form)
    if not form.validate():
        return _page(trouble=words.trouble_with_outcome(), status=422)
    try:
        actions.note(current_user, member, Outcome(form.outcome.data))
    except (CallIsTaken, CallNotWished) as refusal:
        session.rollback()
        return _page(trouble=str(refusal), status=refusal.status)
    session.commit()
    return _back_to(membership_id)


@bp.post("/<uuid:membership_id>/give-back")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def give_back(membership_id: UUID) -> ResponseReturnValue:
    """Let a colleague take the call."""
    actions.give_back(current_user, _member(membership_id))
    session.commit()
    return _back_to(membership_id)


def _member(membership_id: UUID) -> Membership:
    member = queries.guided_member(current_user, membership_id)
    if member is None:
        abort(404)
    return member


def _back_to(membership_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("calls.show", _anchor=f"call-{membership_id}"))


def _page(
    form: HoursForm | None = None, *, trouble: str = "", status: int = 200
) -> ResponseReturnValue:
    at = now()
    today = at.astimezone(KYIV).date()
    lines = queries.list_of_week(current_user, at)
    weeks = rules.weeks_on([line.member.joined_on for line in lines], today)
    page = render_template(
        "calls/calls.html",
        lines=lines,
        names=library().names[current_language()],
        form=form or HoursForm(data={"calls_a_week": queries.calls_a_week(current_user.id)}),
        trouble=trouble,
        monday=rules.monday_of(today),
        scripts={week: scripts.script_of(week) for week in weeks},
        week_of=lambda member: rules.week_in_group(member.joined_on, today),
        outcomes=[(one.value, words.outcome_in_words(one)) for one in Outcome],
        outcome_in_words=words.outcome_in_words,
        silence_in_words=words.silence_in_words,
        minutes=rules.MINUTES,
    )
    return page, status
