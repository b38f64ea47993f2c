"""Words for requests, referrals and services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import format_date
from flask_babel import gettext as _

from ..centres import words as centre_words
from ..centres.rules import Fact
from ..clock import KYIV
from ..i18n import day_in_words, hour_in_digits
from .levels import Route
from .models import CommunityService, Cost, Outcome, Referral, Reply, Way, Wish
from .rules import BARRIER_FREE, Urgency, in_threes


def way_in_words(way: str) -> str:
    """Say how a request came."""
    return str(_("from the phone") if way == Way.PHONE else _("at the desk"))


def wish_in_words(wish: str) -> str:
    """Say how the person would like to talk."""
    words = {
        Wish.COME: _("I will come to the centre"),
        Wish.RING: _("I will ring the centre"),
        Wish.AFTER_GROUP: _("After a meeting of my group"),
    }
    return str(words[Wish(wish)])


def wish_for_staff(wish: str) -> str:
    """Say to colleagues how the person would like to talk."""
    words = {
        Wish.COME: _("will come to the centre"),
        Wish.RING: _("will ring the centre"),
        Wish.AFTER_GROUP: _("will stay after a meeting of the group"),
    }
    return str(words[Wish(wish)])


def outcome_in_words(outcome: str) -> str:
    """Say what came of a conversation."""
    words = {
        Outcome.COMMUNITY: _("A service in the community, without a referral"),
        Outcome.INDIVIDUAL: _("Individual meetings here"),
        Outcome.GROUP: _("A group here"),
        Outcome.REFERRAL: _("A referral"),
        Outcome.NOT_HELD: _("The conversation did not come about"),
        Outcome.TAKEN_BACK: _("Taken back by the person"),
    }
    return str(words[Outcome(outcome)])


def reply_in_words(reply: str) -> str:
    """Say what was heard of a referral."""
    words = {
        Reply.ARRIVED: _("The person came there"),
        Reply.NOT_ARRIVED: _("The person has not come there"),
        Reply.DECLINED: _("The person or the service decided otherwise"),
        Reply.UNKNOWN: _("It is not known"),
    }
    return str(words[Reply(reply)])


def cost_in_words(cost: str) -> str:
    """Say what a service costs."""
    words = {
        Cost.FREE: _("free of charge"),
        Cost.PARTLY: _("partly paid"),
        Cost.PAID: _("paid"),
        Cost.UNKNOWN: _("cost: ask by phone"),
    }
    return str(words[Cost(cost)])


def urgency_in_words(urgency: Urgency) -> str:
    """Say kindly that something waits; empty while there is time."""
    words = {
        Urgency.CALM: "",
        Urgency.SOON: _("within a day"),
        Urgency.LATE: _("waits longer than meant"),
    }
    return str(words[urgency])


def facts_in_words(service: CommunityService) -> list[str]:
    """List what is known about getting in; what nobody asked is asked by phone."""
    told = []
    for key in BARRIER_FREE:
        answer = service.facts.get(key)
        fact = Fact(key, answer if answer in ("yes", "no") else "unknown", "")
        told.append(f"{centre_words.fact_in_words(fact)}: {centre_words.answer_in_words(fact)}")
    return told


def what_is_passed_on() -> list[str]:
    """Say what a service learns from a referral sheet: the text that is agreed to."""
    return [
        str(_("the code from the sheet instead of a name")),
        str(_("how soon help is needed, and the date")),
        str(_("the name and phone of this centre")),
    ]


def moment_in_words(at: datetime) -> str:
    """Say a day and an hour in Kyiv."""
    return f"{day_in_words(at)}, {hour_in_digits(at)}"


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A heading on the referral sheet and the lines under it."""

    heading: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that stands on a referral sheet."""

    title: str
    code: str
    sections: Sequence[SheetSection]
    name_line: str


def referral_sheet(referral: Referral, service: CommunityService, route: Route, lang: str) -> Sheet:
    """Say everything that stands on the sheet: a code, how soon, two addresses, the consent."""
    request = referral.consultation
    centre = request.centre
    name, address = (
        (centre.name_uk, centre.address_uk) if lang == "uk" else (centre.name_en, centre.address_en)
    )
    return Sheet(
        title=str(_("Referral sheet")),
        code=str(_("Code: %(code)s", code=in_threes(request.spoken_code))),
        sections=[
            SheetSection(str(_("How soon help is needed")), _when(referral, route, lang)),
            SheetSection(str(_("Where to")), _service_lines(service, route, lang)),
            SheetSection(str(_("From")), [name, address, centre.phone]),
            SheetSection(str(_("The person agreed that this is passed on")), _agreed(referral)),
        ],
        name_line=str(_("Name, if the person wishes to write it here:")),
    )


def _when(referral: Referral, route: Route, lang: str) -> list[str]:
    return [
        route.level_in_words(referral.level, lang),
        str(
            _(
                "Date of the referral: %(day)s",
                day=_with_year(referral.made_at.astimezone(KYIV).date()),
            )
        ),
    ]


def _service_lines(service: CommunityService, route: Route, lang: str) -> list[str]:
    told = [
        service.name,
        route.kind_in_words(service.kind, lang),
        service.phone,
        service.hours,
        str(_("For whom: %(audience)s", audience=service.audience)) if service.audience else "",
        cost_in_words(service.cost),
        *facts_in_words(service),
        str(_("Checked by the centre on %(day)s", day=_with_year(service.verified_on))),
    ]
    return [line for line in told if line]


def _with_year(day: date) -> str:
    return str(format_date(day, "long", rebase=False))  # paper is read long after


def _agreed(referral: Referral) -> list[str]:
    back = (
        _("The service may tell the centre by phone whether the person came: the code is enough.")
        if referral.may_tell_back
        else _("The service tells the centre nothing about the person.")
    )
    return [*what_is_passed_on(), str(back)]
