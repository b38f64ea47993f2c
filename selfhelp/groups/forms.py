"""What may come in: a new group and its changes, a module for it, what a member decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _
from pydantic import BaseModel, ConfigDict, Field
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
    widgets,
)
from wtforms import Field as FormField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    StopValidation,
)

from ..i18n import LANGUAGES
from ..library.library import Library
from ..ui.forms import Form
from .rules import MOST_PLACES


def trimmed(typed: Any) -> Any:
    """Take spaces off both ends."""
    return typed.strip() if isinstance(typed, str) else typed


def understood(_form: Form, field: FormField) -> None:
    """Stop asking more of what could not be read: one word about it is enough."""
    if field.process_errors:
        raise StopValidation


def as_id(value: Any) -> UUID:
    """Read the id of a row, or an id as it was typed."""
    return UUID(str(getattr(value, "id", value)))


class GroupBasics(Form):
    """What staff call a group, when it meets, how many places it has."""

    title = StringField(
        _("Title for staff"),
        [DataRequired(_("Please give the group a title.")), Length(max=80)],
        filters=[trimmed],
    )
    weekday = SelectField(_("Day of the week"), coerce=int)
    hour = TimeField(_("Begins at"), [InputRequired(_("Please choose a time, such as 18:00."))])
    places = IntegerField(
        _("Places"),
        [
            InputRequired(_("Please say how many places there are.")),
            understood,
            NumberRange(1, MOST_PLACES),
        ],
        default=12,
    )


class NewGroupForm(GroupBasics):
    """When a group meets, how many places it has, and what staff call it."""

    key = HiddenField(default=lambda: uuid4().hex)
    """Made with the empty form, so that a form sent twice makes one group."""
    centre = SelectField(_("Centre"), coerce=as_id)


class GroupForm(GroupBasics):
    """Everything about a group that its facilitators may change."""

    programme = SelectField(_("Programme"))
    language = SelectField(
        _("Language of the group"), choices=[SelectChoice(*one) for one in LANGUAGES.items()]
    )
    format = SelectField(_("How you meet"))
    audience = SelectField(_("For whom"))
    facilitators = SelectMultipleField(
        _("Who guides the group"),
        coerce=as_id,
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )


class HandOverForm(Form):
    """Who takes a group over."""

    to = SelectField(
        _("Who takes the group over"),
        [InputRequired(_("Please choose a colleague."))],
        coerce=as_id,
    )


def programme_choices(library: Library, lang: str) -> list[tuple[str, str]]:
    """List the programmes that a group may follow: not the tools, nor what is for staff or at home."""
    return [
        (one.id, one.title)
        for one in library.programmes(lang)
        if one.id != TOOLS and one.audience == "adult"
    ]


def as_choices(rows: Sequence[Any]) -> list[tuple[UUID, str]]:
    """List people or places by their id and name."""
    return [(row.id, row.name) for row in rows]


TOOLS = "now"
"""Id of the programme that holds the tools."""


class AssignForm(Form):
    """A module for a group, and the day by which the group talks about it."""

    module = SelectField(_("Module or exercise"))
    starts_on = DateField(_("From"), validators=[Optional()])
    until = DateField(_("Until"), validators=[Optional()])
    whom = SelectMultipleField(
        _("For whom"),
        coerce=as_id,
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    """Members by their places; nobody ticked is everybody."""


def module_choices(library: Library, lang: str, programme: str) -> list[tuple[str, str]]:
    """List what may be given: the group's own programme first, then the rest."""
    everything = [one for one in library.everything(lang) if one.audience != "staff"]
    own_first = sorted(everything, key=lambda module: module.programme != programme)
    return [(module.id, module.title) for module in own_first]


class MembershipWish(BaseModel):
    """What a member decides; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", strict=True)

    consent: str | None = Field(default=None, max_length=32)
    """Version of the text that was agreed to."""
    sharing: bool | None = None
    asks_to_talk: bool | None = None
    calls: str | Literal[False] | None = None
    """Version of the text about calls that was agreed to, or false to take it back."""
    pause: bool | None = None
    leave: Literal[True] | None = None
    """Leaving is not taken back here: the facilitator gives a new place."""
