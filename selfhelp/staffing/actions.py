"""What changes staff: invitations, links, passwords, posts, suspending."""

from __future__ import annotations

from uuid import UUID, uuid4

import sqlalchemy as sa
from flask_babel import gettext as _

from .. import db
from ..clock import now
from ..errors import Refusal
from ..people import actions as people
from ..people import hashing
from ..people.limits import Buckets
from ..people.models import Post, Role, SignIn, Staff
from . import queries, rules, sealing
from .models import HalfSignIn, LinkKind, Passkey, RecoveryCode, StaffLink
from .words import flaw_in_words


class LinkIsOver(Refusal):
    """A link was used, replaced or is too old; one message for every reason."""


class WeakPassword(Refusal):
    """A password could be guessed."""


class WrongPassword(Refusal):
    """The password that stands before a change was another one."""


class LastManager(Refusal):
    """A centre would be left without anybody who manages it."""


class OnlyPost(Refusal):
    """Without this role nothing would be left; suspending is the clearer word."""


class OnlyFactor(Refusal):
    """Without this passkey the password would stand alone."""


class ColleagueSuspended(Refusal):
    """Somebody whose sign-in is shut gets no new post."""


def invite(email: str, name: str, role: Role, centre_id: UUID | None, language: str) -> Staff:
    """Give somebody a post, and a place among the staff when there is none yet."""
    email = email.strip().lower()
    row = {
        "id": uuid4(), "email": email, "name": name.strip() or email.partition("@")[0],
        "language": language, "created_at": now(), "is_demo": False,
    }  # fmt: skip
    db.insert_new(Staff, [row], Staff.__table__.c.id)
    staff = db.session.scalars(sa.select(Staff).where(Staff.email == email).with_for_update()).one()
    if staff.suspended_at is not None:
        raise ColleagueSuspended(
            _(
                "The sign-in of this colleague is suspended. It can be opened again at the centre that suspended it."
            )
        )
    if not any(post.role == role and post.centre_id == centre_id for post in staff.posts):
        staff.posts.append(Post(role=role, centre_id=centre_id))
    db.session.flush()
    return staff


def make_link(staff_id: UUID, kind: LinkKind) -> str:
    """Make the one link with which somebody chooses a password; return its token, shown this once."""
    token, at = sealing.new_token(), now()
    db.session.execute(sa.select(Staff.id).where(Staff.id == staff_id).with_for_update())
    db.session.execute(sa.delete(StaffLink).where(StaffLink.staff_id == staff_id))
    db.session.add(
        StaffLink(
            staff_id=staff_id,
            kind=kind,
            token_hash=hashing.digest_of_token(token),
            made_at=at,
            expires_at=at + rules.LINK_LIVES[kind],
        )
    )
    db.session.flush()
    return token


def take_up_link(token: str, password: str) -> Staff:
    """Let the owner of a link choose a password; call it before db.session is used.

    All sign-ins end; after an invitation the second factor is chosen anew as well.
    """
    digest = hashing.digest_of_token(token.strip())
    with db.apart(writes=False) as session:
        staff = queries.staff_of_link(session, digest, now())
    if staff is None:
        raise LinkIsOver(_link_is_over())
    refuse_weak(password, staff)
    password_hash = hashing.hash_of_password(password)

    used = sa.delete(StaffLink).where(StaffLink.token_hash == digest).returning(StaffLink.kind)
    kind = db.session.scalar(used)
    if kind is None:
        raise LinkIsOver(_link_is_over())
    staff = db.session.get_one(Staff, staff.id)
    staff.password_hash = password_hash
    if kind == LinkKind.INVITATION:
        take_second_factor(staff)
    end_everything_under_way(staff)
    return staff


def _link_is_over() -> str:
    return str(
        _("This link was already used, or its time is over. Whoever gave it can make a new one.")
    )


def refuse_weak(password: str, staff: Staff) -> None:
    """Refuse a password that is short or easily guessed."""
    flaw = rules.flaw_of(password, (staff.email, staff.name))
    if flaw:
        raise WeakPassword(flaw_in_words(flaw))


def take_second_factor(staff: Staff) -> None:
    """Take the second factor and the recovery codes away."""
    staff.totp_secret = staff.totp_last_step = None
    for table in (Passkey, RecoveryCode):
        db.session.execute(sa.delete(table).where(table.staff_id == staff.id))


