"""Who waits for a conversation, where people were referred, and what a participant sees of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from ..centres.models import Centre
from ..db import session
from ..people.models import Role
from . import rules
from .models import CommunityService, Consultation, Outcome, Referral

if TYPE_CHECKING:
    from ..people.access import Person

WORKERS = (Role.FACILITATOR, Role.SOCIAL_MANAGER, Role.PSYCHOLOGIST)
"""Who talks with people; managers see figures, and volunteers nothing."""
KEEPERS = (*WORKERS, Role.MANAGER)
"""Who keeps the list of services in the community."""
PAGE = 100


@dataclass(frozen=True, slots=True)
class Duties:
    """What waits at somebody's centres, for the first page of staff."""

    waiting: int
    soon: int
    late: int
    unheard: int
    """Referrals of which nothing was heard by the time that was meant."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many requests a centre had, without anybody in it."""

    centre: Centre
    waiting: int
    late: int
    outcomes: dict[str, int]
    replies: dict[str, int]
    unheard: int


def centres_of(staff: Person, roles: Collection[Role]) -> list[Centre]:
    """List the centres where somebody has one of these roles."""
    wanted = sa.select(Centre).where(Centre.id.in_(staff.centres(*roles)))
    return list(session.scalars(wanted.order_by(Centre.slug)))


def waiting_at(staff: Person, code: str = "") -> list[Consultation]:
    """List the open requests, the earliest due first, one more than a page."""
    wanted = _consultations(staff).where(Consultation.closed_at.is_(None))
    if code:
        wanted = wanted.where(Consultation.spoken_code == code)
    ordered = wanted.order_by(Consultation.due_at, Consultation.id)
    return list(session.scalars(ordered.limit(PAGE + 1)))


def closed_at(staff: Person, code: str = "") -> list[Consultation]:
    """List the requests that something came of, the last first, one more than a page."""
    wanted = _consultations(staff).where(Consultation.closed_at.is_not(None))
    if code:
        wanted = wanted.where(Consultation.spoken_code == code)
    ordered = wanted.order_by(Consultation.closed_at.desc(), Consultation.id)
    return list(session.scalars(ordered.limit(PAGE + 1)))


def consultation_at(
    staff: Person, consultation_id: UUID, *, for_update: bool = False
) -> Consultation | None:
    """Find a request at a centre where this person works; else it is as if there were none."""
    wanted = _consultations(staff).where(Consultation.id == consultation_id)
    if for_update:
        wanted = wanted.with_for_update(of=Consultation)
    return session.scalar(wanted)


def _consultations(staff: Person) -> sa.Select[Consultation]:
    return (
        sa.select(Consultation)
        .where(Consultation.centre_id.in_(staff.centres(*WORKERS)))
        .options(joinedload(Consultation.centre, innerjoin=True), joinedload(Consultation.held_by))
    )


def referrals_of(consultation_id: UUID) -> list[Referral]:
    """List where somebody was referred, the first first."""
    return list(
        session.scalars(
            sa.select(Referral)
            .where(Referral.consultation_id == consultation_id)
            .options(joinedload(Referral.service))
            .order_by(Referral.made_at, Referral.id)
            .limit(rules.MOST_REFERRALS)
        )
    )


def referrals_unheard(staff: Person) -> list[Referral]:
    """List the referrals of which nothing was heard yet, the earliest due first."""
    wanted = _referrals(staff).where(Referral.closed_at.is_(None))
    return list(session.scalars(wanted.order_by(Referral.due_at, Referral.id).limit(PAGE + 1)))


def referral_at(staff: Person, referral_id: UUID, *, for_update: bool = False) -> Referral | None:
    """Find a referral of a centre where this person works; else it is as if there were none."""
    wanted = _referrals(staff).where(Referral.id == referral_id)
    if for_update:
        wanted = wanted.with_for_update(of=Referral)
    return session.scalar(wanted)


def _referrals(staff: Person) -> sa.Select[Referral]:
    return (
        sa.select(Referral)
        .join(Referral.consultation)
        .join(Consultation.centre)
        .where(Consultation.centre_id.in_(staff.centres(*WORKERS)))
        .options(
            contains_eager(Referral.consultation).contains_eager(Consultation.centre),
            joinedload(Referral.service),
        )
    )


def services_at(centre_ids: Collection[UUID]) -> list[CommunityService]:
    """List the services in the community that some centres keep, by name."""
    return list(
        session.scalars(
            sa.select(CommunityService)
            .where(
                CommunityService.centre_id.in_(centre_ids), CommunityService.removed_at.is_(None)
            )
            .options(joinedload(CommunityService.centre, innerjoin=True))
            .order_by(CommunityService.kind, CommunityService.name)
            .limit(rules.MOST_SERVICES)
        )
    )


def public_services(centre_ids: Collection[UUID], today: date) -> list[CommunityService]:
    """List what some centres show to everybody and have checked not too long ago."""
    return list(
        session.scalars(
            sa.select(CommunityService)
            .where(
                CommunityService.centre_id.in_(centre_ids),
                CommunityService.is_public,
                CommunityService.removed_at.is_(None),
                CommunityService.verified_on >= today - rules.PUBLIC_FOR,
            )
            .options(
                joinedload(CommunityService.centre, innerjoin=True).joinedload(
                    Centre.community, innerjoin=True
                )
            )
            .order_by(CommunityService.kind, CommunityService.name, CommunityService.id)
            .limit(rules.MOST_PUBLIC)
        )
    )


