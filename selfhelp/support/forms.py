"""What may come in: a visitor's wish, a time, what came of it, a referral, a service."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _
from pydantic import BaseModel, ConfigDict, Field
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from ..centres import words as centre_words
from ..centres.rules import Fact, can_be_dialled
from ..clock import KYIV
from ..groups.forms import as_id, trimmed
from ..meetings.rules import at_hour
from ..ui.forms import Form
from .levels import Route
from .models import Cost, Outcome, Reply, Wish
from .rules import BARRIER_FREE
from .words import cost_in_words, outcome_in_words, reply_in_words, wish_for_staff, wish_in_words

CLOSING = (Outcome.INDIVIDUAL, Outcome.GROUP, Outcome.COMMUNITY, Outcome.NOT_HELD)
"""What a conversation may end with at once; a referral has a page of its own."""


class ConsultationWish(BaseModel):
    """What a participant asks her centre for; null takes the request back."""

    model_config = ConfigDict(extra="forbid", strict=True)

    wish: Literal["come", "ring", "after-group"] | None
    centre: str | None = Field(default=None, max_length=80)
    """Name in addresses of a centre from the directory, for somebody without a group."""


class KeyForm(Form):
    """A form that makes one thing, however often it is sent."""

    key = HiddenField(default=lambda: uuid4().hex)
    """Made with the empty form; the id of what it makes."""

    def made(self) -> UUID:
        """Return the key, or a new one for a form that has lost it."""
        try:
            return UUID(self.key.data or "")
        except ValueError:
            return uuid4()


class WishForm(Form):
    """How a participant would like to talk."""

    wish = RadioField(_("How would you like to talk?"))

    def __init__(self, *args: Any, has_group: bool = True, **more: Any) -> None:
        """Offer the ways that are open to this person."""
        super().__init__(*args, **more)
        offered = [one for one in Wish if has_group or one is not Wish.AFTER_GROUP]
        self.wish.choices = [(one.value, wish_in_words(one)) for one in offered]


class DeskForm(KeyForm):
    """A visitor at the desk."""

    centre = SelectField(_("Centre"), coerce=as_id)
    wish = RadioField(_("How the person would like to talk"))

    def __init__(self, *args: Any, **more: Any) -> None:
        """Offer the ways that are open to a visitor."""
        super().__init__(*args, **more)
        self.wish.choices = [(one.value, wish_for_staff(one)) for one in (Wish.COME, Wish.RING)]


class TimeForm(Form):
    """When the centre waits for the person."""

    day = DateField(_("Day"), [InputRequired(_("Please choose a day."))])
    hour = TimeField(_("Begins at"), [InputRequired(_("Please choose a time, such as 18:00."))])

    def meets_at(self) -> datetime:
        """Say the moment, on the clock of Kyiv."""
        if self.day.data is None or self.hour.data is None:
            raise ValueError("ask only a form that is valid")
        return at_hour(self.day.data, self.hour.data, KYIV)


class OutcomeForm(Form):
    """What came of a conversation."""

    outcome = RadioField(_("Please choose one"))

    def __init__(self, *args: Any, **more: Any) -> None:
        """Offer what a conversation may end with."""
        super().__init__(*args, **more)
        self.outcome.choices = [(one.value, outcome_in_words(one)) for one in CLOSING]


class ReferralForm(KeyForm):
    """Where to, how soon, and what the person agreed to."""

    level = RadioField(_("How soon help is needed"))
    service = SelectField(_("Where to"))
    agrees = BooleanField(_("The person has heard what is passed on and agrees"))
    may_tell_back = BooleanField(
        _("The person agrees that the service tells the centre whether they came")
    )


class ReplyForm(Form):
    """What was heard of a referral."""

    reply = RadioField(_("Please choose one"))
    heard_on = DateField(_("Day"), [InputRequired(_("Please choose a day."))])

    def __init__(self, *args: Any, **more: Any) -> None:
        """Offer what may be heard."""
        super().__init__(*args, **more)
        self.reply.choices = [(one.value, reply_in_words(one)) for one in Reply]


class ServiceForm(KeyForm):
    """A service in the community."""

    centre = SelectField(_("Centre"), coerce=as_id)
    name = StringField(
        _("Name of the service"),
        [DataRequired(_("Please fill this in.")), Length(max=120)],
        filters=[trimmed],
    )
    kind = SelectField(_("Kind"))
    phone = StringField(
        _("Phone"),
        [Length(max=30)],
        filters=[trimmed],
    )
    hours = StringField(_("When it can be reached"), [Length(max=120)], filters=[trimmed])
    audience = StringField(_("For whom"), [Length(max=120)], filters=[trimmed])
    cost = RadioField(_("Cost"), default=Cost.UNKNOWN.value)
    is_public = BooleanField(
        _(
            "People may ring there themselves: show it to everybody on the pages of the centre and the region"
        )
    )

    def __init__(self, *args: Any, route: Route, lang: str, **more: Any) -> None:
        """Offer kinds and costs in the language of the page, and name each fact."""
        super().__init__(*args, **more)
        self.kind.choices = [(one.id, one.name(lang)) for one in route.kinds]
        self.cost.choices = [(one.value, cost_in_words(one)) for one in Cost]
        for key in BARRIER_FREE:
            self[fact_field(key)].label.text = centre_words.fact_in_words(Fact(key, "unknown", ""))

    def validate_phone(self, field: StringField) -> None:
        """Refuse what nobody could dial."""
        if not can_be_dialled(field.data or ""):
            raise ValidationError(_("Please write a number that can be dialled: digits and +."))

    def told(self) -> dict[str, Any]:
        """Tell what the columns of the service would be."""
        plain = {name: self[name].data or "" for name in PLAIN}
        answers = {key: self[fact_field(key)].data for key in BARRIER_FREE}
        known = {key: answer for key, answer in answers.items() if answer in ("yes", "no")}
        return plain | {"facts": known}


PLAIN = ("name", "kind", "phone", "hours", "audience", "cost")


def fact_field(key: str) -> str:
    """Name the field of a barrier-free fact."""
    return f"fact_{key.replace('-', '_')}"


for _key in BARRIER_FREE:
    _answers = [
        SelectChoice("yes", _("yes")),
        SelectChoice("no", _("no")),
        SelectChoice("unknown", _("not known")),
    ]
    _field = RadioField("", choices=_answers, default="unknown")
    setattr(ServiceForm, fact_field(_key), _field)
