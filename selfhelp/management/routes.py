"""Pages on which managers keep their centre."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import cast
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from ..centres import words as centre_words
from ..centres.models import Centre
from ..centres.routes import page_of
from ..centres.rules import is_stale
from ..db import session
from ..errors import Refusal
from ..i18n import speak_the_path
from ..people.access import current_user, staff_only
from ..people.models import Role
from ..people.typed import keep_what_was_typed
from . import actions, pages, queries, rules
from .checklist import checklist, item_ids, read_checklist
from .forms import PlanLineForm, RestForm, SpecialDayForm

bp = keep_what_was_typed(
    speak_the_path(Blueprint("management", __name__, url_prefix="/staff/centre"))
)
log = logging.getLogger("selfhelp.management")
SECTIONS = "any(profile, hours, facts, services)"


@bp.record_once
def _read_checklist(state: BlueprintSetupState) -> None:
    folder = Path(state.app.config["CONTENT_DIR"])
    state.app.extensions["checklist"] = read_checklist(folder)


@bp.get("")
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def centres() -> str:
    """Show the centres that somebody keeps, the readiest first."""
    status = request.args.get("status", "" if current_user.holds(Role.ADMINISTRATOR) else "all")
    page = min(request.args.get("page", 1, type=int) or 1, 1000)
    items = item_ids(checklist())
    rows = queries.centres_by_readiness(
        current_user, items, pages.today(), status=status, page=max(page, 1)
    )
    return render_template(
        "management/centres.html",
        rows=rows[: queries.PAGE],
        page=max(page, 1),
        has_more=len(rows) > queries.PAGE,
        status=status,
        statuses=("", "open", "paused", "all"),
        total=len(items),
        is_stale=lambda centre: is_stale(centre.verified_on, pages.today()),
        words=centre_words,
    )


@bp.get("/<slug>")
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def overview(slug: str) -> str:
    """Show what there is to keep about a centre, and when it was last checked."""
    centre = _kept(slug)
    marks = queries.marks_of(centre, item_ids(checklist()))
    return render_template(
        "management/overview.html",
        centre=centre,
        is_stale=is_stale(centre.verified_on, pages.today()),
        is_checked_today=centre.verified_on == pages.today(),
        was_saved="saved" in request.args,
        is_resting=pages.is_resting(centre),
        ready=sum(state == "ready" for state in marks.values()),
        total=len(marks),
        words=centre_words,
    )


@bp.post("/<slug>/confirm")
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def confirm(slug: str) -> ResponseReturnValue:
    """Note in one tap that everything is right as of today."""
    centre = _kept(slug, for_update=True)
    actions.confirm(centre, pages.today())
    return _saved(centre, "confirm")


@bp.get("/<slug>/preview")
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def preview(slug: str) -> str:
    """Show the page of a centre as people see it, before they do."""
    return page_of(_kept(slug), is_preview=True)


@bp.get(f"/<slug>/<{SECTIONS}:section>")
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def edit(slug: str, section: str) -> str:
    """Show one page about a centre, to be changed."""
    centre = _kept(slug)
    return pages.section_page(centre, section, pages.section_form(centre, section))


@bp.post(f"/<slug>/<{SECTIONS}:section>")
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def save(slug: str, section: str) -> ResponseReturnValue:
    """Store one page about a centre; of two people at once the second is told and sees both."""
    centre = _kept(slug, for_update=True)
    form = pages.section_form(centre, section)
    if not form.validate():
        return pages.section_page(centre, section, form), 422

    shown = form.values_of(centre)
    try:
        actions.change_centre(centre, form.columns(), seen=form.seen.data or "", shown=shown)
    except actions.EditedMeanwhile as refusal:
        form.seen.data = rules.fingerprint(shown)
        return pages.section_page(centre, section, form, refusal, shown), refusal.status
    return _saved(centre, section)


@bp.post("/<slug>/special-days")
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def add_special_day(slug: str) -> ResponseReturnValue:
    """Give a day other hours than those of the week."""
    centre = _kept(slug, for_update=True)
    special = SpecialDayForm(request.form, meta=pages.meta())
    if not special.validate():
        return pages.hours_page(centre, special), 422

    reason = (special.reason_uk.data or "", special.reason_en.data or "")
    spans = rules.spans_of(special.hours.data or "")
    try:
        actions.add_special_day(centre, _day(special), spans, reason, today=pages.today())
    except Refusal as refusal:
        special.day.errors = [str(refusal)]
        return pages.hours_page(centre, special), 422
    session.commit()
    return redirect(url_for("management.edit", slug=slug, section="hours", _anchor="special-days"))


@bp.post("/<slug>/special-days/<uuid:special_day_id>/remove")
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def remove_special_day(slug: str, special_day_id: UUID) -> ResponseReturnValue:
    """Let a day have the hours of the week again."""
    centre = _kept(slug, for_update=True)
    actions.remove_special_day(centre, special_day_id)
    session.commit()
    return redirect(url_for("management.edit", slug=slug, section="hours", _anchor="special-days"))


@bp.get("/<slug>/readiness")
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def readiness(slug: str) -> str:
    """Show the checklist and the plan of a centre."""
    centre = _kept(slug)
    marks = queries.marks_of(centre, item_ids(checklist()))
    return pages.readiness_page(centre, pages.readiness_form(marks), pages.plan_form())


@bp.post("/<slug>/readiness")
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def mark(slug: str) -> ResponseReturnValue:
    """Note how far a centre is."""
    centre = _kept(slug, for_update=True)
    stored = queries.marks_of(centre, item_ids(checklist()))
    form = pages.readiness_form(stored)
    if not form.validate():
        return pages.readiness_page(centre, form, pages.plan_form()), 422

    try:
        actions.mark_readiness(centre, form.marks(), seen=form.seen.data or "", stored=stored)
    except actions.EditedMeanwhile as refusal:
        form.seen.data = rules.fingerprint(stored)
        page = pages.readiness_page(centre, form, pages.plan_form(), refusal, pages.items(stored))
        return page, refusal.status
    session.commit()
    return redirect(url_for("management.readiness", slug=slug, saved=1))


@bp.post("/<slug>/plan")
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def add_plan_line(slug: str) -> ResponseReturnValue:
    """Write a line into the plan of a centre."""
    centre = _kept(slug, for_update=True)
    form = PlanLineForm(request.form, meta=pages.meta())
    marks = queries.marks_of(centre, item_ids(checklist()))
    if not form.validate():
        return pages.readiness_page(centre, pages.readiness_form(marks, is_typed=False), form), 422

    values = {name: form[name].data for name in ("what", "who", "term", "until")}
    try:
        actions.add_plan_line(centre, UUID(form.id.data), values)
    except actions.PlanIsFull as refusal:
        form.what.errors = [str(refusal)]
        return pages.readiness_page(centre, pages.readiness_form(marks, is_typed=False), form), 422
    session.commit()
    return redirect(url_for("management.readiness", slug=slug, _anchor="plan"))


@bp.post("/<slug>/plan/<uuid:line_id>/<any(done, open, remove):what>")
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def settle_plan_line(slug: str, line_id: UUID, what: str) -> ResponseReturnValue:
    """Note that a line of the plan is done or open again, or take it out."""
    centre = _kept(slug, for_update=True)
    if what == "remove":
        actions.remove_plan_line(centre, line_id)
    else:
        actions.settle_plan_line(centre, line_id, pages.today() if what == "done" else None)
    session.commit()
    return redirect(url_for("management.readiness", slug=slug, _anchor="plan"))


@bp.get("/<slug>/reminders")
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def reminders(slug: str) -> str:
    """Show whether the reminders of a centre rest, and until when."""
    centre = _kept(slug)
    return pages.reminders_page(centre, RestForm(meta=pages.meta()))


@bp.post("/<slug>/reminders")
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def rest(slug: str) -> ResponseReturnValue:
    """Let the reminders of a centre rest until a day."""
    centre = _kept(slug, for_update=True)
    form = RestForm(request.form, meta=pages.meta())
    if not form.validate():
        return pages.reminders_page(centre, form), 422

    try:
        actions.let_reminders_rest(centre, cast("date", form.until.data), pages.today())
    except Refusal as refusal:
        form.until.errors = [str(refusal)]
        return pages.reminders_page(centre, form), 422
    return _rest_kept(centre)


@bp.post("/<slug>/reminders/again")
@staff_only(Role.MANAGER, Role.ADMINISTRATOR)
def end_rest(slug: str) -> ResponseReturnValue:
    """Let the reminders of a centre come again before their day."""
    centre = _kept(slug, for_update=True)
    actions.end_rest(centre)
    return _rest_kept(centre)


def _rest_kept(centre: Centre) -> ResponseReturnValue:
    session.commit()
    log.info("rest of reminders: centre=%s staff=%s", centre.id, current_user.id)
    return redirect(url_for("management.reminders", slug=centre.slug, saved=1))


def _day(special: SpecialDayForm) -> date:
    return cast("date", special.day.data)  # validated: it has to be there


def _kept(slug: str, *, for_update: bool = False) -> Centre:
    centre = queries.centre_kept_by(current_user, slug, for_update=for_update)
    if centre is None:
        abort(404)
    return centre


def _saved(centre: Centre, section: str) -> ResponseReturnValue:
    session.commit()
    # Ids alone: a log tells who kept which page, never what was written.
    log.info("centre kept: centre=%s page=%s staff=%s", centre.id, section, current_user.id)
    return redirect(url_for("management.overview", slug=centre.slug, saved=1))
