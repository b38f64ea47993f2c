"""Pages of staff: who may ask for a place, the poster, who asks, who is confirmed, who goes."""

from __future__ import annotations

import secrets
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..centres.rules import ukrainian_order
from ..clock import now
from ..db import session
from ..groups import actions as groups
from ..groups.actions import GroupIsFull, NoWordLeft
from ..groups.models import Group
from ..i18n import current_language, speak_the_path
from ..library.routes import library
from ..people.access import staff_only
from ..people.models import Role
from ..people.typed import keep_what_was_typed
from ..ui.poster import Size
from ..ui.site import site_address
from . import asking, queries, words
from .forms import ConfirmForm, DoorForm
from .models import JoinRequest
from .routes import group_here, member_here, page, pdf_answer, word_names
from .rules import Placed

bp = keep_what_was_typed(
    speak_the_path(
        Blueprint("group_door", __name__, url_prefix="/staff/groups/<uuid:group_id>/people")
    )
)


@bp.post("/door")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def set_door(group_id: UUID) -> ResponseReturnValue:
    """Open the group to everybody with its code, or let people in by invitation."""
    group = group_here(group_id, for_update=True)
    form = DoorForm(request.form)
    if not form.validate():
        return page(group), 422
    asking.set_door(group, is_open=form.door.data == "open")
    session.commit()
    return _back(group, "door")


@bp.post("/door/renew")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def renew_code(group_id: UUID) -> ResponseReturnValue:
    """Give the group another code; posters with the old one open nothing."""
    group = group_here(group_id, for_update=True)
    asking.renew_code(group)
    session.commit()
    return _back(group, "door")


@bp.get("/poster-<any(a4, a5):size>.pdf")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def poster(group_id: UUID, size: Size) -> ResponseReturnValue:
    """Answer with a poster that says how to ask for a place."""
    from .poster import poster_as_pdf  # fonts and drawing take long to load

    group = group_here(group_id)
    door = queries.door_of(group.id)
    if door is None or not door.is_open:
        abort(404)
    return pdf_answer(
        poster_as_pdf(words.on_poster(group, door, site_address()), size), f"poster-{size}.pdf"
    )


@bp.get("/requests/<uuid:request_id>")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def show_request(group_id: UUID, request_id: UUID) -> str:
    """Show the two digits of somebody who asks, and the word that she would get."""
    group = group_here(group_id)
    found = _request(group, request_id)
    if found is None:
        abort(404)
    return _request_page(group, *found)


@bp.post("/requests/<uuid:request_id>")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def confirm(group_id: UUID, request_id: UUID) -> ResponseReturnValue:
    """Give somebody who is here the place; a second time nothing happens."""
    group = group_here(group_id, for_update=True)
    found = _request(group, request_id)
    if found is None:
        return _back(group, "asking")
    form = ConfirmForm(request.form, meta={"locales": [current_language()]})
    form.alias.choices = _words_to_choose()
    if not form.validate():
        return _request_page(group, *found, form), 422
    try:
        ids = [one.id for one in library().aliases]
        asking.confirm(group, request_id, ids, form.alias.data)
    except (NoWordLeft, GroupIsFull) as refusal:
        session.rollback()
        form.alias.errors = [str(refusal)]
        return _request_page(group, *found, form), 422
    session.commit()
    return _back(group, "members")


@bp.post("/requests/<uuid:request_id>/told")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def note_told(group_id: UUID, request_id: UUID) -> ResponseReturnValue:
    """Write down that the centre has told somebody of the free place."""
    group = group_here(group_id, for_update=True)
    asking.note_told(group, request_id)
    session.commit()
    return _back(group, "asking")


@bp.post("/requests/<uuid:request_id>/decline")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def decline(group_id: UUID, request_id: UUID) -> ResponseReturnValue:
    """Take a request away."""
    group = group_here(group_id, for_update=True)
    asking.decline(group, request_id)
    session.commit()
    return _back(group, "asking")


@bp.get("/<uuid:membership_id>/remove")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def show_removing(group_id: UUID, membership_id: UUID) -> str:
    """Say what happens when somebody's place is freed, before it happens."""
    group = group_here(group_id)
    member = member_here(group, membership_id)
    name = word_names().get(member.alias, member.alias)
    return render_template("joining/remove.html", group=group, member=member, name=name)


@bp.post("/<uuid:membership_id>/remove")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def remove(group_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    """Free somebody's place; what was practised stays with the person."""
    group = group_here(group_id, for_update=True)
    member = queries.member(group.id, membership_id)
    if member is None and not queries.was_member(group.id, membership_id):
        abort(404)
    if member is not None:
        groups.let_go(member)
        session.commit()
    return _back(group, "members")


def _request(group: Group, request_id: UUID) -> tuple[JoinRequest, Placed] | None:
    line = queries.line_of(group, now())
    return next((one for one in line if one[0].id == request_id), None)


def _request_page(
    group: Group, asked: JoinRequest, placed: Placed, form: ConfirmForm | None = None
) -> str:
    if form is None:
        before = queries.word_before(group.id, asked.participant_id)
        form = ConfirmForm(data={"alias": before or _free_word(group)})
        form.alias.choices = _words_to_choose()
    return render_template(
        "joining/request.html",
        group=group,
        asked=asked,
        placed=placed,
        stand=words.stand_in_words(placed.stand),
        form=form,
    )


def _words_to_choose() -> list[tuple[str, str]]:
    return sorted(word_names().items(), key=lambda one: ukrainian_order(one[1]))


def _free_word(group: Group) -> str:
    taken = queries.words_in(group.id)
    free = [alias.id for alias in library().aliases if alias.id not in taken]
    return secrets.choice(free) if free else ""


def _back(group: Group, part: str) -> ResponseReturnValue:
    return redirect(url_for("joining.show", group_id=group.id, _anchor=part))
