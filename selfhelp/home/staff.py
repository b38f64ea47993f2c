"""The first page of staff: today."""

from __future__ import annotations

from flask import Blueprint, render_template

from .. import clock
from ..i18n import speak_the_path
from ..people.access import current_user, staff_only
from ..support import queries as support
from . import queries

bp = speak_the_path(Blueprint("staff", __name__, url_prefix="/staff"))


@bp.get("")
@staff_only()
def today() -> str:
    """Show the groups of a member of staff: what comes next, and who asks to talk."""
    at = clock.now()
    return render_template(
        "home/staff_today.html",
        groups=queries.groups_today(current_user, at),
        duties=support.duties_of(current_user, at),
        today=at.astimezone(clock.KYIV).date(),
        kyiv=clock.KYIV,
    )
