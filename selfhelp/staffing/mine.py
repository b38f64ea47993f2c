"""The own account of staff: password, second factor, recovery codes, where one is signed in."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from .. import db
from ..clock import now
from ..i18n import speak_the_path
from ..people import access as people_access
from ..people.access import current_user, staff_only
from ..people.limits import TooManyTries
from ..people.models import Staff
from ..people.routes import ask_to_wait
from . import access, actions, queries, second_step
from .actions import OnlyFactor, WeakPassword, WrongPassword
from .forms import PasswordForm, ProofForm

bp = speak_the_path(Blueprint("staff_account", __name__, url_prefix="/staff/account"))
bp.register_error_handler(TooManyTries, ask_to_wait)


@bp.get("")
@staff_only()
def show() -> ResponseReturnValue:
    """Show the own account."""
    return _page()


@bp.post("/password")
@staff_only()
def change_password() -> ResponseReturnValue:
    """Change the password; every other sign-in ends."""
    _refuse_the_demo()
    form = PasswordForm(request.form)
    if not form.validate():
        return _page(password_form=form, status=422)
    try:
        staff = actions.change_password(
            current_user.id,
            form.current.data or "",
            form.password.data or "",
            people_access.network(),
        )
    except WrongPassword as refusal:
        form.current.errors = [str(refusal)]
        return _page(password_form=form, status=422)
    except WeakPassword as refusal:
        form.password.errors = [str(refusal)]
        return _page(password_form=form, status=422)
    token = people_access.change_sign_in(staff, is_shared=False)
    db.session.commit()

    answer = current_app.make_response(redirect(url_for("staff_account.show", done="password")))
    people_access.give_cookie(answer, token, is_lasting=False)
    return answer


@bp.post("/second-factor")
@staff_only()
def choose_anew() -> ResponseReturnValue:
    """After the password lead to choosing a second factor."""
    _refuse_the_demo()
    form = ProofForm(request.form)
    staff = _proven(form)
    if staff is None:
        return _page(proof_form=form, status=422)
    token = second_step.begin(staff, is_setting_up=True)
    db.session.commit()

    answer = current_app.make_response(
        redirect(url_for("staffing.set_up", next=url_for("staff_account.show")))
    )
    access.give_step(answer, token)
    return answer


@bp.post("/recovery-codes")
@staff_only()
def draw_codes() -> ResponseReturnValue:
    """After the password show ten new recovery codes, this once."""
    _refuse_the_demo()
    form = ProofForm(request.form)
    staff = _proven(form)
    if staff is None:
        return _page(proof_form=form, status=422)
    codes = second_step.draw_recovery_codes(staff)
    db.session.commit()
    return render_template("staffing/codes.html", codes=codes, onward=url_for("staff_account.show"))


def _proven(form: ProofForm) -> Staff | None:
    if not form.validate():
        return None
    try:
        return actions.prove_password(
            current_user.id, form.current.data or "", people_access.network()
        )
    except WrongPassword as refusal:
        form.current.errors = [str(refusal)]
        return None


@bp.post("/passkeys/<uuid:passkey_id>/remove")
@staff_only()
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Forget a passkey; one second factor stays."""
    _refuse_the_demo()
    try:
        actions.remove_passkey(current_user.id, passkey_id)
    except OnlyFactor as refusal:
        return _page(trouble=str(refusal), status=422)
    db.session.commit()
    return redirect(url_for("staff_account.show"))


@bp.post("/sign-ins/<uuid:sign_in_id>/end")
@staff_only()
def end_sign_in(sign_in_id: UUID) -> ResponseReturnValue:
    """End one of the own sign-ins."""
    actions.end_own_sign_in(current_user.id, sign_in_id)
    db.session.commit()
    return redirect(url_for("staff_account.show"))


@bp.post("/sign-ins/end-others")
@staff_only()
def end_others() -> ResponseReturnValue:
    """End all own sign-ins but this one."""
    actions.end_other_sign_ins(current_user.id, current_user.sign_in_id)
    db.session.commit()
    return redirect(url_for("staff_account.show"))


def _refuse_the_demo() -> None:
    if current_app.config["DEMO"]:
        abort(404)


def _page(
    *,
    password_form: PasswordForm | None = None,
    proof_form: ProofForm | None = None,
    trouble: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    with db.apart(writes=False) as session:
        staff = session.get_one(Staff, current_user.id)
        passkeys = queries.passkeys_of(session, staff.id)
    is_done = request.args.get("done") == "password"
    page = render_template(
        "staffing/account.html",
        staff=staff,
        passkeys=passkeys,
        codes_left=queries.recovery_codes_left(staff.id),
        sign_ins=queries.live_sign_ins(staff.id, now()),
        password_form=password_form or PasswordForm(),
        proof_form=proof_form or ProofForm(),
        trouble=trouble,
        note=_("The password is new. All other sign-ins have ended.") if is_done else "",
    )
    return page, status
