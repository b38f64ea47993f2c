"""What changes people: new participants, their slips, sign-ins."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, overload
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask_babel import gettext as _

from .. import db
from ..clock import now
from ..errors import Refusal
from . import hashing, queries, rules
from .limits import Buckets
from .models import ErasedSignIn, Participant, SignIn, Slip, Staff


class NotRecognised(Refusal):
    """A slip, a token or a password opened nothing; one message for every reason."""

    status = 401


@dataclass(frozen=True, slots=True)
class PreparedSlip:
    """The slow part of a slip, made before the database is asked for anything."""

    secret: str = field(repr=False)
    secret_hash: str = field(repr=False)
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewSlip:
    """What stands on paper; never kept by the server."""

    digits: str = field(repr=False)
    token: str = field(repr=False)

    @property
    def pretty(self) -> str:
        """The digits in fours."""
        return rules.in_fours(self.digits)


def prepare_slip(secret: str | None = None) -> PreparedSlip:
    """Draw and hash a slip's secret; takes tens of milliseconds, so no transaction should be open."""
    secret = secret or f"{secrets.randbelow(10**rules.SECRET_DIGITS):0{rules.SECRET_DIGITS}}"
    return PreparedSlip(secret, hashing.hash_of_slip(secret), hashing.new_slip_token())


@overload
def make_participant(
    language: str,
    *,
    with_slip: Literal[True] = True,
    prepared: PreparedSlip | None = None,
    is_demo: bool = False,
) -> tuple[Participant, NewSlip]: ...
@overload
def make_participant(
    language: str,
    *,
    with_slip: Literal[False],
    prepared: None = None,
    is_demo: bool = False,
) -> tuple[Participant, None]: ...


def make_participant(
    language: str,
    *,
    with_slip: bool = True,
    prepared: PreparedSlip | None = None,
    is_demo: bool = False,
) -> tuple[Participant, NewSlip | None]:
    """Make somebody who practises, and the slip that brings this person back."""
    if with_slip and prepared is None:
        prepared = prepare_slip()

    participant = Participant(id=uuid4(), language=language, created_at=now(), is_demo=is_demo)
    db.session.add(participant)
    return participant, issue_slip(participant, prepared) if with_slip else None


def issue_slip(
    participant: Participant, prepared: PreparedSlip | None = None, *, number: str | None = None
) -> NewSlip:
    """Give a participant a slip; the slips given before open nothing from now on."""
    prepared = prepared or prepare_slip()

    db.session.flush()
    db.session.execute(
        sa.update(Slip)
        .where(Slip.participant_id == participant.id, Slip.revoked_at.is_(None))
        .values(revoked_at=now())
    )
    number = number or _free_number()
    db.session.add(
        Slip(
            participant_id=participant.id,
            number=number,
            secret_hash=prepared.secret_hash,
            token_hash=hashing.digest_of_token(prepared.token),
            created_at=now(),
        )
    )
    db.session.flush()
    return NewSlip(prepared.secret + number, prepared.token)


def _free_number() -> str:
    while True:
        drawn = {f"{_draw_number():0{rules.NUMBER_DIGITS}}" for _round in range(8)}
        free = drawn - queries.taken_numbers(db.session, drawn)
        if free:
            return free.pop()


def _draw_number() -> int:
    span = 10**rules.NUMBER_DIGITS - rules.DEMO_NUMBERS
    return rules.DEMO_NUMBERS + secrets.randbelow(span)


def person_of_slip(digits: str, network: str, *, demo: bool = False) -> Participant:
    """Find the participant whose slip has these sixteen digits; call it before db.session is used."""
    parts = rules.split_slip(digits)
    if parts is None:
        raise NotRecognised(_slip_not_recognised())
    buckets = Buckets.of("slip", parts.number, network)

    with db.apart(writes=False) as session:
        tried_before = buckets.check(session)
        slip = queries.slip_by_number(session, parts.number)
    matches = hashing.is_secret_of(parts.secret, slip.secret_hash if slip else None)
    if slip is None or not matches or (slip.participant.is_demo and not demo):
        buckets.note_failure()
        raise NotRecognised(_slip_not_recognised())

    if tried_before:
        buckets.forget_failures()
    if hashing.is_slip_hash_weak(slip.secret_hash):
        _rehash(Slip, slip.id, secret_hash=hashing.hash_of_slip(parts.secret))
    return slip.participant


