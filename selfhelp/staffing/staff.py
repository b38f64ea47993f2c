"""Pages on which managers invite colleagues, renew or shut their sign-in, and record who may lead."""

from __future__ import annotations

import logging
from uuid import UUID

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import db
from ..centres.models import Centre
from ..clock import KYIV, now
from ..i18n import current_language, speak_the_path
from ..library.routes import library
from ..people.access import current_user, staff_only
from ..people.models import Post, Role, Staff
from ..people.slips import qr_path
from ..people.typed import keep_what_was_typed
from ..ui.site import name_of_app
from . import actions, letters, queries, rules, training, words
from .actions import ColleagueSuspended, LastManager, OnlyPost
from .forms import CertificateForm, InvitationForm
from .letters import MailServer
from .models import LinkKind

log = logging.getLogger("selfhelp.staffing")
bp = keep_what_was_typed(
    speak_the_path(Blueprint("centre_staff", __name__, url_prefix="/staff/centre/<slug>/staff"))
)
KEEPERS = (Role.MANAGER, Role.ADMINISTRATOR)


@bp.get("")
@staff_only(*KEEPERS)
def show(slug: str) -> ResponseReturnValue:
    """Show who works at a centre."""
    return _list_page(_centre(slug), InvitationForm())


@bp.post("")
@staff_only(*KEEPERS)
def invite(slug: str) -> ResponseReturnValue:
    """Invite a colleague; the link is shown this once."""
    centre = _centre(slug)
    form = InvitationForm(request.form)
    if not form.validate():
        return _list_page(centre, form, 422)
    try:
        colleague = actions.invite(
            form.email.data or "",
            form.name.data or "",
            Role(form.role.data),
            centre.id,
            current_language(),
        )
    except ColleagueSuspended as refusal:
        form.email.errors = [str(refusal)]
        return _list_page(centre, form, 422)
    if colleague.password_hash is None and _may_open_door_of(colleague):
        return _new_link(centre, colleague, LinkKind.INVITATION)
    db.session.commit()
    return redirect(url_for("centre_staff.person", slug=slug, staff_id=colleague.id))


@bp.get("/<uuid:staff_id>")
@staff_only(*KEEPERS)
def person(slug: str, staff_id: UUID) -> ResponseReturnValue:
    """Show one colleague: roles, training, sign-in."""
    centre, colleague = _colleague(slug, staff_id)
    return _person_page(centre, colleague)


@bp.post("/<uuid:staff_id>/invitation")
@staff_only(*KEEPERS)
def invite_again(slug: str, staff_id: UUID) -> ResponseReturnValue:
    """Make a link that replaces password and second factor."""
    centre, colleague = _colleague_in_hand(slug, staff_id)
    return _new_link(centre, colleague, LinkKind.INVITATION)


@bp.post("/<uuid:staff_id>/reset")
@staff_only(*KEEPERS)
def reset(slug: str, staff_id: UUID) -> ResponseReturnValue:
    """Make a link that replaces the password alone."""
    centre, colleague = _colleague_in_hand(slug, staff_id)
    return _new_link(centre, colleague, LinkKind.RESET)


@bp.post("/<uuid:staff_id>/suspend")
@staff_only(*KEEPERS)
def suspend(slug: str, staff_id: UUID) -> ResponseReturnValue:
    """Shut the sign-in of a colleague at once."""
    centre, colleague = _colleague_in_hand(slug, staff_id)
    try:
        actions.suspend(colleague, by_administrator=current_user.holds(Role.ADMINISTRATOR))
    except LastManager as refusal:
        return _person_page(centre, colleague, trouble=str(refusal), status=422)
    db.session.commit()
    return _back_to(colleague, slug)


@bp.post("/<uuid:staff_id>/open")
@staff_only(*KEEPERS)
def open_again(slug: str, staff_id: UUID) -> ResponseReturnValue:
    """Let a suspended colleague sign in again."""
    _centre_of_page, colleague = _colleague_in_hand(slug, staff_id)
    actions.open_again(colleague)
    db.session.commit()
    return _back_to(colleague, slug)


@bp.post("/<uuid:staff_id>/sign-ins/end")
@staff_only(*KEEPERS)
def end_sign_ins(slug: str, staff_id: UUID) -> ResponseReturnValue:
    """End every sign-in of a colleague; it takes nothing from whoever has the password and the factor."""
    _centre_of_page, colleague = _colleague(slug, staff_id)
    actions.end_everything_under_way(colleague)
    db.session.commit()
    log.info("sign-ins ended: staff=%s by=%s", colleague.id, current_user.id)
    return _back_to(colleague, slug)


@bp.post("/<uuid:staff_id>/posts/<role>/end")
@staff_only(*KEEPERS)
def end_post(slug: str, staff_id: UUID, role: str) -> ResponseReturnValue:
    """Take one role at this centre from a colleague."""
    centre, colleague = _colleague(slug, staff_id)
    post = _post_here(colleague, centre, role)
    if post is None:
        return _back_to(colleague, slug)
    try:
        actions.end_post(colleague, post)
    except (OnlyPost, LastManager) as refusal:
        return _person_page(centre, colleague, trouble=str(refusal), status=422)
    db.session.commit()
    return redirect(url_for("centre_staff.show", slug=slug))