def end_everything_under_way(staff: Staff) -> None:
    """End all sign-ins of somebody, the half ones too."""
    people.end_all_sign_ins_of(staff)
    db.session.execute(sa.delete(HalfSignIn).where(HalfSignIn.staff_id == staff.id))


def prove_password(staff_id: UUID, password: str, network: str) -> Staff:
    """Ask for the password once more before a change; call it before db.session is used.

    These tries have a count of their own, so that a stranger who guesses at the door cannot
    keep the owner from changing anything.
    """
    buckets = Buckets.of("account", str(staff_id), network)
    with db.apart(writes=False) as session:
        tried_before = buckets.check(session)
        staff = session.get_one(Staff, staff_id)
    if not hashing.is_password_of(password, staff.password_hash):
        buckets.note_failure()
        raise WrongPassword(_("This is not the password of today. Please try once more."))
    if tried_before:
        buckets.forget_failures()
    return staff


def change_password(staff_id: UUID, current: str, new: str, network: str) -> Staff:
    """Change a password and end all sign-ins; call it before db.session is used."""
    staff = prove_password(staff_id, current, network)
    refuse_weak(new, staff)
    password_hash = hashing.hash_of_password(new)

    staff = db.session.get_one(Staff, staff_id)
    staff.password_hash = password_hash
    db.session.execute(sa.delete(StaffLink).where(StaffLink.staff_id == staff_id))
    end_everything_under_way(staff)
    return staff


def end_own_sign_in(staff_id: UUID, sign_in_id: UUID) -> None:
    """End one sign-in of somebody; ending it twice is no harm."""
    db.session.execute(
        sa.delete(SignIn).where(SignIn.id == sign_in_id, SignIn.staff_id == staff_id)
    )


def end_other_sign_ins(staff_id: UUID, kept: UUID) -> None:
    """End all sign-ins of somebody but the one in use."""
    db.session.execute(sa.delete(SignIn).where(SignIn.staff_id == staff_id, SignIn.id != kept))


def remove_passkey(staff_id: UUID, passkey_id: UUID) -> None:
    """Forget a passkey, unless it is the last second factor; removing twice is no harm."""
    wanted = sa.select(Staff).where(Staff.id == staff_id).with_for_update()
    staff = db.session.scalars(wanted).one()
    known = {key.id for key in queries.passkeys_of(db.session, staff_id)}
    if known == {passkey_id} and staff.totp_secret is None:
        raise OnlyFactor(_("This is the only second factor left. Please choose another one first."))
    db.session.execute(
        sa.delete(Passkey).where(Passkey.id == passkey_id, Passkey.staff_id == staff_id)
    )


def suspend(colleague: Staff, *, by_administrator: bool = False) -> None:
    """Shut the sign-in of somebody at once; every centre she manages keeps another manager.

    An administrator may shut any: of a stolen laptop too, and then invites the next manager.
    """
    if not by_administrator:
        for post in colleague.posts:
            if post.role == Role.MANAGER and post.centre_id:
                _keep_a_manager(colleague.id, post.centre_id)
    colleague.suspended_at = now()
    db.session.execute(sa.delete(StaffLink).where(StaffLink.staff_id == colleague.id))
    end_everything_under_way(colleague)


def open_again(colleague: Staff) -> None:
    """Let somebody who was suspended sign in again."""
    colleague.suspended_at = None


def end_post(colleague: Staff, post: Post) -> None:
    """Take a role at a centre from somebody who has another one."""
    _lock(colleague)
    if len(colleague.posts) == 1:
        raise OnlyPost(
            _("This is the only role. To close the door altogether, suspend the sign-in.")
        )
    if post.role == Role.MANAGER and post.centre_id:
        _keep_a_manager(colleague.id, post.centre_id)
    colleague.posts.remove(post)


def _lock(colleague: Staff) -> None:
    # Of two managers who end one role each, the second is to see what the first has left.
    db.session.execute(sa.select(Staff.id).where(Staff.id == colleague.id).with_for_update())
    db.session.refresh(colleague, ["posts"])


def _keep_a_manager(leaving: UUID, centre_id: UUID) -> None:
    managers = queries.managers_of(centre_id)
    if managers == {leaving}:
        raise LastManager(
            _("Nobody else manages this centre. Invite another manager first, then try again.")
        )
