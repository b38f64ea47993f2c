"""Words for calls."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from .models import Outcome


def outcome_in_words(outcome: Outcome) -> str:
    """Say how a call went."""
    words = {
        Outcome.REACHED: _("reached"),
        Outcome.NOT_REACHED: _("not reached"),
        Outcome.NEEDS_MORE: _("needs more"),
        Outcome.DECLINED: _("declined"),
    }
    return str(words[outcome])


def silence_in_words(days: int | None) -> str:
    """Say for how long nothing was heard of somebody."""
    if days is None:
        return str(_("does not share practice"))
    if days == 0:
        return str(_("heard from today"))
    return str(ngettext("quiet for %(num)s day", "quiet for %(num)s days", days))


def trouble_with_outcome() -> str:
    """Say that one of the four words was needed."""
    return str(_("Please choose one of the four words."))
