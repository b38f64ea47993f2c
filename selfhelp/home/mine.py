"""A participant's own pages for phones without JavaScript: the same as the shells, made by the server."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import clock
from ..db import session
from ..groups import actions
from ..groups import queries as groups
from ..groups import words as group_words
from ..groups.models import Membership
from ..groups.rules import CALLS_VERSION, CONSENT_VERSION
from ..i18n import current_language, speak_the_path
from ..joining import queries as joining
from ..library.routes import library
from ..meetings import queries as meetings
from ..people.access import current_user, participants_only
from ..progress import queries as progress
from ..ui.headers import pack
from . import queries, words

bp = speak_the_path(Blueprint("mine", __name__, url_prefix="/mine"))
bp.after_request(pack)

MOST_ROWS = 200
"""Rows of one table on a page; beyond it the page says how many more there are."""


@bp.get("/group")
@participants_only
def group() -> str:
    """Show my group, what I agreed to, and what its facilitators see of me."""
    at = clock.now()
    today = at.astimezone(clock.KYIV).date()
    membership = groups.group_of(current_user.id, today)
    seat = groups.seat_of(current_user.id, library(), today)
    asked = joining.asking_of(current_user.id, at)
    if membership is None or seat is None:
        return render_template("home/mine_no_group.html", asking=asked)

    given = groups.assignments(membership.group_id, current_user.id, today)
    return render_template(
        "home/mine_group.html",
        seat=seat,
        meeting=meetings.next_meeting(membership.group_id, at),
        assignments=[(one, library().module(current_language(), one.module)) for one in given],
        seen=_what_is_seen(membership, given),
        consent_version=CONSENT_VERSION,
        calls_version=CALLS_VERSION,
        asking=asked,
    )


def _what_is_seen(membership: Membership, given: list[groups.Given]) -> list[tuple[str, str]]:
    """Say in words what the row of this member says on the facilitators' page."""
    group = membership.group
    modules = groups.modules_followed(library(), current_language(), group, given)
    today = clock.now().astimezone(clock.KYIV).date()
    (row,) = groups.rows_of(group, [membership], [module.id for module in modules], today)
    return [
        (module.title, group_words.cell_in_words(row.cells[module.id]))
        for module in modules
        if module.id in row.cells
    ]


@bp.post("/consent")
@participants_only
def consent() -> ResponseReturnValue:
    """Agree to what the facilitators see."""
    actions.agree(current_user.id, request.form.get("version", ""))
    return _saved()


@bp.post("/sharing")
@participants_only
def sharing() -> ResponseReturnValue:
    """Let the facilitators see practice, or stop it."""
    actions.share(current_user.id, request.form.get("wish") == "yes")
    return _saved()


@bp.post("/talk")
@participants_only
def talk() -> ResponseReturnValue:
    """Ask to talk with a facilitator, or take it back."""
    actions.ask_to_talk(current_user.id, request.form.get("wish") == "yes")
    return _saved()


@bp.post("/calls")
@participants_only
def calls() -> ResponseReturnValue:
    """Agree to calls by the facilitators, or take it back."""
    wish = request.form.get("wish") == "yes"
    actions.wish_calls(current_user.id, request.form.get("version", "") if wish else None)
    return _saved()


@bp.post("/pause")
@participants_only
def pause() -> ResponseReturnValue:
    """Take a break and keep the place, or come back from it."""
    actions.pause(current_user.id, request.form.get("wish") == "yes")
    return _saved()


@bp.post("/leave")
@participants_only
def leave() -> ResponseReturnValue:
    """Leave the group; what was practised stays with the person, and a second time nothing changes."""
    try:
        actions.leave(current_user.id)
    except actions.NotInAGroup:
        return redirect(url_for("mine.group"))
    return _saved()


def _saved() -> ResponseReturnValue:
    session.commit()
    return redirect(url_for("mine.group"))


@bp.get("/progress", endpoint="progress")
@participants_only
def practice() -> str:
    """Show what I have practised: modules and days, nothing to compare."""
    stand = progress.progress_of(current_user.id)
    titled = [
        (queries.title_of(library(), current_language(), module), summary)
        for module, summary in stand.modules.items()
    ]
    days = sorted({exercise.day for exercise in stand.practice}, reverse=True)
    return render_template("home/mine_progress.html", modules=titled, days=days)


@bp.get("/plan")
@participants_only
def plan() -> str:
    """Say where plans are kept when the phone cannot keep them."""
    return render_template("home/mine_plan.html")


@bp.get("/you")
@participants_only
def you() -> str:
    """Print everything that the server knows of me."""
    known = queries.everything_known_of(current_user.id)
    return render_template(
        "home/mine_you.html",
        known={table: [_told(row) for row in rows] for table, rows in known.items()},
        words=words,
        most=MOST_ROWS,
    )


def _told(row: dict[str, Any]) -> list[tuple[str, Any]]:
    """Leave out what is empty, and the person's own id on every line but the first."""
    empty: tuple[object, ...] = (None, [], {})
    return [
        (name, value)
        for name, value in row.items()
        if name != "participant_id" and value not in empty
    ]
