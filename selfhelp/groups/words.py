"""Words for what a facilitator is told about a member."""

from __future__ import annotations

from datetime import time

from flask_babel import gettext as _
from flask_babel import ngettext

from ..centres.words import weekday_in_words
from .models import Audience, Format
from .rules import Cell, Standing

SIGNS = {
    Cell.NOT_GIVEN: "–",
    Cell.NOT_STARTED: "",
    Cell.OPENED: "·",
    Cell.STARTED: "◐",
    Cell.DONE: "✓",
}
"""A sign in a shape of its own for each cell, so that no state lives by colour alone."""


def cell_in_words(cell: Cell) -> str:
    """Say how far somebody is in a module."""
    words = {
        Cell.NOT_GIVEN: _("not given"),
        Cell.NOT_STARTED: _("not started"),
        Cell.OPENED: _("opened"),
        Cell.STARTED: _("begun"),
        Cell.DONE: _("finished"),
    }
    return str(words[cell])


def why_nothing_is_shown(standing: Standing) -> str:
    """Say why a row is empty."""
    if standing is Standing.NOT_AGREED:
        return str(_("Has not agreed yet, so nothing is shown"))
    if standing is Standing.NOT_SHARING:
        return str(_("Does not share practice now"))
    if standing is Standing.PAUSED:
        return str(_("Takes a break and keeps the place"))
    return str(_("Not shown any more"))


def heard_in_words(days: int | None) -> str:
    """Say when somebody was last heard from."""
    if days is None:
        return str(_("not yet"))
    if days == 0:
        return str(_("today"))
    if days == 1:
        return str(_("yesterday"))
    return str(ngettext("%(num)s day ago", "%(num)s days ago", days))


def format_in_words(format_: Format) -> str:
    """Say how a group comes together."""
    words = {
        Format.ROOM: _("in the room"),
        Format.ONLINE: _("online"),
        Format.MIXED: _("in the room and online"),
    }
    return str(words[format_])


def audience_in_words(audience: Audience) -> str:
    """Say for whom a group is; a page of staff only."""
    words = {
        Audience.OPEN: _("anybody"),
        Audience.DISPLACED: _("people who had to leave their homes"),
        Audience.MILITARY_FAMILIES: _("families of the military"),
        Audience.BEREAVED: _("people who have lost somebody"),
        Audience.MISSING: _("families of the missing and captive"),
        Audience.VETERANS: _("veterans"),
        Audience.MOTHERS: _("mothers with children"),
        Audience.OLDER: _("older people"),
    }
    return str(words[audience])


def guide_in_words(name: str, *, is_leader: bool) -> str:
    """Name somebody who could guide a group, and say when the training is not noted yet."""
    return name if is_leader else str(_("%(name)s (training not noted yet)", name=name))


def meets_in_words(weekday: int | None, hour: time | None) -> str:
    """Say when a group usually meets: "Tuesday, 18:00"; empty when nobody has said it."""
    if weekday is None or hour is None:
        return ""
    return f"{weekday_in_words(weekday)}, {hour:%H:%M}"


def table_heads() -> tuple[str, str, str]:
    """Name the columns of the exported table that are no modules."""
    return str(_("Word")), str(_("last heard from")), str(_("asks to talk"))
