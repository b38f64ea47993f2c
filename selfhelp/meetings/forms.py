"""What may come in: when, where and about what a group meets."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange

from ..clock import KYIV
from ..groups.forms import trimmed, understood
from ..ui.forms import Form
from . import rules
from .actions import Plan


class ProgrammeForm(Form):
    """The first of the weekly meetings of a programme."""

    day = DateField(_("Day"), [InputRequired(_("Please choose a day."))])
    hour = TimeField(_("Begins at"), [InputRequired(_("Please choose a time, such as 18:00."))])
    minutes = IntegerField(
        _("Minutes"),
        [
            InputRequired(_("Please say how long it takes.")),
            understood,
            NumberRange(15, rules.LONGEST_MINUTES),
        ],
        default=rules.USUAL_MINUTES,
    )
    room = StringField(_("Room"), [Length(max=80)], filters=[trimmed])

    @property
    def starts_at(self) -> datetime:
        """When it begins, on the clock of Kyiv."""
        if self.day.data is None or self.hour.data is None:
            raise ValueError("ask only a form that is valid")
        return rules.at_hour(self.day.data, self.hour.data, KYIV)

    def plan(self, module: str | None = None) -> Plan:
        """Say what was asked for."""
        minutes = self.minutes.data or rules.USUAL_MINUTES
        return Plan(self.starts_at, minutes, self.room.data or None, module)


class MeetingForm(ProgrammeForm):
    """One meeting."""

    module = SelectField(_("Module or exercise"))