def service_at(
    staff: Person, service_id: UUID, *, for_update: bool = False
) -> CommunityService | None:
    """Find a service that one of this person's centres keeps, also one that was taken out."""
    wanted = (
        sa.select(CommunityService)
        .where(
            CommunityService.id == service_id,
            CommunityService.centre_id.in_(staff.centres(*KEEPERS)),
        )
        .options(joinedload(CommunityService.centre, innerjoin=True))
    )
    if for_update:
        wanted = wanted.with_for_update(of=CommunityService)
    return session.scalar(wanted)


def open_request_of(participant_id: UUID, *, for_update: bool = False) -> Consultation | None:
    """Find the request that a participant waits with."""
    wanted = (
        sa.select(Consultation)
        .where(Consultation.participant_id == participant_id, Consultation.closed_at.is_(None))
        .options(joinedload(Consultation.centre, innerjoin=True))
        .order_by(Consultation.asked_at.desc())
        .limit(1)
    )
    if for_update:
        wanted = wanted.with_for_update(of=Consultation)
    return session.scalar(wanted)


def duties_of(staff: Person, now: datetime) -> Duties | None:
    """Count what waits at somebody's centres, in two statements; None for who does not work there."""
    centres = staff.centres(*WORKERS)
    if not centres:
        return None
    waiting, soon, late = session.execute(
        sa.select(
            sa.func.count(),
            _count_of(Consultation.due_at <= now + rules.SOON, Consultation.due_at > now),
            _count_of(Consultation.due_at <= now),
        ).where(Consultation.centre_id.in_(centres), Consultation.closed_at.is_(None))
    ).one()
    unheard = session.scalar(
        sa.select(sa.func.count())
        .select_from(Referral)
        .join(Referral.consultation)
        .where(Consultation.centre_id.in_(centres), *_is_unheard(now))
    )
    return Duties(waiting, soon, late, unheard or 0)


def _count_of(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((sa.and_(*conditions), 1), else_=0)), 0)


def _is_unheard(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return Referral.closed_at.is_(None), Referral.due_at <= now


def figures_of(staff: Person, now: datetime) -> list[Figures]:
    """Count the requests of the centres that somebody manages; figures only, nobody in them."""
    centres = centres_of(staff, (Role.MANAGER,))
    ids = [centre.id for centre in centres]
    since = now - rules.COUNTED
    waiting = _by_centre(ids, Consultation.closed_at.is_(None))
    late = _by_centre(ids, Consultation.closed_at.is_(None), Consultation.due_at <= now)
    outcomes = _outcomes(ids, since)
    replies, unheard = _replies(ids, since), _unheard(ids, now)
    return [
        Figures(
            centre,
            waiting.get(centre.id, 0),
            late.get(centre.id, 0),
            _here(centre.id, outcomes),
            _here(centre.id, replies),
            unheard.get(centre.id, 0),
        )
        for centre in centres
    ]


def _here(centre_id: UUID, counted: dict[tuple[UUID, str | None], int]) -> dict[str, int]:
    return {what: count for (where, what), count in counted.items() if what and where == centre_id}


def _by_centre(ids: Sequence[UUID], *conditions: sa.ColumnElement[bool]) -> dict[UUID, int]:
    counted = (
        sa.select(Consultation.centre_id, sa.func.count())
        .where(Consultation.centre_id.in_(ids), *conditions)
        .group_by(Consultation.centre_id)
    )
    return dict(session.execute(counted).all())


def _outcomes(ids: Sequence[UUID], since: datetime) -> dict[tuple[UUID, str | None], int]:
    counted = (
        sa.select(Consultation.centre_id, Consultation.outcome, sa.func.count())
        .where(
            Consultation.centre_id.in_(ids),
            Consultation.closed_at >= since,
            Consultation.outcome != Outcome.TAKEN_BACK,
        )
        .group_by(Consultation.centre_id, Consultation.outcome)
    )
    return {(where, what): count for where, what, count in session.execute(counted)}


def _replies(ids: Sequence[UUID], since: datetime) -> dict[tuple[UUID, str | None], int]:
    counted = (
        sa.select(Consultation.centre_id, Referral.outcome, sa.func.count())
        .join(Referral.consultation)
        .where(Consultation.centre_id.in_(ids), Referral.closed_at >= since)
        .group_by(Consultation.centre_id, Referral.outcome)
    )
    return {(where, what): count for where, what, count in session.execute(counted)}


def _unheard(ids: Sequence[UUID], now: datetime) -> dict[UUID, int]:
    counted = (
        sa.select(Consultation.centre_id, sa.func.count())
        .select_from(Referral)
        .join(Referral.consultation)
        .where(Consultation.centre_id.in_(ids), *_is_unheard(now))
        .group_by(Consultation.centre_id)
    )
    return dict(session.execute(counted).all())
