"""Words for plans and readiness."""

from __future__ import annotations

from flask_babel import gettext as _

from .rules import DOERS, STATES


def states() -> list[tuple[str, str]]:
    """Name how far a line of the checklist may be."""
    names = {"not-yet": _("not yet"), "under-way": _("under way"), "ready": _("ready")}
    return [(state, names[state]) for state in STATES]


def doers() -> list[tuple[str, str]]:
    """Name who may do a line of a plan."""
    names = {
        "manager": _("manager of the centre"),
        "facilitator": _("facilitators"),
        "psychologist": _("psychologist"),
        "social-manager": _("social manager"),
        "volunteer": _("volunteers"),
        "host": _("host organisation"),
        "administrator": _("administrator of the programme"),
    }
    return [(doer, names[doer]) for doer in DOERS]


def terms() -> list[tuple[str, str]]:
    """Name the two kinds of plan."""
    return [("short", _("short term")), ("long", _("long term"))]
