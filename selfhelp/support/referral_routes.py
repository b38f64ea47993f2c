"""Pages on which somebody is referred on, and what was heard of it is noted."""

from __future__ import annotations

import logging
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..clock import now
from ..db import session
from ..errors import Refusal
from ..i18n import current_language, speak_the_path
from ..people.access import current_user, staff_only
from ..people.typed import keep_what_was_typed
from . import pages, queries, referring, rules, words
from .forms import ReferralForm, ReplyForm
from .levels import Level, route
from .models import CommunityService, Consultation, Referral, Reply

bp = keep_what_was_typed(speak_the_path(Blueprint("referrals", __name__, url_prefix="/staff")))
log = logging.getLogger("selfhelp.support")


@bp.get("/consultations/<uuid:consultation_id>/referral")
@staff_only(*queries.WORKERS)
def new(consultation_id: UUID) -> str:
    """Show the levels with their signs, the services, and what is passed on."""
    found = pages.request_at(consultation_id)
    services = queries.services_at([found.centre_id])
    return _new_page(found, services, _form(services))


@bp.post("/consultations/<uuid:consultation_id>/referral")
@staff_only(*queries.WORKERS)
def make(consultation_id: UUID) -> ResponseReturnValue:
    """Refer somebody on, with consent, or note that 103 or 112 was called."""
    found = pages.request_at(consultation_id, for_update=True)
    services = queries.services_at([found.centre_id])
    form = _form(services)
    if not form.validate():
        return _new_page(found, services, form), 422

    try:
        made = referring.refer(current_user, found, _wishes(form, services))
    except referring.NotAgreed as refusal:
        form.agrees.errors = [str(refusal)]
        return _new_page(found, services, form), 422
    except referring.NowhereToGo as refusal:
        form.service.errors = [str(refusal)]
        return _new_page(found, services, form), 422
    except Refusal as refusal:
        form.level.errors = [str(refusal)]
        return _new_page(pages.anew(found), services, form), refusal.status
    return _done(made)


@bp.get("/referrals/<uuid:referral_id>")
@staff_only(*queries.WORKERS)
def show(referral_id: UUID) -> str:
    """Show a referral: what to do now, the sheet, the handover, what was heard."""
    return _page(pages.referral_at(referral_id), _reply_form())


@bp.get("/referrals/<uuid:referral_id>/sheet.pdf")
@staff_only(*queries.WORKERS)
def sheet(referral_id: UUID) -> Response:
    """Hand over the sheet as a PDF; without consent there is none."""
    found = pages.referral_at(referral_id)
    if found.service is None or found.consent_at is None:
        abort(404)

    # Fonts and drawing take long to load and much memory, and most processes never print.
    from .paper import sheet_as_pdf

    told = words.referral_sheet(found, found.service, route(), current_language())
    answer = Response(sheet_as_pdf(told), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="referral.pdf"'
    return answer


@bp.post("/referrals/<uuid:referral_id>/handover")
@staff_only(*queries.WORKERS)
def hand_over(referral_id: UUID) -> ResponseReturnValue:
    """Note that the centre spoke with the service while the person was there."""
    found = pages.referral_at(referral_id, for_update=True)
    referring.hand_over(found, is_done=request.form.get("wish") != "no")
    return _done(found)


@bp.post("/referrals/<uuid:referral_id>/reply")
@staff_only(*queries.WORKERS)
def hear(referral_id: UUID) -> ResponseReturnValue:
    """Close a referral with what was heard."""
    found = pages.referral_at(referral_id, for_update=True)
    form = ReplyForm(request.form, meta=pages.meta())
    if not form.validate() or form.heard_on.data is None:
        return _page(found, form), 422

    try:
        referring.hear(found, Reply(form.reply.data), form.heard_on.data)
    except referring.DayIsWrong as refusal:
        form.heard_on.errors = [str(refusal)]
        return _page(found, form), 422
    return _done(found)


def _done(referral: Referral) -> ResponseReturnValue:
    session.commit()
    log.info("referral kept: referral=%s staff=%s", referral.id, current_user.id)
    return redirect(url_for("referrals.show", referral_id=referral.id))


def _form(services: list[CommunityService]) -> ReferralForm:
    lang = current_language()
    typed = request.form if request.method == "POST" else None
    form = ReferralForm(typed, meta=pages.meta())
    form.level.choices = [(one.id, one.name(lang)) for one in route().levels]
    named = [(str(one.id), _named(one)) for one in services]
    form.service.choices = [("", "—"), *named]
    return form


def _named(service: CommunityService) -> str:
    return f"{service.name} ({route().kind_in_words(service.kind, current_language())})"


def _wishes(form: ReferralForm, services: list[CommunityService]) -> referring.Wishes:
    return referring.Wishes(
        key=form.made(),
        level=_level(form.level.data),
        service=next((one for one in services if str(one.id) == form.service.data), None),
        has_agreed=bool(form.agrees.data),
        may_tell_back=bool(form.may_tell_back.data),
    )


def _level(level_id: str) -> Level:
    found = route().level(level_id)
    if found is None:
        abort(404)
    return found


def _reply_form() -> ReplyForm:
    return ReplyForm(data={"heard_on": pages.words_of(now())["today"]}, meta=pages.meta())


def _new_page(found: Consultation, services: list[CommunityService], form: ReferralForm) -> str:
    return render_template(
        "support/new_referral.html",
        one=found,
        form=form,
        levels={level.id: level for level in route().levels},
        services=services,
        passed_on=words.what_is_passed_on(),
        is_old=pages.is_stale,
        **pages.words_of(now()),
    )


def _page(found: Referral, form: ReplyForm) -> str:
    at = now()
    return render_template(
        "support/referral.html",
        one=found,
        request_=found.consultation,
        form=form,
        level=route().level(found.level),
        is_late=found.closed_at is None and rules.urgency(found.due_at, at) is rules.Urgency.LATE,
        has_sheet=found.service is not None and found.consent_at is not None,
        **pages.words_of(at),
    )
