"""What may come in: how many slips to print, a group's code, whose request is confirmed."""

from __future__ import annotations

from typing import Literal, Self
from uuid import UUID, uuid4

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from pydantic import BaseModel, Field, model_validator
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from ..groups.forms import understood
from ..people.forms import NewParticipantAnswer, StrictBody
from ..people.rules import is_group_code
from ..ui.forms import Form
from .rules import MOST_SLIPS


class SlipsForm(Form):
    """How many slips to print."""

    key = HiddenField(default=lambda: uuid4().hex)
    """Made with the empty form, so that a form sent twice makes one sheet."""
    count = IntegerField(
        _("How many slips"),
        [
            InputRequired(_("Please say how many slips to print.")),
            understood,
            NumberRange(1, MOST_SLIPS),
        ],
    )

    def sheet(self) -> UUID:
        """Return the key, or a new one for a form that has lost it."""
        return key_of(self.key.data)


def key_of(typed: str | None) -> UUID:
    """Read the key of a form; anything else makes a new one."""
    try:
        return UUID(typed or "")
    except ValueError:
        return uuid4()


class DoorForm(Form):
    """Whether anybody with the code may ask for a place."""

    door = RadioField(
        _("Who may ask for a place"),
        choices=[
            SelectChoice("open", _("Open: anybody with the code of the group may ask")),
            SelectChoice("invitation", _("By invitation: with a slip from your hand")),
        ],
        default="invitation",
    )


class AskForm(Form):
    """The ten digits of a group, and whose phone this is."""

    key = HiddenField()
    """Empty at first; a guest who is told about the slip has one, so that twice makes one person."""
    slip = StringField(
        _("The 10 digits of the group"),
        [InputRequired(_("Please type the 10 digits of the group.")), Length(max=64)],
    )
    """Named as on the page of slips, whose form ends here when ten digits were typed."""
    phone = RadioField(
        _("Whose phone is this"),
        choices=[
            SelectChoice("own", _("My own phone")),
            SelectChoice("shared", _("A shared phone")),
        ],
        default="own",
    )

    def validate_slip(self, field: StringField) -> None:
        """Say kindly when these are not ten digits."""
        if not is_group_code(field.data or ""):
            raise ValidationError(
                gettext("A group’s code has 10 digits. Please compare them once more.")
            )


class ConfirmForm(Form):
    """The word from nature for somebody who is confirmed."""

    alias = SelectField(_("Word in the group"))


class AskBody(StrictBody):
    """The ten digits of a group; a guest also says the language and whose phone it is."""

    code: str = Field(max_length=64)
    language: Literal["uk", "en"] = "uk"
    shared: bool = False


class AskWish(StrictBody):
    """What somebody decides who asked for a place: exactly one of these."""

    seen: Literal[True] | None = None
    """The phone has shown the offer."""
    take: Literal[True] | None = None
    later: Literal[True] | None = None
    """Let the next person have the place and stand at the end of the line."""

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if len(self.model_dump(exclude_none=True)) != 1:
            raise ValueError("one wish at a time")
        return self


class AskingAnswer(BaseModel):
    """A request for a place, as the asker's phone keeps it."""

    group: str
    check: str
    stand: Literal["held", "offered", "waiting"]
    before: int
    asked_at: str
    answer_by: str | None


class AskAnswer(BaseModel):
    """What was asked for; nothing when the place is given or the request is gone."""

    asking: AskingAnswer | None


class GuestAskAnswer(AskAnswer, NewParticipantAnswer):
    """What a guest asked for, and the slip of the participant who was made for it."""
