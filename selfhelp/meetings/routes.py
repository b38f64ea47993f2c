"""Pages of a group's meetings for those who guide it, and their part of the group's page."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from ..clock import KYIV, now
from ..db import session
from ..groups import queries as groups
from ..groups.forms import module_choices
from ..groups.models import Group
from ..groups.routes import add_part
from ..i18n import current_language, speak_the_path
from ..library.models import Module
from ..library.paper_models import RunSheet
from ..library.routes import library
from ..people.access import current_user, staff_only
from ..people.models import Role
from ..people.typed import keep_what_was_typed
from . import actions, queries, rules
from .forms import MeetingForm, ProgrammeForm
from .models import Meeting

bp = keep_what_was_typed(
    speak_the_path(
        Blueprint("meetings", __name__, url_prefix="/staff/groups/<uuid:group_id>/meetings")
    )
)


def init_app(app: Flask) -> None:
    """Put the next meetings on the page of a group."""
    add_part(app, next_meetings_part)


def next_meetings_part(group: Group) -> str:
    """Show the next meetings of a group with their rooms; this is a page of staff."""
    meetings = queries.next_meetings(group.id, now())
    return Markup(  # noqa: S704 - our own template, escaped when it was rendered
        render_template(
            "meetings/_next.html",
            group=group,
            meetings=_with_modules(meetings),
            run_sheet_of=_run_sheet,
        )
    )


@bp.get("")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def show(group_id: UUID) -> str:
    """Show all meetings of a group, those that were and were cancelled too."""
    return _page(_group(group_id))


@bp.post("/programme")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def plan(group_id: UUID) -> ResponseReturnValue:
    """Make the weekly meetings of the programme, each with its module."""
    group = _group(group_id, for_update=True)
    form = _programme_form(group)
    if not form.validate():
        return _page(group, form), 422

    own = [one.id for one in library().of_programme(current_language(), group.programme)]
    try:
        made = actions.plan_programme(group, form.plan(), own)
        actions.give_home_practice(current_user, group, made, library())
    except actions.NoSuchHour as refusal:
        form.day.errors = [str(refusal)]
        return _page(group, form), 422
    return _saved(group)


@bp.post("")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def add(group_id: UUID) -> ResponseReturnValue:
    """Plan one more meeting."""
    group = _group(group_id, for_update=True)
    form = _meeting_form(group)
    if not form.validate():
        return _page(group, form), 422

    try:
        actions.add_meeting(group, form.plan(form.module.data or None))
    except (actions.NoSuchHour, actions.TooManyMeetings) as refusal:
        form.day.errors = [str(refusal)]
        return _page(group, form), 422
    return _saved(group)


@bp.get("/<uuid:meeting_id>")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def edit(group_id: UUID, meeting_id: UUID) -> str:
    """Show one meeting, to be changed."""
    group = _group(group_id)
    meeting = _meeting(group, meeting_id)
    return _meeting_page(group, meeting, _form_of(group, meeting))


@bp.post("/<uuid:meeting_id>")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def change(group_id: UUID, meeting_id: UUID) -> ResponseReturnValue:
    """Change the time, the room or the module of a meeting."""
    group = _group(group_id, for_update=True)
    meeting = _meeting(group, meeting_id)
    form = _form_of(group, meeting)
    if not form.validate():
        return _meeting_page(group, meeting, form), 422

    try:
        actions.change_meeting(meeting, form.plan(form.module.data or None))
    except actions.NoSuchHour as refusal:
        form.day.errors = [str(refusal)]
        return _meeting_page(group, meeting, form), 422
    return _saved(group)


@bp.post("/<uuid:meeting_id>/cancel")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def cancel(group_id: UUID, meeting_id: UUID) -> ResponseReturnValue:
    """Cancel a meeting; it stays on the page, struck through."""
    group = _group(group_id, for_update=True)
    actions.cancel(_meeting(group, meeting_id))
    return _saved(group)


@bp.post("/<uuid:meeting_id>/bring-back")
@staff_only(Role.FACILITATOR, Role.MANAGER)
def bring_back(group_id: UUID, meeting_id: UUID) -> ResponseReturnValue:
    """Let a cancelled meeting take place after all."""
    group = _group(group_id, for_update=True)
    actions.bring_back(_meeting(group, meeting_id))
    return _saved(group)


def _saved(group: Group) -> ResponseReturnValue:
    session.commit()
    return redirect(url_for("meetings.show", group_id=group.id))


def _group(group_id: UUID, *, for_update: bool = False) -> Group:
    group = groups.group_guided_by(current_user, group_id, for_update=for_update)
    if group is None:
        abort(404)
    return group


def _meeting(group: Group, meeting_id: UUID) -> Meeting:
    meeting = queries.meeting_of(group.id, meeting_id)
    if meeting is None:
        abort(404)
    return meeting


def _programme_form(group: Group) -> ProgrammeForm:
    at = now().astimezone(KYIV)
    kept = {}
    if group.weekday and group.hour:
        kept["day"] = rules.next_on(group.weekday, group.hour, at).date()
    return ProgrammeForm(_typed(), data=kept | {"hour": group.hour}, meta=_locale())


def _meeting_form(group: Group) -> MeetingForm:
    return _with_choices(MeetingForm(_typed(), data={"hour": group.hour}, meta=_locale()), group)


def _form_of(group: Group, meeting: Meeting) -> MeetingForm:
    local = meeting.starts_at.astimezone(KYIV)
    kept = {"day": local.date(), "hour": local.time(), "module": meeting.module or ""}
    return _with_choices(MeetingForm(_typed(), obj=meeting, data=kept, meta=_locale()), group)


def _with_choices(form: MeetingForm, group: Group) -> MeetingForm:
    named = module_choices(library(), current_language(), group.programme)
    form.module.choices = [("", "—"), *named]
    return form


def _typed() -> MultiDict[str, str] | None:
    return request.form or None


def _locale() -> dict[str, list[str]]:
    return {"locales": [current_language()]}


def _with_modules(meetings: list[Meeting]) -> list[tuple[Meeting, Module | None]]:
    lang = current_language()
    return [(one, library().module(lang, one.module) if one.module else None) for one in meetings]


def _run_sheet(meeting: Meeting) -> RunSheet | None:
    return library().run_sheet_with(current_language(), meeting.module)


def _page(group: Group, form: ProgrammeForm | None = None) -> str:
    meetings = queries.all_meetings(group.id)
    if form is None:
        wants_one = bool(meetings) or "one" in request.args
        form = _meeting_form(group) if wants_one else _programme_form(group)
    return render_template(
        "meetings/meetings.html",
        group=group,
        meetings=_with_modules(meetings),
        form=form,
        is_one=isinstance(form, MeetingForm),
        count=rules.MEETINGS_OF_A_PROGRAMME,
        over={meeting.id for meeting in meetings if rules.is_over(meeting, now())},
    )


def _meeting_page(group: Group, meeting: Meeting, form: MeetingForm) -> str:
    return render_template(
        "meetings/meeting.html",
        group=group,
        meeting=meeting,
        form=form,
        run_sheet=_run_sheet(meeting),
    )
