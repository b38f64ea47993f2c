"""What the pages of staff about requests, referrals and services share."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort, request

from ..centres import rules as rules_of_centres
from ..centres.models import Centre
from ..clock import KYIV, now
from ..db import session
from ..i18n import current_language
from ..people.access import current_user
from ..people.models import Role
from . import queries, rules, words
from .forms import DeskForm
from .levels import route
from .models import CommunityService, Consultation, Referral


def request_at(consultation_id: UUID, *, for_update: bool = False) -> Consultation:
    """Find a request at a centre of who is asking, or answer that there is no such page."""
    found = queries.consultation_at(current_user, consultation_id, for_update=for_update)
    if found is None:
        abort(404)
    return found


def anew(found: Consultation) -> Consultation:
    """Read a request once more after a refusal, without what was tried."""
    found_id = found.id
    session.rollback()
    return request_at(found_id)


def referral_at(referral_id: UUID, *, for_update: bool = False) -> Referral:
    """Find a referral of a centre of who is asking, or answer that there is no such page."""
    found = queries.referral_at(current_user, referral_id, for_update=for_update)
    if found is None:
        abort(404)
    return found


def service_at(service_id: UUID, *, for_update: bool = False) -> CommunityService:
    """Find a service kept by a centre of who is asking, or answer that there is no such page."""
    found = queries.service_at(current_user, service_id, for_update=for_update)
    if found is None:
        abort(404)
    return found


def desk_form(*, is_typed: bool = True) -> DeskForm:
    """Make the form for a visitor at the desk."""
    form = DeskForm(request.form if is_typed else None, meta=meta())
    offer_centres(form, queries.WORKERS)
    return form


def offer_centres(form: Any, roles: Collection[Role]) -> None:
    """Offer the centres of who is asking; where there is one, nothing has to be chosen."""
    form.centre.choices = [
        (one.id, name_of(one)) for one in queries.centres_of(current_user, roles)
    ]
    if len(form.centre.choices) == 1 and not form.centre.data:
        form.centre.data = form.centre.choices[0][0]


def name_of(centre: Centre) -> str:
    """Name a centre in the language of the page."""
    return centre.name_uk if current_language() == "uk" else centre.name_en


def words_of(at: datetime) -> dict[str, Any]:
    """Give a template what it needs to speak."""
    lang = current_language()
    return {
        "words": words,
        "name_of": name_of,
        "spoken": rules.in_threes,
        "level_of": lambda level: route().level_in_words(level, lang),
        "kind_of": lambda kind: route().kind_in_words(kind, lang),
        "urgency_of": lambda due_at: rules.urgency(due_at, at),
        "today": at.astimezone(KYIV).date(),
    }


def is_stale(service: CommunityService) -> bool:
    """Say whether nobody has asked a service for a long time whether all this is still right."""
    return rules_of_centres.is_stale(service.verified_on, now().astimezone(KYIV).date())


def is_shown_to_all(service: CommunityService) -> bool:
    """Say whether everybody finds a service: its manager wished so, and it was checked not too long ago."""
    today = now().astimezone(KYIV).date()
    return service.is_public and service.verified_on >= today - rules.PUBLIC_FOR


def meta() -> dict[str, Any]:
    """Let built-in words of forms speak the language of the page."""
    return {"locales": [current_language()]}