def _post_here(colleague: Staff, centre: Centre, role: str) -> Post | None:
    here = (post for post in colleague.posts if post.centre_id == centre.id and post.role == role)
    return next(here, None)


@bp.post("/<uuid:staff_id>/certificate")
@staff_only(*KEEPERS)
def record_certificate(slug: str, staff_id: UUID) -> ResponseReturnValue:
    """Write down why a colleague may lead groups."""
    centre, colleague = _colleague(slug, staff_id)
    form = CertificateForm(request.form)
    today = now().astimezone(KYIV).date()
    if not form.validate() or form.on.data is None:
        return _person_page(centre, colleague, form=form, status=422)
    if not rules.is_a_likely_day(form.on.data, today):
        form.on.errors = [words.day_differs()]
        return _person_page(centre, colleague, form=form, status=422)
    training.record_certificate(colleague, rules.Certificate(form.kind.data), form.on.data, today)
    db.session.commit()
    return _back_to(colleague, slug)


@bp.post("/<uuid:staff_id>/certificate/withdraw")
@staff_only(*KEEPERS)
def withdraw_certificate(slug: str, staff_id: UUID) -> ResponseReturnValue:
    """Take back the right to lead groups, which holds at every centre."""
    _centre_of_page, colleague = _colleague_in_hand(slug, staff_id)
    training.withdraw_certificate(colleague, training.required(library()))
    db.session.commit()
    return _back_to(colleague, slug)


def _centre(slug: str) -> Centre:
    centre = queries.centre_named(slug)
    if centre is None:
        abort(404)
    keeps_all = current_user.holds(Role.ADMINISTRATOR)
    if not keeps_all and centre.id not in current_user.centres(Role.MANAGER):
        abort(404)
    return centre


def _colleague(slug: str, staff_id: UUID) -> tuple[Centre, Staff]:
    centre = _centre(slug)
    colleague = queries.colleague_at(centre.id, staff_id)
    if colleague is None:
        abort(404)
    return centre, colleague


def _colleague_in_hand(slug: str, staff_id: UUID) -> tuple[Centre, Staff]:
    """Find a colleague whose sign-in may be changed from here: no post reaches beyond."""
    centre, colleague = _colleague(slug, staff_id)
    if not _may_open_door_of(colleague):
        abort(404)
    return centre, colleague


def _may_open_door_of(colleague: Staff) -> bool:
    posts = [(Role(post.role), post.centre_id) for post in colleague.posts]
    return rules.may_open_door_of(current_user.posts, posts)


def _new_link(centre: Centre, colleague: Staff, kind: LinkKind) -> ResponseReturnValue:
    token = actions.make_link(colleague.id, kind)
    db.session.commit()
    log.info("link made: staff=%s by=%s kind=%s", colleague.id, current_user.id, kind)

    root = str(current_app.config["PUBLIC_URL"]) or request.host_url
    address = f"{root.rstrip('/')}/{colleague.language}/staff/link#{token}"
    hours = int(rules.LINK_LIVES[kind].total_seconds()) // 3600
    return render_template(
        "staffing/new_link.html",
        centre=centre,
        colleague=colleague,
        address=address,
        qr=qr_path(address),
        hours=hours,
        letter=_letter_sent(colleague, address, hours),
    )


def _mail_server() -> MailServer:
    return MailServer(current_app.config["SMTP_URL"], current_app.config["MAIL_FROM"])


def _letter_sent(colleague: Staff, address: str, hours: int) -> bool | None:
    """Send the link by e-mail too when that was ticked; None when nobody asked for it."""
    server = _mail_server()
    if not server.is_there or not request.form.get("by_mail"):
        return None
    name = name_of_app(colleague.language)
    to, language, known_as = colleague.email, colleague.language, colleague.id
    # Nothing of the database is held while a mail server takes its time.
    db.session.rollback()
    try:
        letters.send(server, letters.written(server.sender, to, language, name, address, hours))
    except letters.LetterStayed as refusal:
        log.warning("letter not taken: staff=%s %s", known_as, refusal)
        return False
    return True


def _back_to(colleague: Staff, slug: str) -> ResponseReturnValue:
    return redirect(url_for("centre_staff.person", slug=slug, staff_id=colleague.id))


def _list_page(centre: Centre, form: InvitationForm, status: int = 200) -> ResponseReturnValue:
    colleagues = queries.staff_at(centre.id)
    ids = [colleague.id for colleague in colleagues]
    page = render_template(
        "staffing/centre.html",
        centre=centre,
        colleagues=colleagues,
        links=queries.links_until(ids),
        trainings=training.trainings_of(ids, training.required(library())),
        form=form,
        role_in_words=words.role_in_words,
        sends_mail=_mail_server().is_there,
    )
    return page, status


def _person_page(
    centre: Centre,
    colleague: Staff,
    *,
    form: CertificateForm | None = None,
    trouble: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "staffing/person.html",
        centre=centre,
        colleague=colleague,
        form=form or CertificateForm(),
        trouble=trouble,
        is_in_hand=_may_open_door_of(colleague),
        training=training.training_of(colleague.id, training.required(library())),
        roles_here=[post.role for post in colleague.posts if post.centre_id == centre.id],
        role_in_words=words.role_in_words,
        sends_mail=_mail_server().is_there,
        certificate_in_words=words.certificate_in_words,
    )
    return page, status
