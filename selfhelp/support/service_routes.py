"""Pages on which a centre keeps its list of services in the community."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..clock import now
from ..db import session
from ..i18n import current_language, speak_the_path
from ..people.access import current_user, staff_only
from ..people.models import Role
from ..people.typed import keep_what_was_typed
from . import keeping, pages, queries
from .actions import FormIsOld
from .forms import PLAIN, ServiceForm, fact_field
from .levels import route
from .models import CommunityService
from .rules import BARRIER_FREE

bp = keep_what_was_typed(
    speak_the_path(Blueprint("community", __name__, url_prefix="/staff/services"))
)


@bp.get("")
@staff_only(*queries.KEEPERS)
def show() -> str:
    """Show the services in the community that the centre refers to."""
    return _list_page(_form(is_typed=False))


@bp.post("")
@staff_only(*queries.KEEPERS)
def add() -> ResponseReturnValue:
    """Write a service into the list."""
    form = _form()
    if not form.validate():
        return _list_page(form), 422

    try:
        keeping.add_service(current_user, form.made(), form.centre.data, _told(form))
    except (keeping.ListIsFull, FormIsOld) as refusal:
        form.name.errors = [str(refusal)]
        return _list_page(form), 422
    return _saved()


@bp.get("/<uuid:service_id>")
@staff_only(*queries.KEEPERS)
def edit(service_id: UUID) -> str:
    """Show one service, to be changed."""
    found = pages.service_at(service_id)
    return _page(found, _form_of(found))


@bp.post("/<uuid:service_id>")
@staff_only(*queries.KEEPERS)
def change(service_id: UUID) -> ResponseReturnValue:
    """Change what is said about a service."""
    found = pages.service_at(service_id, for_update=True)
    form = _form_of(found)
    if not form.validate():
        return _page(found, form), 422

    keeping.change_service(found, _told(form))
    return _saved()


@bp.post("/<uuid:service_id>/confirm")
@staff_only(*queries.KEEPERS)
def confirm(service_id: UUID) -> ResponseReturnValue:
    """Note in one tap that everything about a service is right as of today."""
    return _settle(service_id, keeping.confirm_service)


@bp.post("/<uuid:service_id>/remove")
@staff_only(*queries.KEEPERS)
def remove(service_id: UUID) -> ResponseReturnValue:
    """Take a service out of the list."""
    return _settle(service_id, keeping.remove_service)


@bp.post("/<uuid:service_id>/bring-back")
@staff_only(*queries.KEEPERS)
def bring_back(service_id: UUID) -> ResponseReturnValue:
    """Put a service that was taken out into the list again."""
    return _settle(service_id, keeping.bring_back_service)


def _settle(service_id: UUID, change: Callable[[CommunityService], None]) -> ResponseReturnValue:
    change(pages.service_at(service_id, for_update=True))
    return _saved()


def _saved() -> ResponseReturnValue:
    session.commit()
    return redirect(url_for("community.show"))


def _told(form: ServiceForm) -> dict[str, Any]:
    """Read the form; what everybody sees of a centre is for its manager to say."""
    if form.centre.data in current_user.centres(Role.MANAGER):
        return form.told() | {"is_public": bool(form.is_public.data)}
    return form.told()


def _form(*, is_typed: bool = True) -> ServiceForm:
    form = ServiceForm(
        request.form if is_typed else None,
        route=route(),
        lang=current_language(),
        meta=pages.meta(),
    )
    pages.offer_centres(form, queries.KEEPERS)
    return form


def _form_of(service: CommunityService) -> ServiceForm:
    stored = {name: getattr(service, name) for name in (*PLAIN, "is_public")}
    stored |= {fact_field(key): service.facts.get(key, "unknown") for key in BARRIER_FREE}
    form = ServiceForm(
        request.form or None,
        data=stored,
        route=route(),
        lang=current_language(),
        meta=pages.meta(),
    )
    form.centre.choices = [(service.centre_id, pages.name_of(service.centre))]
    form.centre.data = service.centre_id
    return form


def _list_page(form: ServiceForm) -> str:
    services = queries.services_at(current_user.centres(*queries.KEEPERS))
    return render_template(
        "support/services.html",
        services=services,
        is_shown=pages.is_shown_to_all,
        has_several=len(current_user.centres(*queries.KEEPERS)) > 1,
        form=form,
        fact_fields=[fact_field(key) for key in BARRIER_FREE],
        may_show=current_user.centres(*queries.KEEPERS) <= current_user.centres(Role.MANAGER),
        is_old=pages.is_stale,
        **pages.words_of(now()),
    )


def _page(found: CommunityService, form: ServiceForm) -> str:
    return render_template(
        "support/service.html",
        service=found,
        form=form,
        fact_fields=[fact_field(key) for key in BARRIER_FREE],
        may_show=found.centre_id in current_user.centres(Role.MANAGER),
        is_old=pages.is_stale,
        **pages.words_of(now()),
    )
