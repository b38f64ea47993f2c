"""Pages where staff make a group, change it and end it."""

from __future__ import annotations

import logging
from uuid import UUID, uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..centres.words import weekday_in_words
from ..db import session
from ..i18n import current_language, speak_the_path
from ..library.routes import library
from ..people.access import current_user, staff_only
from ..people.models import Role
from ..people.typed import keep_what_was_typed
from . import making, queries, words
from .forms import GroupForm, HandOverForm, NewGroupForm, as_choices, programme_choices
from .making import Beginning, FormIsOld, MayNotLead, NobodyGuides, TooFewPlaces, Wishes
from .models import Audience, Format, Group

log = logging.getLogger("selfhelp.groups")
bp = keep_what_was_typed(
    speak_the_path(Blueprint("group_making", __name__, url_prefix="/staff/groups"))
)


@bp.get("/new")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def new() -> str:
    """Ask for the few things that a new group needs."""
    return render_template("groups/new.html", form=_new_form())


@bp.post("/new")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def make() -> ResponseReturnValue:
    """Make a group; the same form sent twice makes one."""
    form = _new_form()
    if not form.validate():
        return render_template("groups/new.html", form=form), 422

    group = making.group_made_before(current_user, _key(form))
    if group is None:
        try:
            group = making.make_group(current_user, _beginning(form))
        except (FormIsOld, MayNotLead) as refusal:
            form.title.errors = [str(refusal)]
            return render_template("groups/new.html", form=form), 422
        session.commit()
    return redirect(url_for("groups.show", group_id=group.id))


@bp.get("/<uuid:group_id>/edit")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def edit(group_id: UUID) -> str:
    """Show everything about a group that may be changed."""
    group = queries.group_guided_by(current_user, group_id)
    if group is None:
        abort(404)

    return _edit_page(group, _form_of(group))


@bp.post("/<uuid:group_id>/edit")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def change(group_id: UUID) -> ResponseReturnValue:
    """Change a group."""
    group = queries.group_guided_by(current_user, group_id, for_update=True)
    if group is None:
        abort(404)
    form = _form_of(group)
    if not form.validate():
        return _edit_page(group, form), 422

    try:
        making.change_group(group, _wishes(form))
    except TooFewPlaces as refusal:
        form.places.errors = [str(refusal)]
        return _edit_page(group, form), 422
    except (NobodyGuides, MayNotLead) as refusal:
        form.facilitators.errors = [str(refusal)]
        return _edit_page(group, form), 422
    session.commit()
    return _to_where_it_is_seen(group)


@bp.post("/<uuid:group_id>/hand-over")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def hand_over(group_id: UUID) -> ResponseReturnValue:
    """Give a group to a colleague."""
    group = queries.group_guided_by(current_user, group_id, for_update=True)
    if group is None:
        abort(404)
    handing = _hand_over_form(group)
    if not handing.validate():
        return _edit_page(group, _form_of(group, typed=False), handing), 422

    heir = making.hand_over(current_user, group, handing.to.data)
    session.commit()
    log.info("group handed over: group=%s by=%s to=%s", group.id, current_user.id, heir.id)
    return _to_where_it_is_seen(group)


def _to_where_it_is_seen(group: Group) -> ResponseReturnValue:
    if queries.group_guided_by(current_user, group.id) is None:
        return redirect(url_for("staff.today"))
    return redirect(url_for("groups.show", group_id=group.id))


def _edit_page(group: Group, form: GroupForm, handing: HandOverForm | None = None) -> str:
    return render_template(
        "groups/edit.html",
        group=group,
        form=form,
        handing=handing or _hand_over_form(group, typed=False),
    )


def _hand_over_form(group: Group, *, typed: bool = True) -> HandOverForm:
    form = HandOverForm(request.form if typed else None, meta={"locales": [current_language()]})
    form.to.choices = as_choices(making.heirs(current_user, group))
    return form


@bp.post("/<uuid:group_id>/end")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def end(group_id: UUID) -> ResponseReturnValue:
    """End a group today."""
    group = queries.group_guided_by(current_user, group_id, for_update=True)
    if group is None:
        abort(404)

    making.end_group(group)
    session.commit()
    return redirect(url_for("groups.show", group_id=group.id))


def _new_form() -> NewGroupForm:
    form = NewGroupForm(request.form or None, meta={"locales": [current_language()]})
    name = "name_uk" if current_language() == "uk" else "name_en"
    form.centre.choices = [
        (centre.id, getattr(centre, name)) for centre in making.centres_of(current_user)
    ]
    form.weekday.choices = _weekdays()
    if len(form.centre.choices) == 1 and not form.centre.data:
        form.centre.data = form.centre.choices[0][0]
    return form


def _form_of(group: Group, *, typed: bool = True) -> GroupForm:
    sent = (request.form or None) if typed else None
    form = GroupForm(sent, obj=group, meta={"locales": [current_language()]})
    form.weekday.choices = _weekdays()
    form.programme.choices = programme_choices(library(), current_language())
    form.format.choices = [(one.value, words.format_in_words(one)) for one in Format]
    form.audience.choices = [(one.value, words.audience_in_words(one)) for one in Audience]
    form.facilitators.choices = [
        (one.id, words.guide_in_words(one.name, is_leader=making.is_leader(one)))
        for one in making.colleagues(group.centre_id)
    ]
    return form


def _weekdays() -> list[tuple[int, str]]:
    return [(day, weekday_in_words(day)) for day in range(1, 8)]


def _key(form: NewGroupForm) -> UUID:
    try:
        return UUID(form.key.data or "")
    except ValueError:
        return uuid4()


def _beginning(form: NewGroupForm) -> Beginning:
    said = form.data
    return Beginning(
        key=_key(form),
        centre_id=said["centre"],
        title=said["title"],
        weekday=said["weekday"],
        hour=said["hour"],
        places=said["places"],
        programme=programme_choices(library(), current_language())[0][0],
        language=current_language(),
    )


def _wishes(form: GroupForm) -> Wishes:
    return Wishes(**form.data)
