"""Pages about a centre, made ready for their routes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from flask import render_template, request

from ..centres import words as centre_words
from ..centres.models import Centre
from ..centres.rules import FACTS
from ..centres.services import service_kinds
from ..clock import KYIV, now
from ..errors import Refusal
from ..i18n import current_language
from . import forms, queries, rules, words
from .checklist import checklist
from .forms import PlanLineForm, ReadinessForm, RestForm, SectionForm, SpecialDayForm


def section_form(centre: Centre, section: str, *, is_typed: bool = True) -> SectionForm:
    """Fill the form of a page about a centre with what is stored, and with what was typed."""
    kinds: dict[str, type[SectionForm]] = {
        "profile": forms.ProfileForm,
        "hours": forms.HoursForm,
        "facts": forms.FactsForm,
        "services": forms.services_form(service_kinds(), current_language()),
    }
    kind = kinds[section]
    values = kind.values_of(centre)
    typed = request.form if is_typed and request.method == "POST" else None
    return kind(typed, data=values | {"seen": rules.fingerprint(values)}, meta=meta())


def section_page(
    centre: Centre,
    section: str,
    form: SectionForm,
    refusal: Refusal | None = None,
    shown: Mapping[str, Any] | None = None,
    special: SpecialDayForm | None = None,
) -> str:
    """Make a page about a centre."""
    return render_template(
        f"management/{section}.html",
        centre=centre,
        form=form,
        refusal=refusal,
        differences=forms.differences(form, shown or {}),
        fact_keys=FACTS,
        special=special or SpecialDayForm(meta=meta()),
        special_days=queries.special_days_from(centre, today()) if section == "hours" else (),
        today=today(),
        words=centre_words,
    )


def hours_page(centre: Centre, special: SpecialDayForm) -> str:
    """Make the page of hours around a special day that was refused."""
    form = section_form(centre, "hours", is_typed=False)
    return section_page(centre, "hours", form, special=special)


def readiness_form(marks: Mapping[str, str], *, is_typed: bool = True) -> ReadinessForm:
    """Fill the checklist with what is stored, and with what was typed."""
    kind = forms.readiness_form(checklist(), current_language())
    typed = request.form if is_typed and request.method == "POST" else None
    values = items(marks) | {"seen": rules.fingerprint(marks)}
    return kind(typed, data=values, meta=meta())


def items(marks: Mapping[str, str]) -> dict[str, str]:
    """Name marks as the fields of the checklist are named."""
    return {f"item_{item}": state for item, state in marks.items()}


def plan_form() -> PlanLineForm:
    """Make an empty line of a plan, with an id of its own."""
    values = {"id": str(uuid4()), "who": "manager", "term": "short"}
    return PlanLineForm(data=values, meta=meta())


def readiness_page(
    centre: Centre,
    form: ReadinessForm,
    line: PlanLineForm,
    refusal: Refusal | None = None,
    shown: Mapping[str, Any] | None = None,
) -> str:
    """Make the page of the checklist and the plan."""
    return render_template(
        "management/readiness.html",
        centre=centre,
        form=form,
        areas=checklist(),
        line=line,
        lines=queries.plan_of(centre),
        refusal=refusal,
        differences=forms.differences(form, shown or {}),
        was_saved="saved" in request.args,
        today=today(),
        doers=dict(words.doers()),
        terms=words.terms(),
    )


def reminders_page(centre: Centre, form: RestForm) -> str:
    """Make the page on which the reminders of a centre rest."""
    return render_template(
        "management/reminders.html",
        centre=centre,
        form=form,
        is_resting=is_resting(centre),
        first_day=today() + timedelta(days=1),
        last_day=today() + rules.LONGEST_REST,
        was_saved="saved" in request.args,
    )


def is_resting(centre: Centre) -> bool:
    """Say whether the reminders of a centre rest today."""
    until = centre.reminders_rest_until
    return until is not None and until > today()


def meta() -> dict[str, Any]:
    """Let built-in words of forms speak the language of the page."""
    return {"locales": [current_language()]}


def today() -> date:
    """Tell the day in Kyiv."""
    return now().astimezone(KYIV).date()