def person_of_token(token: str, *, demo: bool = False) -> Participant:
    """Find the participant of a QR code; 130 random bits need no limit on guessing."""
    digest = hashing.digest_of_token(token.strip().lower())
    with db.apart(writes=False) as session:
        participant = queries.participant_of_token(session, digest)
    if participant is None or (participant.is_demo and not demo):
        raise NotRecognised(_slip_not_recognised())
    return participant


def _slip_not_recognised() -> str:
    return str(
        _(
            "These digits did not open anything. Please compare them with the slip; "
            "the facilitator can also give a new one."
        )
    )


def staff_of_password(email: str, password: str, network: str, *, demo: bool = False) -> Staff:
    """Find the member of staff with this e-mail and password; call it before db.session is used."""
    email = email.strip().lower()
    buckets = Buckets.of("staff", email, network)

    with db.apart(writes=False) as session:
        tried_before = buckets.check(session)
        staff = queries.staff_by_email(session, email)
    matches = hashing.is_password_of(password, staff.password_hash if staff else None)
    is_shut = staff is None or (staff.is_demo and not demo)
    if staff is None or staff.password_hash is None or is_shut or not matches:
        buckets.note_failure()
        raise NotRecognised(
            _("This e-mail and password did not match. Please check both and try again.")
        )

    if tried_before:
        buckets.forget_failures()
    if hashing.is_password_hash_weak(staff.password_hash):
        _rehash(Staff, staff.id, password_hash=hashing.hash_of_password(password))
    return staff


def _rehash(table: type[Slip] | type[Staff], row_id: UUID, **hashed: str) -> None:
    with db.apart(writes=True) as session:
        session.execute(sa.update(table).where(table.id == row_id).values(hashed))


def start_sign_in(person: Participant | Staff, *, is_shared: bool = False) -> str:
    """Sign somebody in on one phone or laptop; return the token for its cookie."""
    token, at = hashing.new_sign_in_token(), now()
    is_staff = isinstance(person, Staff)
    db.session.add(
        SignIn(
            token_hash=hashing.digest_of_token(token),
            participant_id=None if is_staff else person.id,
            staff_id=person.id if is_staff else None,
            is_shared=is_shared,
            created_at=at,
            last_used_at=at,
            expires_at=rules.end_of_sign_in(is_staff=is_staff, now=at),
        )
    )
    return token


def touch(sign_in_id: UUID, expires_at: datetime) -> None:
    """Write down that a sign-in is in use, in a short transaction of its own."""
    with db.apart(writes=True) as session:
        session.execute(
            sa.update(SignIn)
            .where(SignIn.id == sign_in_id)
            .values(last_used_at=now(), expires_at=expires_at)
        )


def end_sign_in(token: str) -> None:
    """End a sign-in on the server; ending it twice is no harm."""
    digest = hashing.digest_of_token(token)
    db.session.execute(sa.delete(SignIn).where(SignIn.token_hash == digest))


def end_all_sign_ins_of(person: Participant | Staff) -> None:
    """Sign somebody out everywhere."""
    whose = SignIn.staff_id if isinstance(person, Staff) else SignIn.participant_id
    db.session.execute(sa.delete(SignIn).where(whose == person.id))


def erase_participant(participant_id: UUID) -> None:
    """Erase a participant and everything kept under it; its phones will be told to wipe themselves."""
    signed_in = sa.select(SignIn.token_hash, sa.literal(now(), ErasedSignIn.erased_at.type)).where(
        SignIn.participant_id == participant_id
    )
    db.session.execute(sa.insert(ErasedSignIn).from_select(["token_hash", "erased_at"], signed_in))
    db.session.execute(sa.delete(Participant).where(Participant.id == participant_id))


def forget_what_is_over() -> None:
    """Delete sign-ins past their end, and what remembers erased ones once no cookie can be left."""
    at = now()
    rested = sa.and_(SignIn.is_shared, SignIn.last_used_at < at - rules.IDLE_LIMIT)
    db.session.execute(sa.delete(SignIn).where(sa.or_(SignIn.expires_at < at, rested)))
    db.session.execute(
        sa.delete(ErasedSignIn).where(ErasedSignIn.erased_at < at - rules.PARTICIPANT_LIFETIME)
    )
