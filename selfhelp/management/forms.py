"""What may come in about a centre: strings to values, each page with what was seen before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol
from uuid import UUID

from flask_babel import gettext, lazy_gettext, ngettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, Field, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired, Length, Optional
from wtforms.validators import ValidationError as FieldError

from ..centres import words as centre_words
from ..centres.models import Centre, CentreKind
from ..centres.rules import FACTS, WEEKDAYS, Fact, can_be_dialled
from ..centres.services import Named
from ..ui.forms import Form
from . import rules
from .checklist import Area
from .words import doers, states, terms

LONGEST_NAME = 120
LONGEST_ADDRESS = 200
LONGEST_NOTE = 120
LONGEST_LINE = 300


def _choices(pairs: list[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


def _without_spaces(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


def _text(label: Any, longest: int, *, is_needed: bool = True) -> StringField:
    validators: list[Any] = [
        Length(max=longest, message=_("Please shorten this: at most %(max)d signs."))
    ]
    if is_needed:
        validators.insert(0, InputRequired(_("Please fill this in.")))
    return StringField(label, validators=validators, filters=[_without_spaces])


class SectionForm(Form):
    """One page about a centre."""

    seen = HiddenField()
    """Fingerprint of what the page showed when it was opened."""

    @classmethod
    def values_of(cls, centre: Centre) -> dict[str, Any]:
        """Tell the values of the fields as they are stored."""
        raise NotImplementedError

    def columns(self) -> dict[str, Any]:
        """Tell what the columns of the centre would be."""
        raise NotImplementedError


class ProfileForm(SectionForm):
    """Name, address, number and kind."""

    name_uk = _text(_("Name in Ukrainian"), LONGEST_NAME)
    name_en = _text(_("Name in English"), LONGEST_NAME)
    address_uk = _text(_("Address in Ukrainian"), LONGEST_ADDRESS)
    address_en = _text(_("Address in English"), LONGEST_ADDRESS)
    phone = _text(_("Phone"), 30)
    kind = RadioField(
        _("Kind"),
        choices=[
            SelectChoice(CentreKind.RESILIENCE_CENTRE.value, _("Resilience Centre")),
            SelectChoice(CentreKind.SPACE.value, _("“Taking Care of Myself” space")),
        ],
    )

    def validate_phone(self, field: Field) -> None:
        """Refuse what nobody could dial."""
        if not can_be_dialled(field.data):
            raise FieldError(gettext("Please write a number that can be dialled: digits and +."))

    @classmethod
    def values_of(cls, centre: Centre) -> dict[str, Any]:
        """Tell the values of the fields as they are stored."""
        names = ("name_uk", "name_en", "address_uk", "address_en", "phone", "kind")
        return {name: getattr(centre, name) for name in names}

    def columns(self) -> dict[str, Any]:
        """Tell what the columns of the centre would be."""
        return {name: value for name, value in self.data.items() if name != "seen"}


class HoursForm(SectionForm):
    """The week, a line for each day."""

    day_1 = _text(_("Monday"), 100, is_needed=False)
    day_2 = _text(_("Tuesday"), 100, is_needed=False)
    day_3 = _text(_("Wednesday"), 100, is_needed=False)
    day_4 = _text(_("Thursday"), 100, is_needed=False)
    day_5 = _text(_("Friday"), 100, is_needed=False)
    day_6 = _text(_("Saturday"), 100, is_needed=False)
    day_7 = _text(_("Sunday"), 100, is_needed=False)

    def validate_day_1(self, field: Field) -> None:
        """Refuse hours that cannot be understood."""
        _understand_hours(field)

    validate_day_2 = validate_day_3 = validate_day_4 = validate_day_1
    validate_day_5 = validate_day_6 = validate_day_7 = validate_day_1

    @classmethod
    def values_of(cls, centre: Centre) -> dict[str, Any]:
        """Tell the values of the fields as they are stored."""
        return {
            f"day_{day}": rules.spans_as_text(centre.hours.get(str(day), ())) for day in WEEKDAYS
        }

    def columns(self) -> dict[str, Any]:
        """Tell what the columns of the centre would be; a closed day is left out."""
        week = {str(day): rules.spans_of(self[f"day_{day}"].data or "") for day in WEEKDAYS}
        return {"hours": {day: spans for day, spans in week.items() if spans}}


def _understand_hours(field: Field) -> None:
    try:
        rules.spans_of(field.data or "")
    except rules.UnclearHoursError:
        raise FieldError(
            gettext("Please write hours such as 09:00–13:00, 14:00–18:00; empty means closed.")
        ) from None


class FactsForm(SectionForm):
    """What a visitor wants to know about getting in, being there and staying safe."""

    def __init__(self, *args: Any, **more: Any) -> None:
        """Name each answer by its fact."""
        super().__init__(*args, **more)
        for key in FACTS:
            self[f"{key}_is"].label.text = centre_words.fact_in_words(Fact(key, "unknown", ""))

    @classmethod
    def values_of(cls, centre: Centre) -> dict[str, Any]:
        """Tell the values of the fields as they are stored."""
        values: dict[str, Any] = {}
        for key in FACTS:
            told = centre.facts.get(key) or {}
            note = told.get("note") or {}
            answer = told.get("is")
            values[f"{key}_is"] = answer if answer in ("yes", "no") else "unknown"
            values[f"{key}_uk"], values[f"{key}_en"] = note.get("uk", ""), note.get("en", "")
        return values

    def columns(self) -> dict[str, Any]:
        """Tell what the columns of the centre would be."""
        told = {key: self._fact(key) for key in FACTS}
        return {"facts": {key: fact for key, fact in told.items() if fact}}

    def _fact(self, key: str) -> dict[str, Any]:
        note = {lang: self[f"{key}_{lang}"].data or "" for lang in ("uk", "en")}
        answer = self[f"{key}_is"].data
        fact: dict[str, Any] = {} if answer == "unknown" else {"is": answer}
        return fact | ({"note": note} if any(note.values()) else {})


for _key in FACTS:
    _answers = [
        SelectChoice("yes", _("yes")),
        SelectChoice("no", _("no")),
        SelectChoice("unknown", _("not known")),
    ]
    setattr(FactsForm, f"{_key}_is", RadioField("", choices=_answers))
    for _lang, _label in (("uk", _("Note in Ukrainian")), ("en", _("Note in English"))):
        setattr(FactsForm, f"{_key}_{_lang}", _text(_label, LONGEST_NOTE, is_needed=False))


class ServicesForm(SectionForm):
    """What is offered and how long one waits; the kinds come from the content folder."""

    @classmethod
    def values_of(cls, centre: Centre) -> dict[str, Any]:
        """Tell the values of the fields as they are stored."""
        return {
            name: _waiting(centre.services, name.removeprefix("service_"))
            for name in dir(cls)
            if name.startswith("service_")
        }

    def columns(self) -> dict[str, Any]:
        """Tell what the columns of the centre would be."""
        said = {f.name.removeprefix("service_"): f.data for f in self if f.name != "seen"}
        return {
            "services": {
                kind: {"weeks": None if waiting == "ask" else int(waiting)}
                for kind, waiting in said.items()
                if waiting
            }
        }


def _waiting(told: Mapping[str, Any], kind: str) -> str:
    if kind not in told:
        return ""
    weeks = told[kind].get("weeks")
    return "ask" if weeks is None else str(weeks)


def services_form(kinds: tuple[Named, ...], lang: str) -> type[SectionForm]:
    """Make the form for the kinds of services that there are."""
    choices = [
        ("", gettext("not offered")),
        ("ask", gettext("ask by phone")),
        ("0", centre_words.waiting_in_words(0)),
        *((str(weeks), _about(weeks)) for weeks in range(1, rules.MOST_WEEKS + 1)),
    ]
    fields: dict[str, Any] = {
        f"service_{kind.id}": SelectField(kind.name(lang), choices=_choices(choices))
        for kind in kinds
    }
    return type("ServicesForm", (ServicesForm,), fields)


def _about(weeks: int) -> str:
    return str(ngettext("about %(num)s week", "about %(num)s weeks", weeks))


class ReadinessForm(Form):
    """How far each line of the checklist is."""

    seen = HiddenField()

    def marks(self) -> dict[str, str]:
        """Tell the state of each line."""
        return {f.name.removeprefix("item_"): f.data for f in self if f.name != "seen"}


def readiness_form(areas: tuple[Area, ...], lang: str) -> type[ReadinessForm]:
    """Make the form for the checklist that there is."""
    fields: dict[str, Any] = {
        f"item_{item.id}": RadioField(item.name(lang), choices=_choices(states()))
        for area in areas
        for item in area.items
    }
    return type("ReadinessForm", (ReadinessForm,), fields)


class SpecialDayForm(Form):
    """A day with other hours."""

    day = DateField(_("Day"), validators=[InputRequired(_("Please choose a day."))])
    hours = _text(_("Hours on this day"), 100, is_needed=False)
    reason_uk = _text(_("Reason in Ukrainian"), LONGEST_NOTE, is_needed=False)
    reason_en = _text(_("Reason in English"), LONGEST_NOTE, is_needed=False)

    def validate_hours(self, field: Field) -> None:
        """Refuse hours that cannot be understood."""
        _understand_hours(field)


class RestForm(Form):
    """Until when the reminders of a centre rest."""

    until = DateField(
        _("Reminders come again on"), validators=[InputRequired(_("Please choose a day."))]
    )


class PlanLineForm(Form):
    """A line of the plan: what, who by role, until when."""

    id = HiddenField()
    """Made by the page, so that a form sent twice makes one line."""
    what = _text(_("What"), LONGEST_LINE)
    who = SelectField(_("Who, by role"))
    term = RadioField(_("Term"))
    until = DateField(_("Until"), validators=[Optional()])

    def __init__(self, *args: Any, **more: Any) -> None:
        """Offer roles and terms in the language of the page."""
        super().__init__(*args, **more)
        self.who.choices = _choices(doers())
        self.term.choices = _choices(terms())

    def validate_id(self, field: Field) -> None:
        """Refuse an id that no page of ours has made."""
        try:
            UUID(field.data or "")
        except ValueError:
            raise FieldError(gettext("Please open the page anew and try once more.")) from None


class HasFields(Protocol):
    """A form, as the comparison below needs it."""

    def __iter__(self) -> Iterator[Field]:
        """Go through the fields."""
        ...


def differences(typed: HasFields, stored: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Tell what is stored now, label and words, wherever something else was typed."""
    return [
        (str(field.label.text), _in_words(field, stored[field.name]))
        for field in typed
        if field.name in stored and (field.data or "") != (stored[field.name] or "")
    ]


def _in_words(field: Field, value: Any) -> str:
    choices = {one.value: one.label for one in getattr(field, "choices", None) or ()}
    return str(choices.get(value, value)) or str(lazy_gettext("(empty)"))
