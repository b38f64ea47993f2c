"""The door of staff: e-mail and password, one-time links, the second factor."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from .. import db
from ..i18n import current_language, speak_the_path
from ..people import access as people_access
from ..people import actions as people
from ..people import queries as people_queries
from ..people.actions import NotRecognised
from ..people.limits import TooManyTries
from ..people.models import Staff
from ..people.routes import ask_to_wait
from ..people.rules import DEMO_PASSWORD
from ..people.slips import qr_path
from ..ui.access import everyone
from . import access, actions, passkeys, queries, sealing, second_step
from .actions import LinkIsOver, WeakPassword
from .forms import CodeForm, LinkForm, SignInForm
from .models import HalfSignIn
from .second_step import CodeDiffers, StepIsOver

bp = speak_the_path(Blueprint("staffing", __name__))
bp.register_error_handler(TooManyTries, ask_to_wait)


@bp.get("/staff/sign-in")
@everyone
def sign_in() -> ResponseReturnValue:
    """Show the sign-in of staff."""
    if people_access.current_user.is_authenticated and people_access.current_user.is_staff:
        return redirect(_where_staff_go())
    return _sign_in_page(SignInForm())


@bp.post("/staff/sign-in")
@everyone
def show_password() -> ResponseReturnValue:
    """Take e-mail and password, then ask for the second factor; the demo has none."""
    people_access.refuse_open_air()
    form = SignInForm(request.form)
    if not form.validate():
        return _sign_in_page(form, 422)
    try:
        staff = people.staff_of_password(
            form.email.data or "",
            form.password.data or "",
            people_access.network(),
            demo=bool(current_app.config["DEMO"]),
        )
    except NotRecognised as refusal:
        form.password.errors = [str(refusal)]
        return _sign_in_page(form, 422)
    return _first_step_taken(staff)


def _first_step_taken(staff: Staff) -> ResponseReturnValue:
    if current_app.config["DEMO"]:
        return _let_in(staff)
    is_setting_up = not queries.has_second_factor(db.session, staff)
    return go_to_second_step(staff, is_setting_up=is_setting_up)


def go_to_second_step(staff: Staff, *, is_setting_up: bool) -> ResponseReturnValue:
    """Begin the step of the second factor and lead there."""
    token = second_step.begin(staff, is_setting_up=is_setting_up)
    db.session.commit()

    page = "staffing.set_up" if is_setting_up else "staffing.second_factor"
    answer = redirect(url_for(page, next=_wanted() or None))
    access.give_step(answer, token)
    return answer


@bp.get("/staff/sign-in/second-factor")
@everyone
def second_factor() -> ResponseReturnValue:
    """Ask for a code or a passkey."""
    return _second_page(access.presented_step(), CodeForm())


@bp.post("/staff/sign-in/second-factor")
@everyone
def show_second_factor() -> ResponseReturnValue:
    """Take a code or a passkey and let in."""
    half = access.presented_step()
    form = CodeForm(request.form)
    if half.is_setting_up:
        raise StepIsOver(_step_is_another())
    if not form.validate():
        return _second_page(half, form, 422)
    try:
        _prove(half, form)
    except NotRecognised as refusal:
        form.code.errors = [str(refusal)]
        return _second_page(half, form, 422)
    staff = second_step.end(half)
    return _let_in(staff)


def _prove(half: HalfSignIn, form: CodeForm) -> None:
    if form.credential.data:
        passkeys.prove(half, form.credential.data, _origin(), people_access.network())
    else:
        second_step.show_code(half, form.code.data or "", people_access.network())


@bp.get("/staff/sign-in/set-up")
@everyone
def set_up() -> ResponseReturnValue:
    """Show how to choose a second factor: an app with codes, or a passkey."""
    half = access.presented_step()
    return _set_up_page(half, CodeForm()) if half.is_setting_up else redirect(_second_address())


@bp.post("/staff/sign-in/set-up")
@everyone
def choose_second_factor() -> ResponseReturnValue:
    """Take the first code of an app or a new passkey; show the recovery codes this once."""
    half = access.presented_step()
    form = CodeForm(request.form)
    if not half.is_setting_up:
        raise StepIsOver(_step_is_another())
    if not form.validate():
        return _set_up_page(half, form, 422)
    try:
        if form.credential.data:
            passkeys.add(half, form.credential.data, _origin())
        else:
            second_step.choose_app(half, form.code.data or "")
    except CodeDiffers as refusal:
        form.code.errors = [str(refusal)]
        return _set_up_page(half, form, 422)
    staff = second_step.end(half)
    actions.end_everything_under_way(staff)
    codes = second_step.draw_recovery_codes(staff)
    return _let_in(staff, codes)


@bp.get("/staff/link")
@everyone
def link() -> str:
    """Take a one-time link; its secret stands behind the # and a script puts it into the form."""
    return render_template("staffing/link.html", form=LinkForm())


