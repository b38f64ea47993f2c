"""What phones are told besides nudges: found in meetings, assignments and lines, which know nothing of pushes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ..clock import now
from ..db import apart
from ..groups.giving import new_since
from ..groups.models import Assignment
from ..joining.patience import offer_lasts
from ..meetings.models import Meeting
from ..push.actions import ClaimedPush, Word, enqueue
from ..push.kinds import PushKind
from ..push.words import DATES
from . import alarms, rules
from . import module_queries as modules
from . import news_queries as queries
from .module_queries import UntoldModule
from .news_queries import MOST_AT_ONCE, UnseenOffer, UntoldMeeting

SECOND_THOUGHTS = timedelta(minutes=2)
"""A module given by mistake can be withdrawn before anybody hears of it."""
NEW_FOR = timedelta(days=1)
TOLD_WITHIN = timedelta(hours=12)
NOTHING = UUID(int=0)


def look_for_news() -> None:
    """Queue what phones have not heard of; looking twice, or from two machines, tells nothing twice.

    What was told is noted in the same commit, so that a look finds only what is left, in few
    statements however much it is, and holds no lock where nothing is left.
    """
    at = now()
    _tell_of_meetings(at)
    _tell_of_modules(at)
    _tell_of_offers(at)


def _tell_of_meetings(at: datetime) -> None:
    with apart(writes=False) as session:
        if not queries.is_there_news_of_meetings(session, at):
            return
    with apart(writes=True) as session:
        queries.note_new_meetings(session, at)
    while _tell_of_some_meetings(at) == MOST_AT_ONCE:
        pass


def _tell_of_some_meetings(at: datetime) -> int:
    with apart(writes=True) as session:
        untold = queries.take_untold_meetings(session, at)
        if untold:
            phones = queries.phones_in(session, {one.group_id for one in untold})
            words = [
                (word, phones.get(one.group_id, ()))
                for one in untold
                for word in _words_of(one, at)
            ]
            enqueue(session, words)
            queries.note_told(session, [_known_now(one, at) for one in untold])
    return len(untold)


def _words_of(meeting: UntoldMeeting, at: datetime) -> Iterator[Word]:
    """Say what to tell; the moment in the key tells it from the same news of before."""
    begins, soon = meeting.starts_at, rules.outside_quiet_hours(at)
    if meeting.has_changed and not (meeting.is_cancelled and meeting.told_is_cancelled):
        kind = PushKind.MEETING_CANCELLED if meeting.is_cancelled else PushKind.MEETING_CHANGED
        yield _word(kind, meeting, at, soon, max(begins, meeting.told_starts_at))
    if meeting.is_cancelled:
        return
    if _is_within(rules.recalled_on_the_eve(at), begins) and meeting.eve_told_for != begins:
        end = rules.evening_before(begins) + rules.LONGEST_LIFE
        yield _word(PushKind.MEETING_TOMORROW, meeting, begins, at, end)
    if _is_within(rules.recalled_on_the_day(at), begins) and meeting.day_told_for != begins:
        yield _word(PushKind.MEETING_TODAY, meeting, begins, soon, begins)


def _word(
    kind: PushKind, meeting: UntoldMeeting, since: datetime, due_at: datetime, expires_at: datetime
) -> Word:
    key = f"{kind} {meeting.id} {since.isoformat()}"
    return Word(kind, key, due_at, expires_at, at=meeting.starts_at)


def _known_now(meeting: UntoldMeeting, at: datetime) -> dict[str, Any]:
    begins = meeting.starts_at
    is_eve = _is_within(rules.recalled_on_the_eve(at), begins) and not meeting.is_cancelled
    is_day = _is_within(rules.recalled_on_the_day(at), begins) and not meeting.is_cancelled
    return {
        "id": meeting.id,
        "starts_at": begins,
        "is_cancelled": meeting.is_cancelled,
        "eve_told_for": begins if is_eve else meeting.eve_told_for,
        "day_told_for": begins if is_day else meeting.day_told_for,
    }


def _is_within(span: tuple[datetime, datetime], moment: datetime) -> bool:
    return span[0] <= moment < span[1]


def _tell_of_modules(at: datetime) -> None:
    span = (at - NEW_FOR, at - SECOND_THOUGHTS)
    while True:
        with apart(writes=False) as session:
            untold = modules.untold_modules(session, *span, at)
        if not untold:
            return
        with apart(writes=True) as session:
            # Who notes it first tells it: another machine may have found the same.
            mine = modules.note_told_modules(session, untold)
            _tell_of_these(session, [one for one in untold if one.assignment.id in mine], at)
        if len(untold) < MOST_AT_ONCE:
            return


def _tell_of_these(session: Session, given: list[UntoldModule], at: datetime) -> None:
    named = modules.people_named(session, [one.assignment.id for one in given])
    phones = queries.phones_in(session, {one.assignment.group_id for one in given})
    due_at = rules.outside_quiet_hours(at)
    enqueue(
        session,
        [
            (_word_of_module(one.assignment, since, due_at), [(device_id, person)])
            for one in given
            for device_id, person in phones.get(one.assignment.group_id, ())
            if (since := _new_since(one, person, named))
        ],
    )


def _new_since(
    one: UntoldModule, person: UUID, named: Mapping[tuple[UUID, UUID], datetime]
) -> datetime | None:
    """Say since when a module is new to somebody; None: it is not, or not for them."""
    since = named.get((one.assignment.id, person))
    if since is None:
        if one.assignment.is_for_some:
            return None
        since = new_since(one.assignment)
    return since if one.told_until is None or since > one.told_until else None


def _word_of_module(assignment: Assignment, since: datetime, due_at: datetime) -> Word:
    key = f"{PushKind.MODULE} {assignment.id} {since.isoformat()}"
    return Word(PushKind.MODULE, key, due_at, due_at + TOLD_WITHIN)


def _tell_of_offers(at: datetime) -> None:
    due_at = rules.outside_quiet_hours(at)
    with apart(writes=False) as session:
        keys = {
            offer.participant_id: _key_of(offer) for offer in queries.unseen_offers(session, at)
        }
        untold = queries.untold_phones(session, keys) if keys else []
    if not untold:
        return
    kind, end = PushKind.PLACE_OFFERED, due_at + offer_lasts()
    with apart(writes=True) as session:
        enqueue(
            session,
            [
                (Word(kind, keys[person], due_at, end), [(phone, person)])
                for phone, person in untold
            ],
        )


def _key_of(offer: UnseenOffer) -> str:
    return f"{PushKind.PLACE_OFFERED} {offer.request_id} {offer.since.isoformat()}"


def no_longer_true(session: Session, claimed: Collection[ClaimedPush]) -> set[UUID]:
    """Say which pushes were overtaken.

    A meeting changed again, a module was withdrawn, put off or is for others now, an offer was seen,
    or the person left the group or takes a break.
    """
    return (
        _overtaken_meetings(session, claimed)
        | _overtaken_modules(session, claimed)
        | _overtaken_offers(session, claimed)
        | alarms.overtaken(session, claimed)
    )


def _overtaken_meetings(session: Session, claimed: Collection[ClaimedPush]) -> set[UUID]:
    of_meetings = [one for one in claimed if one.kind in DATES]
    if not of_meetings:
        return set()
    there = queries.meetings_now(session, {_subject_of(one) for one in of_meetings})
    told = _told_in(session, there.values(), of_meetings)
    return {
        one.id
        for one in of_meetings
        if not (meeting := there.get(_subject_of(one)))
        or (meeting.group_id, one.participant_id) not in told
        or meeting.starts_at != one.at
        or (meeting.cancelled_at is not None) != (one.kind is PushKind.MEETING_CANCELLED)
    }


def _overtaken_modules(session: Session, claimed: Collection[ClaimedPush]) -> set[UUID]:
    of_modules = [one for one in claimed if one.kind is PushKind.MODULE]
    if not of_modules:
        return set()
    there = modules.followed_now(session, {_subject_of(one) for one in of_modules}, now())
    named = modules.people_named(session, there)
    told = _told_in(session, there.values(), of_modules)
    return {
        one.id
        for one in of_modules
        if not (module := there.get(_subject_of(one)))
        or (module.group_id, one.participant_id) not in told
        or (module.is_for_some and (module.id, one.participant_id) not in named)
    }


def _told_in(
    session: Session, subjects: Collection[Meeting | Assignment], claimed: Collection[ClaimedPush]
) -> set[tuple[UUID, UUID]]:
    groups = {subject.group_id for subject in subjects}
    return queries.told_members(session, groups, {one.participant_id for one in claimed})


def _overtaken_offers(session: Session, claimed: Collection[ClaimedPush]) -> set[UUID]:
    of_places = [one for one in claimed if one.kind is PushKind.PLACE_OFFERED]
    if not of_places:
        return set()
    about = {_subject_of(one) for one in of_places}
    still_there = {_key_of(offer) for offer in queries.unseen_offers(session, now(), about)}
    return {one.id for one in of_places if one.key not in still_there}


def _subject_of(one: ClaimedPush) -> UUID:
    try:
        return UUID(one.key.split(" ")[1])
    except (IndexError, ValueError):
        return NOTHING  # a key that nobody can read holds up no other row
