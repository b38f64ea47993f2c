"""Pages where a group's facilitators print slips, and their part of the group's page."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ..centres.models import Centre
from ..centres.routes import add_part as add_part_of_centre
from ..centres.rules import ukrainian_order
from ..clock import now
from ..db import session
from ..groups import queries as groups
from ..groups.models import Group, Membership
from ..groups.routes import add_part
from ..i18n import current_language, speak_the_path
from ..library.routes import library
from ..people.access import current_user, staff_only
from ..people.actions import prepare_slip
from ..people.models import Role
from ..people.typed import keep_what_was_typed
from ..ui.site import is_trusted_by_phones, site_address
from . import actions, queries, rules, words
from .actions import GroupHasEnded, NotEnoughPlaces, PrintedSlip, SheetIsMade
from .forms import DoorForm, SlipsForm, key_of
from .rules import Stand, pretty_code

bp = keep_what_was_typed(
    speak_the_path(
        Blueprint("joining", __name__, url_prefix="/staff/groups/<uuid:group_id>/people")
    )
)


def init_app(app: Flask) -> None:
    """Put the way to people and slips on the page of a group, and open groups on that of a centre."""
    add_part(app, people_part)
    add_part_of_centre(app, open_groups_part)


def people_part(group: Group) -> str:
    """Lead from a group's page to its people and slips."""
    return Markup(  # noqa: S704 - our own template, escaped when it was rendered
        render_template("joining/_part.html", group=group)
    )


def open_groups_part(centre: Centre) -> str:
    """Tell everybody of the open groups of a centre; nothing at all when there is none."""
    groups_here = queries.open_groups(centre.id, now())
    if not groups_here:
        return ""
    lines = [(words.open_group_in_words(one), one.has_places) for one in groups_here]
    return Markup(  # noqa: S704 - our own template, escaped when it was rendered
        render_template("joining/_open_groups.html", lines=lines)
    )


@bp.get("")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def show(group_id: UUID) -> str:
    """Show who is in the group, and where slips are printed."""
    return page(group_here(group_id))


@bp.post("/slips")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def print_slips(group_id: UUID) -> ResponseReturnValue:
    """Answer with a sheet of new slips; their secrets are not kept."""
    group = group_here(group_id)
    form = _form()
    if not form.validate():
        return page(group, form), 422

    key, count = form.sheet(), form.count.data or 0
    try:
        actions.refuse_before_hashing(group, key, count)
        session.rollback()  # hashing takes seconds, and nobody else may write meanwhile
        prepared = [prepare_slip() for _place in range(count)]
        group = group_here(group_id, for_update=True)
        printed = actions.print_slips(group, key, prepared, [one.id for one in library().aliases])
    except SheetIsMade:
        session.rollback()
        return page(group_here(group_id), made_before=key), 422
    except (NotEnoughPlaces, GroupHasEnded) as refusal:
        form.count.errors = [str(refusal)]
        return page(group_here(group_id), form), 422
    return _sheet(group, printed)


@bp.post("/slips/again")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def print_again(group_id: UUID) -> ResponseReturnValue:
    """Answer with the sheet once more, when it did not arrive: new slips for the same places."""
    group = group_here(group_id)
    places = rules.places_of_sheet(key_of(request.form.get("key")))
    count = len(queries.unused(group.id, places))
    session.rollback()
    prepared = [prepare_slip() for _place in range(count)]

    group = group_here(group_id, for_update=True)
    printed = actions.print_again(queries.unused(group.id, places), prepared)
    return _sheet(group, printed) if printed else (page(group), 422)


@bp.post("/<uuid:membership_id>/slip")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def issue_again(group_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    """Answer with a new slip for a lost one."""
    member_here(group_here(group_id), membership_id)
    session.rollback()
    prepared = prepare_slip()

    group = group_here(group_id, for_update=True)
    printed = actions.issue_again(member_here(group, membership_id), prepared)
    return _sheet(group, [printed])


def _sheet(group: Group, printed: list[PrintedSlip]) -> Response:
    # Fonts and drawing take long to load and much memory, and most processes never print.
    from .paper import slips_as_pdf

    session.commit()  # drawing takes a while; a sheet that is lost can be made once more
    typed_at = f"{site_address().split('://', 1)[-1]}/{group.language}/join"
    pdf = slips_as_pdf(words.on_paper(group, printed, library(), typed_at))
    return pdf_answer(pdf, "slips.pdf")


def pdf_answer(pdf: bytes, name: str) -> Response:
    """Hand a PDF over to be saved; a viewer that reloads its page would send the form again."""
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def group_here(group_id: UUID, *, for_update: bool = False) -> Group:
    """Find the group of this page, if the person who asks guides it."""
    group = groups.group_guided_by(current_user, group_id, for_update=for_update)
    if group is None:
        abort(404)
    return group


def member_here(group: Group, membership_id: UUID) -> Membership:
    """Find a member of the group of this page."""
    member = queries.member(group.id, membership_id)
    if member is None:
        abort(404)
    return member


def _form() -> SlipsForm:
    return SlipsForm(request.form or None, meta={"locales": [current_language()]})


def page(group: Group, form: SlipsForm | None = None, *, made_before: UUID | None = None) -> str:
    """Make the page of who is in a group, who asks, and how people come in."""
    at = now()
    line = queries.line_of(group, at)
    to_give = queries.places_to_give(group, at)
    door = queries.door_of(group.id)
    is_open = door is not None and door.is_open
    return render_template(
        "joining/people.html",
        group=group,
        people=_named(groups.members(group)),
        line=line,
        stand_in_words=words.stand_in_words,
        Stand=Stand,
        free=to_give,
        form=form or SlipsForm(data={"count": to_give}),
        door=door,
        door_form=DoorForm(data={"door": "open" if is_open else "invitation"}),
        pretty_code=pretty_code,
        made_before=made_before,
        offer_hours=current_app.config["OFFER_HOURS"],
        is_address_trusted=is_trusted_by_phones(),
    )


def word_names() -> Mapping[str, str]:
    """Name the words from nature in the language of the page."""
    return library().names[current_language()]


def _named(members: list[Membership]) -> list[tuple[str, Membership]]:
    names = word_names()
    named = [(names.get(member.alias, member.alias), member) for member in members]
    return sorted(named, key=lambda one: ukrainian_order(one[0]))
