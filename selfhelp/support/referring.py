"""What changes referrals: made with consent, handed over, heard of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask_babel import gettext as _

from ..clock import KYIV, now
from ..db import session
from ..errors import Refusal
from . import actions, queries, rules
from .levels import Level
from .models import CommunityService, Consultation, Referral, Reply

if TYPE_CHECKING:
    from ..people.access import Person


class NotAgreed(Refusal):
    """Nothing is passed on before the person has agreed."""


class NowhereToGo(Refusal):
    """A referral leads somewhere, unless 103 or 112 was called."""


class TooManyReferrals(Refusal):
    """One consultation leads to a few places at most."""


class DayIsWrong(Refusal):
    """It cannot have been heard on that day."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was agreed in the conversation."""

    key: UUID
    """Made with the empty form; the id of the referral."""
    level: Level
    service: CommunityService | None
    has_agreed: bool
    may_tell_back: bool


def refer(staff: Person, request: Consultation, wishes: Wishes) -> Referral:
    """Refer somebody on; the same form sent twice makes one referral."""
    there = session.get(Referral, wishes.key)
    if there is not None:
        if there.consultation_id != request.id:
            raise actions.FormIsOld(_("Please open the page anew and try once more."))
        return there

    _refuse_without_consent(wishes)
    if len(queries.referrals_of(request.id)) >= rules.MOST_REFERRALS:
        raise TooManyReferrals(_("There are as many referrals here as fit."))
    actions.hold_for_referral(staff, request)
    referral = _referral(staff, request, wishes)
    session.add(referral)
    session.flush()
    return referral


def _refuse_without_consent(wishes: Wishes) -> None:
    if not wishes.level.consent:
        return
    if not wishes.has_agreed:
        raise NotAgreed(
            _("Without the person’s agreement nothing is passed on. The talk here goes on.")
        )
    if wishes.service is None:
        raise NowhereToGo(_("Please choose where the person is referred to."))


def _referral(staff: Person, request: Consultation, wishes: Wishes) -> Referral:
    at = now()
    return Referral(
        id=wishes.key,
        consultation_id=request.id,
        participant_id=request.participant_id,
        service_id=wishes.service.id if wishes.service else None,
        level=wishes.level.id,
        made_at=at,
        due_at=rules.heard_by(at, wishes.level.hours),
        made_by_id=staff.id,
        consent_version=rules.CONSENT_VERSION if wishes.has_agreed else None,
        consent_at=at if wishes.has_agreed else None,
        may_tell_back=wishes.may_tell_back and wishes.has_agreed,
    )


def hand_over(referral: Referral, *, is_done: bool) -> None:
    """Note that the centre spoke with the service while the person was there, or that it did not."""
    if not is_done:
        referral.handed_over_at = None
    elif referral.handed_over_at is None:
        referral.handed_over_at = now()


def hear(referral: Referral, reply: Reply, heard_on: date) -> None:
    """Close a referral with what was heard; later news takes the place of earlier."""
    made_on = referral.made_at.astimezone(KYIV).date()
    if not rules.is_day_possible(heard_on, made_on, now().astimezone(KYIV).date()):
        raise DayIsWrong(_("Please choose a day between the referral and today."))
    referral.outcome, referral.heard_on = reply, heard_on
    referral.closed_at = now()
