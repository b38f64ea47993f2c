"""Whose link or half sign-in this is; second factors and sign-ins of somebody; who works at a centre."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from .. import db
from ..centres.models import Centre
from ..people import rules as people_rules
from ..people.models import Post, Role, SignIn, Staff
from .models import HalfSignIn, Passkey, RecoveryCode, StaffLink

MOST_STAFF = 300
"""More people than any centre has; a list is bounded."""


def staff_of_link(session: Session, token_hash: str, at: datetime) -> Staff | None:
    """Find whom a live link belongs to."""
    return session.scalar(
        sa.select(Staff)
        .join(StaffLink)
        .where(StaffLink.token_hash == token_hash, StaffLink.expires_at > at)
        .where(Staff.suspended_at.is_(None))
    )


def half_sign_in(session: Session, token_hash: str, at: datetime) -> HalfSignIn | None:
    """Find a live half sign-in with its person."""
    return session.scalar(
        sa.select(HalfSignIn)
        .join(Staff)
        .where(HalfSignIn.token_hash == token_hash, HalfSignIn.expires_at > at)
        .where(Staff.suspended_at.is_(None))
        .options(joinedload(HalfSignIn.staff))
    )


def staff_named(email: str) -> Staff | None:
    """Find somebody of the staff by e-mail, suspended or not."""
    return db.session.scalar(sa.select(Staff).where(Staff.email == email.strip().lower()))


def has_second_factor(session: Session, staff: Staff) -> bool:
    """Say whether somebody has a passkey or an app with codes."""
    return staff.totp_secret is not None or bool(passkeys_of(session, staff.id))


def passkeys_of(session: Session, staff_id: UUID) -> list[Passkey]:
    """List the passkeys of somebody, the oldest first."""
    wanted = sa.select(Passkey).where(Passkey.staff_id == staff_id).order_by(Passkey.made_at)
    return list(session.scalars(wanted))


def recovery_codes_left(staff_id: UUID) -> int:
    """Count the recovery codes that were not used."""
    wanted = sa.select(sa.func.count()).where(RecoveryCode.staff_id == staff_id)
    return db.session.scalar(wanted) or 0


def live_sign_ins(staff_id: UUID, at: datetime) -> list[SignIn]:
    """List where somebody of the staff is signed in, the last used first."""
    return list(
        db.session.scalars(
            sa.select(SignIn)
            .where(SignIn.staff_id == staff_id, SignIn.expires_at > at)
            .where(SignIn.last_used_at > at - people_rules.IDLE_LIMIT)
            .order_by(SignIn.last_used_at.desc())
            .limit(100)
        )
    )


def centre_named(slug: str) -> Centre | None:
    """Find a centre by its name in addresses."""
    return db.session.scalar(sa.select(Centre).where(Centre.slug == slug))


def staff_at(centre_id: UUID) -> list[Staff]:
    """List who works at a centre, with all posts, in the order of names."""
    here = sa.select(Post.staff_id).where(Post.centre_id == centre_id)
    return list(
        db.session.scalars(
            sa.select(Staff)
            .where(Staff.id.in_(here))
            .order_by(Staff.name, Staff.email)
            .options(selectinload(Staff.posts))
            .limit(MOST_STAFF)
        )
    )


def colleague_at(centre_id: UUID, staff_id: UUID) -> Staff | None:
    """Find somebody who works at a centre, with all posts."""
    here = sa.select(Post.staff_id).where(Post.centre_id == centre_id, Post.staff_id == staff_id)
    return db.session.scalar(
        sa.select(Staff).where(Staff.id.in_(here)).options(selectinload(Staff.posts))
    )


def links_until(staff_ids: list[UUID]) -> dict[UUID, datetime]:
    """Say until when the link of each person is good."""
    rows = db.session.execute(
        sa.select(StaffLink.staff_id, StaffLink.expires_at).where(StaffLink.staff_id.in_(staff_ids))
    )
    return {row.staff_id: row.expires_at for row in rows}


def managers_of(centre_id: UUID) -> set[UUID]:
    """Name who can manage a centre now, and hold these rows until the change is written."""
    return set(
        db.session.scalars(
            sa.select(Post.staff_id)
            .join(Staff)
            .where(Post.centre_id == centre_id, Post.role == Role.MANAGER)
            .where(Staff.suspended_at.is_(None), Staff.password_hash.is_not(None))
            .with_for_update()
        )
    )
