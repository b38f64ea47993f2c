"""What may come in: how many calls a week, and how one went."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired, NumberRange

from ..groups.forms import understood
from ..ui.forms import Form
from .models import Outcome
from .rules import MOST_CALLS


class HoursForm(Form):
    """How many calls a week fit into the hours of a facilitator."""

    calls_a_week = IntegerField(
        _("Calls a week, fifteen minutes each"),
        [
            InputRequired(_("Please say how many calls fit into your week; none is 0.")),
            understood,
            NumberRange(0, MOST_CALLS),
        ],
    )


class OutcomeForm(Form):
    """How a call went, in one word."""

    outcome = RadioField(choices=[SelectChoice(one.value) for one in Outcome])
