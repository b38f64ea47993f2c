"""What changes codes, requests for a place, and the line in front of a full group."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask_babel import gettext as _

from .. import db
from ..clock import now
from ..db import session
from ..errors import Refusal
from ..groups import actions as groups
from ..groups.models import Group, Membership
from ..people.limits import Buckets
from ..people.rules import GROUP_CODE_DIGITS, digits_of, is_group_code
from . import queries, rules
from .models import GroupDoor, JoinRequest
from .rules import Placed, Stand


class UnknownCode(Refusal):
    """A code opened nothing; one message for every reason."""


class AlreadyAsking(Refusal):
    """The person waits for a place in another group."""


class LineIsLong(Refusal):
    """More people ask for a place than anybody could confirm."""


class OfferHasPassed(Refusal):
    """The place went to the next person in line."""


class NothingAsked(Refusal):
    """The person has asked for no place, or so long ago that it is forgotten."""

    status = 404


def set_door(group: Group, *, is_open: bool) -> GroupDoor:
    """Open a group to everybody with its code, or let people in by invitation only."""
    door = queries.door_of(group.id)
    if door is None:
        door = GroupDoor(group_id=group.id, code=_free_code(), is_open=is_open, made_at=now())
        session.add(door)
    door.is_open = is_open
    return door


def renew_code(group: Group) -> GroupDoor:
    """Give a group another code; the old one opens nothing from now on."""
    door = set_door(group, is_open=True)
    door.code, door.made_at = _free_code(), now()
    return door


def _free_code() -> str:
    while True:
        code = f"{secrets.randbelow(10**GROUP_CODE_DIGITS):0{GROUP_CODE_DIGITS}}"
        if not queries.is_code_taken(code):
            return code


def group_of_code(typed: str, network: str, *, demo: bool = False) -> UUID:
    """Find the group that a code opens; call it before db.session is used."""
    code = digits_of(typed)
    if not is_group_code(code):
        raise UnknownCode(_unknown_code())
    buckets = Buckets.of("group-code", code, network)
    with db.apart(writes=False) as short:
        tried_before = buckets.check(short)
        group_id = queries.group_behind(code, short, demo=demo)
    if group_id is None:
        buckets.note_failure()
        raise UnknownCode(_unknown_code())
    if tried_before:
        buckets.forget_failures()
    return group_id


def _unknown_code() -> str:
    return str(
        _(
            "These digits did not open anything. Please compare them once more; "
            "the centre can tell more by phone."
        )
    )


def ask(group_id: UUID, participant_id: UUID, *, key: UUID | None = None) -> JoinRequest:
    """Ask for a place in a group; asked twice, it is one request."""
    group = _locked(group_id)
    if group.ended_on is not None:
        raise UnknownCode(_unknown_code())
    settle(group)
    _forget(JoinRequest.participant_id == participant_id, of_ended_groups)
    own = queries.request_of(participant_id)
    if own is not None and own.group_id == group.id:
        return own
    _refuse_another(own)
    if _is_member(group.id, participant_id):
        raise groups.AlreadyAMember(_("You are in this group already."))
    return _stand_in_line(group, participant_id, key)


def _refuse_another(own: JoinRequest | None) -> None:
    if own is None:
        return
    if rules.is_forgotten(queries.as_asker(own), now()):
        session.delete(own)
        session.flush()
        return
    raise AlreadyAsking(
        _(
            "You have asked for a place in group %(label)s. If you take that back, "
            "you can ask here.",
            label=own.group.label,
        )
    )


def _is_member(group_id: UUID, participant_id: UUID) -> bool:
    seat = sa.exists().where(
        Membership.group_id == group_id,
        Membership.participant_id == participant_id,
        Membership.left_on.is_(None),
    )
    return bool(session.scalar(sa.select(seat)))


def _stand_in_line(group: Group, participant_id: UUID, key: UUID | None) -> JoinRequest:
    others = queries.requests_in(group.id)
    if len(others) >= rules.LONGEST_LINE:
        raise LineIsLong(_("Many people have asked already. The centre can tell more by phone."))
    taken = {one.check_number for one in others}
    at = now()
    request = JoinRequest(
        id=key or uuid4(),
        group_id=group.id,
        participant_id=participant_id,
        check_number=rules.free_check_number(taken, secrets.randbelow(10**6)),
        asked_at=at,
        in_line_since=at,
    )
    session.add(request)
    session.flush()
    if _placed(group, request).stand is Stand.OFFERED:
        request.held_since = at  # whoever asks while there is a place need not be asked again
    return request


def settle(group: Group) -> None:
    """Write down what time has done to a line: forget old requests, let passed offers go to the end."""
    at = now()
    there = {request.id: placed for request, placed in queries.line_of(group, at)}
    for request in queries.requests_in(group.id):
        placed = there.get(request.id)
        if placed is None:
            session.delete(request)
        else:
            request.in_line_since = placed.asker.since
            request.told_at = placed.asker.told_at
    session.flush()


def take(participant_id: UUID) -> None:
    """Take the place that is on offer; the facilitator then confirms face to face."""
    request, placed = _own(participant_id)
    if placed.stand is Stand.WAITING:
        raise OfferHasPassed(
            _("The place has gone to the next person. You are in line again, and may leave it.")
        )
    request.held_since = request.held_since or now()


def let_the_next_go(participant_id: UUID) -> None:
    """Leave a place to the next person and stand at the end of the line."""
    request, placed = _own(participant_id)
    if placed.stand is not Stand.WAITING:
        request.in_line_since, request.told_at, request.held_since = now(), None, None


def note_seen(participant_id: UUID) -> None:
    """Remember that somebody's phone has shown the offer: from now on it lasts a while."""
    request, placed = _own(participant_id)
    _start_the_clock(request, placed)


