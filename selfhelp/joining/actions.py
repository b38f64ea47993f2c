"""What gives people a place in a group and the paper that opens it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from ..clock import now
from ..errors import Refusal
from ..groups import actions as groups
from ..groups.models import Group, Membership
from ..people import actions as people
from ..people.actions import NewSlip, PreparedSlip
from . import queries, rules


class NotEnoughPlaces(Refusal):
    """More slips are wished for than the group has free places."""


class SheetIsMade(Refusal):
    """The same form has made its slips already."""


class GroupHasEnded(Refusal):
    """Nobody comes into a group that has ended."""


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """One slip for paper; after printing nobody knows its digits but its owner."""

    alias: str
    """Id of the word from nature."""
    slip: NewSlip = field(repr=False)


def refuse_before_hashing(group: Group, key: UUID, count: int) -> None:
    """Say no early: hashing sixty slips takes seconds."""
    if group.ended_on is not None:
        raise GroupHasEnded(_("This group has ended. A new group has places for new people."))
    if queries.is_sheet_made(rules.places_of_sheet(key)):
        raise SheetIsMade(_("These slips have been made already."))
    free = queries.places_to_give(group, now())
    if count > free:
        raise NotEnoughPlaces(
            ngettext("%(num)s place is free now.", "%(num)s places are free now.", free)
        )


def print_slips(
    group: Group, key: UUID, prepared: Sequence[PreparedSlip], words: Collection[str]
) -> list[PrintedSlip]:
    """Make a participant with a place, a word and a slip for each prepared secret."""
    refuse_before_hashing(group, key, len(prepared))
    printed = []
    for place, secret in zip(rules.places_of_sheet(key), prepared, strict=False):
        participant, slip = people.make_participant(group.language, prepared=secret)
        seat = groups.add_member(group, participant.id, words, place=place)
        printed.append(PrintedSlip(seat.alias, slip))
    return printed


def issue_again(member: Membership, prepared: PreparedSlip) -> PrintedSlip:
    """Give a new slip for a lost one: the old one and its sign-ins end, progress stays."""
    people.end_all_sign_ins_of(member.participant)
    return PrintedSlip(member.alias, people.issue_slip(member.participant, prepared))


def print_again(seats: Sequence[Membership], prepared: Sequence[PreparedSlip]) -> list[PrintedSlip]:
    """Replace the slips of a sheet that did not arrive; nobody has used them."""
    return [issue_again(seat, secret) for seat, secret in zip(seats, prepared, strict=False)]
