"""Between the password and the staff pages: the half sign-in, codes, and choosing a second factor."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from .. import db
from ..clock import now
from ..errors import Refusal
from ..people import hashing
from ..people.actions import NotRecognised
from ..people.limits import Buckets
from ..people.models import Staff
from . import queries, rules, sealing
from .models import HalfSignIn, RecoveryCode


class StepIsOver(Refusal):
    """The time between password and second factor has run out, or the step was already taken."""

    status = 409


class CodeDiffers(Refusal):
    """The code typed while choosing an app is not the one it should show."""


def begin(staff: Staff, *, is_setting_up: bool) -> str:
    """Remember that somebody has shown the first factor; return the token of the step's cookie."""
    token, at = sealing.new_token(), now()
    db.session.execute(sa.delete(HalfSignIn).where(HalfSignIn.expires_at < at))
    db.session.add(
        HalfSignIn(
            token_hash=hashing.digest_of_token(token),
            staff_id=staff.id,
            is_setting_up=is_setting_up,
            totp_secret=sealing.new_totp_secret() if is_setting_up else None,
            challenge=sealing.new_challenge(),
            expires_at=at + rules.STEP_LIVES,
        )
    )
    return token


def found(token: str) -> HalfSignIn:
    """Find the half sign-in of a cookie in a short session of its own."""
    with db.apart(writes=False) as session:
        half = queries.half_sign_in(session, hashing.digest_of_token(token), now())
    if half is None:
        raise StepIsOver(_("This step took longer than 15 minutes. Please sign in once more."))
    return half


def show_code(half: HalfSignIn, typed: str, network: str) -> None:
    """Take a code of the app or a recovery code; call it before db.session is used."""
    buckets = Buckets.of("second-factor", str(half.staff_id), network)
    digest = hashing.digest_of_token(rules.folded_code(typed))
    with db.apart(writes=False) as session:
        tried_before = buckets.check(session)
        is_recovery = session.get(RecoveryCode, digest) is not None
    step = sealing.step_of_code(half.staff.totp_secret, typed, now().timestamp())
    if not (_use_step(half, step) if step else is_recovery and _use_recovery(half, digest)):
        db.session.rollback()
        buckets.note_failure()
        raise NotRecognised(_("This code did not fit. The app shows a new one every half minute."))
    if tried_before:
        db.session.commit()
        buckets.forget_failures()


def _use_step(half: HalfSignIn, step: int) -> bool:
    """Use a code once: nobody who looked over the shoulder comes in with the same one."""
    unused = sa.or_(Staff.totp_last_step.is_(None), Staff.totp_last_step < step)
    used = db.session.execute(
        sa.update(Staff)
        .where(Staff.id == half.staff_id, unused)
        .values(totp_last_step=step)
        .returning(Staff.id)
    )
    return used.first() is not None


def _use_recovery(half: HalfSignIn, digest: str) -> bool:
    used = db.session.execute(
        sa.delete(RecoveryCode)
        .where(RecoveryCode.code_hash == digest, RecoveryCode.staff_id == half.staff_id)
        .returning(RecoveryCode.code_hash)
    )
    return used.first() is not None


def choose_app(half: HalfSignIn, typed: str) -> None:
    """Make an app with codes the second factor, once it shows the right code."""
    step = sealing.step_of_code(half.totp_secret, typed, now().timestamp())
    if not half.is_setting_up or step is None:
        raise CodeDiffers(
            _(
                "This code did not fit. Please check that the phone’s clock is right and type the newest code."
            )
        )
    db.session.execute(
        sa.update(Staff)
        .where(Staff.id == half.staff_id)
        .values(totp_secret=half.totp_secret, totp_last_step=step)
    )


def end(half: HalfSignIn) -> Staff:
    """Use up the step; a second try with the same one comes too late."""
    used = db.session.execute(
        sa.delete(HalfSignIn).where(HalfSignIn.id == half.id).returning(HalfSignIn.id)
    )
    if used.first() is None:
        raise StepIsOver(_("This step was already taken. Please sign in once more."))
    return db.session.get_one(Staff, half.staff_id)


def draw_recovery_codes(staff: Staff) -> list[str]:
    """Give ten new recovery codes; those given before open nothing from now on."""
    codes = [sealing.new_recovery_code() for _each in range(rules.RECOVERY_CODES)]
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.staff_id == staff.id))
    db.session.add_all(
        RecoveryCode(code_hash=hashing.digest_of_token(code), staff_id=staff.id) for code in codes
    )
    return [rules.code_in_fours(code) for code in codes]