@bp.post("/staff/link")
@everyone
def take_up_link() -> ResponseReturnValue:
    """Let the owner of a link choose a password, then lead on to the second factor."""
    people_access.refuse_open_air()
    form = LinkForm(request.form)
    if not form.validate():
        return render_template("staffing/link.html", form=form), 422
    try:
        staff = actions.take_up_link(form.token.data or "", form.password.data or "")
    except LinkIsOver as refusal:
        form.token.errors = [str(refusal)]
        return render_template("staffing/link.html", form=form), 422
    except WeakPassword as refusal:
        form.password.errors = [str(refusal)]
        return render_template("staffing/link.html", form=form), 422
    return _first_step_taken(staff)


@bp.errorhandler(StepIsOver)
def begin_anew(refusal: StepIsOver) -> ResponseReturnValue:
    """Go back to the first step and say why."""
    answer = current_app.make_response(_sign_in_page(SignInForm(), refusal.status, str(refusal)))
    access.take_step_back(answer)
    return answer


def _let_in(staff: Staff, codes: list[str] | None = None) -> ResponseReturnValue:
    token = people_access.change_sign_in(staff, is_shared=False)
    db.session.commit()

    if codes:
        page = render_template("staffing/codes.html", codes=codes, onward=_where_staff_go())
        answer = current_app.make_response(page)
    else:
        answer = current_app.make_response(redirect(_where_staff_go()))
    people_access.give_cookie(answer, token, is_lasting=False)
    access.take_step_back(answer)
    return answer


def _sign_in_page(form: SignInForm, status: int = 200, note: str = "") -> ResponseReturnValue:
    is_demo = bool(current_app.config["DEMO"])
    page = render_template(
        "staffing/sign_in.html",
        form=form,
        note=note,
        cast=people_queries.demo_staff() if is_demo else [],
        demo_password=DEMO_PASSWORD if is_demo else "",
        wanted=_wanted(),
    )
    return page, status


def _second_page(half: HalfSignIn, form: CodeForm, status: int = 200) -> ResponseReturnValue:
    if half.is_setting_up:
        return redirect(url_for("staffing.set_up", next=_wanted() or None))
    page = render_template(
        "staffing/second_factor.html",
        form=form,
        has_app=half.staff.totp_secret is not None,
        passkey=passkeys.wish_to_sign(half, _origin()),
        wanted=_wanted(),
    )
    return page, status


def _set_up_page(half: HalfSignIn, form: CodeForm, status: int = 200) -> ResponseReturnValue:
    sealed = half.totp_secret or ""
    names = {"uk": current_app.config["APP_NAME"], "en": current_app.config["APP_NAME_EN"]}
    address = sealing.totp_address(sealed, half.staff.email, names[current_language()])
    page = render_template(
        "staffing/set_up.html",
        form=form,
        qr=qr_path(address),
        address=address,
        secret=sealing.secret_in_fours(sealed),
        passkey=passkeys.wish_to_add(half, _origin(), names[current_language()]),
        wanted=_wanted(),
    )
    return page, status


def _step_is_another() -> str:
    return str(_("This step was already taken. Please sign in once more."))


def _origin() -> str:
    return request.host_url.rstrip("/")


def _second_address() -> str:
    return url_for("staffing.second_factor", next=_wanted() or None)


def _wanted() -> str:
    return people_access.own_path(request.values.get("next")) or ""


def _where_staff_go() -> str:
    return _wanted() or f"/{current_language()}/staff"
