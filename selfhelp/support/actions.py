"""What becomes of a request: asked, taken, a time offered, closed, taken back, forgotten."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask_babel import gettext as _

from ..centres import queries as centres
from ..centres.models import Centre, CentreStatus
from ..clock import KYIV, now
from ..db import session
from ..errors import Refusal
from ..groups import queries as groups
from ..meetings.actions import refuse_what_nobody_can_keep
from ..people.models import Participant
from . import queries, rules
from .models import CommunityService, Consultation, Outcome, Referral, Way, Wish

if TYPE_CHECKING:
    from ..people.access import Person


class NoCentreToAsk(Refusal):
    """The person is in no group and named no centre."""


class AskedOften(Refusal):
    """The person asked several times within a week."""


class HeldByAnother(Refusal):
    """A colleague looks after this request now."""

    status = 409


class IsClosed(Refusal):
    """Something has come of the request already."""

    status = 409


class FormIsOld(Refusal):
    """The form carries the id of something else."""


def ask(participant_id: UUID, wish: Wish, hours: int, slug: str | None = None) -> Consultation:
    """Ask a participant's centre for a conversation; asked twice, only the wish changes."""
    # Two taps at once wait for each other here, so that they make one request.
    session.scalar(
        sa.select(Participant.id).where(Participant.id == participant_id).with_for_update()
    )
    there = queries.open_request_of(participant_id, for_update=True)
    if there is not None:
        there.wish = wish
        return there

    _refuse_a_flood(participant_id)
    centre_id = centre_to_ask(participant_id, slug)
    if centre_id is None:
        raise NoCentreToAsk(
            _("You are not in a group now. Please choose a centre in the directory first.")
        )
    return _add(uuid4(), centre_id, Way.PHONE, wish, hours, participant_id)


def _refuse_a_flood(participant_id: UUID) -> None:
    asked = sa.select(sa.func.count()).select_from(Consultation)
    lately = asked.where(
        Consultation.participant_id == participant_id,
        Consultation.asked_at > now() - rules.WEEK,
    )
    if (session.scalar(lately) or 0) >= rules.MOST_IN_A_WEEK:
        raise AskedOften(
            _("You have asked several times this week. The centre can be rung at any opening hour.")
        )


def centre_to_ask(participant_id: UUID, slug: str | None) -> UUID | None:
    """Name the centre of somebody's group, or an open one that was chosen in the directory."""
    membership = groups.group_of(participant_id, now().astimezone(KYIV).date())
    if membership is not None:
        return membership.group.centre_id
    chosen = centres.public_centre(slug) if slug else None
    return chosen.id if chosen and chosen.status == CentreStatus.OPEN else None


def _add(
    key: UUID,
    centre_id: UUID,
    way: Way,
    wish: Wish,
    hours: int,
    participant_id: UUID | None = None,
) -> Consultation:
    at = now()
    request = Consultation(
        id=key,
        centre_id=centre_id,
        participant_id=participant_id,
        spoken_code=_free_code(centre_id),
        way=way,
        wish=wish,
        asked_at=at,
        due_at=rules.due(at, hours),
    )
    session.add(request)
    session.flush()
    return request


def _free_code(centre_id: UUID) -> str:
    session.scalar(sa.select(Centre.id).where(Centre.id == centre_id).with_for_update())
    while True:
        drawn = {f"{secrets.randbelow(10**rules.CODE_DIGITS):06}" for _round in range(4)}
        taken = sa.select(Consultation.spoken_code).where(
            Consultation.centre_id == centre_id, Consultation.spoken_code.in_(drawn)
        )
        free = drawn - set(session.scalars(taken))
        if free:
            return free.pop()


def take_back(participant_id: UUID) -> None:
    """Take a participant's own request back; where there is none, nothing happens."""
    request = queries.open_request_of(participant_id, for_update=True)
    if request is not None:
        _close(request, Outcome.TAKEN_BACK)


def record_at_desk(
    staff: Person, key: UUID, centre_id: UUID, wish: Wish, hours: int
) -> Consultation:
    """Record a visitor's request under a code; the same form sent twice makes one."""
    there = session.get(Consultation, key)
    if there is not None:
        if there.centre_id not in staff.centres(*queries.WORKERS):
            raise FormIsOld(_("Please open the page anew and try once more."))
        return there
    request = _add(key, centre_id, Way.DESK, wish, hours)
    _hold(staff, request)
    return request


def take(staff: Person, request: Consultation) -> None:
    """Look after a request; taking it twice only keeps it longer."""
    _refuse_closed(request)
    _hold(staff, request)


def hand_back(staff: Person, request: Consultation) -> None:
    """Let colleagues take a request again."""
    _refuse_closed(request)
    _hold(staff, request)
    request.held_by_id = request.held_until = None


def offer_time(staff: Person, request: Consultation, meets_at: datetime) -> None:
    """Tell the person's phone when the centre waits."""
    _refuse_closed(request)
    refuse_what_nobody_can_keep(meets_at)
    request.meets_at = meets_at
    _hold(staff, request)


def close(staff: Person, request: Consultation, outcome: Outcome) -> None:
    """Note what came of a request; the same said twice is said once."""
    if request.outcome == outcome:
        return
    _refuse_closed(request)
    _hold(staff, request)
    _close(request, outcome)


def hold_for_referral(staff: Person, request: Consultation) -> None:
    """Look after a request in which somebody is referred; this is what came of it."""
    if request.outcome in (Outcome.TAKEN_BACK, Outcome.NOT_HELD):
        _refuse_closed(request)
    _hold(staff, request)
    if request.outcome is None:
        _close(request, Outcome.REFERRAL)


def _hold(staff: Person, request: Consultation) -> None:
    at = now()
    if rules.is_held_by_another(request.held_by_id, request.held_until, staff.id, at):
        name = request.held_by.name if request.held_by else ""
        raise HeldByAnother(_("%(name)s looks after this request now.", name=name))
    request.held_by_id = staff.id
    request.held_until = rules.lease_until(at, request.meets_at)


def _refuse_closed(request: Consultation) -> None:
    if request.closed_at is not None:
        raise IsClosed(_("This request is closed already. Nothing was changed."))


def _close(request: Consultation, outcome: Outcome) -> None:
    request.outcome, request.closed_at = outcome, now()
    request.held_until = None


def forget_what_is_over() -> int:
    """Delete requests half a year after the last thing that happened in them; return how many."""
    limit = now() - rules.KEPT_AFTER_THE_END
    lately = sa.exists().where(
        Referral.consultation_id == Consultation.id,
        sa.func.coalesce(Referral.closed_at, Referral.made_at) >= limit,
    )
    over = sa.func.coalesce(Consultation.closed_at, Consultation.asked_at) < limit
    gone = session.scalars(
        sa.delete(Consultation).where(over, ~lately).returning(Consultation.id)
    ).all()
    used = sa.exists().where(Referral.service_id == CommunityService.id)
    session.execute(sa.delete(CommunityService).where(CommunityService.removed_at < limit, ~used))
    return len(gone)
