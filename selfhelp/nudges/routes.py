"""The page on which administrators see whether reminders go out: figures, and no person."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, current_app, render_template

from ..clock import KYIV, now
from ..db import session
from ..i18n import speak_the_path
from ..people.access import staff_only
from ..people.models import Role
from ..push.rules import Outcome
from . import standing

bp = speak_the_path(Blueprint("reminders", __name__, url_prefix="/staff/programme/reminders"))

A_WEEK = timedelta(days=6)
"""Today and six days before."""
TOO_LONG = timedelta(minutes=5)
"""What has been due for longer means that no worker is there."""


@bp.get("")
@staff_only(Role.ADMINISTRATOR)
def show() -> str:
    """Show what waits, what became of messages today and within a week, and whether alarms are heard."""
    at = now()
    today = at.astimezone(KYIV).date()
    hosts = current_app.config["PUSH_HOSTS"]
    waiting = standing.waiting(session, at)
    oldest = waiting.oldest_due_at
    return render_template(
        "nudges/standing.html",
        waiting=waiting,
        is_late=oldest is not None and at - oldest > TOO_LONG,
        spans=[standing.services(session, hosts, at, since) for since in (today, today - A_WEEK)],
        outcomes=list(Outcome),
        feed=standing.feed(session, at) if current_app.config["ALERT_FEED_URL"] else None,
    )