def take_back(participant_id: UUID) -> None:
    """Forget what somebody asked for; a second time nothing changes."""
    session.execute(sa.delete(JoinRequest).where(JoinRequest.participant_id == participant_id))


def _own(participant_id: UUID) -> tuple[JoinRequest, Placed]:
    asked = queries.request_of(participant_id)
    if asked is None:
        raise NothingAsked(_("There is no request now. With the digits of a group you can ask."))
    group = _locked(asked.group_id)
    settle(group)
    found = queries.asked_by(participant_id, now())
    if found is None:
        raise NothingAsked(_("There is no request now. With the digits of a group you can ask."))
    return found


def note_told(group: Group, request_id: UUID) -> None:
    """Remember that the centre has told somebody of the offer."""
    settle(group)
    for request, placed in queries.line_of(group, now()):
        if request.id == request_id:
            _start_the_clock(request, placed)


def _start_the_clock(request: JoinRequest, placed: Placed) -> None:
    if placed.stand is Stand.OFFERED and request.told_at is None:
        request.told_at = now()


def decline(group: Group, request_id: UUID) -> None:
    """Take somebody out of the line; twice is no harm."""
    session.execute(
        sa.delete(JoinRequest).where(JoinRequest.id == request_id, JoinRequest.group_id == group.id)
    )


def confirm(
    group: Group, request_id: UUID, words: Collection[str], alias: str | None = None
) -> Membership | None:
    """Give somebody who stands in front of the facilitator the place that was asked for.

    Nothing happens a second time. Somebody who comes from another group leaves it today; what was
    practised stays with the person, and here nothing is shown before she agrees.
    """
    at = now()
    found = next((one for one in queries.line_of(group, at) if one[0].id == request_id), None)
    if found is None:
        return None
    request, placed = found
    if placed.stand is Stand.WAITING:
        raise groups.GroupIsFull(_("There is no place for this person yet: others wait longer."))
    participant_id = request.participant_id
    session.delete(request)
    session.flush()
    seat = groups.add_member(group, participant_id, words, alias=alias)
    groups.leave_others(participant_id, group.id)
    return seat


def _placed(group: Group, request: JoinRequest) -> Placed:
    return next(placed for one, placed in queries.line_of(group, now()) if one.id == request.id)


def _locked(group_id: UUID) -> Group:
    return session.scalars(sa.select(Group).where(Group.id == group_id).with_for_update()).one()


def forget_what_is_over(at: datetime) -> None:
    """Delete requests whose held place nobody confirmed, and those of groups that have ended."""
    _forget(sa.or_(JoinRequest.held_since <= at - rules.HELD_FOR, of_ended_groups))


of_ended_groups = JoinRequest.group_id.in_(sa.select(Group.id).where(Group.ended_on.is_not(None)))


def _forget(*which: sa.ColumnElement[bool]) -> None:
    session.execute(sa.delete(JoinRequest).where(*which))
