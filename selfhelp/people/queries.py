"""Who is behind a slip, a cookie, an e-mail; what the limits have to count."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from .. import db
from .models import ErasedSignIn, FailedTry, Participant, Post, Role, SignIn, Slip, Staff
from .rules import Terms


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in and the person it belongs to, as one look-up finds them."""

    id: UUID
    participant_id: UUID | None
    staff_id: UUID | None
    terms: Terms
    language: str
    name: str
    is_demo: bool
    is_suspended: bool


def slip_by_number(session: Session, number: str) -> Slip | None:
    """Find a slip that still opens something, with its participant."""
    wanted = (
        sa.select(Slip)
        .where(Slip.number == number, Slip.revoked_at.is_(None))
        .options(joinedload(Slip.participant))
    )
    return session.scalar(wanted)


def participant_of_token(session: Session, token_hash: str) -> Participant | None:
    """Find the participant whose slip carries a token."""
    return session.scalar(
        sa.select(Participant)
        .join(Slip)
        .where(Slip.token_hash == token_hash, Slip.revoked_at.is_(None))
    )


def taken_numbers(session: Session, numbers: Collection[str]) -> set[str]:
    """Say which of these slip numbers are in use, revoked ones too."""
    return set(session.scalars(sa.select(Slip.number).where(Slip.number.in_(numbers))))


def staff_by_email(session: Session, email: str) -> Staff | None:
    """Find a member of staff who may sign in."""
    return session.scalar(
        sa.select(Staff).where(Staff.email == email, Staff.suspended_at.is_(None))
    )


def demo_staff() -> list[Staff]:
    """List the staff of the demo with their posts, for the sign-in page of the demo."""
    wanted = sa.select(Staff).where(Staff.is_demo).order_by(Staff.email)
    return list(db.session.scalars(wanted.options(selectinload(Staff.posts))))


def sign_in_of_token(session: Session, token_hash: str) -> SignedIn | None:
    """Find a sign-in and its person by the digest of the cookie."""
    found = session.connection().execute(sign_in_with_person, {"token_hash": token_hash}).first()
    if found is None:
        return None
    is_staff = found.staff_id is not None
    return SignedIn(
        id=found.id,
        participant_id=found.participant_id,
        staff_id=found.staff_id,
        terms=Terms(is_staff, found.is_shared, found.last_used_at, found.expires_at),
        language=found.staff_language if is_staff else found.participant_language,
        name=found.name or "",
        is_demo=bool(found.staff_is_demo if is_staff else found.participant_is_demo),
        is_suspended=found.suspended_at is not None,
    )


# Columns and bound names: every private page begins with this look-up.
sign_in_with_person = (
    sa.select(
        SignIn.id,
        SignIn.participant_id,
        SignIn.staff_id,
        SignIn.is_shared,
        SignIn.last_used_at,
        SignIn.expires_at,
        Participant.language.label("participant_language"),
        Participant.is_demo.label("participant_is_demo"),
        Staff.language.label("staff_language"),
        Staff.is_demo.label("staff_is_demo"),
        Staff.name,
        Staff.suspended_at,
    )
    .outerjoin(Participant, SignIn.participant_id == Participant.id)
    .outerjoin(Staff, SignIn.staff_id == Staff.id)
    .where(SignIn.token_hash == sa.bindparam("token_hash"))
)


def posts_of(session: Session, staff_id: UUID) -> tuple[tuple[Role, UUID | None], ...]:
    """List the roles of a member of staff and the centres where they hold."""
    rows = session.connection().execute(posts_of_staff, {"staff": staff_id})
    return tuple((Role(role), centre_id) for role, centre_id in rows)


posts_of_staff = (
    sa.select(Post.role, Post.centre_id)
    .where(Post.staff_id == sa.bindparam("staff"))
    .order_by(Post.role)
)


def was_erased(session: Session, token_hash: str) -> bool:
    """Say whether a cookie belonged to somebody who erased everything."""
    return session.get(ErasedSignIn, token_hash) is not None


def last_tries(session: Session, bucket: str, since: datetime, most: int) -> list[datetime]:
    """List the latest tries that a limit counts, at most `most`, the newest first."""
    return list(
        session.scalars(
            sa.select(FailedTry.at)
            .where(FailedTry.bucket == bucket, FailedTry.at > since)
            .order_by(FailedTry.at.desc())
            .limit(most)
        )
    )


def last_heard_from(participant_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Say when each participant's phone last spoke with us; who is missing never did or signed out."""
    rows = db.session.connection().execute(last_use, {"participants": list(participant_ids)})
    return {participant_id: at for participant_id, at in rows if participant_id}


last_use = (
    sa.select(SignIn.participant_id, sa.func.max(SignIn.last_used_at))
    .where(SignIn.participant_id.in_(sa.bindparam("participants", expanding=True)))
    .group_by(SignIn.participant_id)
)
