"""What people may send in: JSON bodies, the slip's form, the staff's form."""

from __future__ import annotations

from typing import Any, Literal, Self, TypeVar

from flask import abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired, Length
from wtforms.validators import ValidationError as FieldError

from ..ui.errors import problem
from ..ui.forms import Form
from . import rules

Body = TypeVar("Body", bound="StrictBody")


class StrictBody(BaseModel):
    """A JSON body whose types are meant: no number for a word, no unknown key."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class SignInBody(StrictBody):
    """The sixteen digits of a slip, or the token of its QR code."""

    slip: str | None = Field(default=None, max_length=64)
    token: str | None = Field(default=None, max_length=64)
    shared: bool = False
    """The phone is shared: the sign-in ends after 30 minutes unused."""

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if (self.slip is None) == (self.token is None):
            raise ValueError("slip or token, and only one of them")
        return self


class NewParticipantBody(StrictBody):
    """The language of words sent to a new participant."""

    language: Literal["uk", "en"]
    shared: bool = False


class ParticipantAnswer(BaseModel):
    """A participant as her own phone knows her."""

    id: str
    language: str


class SignInAnswer(BaseModel):
    """Who has come in."""

    participant: ParticipantAnswer


class QrAnswer(BaseModel):
    """A QR code as one SVG path, in a square of `size` units."""

    size: int
    path: str


class NewParticipantAnswer(SignInAnswer):
    """A new participant and the slip, which is shown this once."""

    slip: str
    qr: QrAnswer
    url: str


def read_body(shape: type[Body]) -> Body:
    """Read the request's JSON body, or answer with a problem that never repeats what was sent."""
    refuse_other_types()
    try:
        return shape.model_validate_json(request.get_data())
    except ValidationError as failure:
        found = failure.errors(include_input=False, include_url=False, include_context=False)
        status = 400 if found[0]["type"] == "json_invalid" else 422
        errors = [{"field": _known_field(error), "code": error["type"]} for error in found]
        abort(problem(status, _("The request could not be understood."), errors=errors))


def refuse_other_types() -> None:
    """Take only bodies that say they are JSON: a form on another site cannot send one."""
    if request.mimetype != "application/json":
        abort(problem(415, _("This address takes JSON only.")))


def _known_field(error: Any) -> str:
    # The name of an unknown key is words of whoever sent it.
    return "" if error["type"] == "extra_forbidden" else ".".join(map(str, error["loc"]))


class JoinForm(Form):
    """The sixteen digits, typed by hand, and whose phone this is."""

    slip = StringField(
        _l("The 16 digits of the slip"),
        [InputRequired(_l("Please type the 16 digits from the slip.")), Length(max=64)],
    )
    phone = RadioField(
        _l("Whose phone is this"),
        choices=[
            SelectChoice("own", _l("My own phone")),
            SelectChoice("shared", _l("A shared phone")),
        ],
        default="own",
    )

    def validate_slip(self, field: StringField) -> None:
        """Say kindly what is different about these digits."""
        if rules.split_slip(field.data or "") is None:
            raise FieldError(_("A slip has 16 digits. Please compare them once more."))
