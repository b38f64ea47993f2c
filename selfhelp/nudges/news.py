"""What phones are told besides nudges: found in meetings, assignments and lines, which know nothing of pushes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ..clock import now
from ..db import apart
from ..groups.models import Assignment
from ..joining.patience import offer_lasts
from ..push.actions import ClaimedPush, Word, enqueue
from ..push.kinds import PushKind
from ..push.words import DATES
from . import alarms, rules
from . import news_queries as queries
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
            untold = queries.untold_assignments(session, *span, at)
        if not untold:
            return
        with apart(writes=True) as session:
            # Who notes it first tells it: another machine may have found the same.
            mine = queries.note_told_assignments(session, untold)
            _tell_of_these(session, [one for one in untold if one.id in mine], at)
        if len(untold) < MOST_AT_ONCE:
            return


def _tell_of_these(session: Session, given: list[Assignment], at: datetime) -> None:
    # One that was given to more people is queued for all of them: who knows has the same key already.
    meant = queries.people_meant(session, [one.id for one in given if one.is_for_some])
    phones = queries.phones_in(session, {one.group_id for one in given})
    due_at = rules.outside_quiet_hours(at)
    enqueue(
        session,
        [
            (
                Word(PushKind.MODULE, f"{PushKind.MODULE} {one.id}", due_at, due_at + TOLD_WITHIN),
                [
                    (device_id, person)
                    for device_id, person in phones.get(one.group_id, ())
                    if not one.is_for_some or person in meant.get(one.id, ())
                ],
            )
            for one in given
        ],
    )


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
    """Say which pushes were overtaken: a meeting changed again, a module was withdrawn or is for others, an offer was seen."""
    return (
        _overtaken_meetings(session, claimed)
        | _withdrawn_modules(session, claimed)
        | _overtaken_offers(session, claimed)
        | alarms.overtaken(session, claimed)
    )


def _overtaken_meetings(session: Session, claimed: Collection[ClaimedPush]) -> set[UUID]:
    about = {one.id: _subject_of(one) for one in claimed if one.kind in DATES}
    if not about:
        return set()
    as_it_is = queries.meetings_now(session, set(about.values()))
    return {
        one.id
        for one in claimed
        if one.id in about
        and as_it_is.get(about[one.id]) != (one.at, one.kind is PushKind.MEETING_CANCELLED)
    }


def _withdrawn_modules(session: Session, claimed: Collection[ClaimedPush]) -> set[UUID]:
    of_modules = [one for one in claimed if one.kind is PushKind.MODULE]
    if not of_modules:
        return set()
    given = queries.still_given(session, {_subject_of(one) for one in of_modules})
    meant = queries.people_meant(
        session, [one for one, is_for_some in given.items() if is_for_some]
    )
    return {
        one.id
        for one in of_modules
        if (subject := _subject_of(one)) not in given
        or (given[subject] and one.participant_id not in meant.get(subject, ()))
    }


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
