"""What phones are told besides nudges: found in meetings, assignments and lines, which know nothing of pushes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..clock import now
from ..db import apart
from ..joining.rules import OFFER_LASTS
from ..push.actions import ClaimedPush, enqueue, enqueue_each
from ..push.kinds import PushKind
from ..push.words import DATES
from . import queries, rules
from .models import ToldMeeting
from .queries import ComingMeeting, UnseenOffer

SECOND_THOUGHTS = timedelta(minutes=2)
"""A module given by mistake can be withdrawn before anybody hears of it."""
NEW_FOR = timedelta(days=1)
TOLD_WITHIN = timedelta(hours=12)


def look_for_news() -> None:
    """Queue what phones have not heard of; looking twice, or from two machines, tells nothing twice."""
    at = now()
    with apart(writes=False) as session:
        coming = queries.coming_meetings(session, at)
        given = queries.new_assignments(session, at - NEW_FOR, at)
        given = [one for one in given if one.given_at <= at - SECOND_THOUGHTS]
        meant = queries.people_meant(session, [one.id for one in given])
        members = queries.members_of(
            session, {one.group_id for one in coming} | {one.group_id for one in given}
        )
        offers = queries.unseen_offers(session, at)

    with apart(writes=True) as session:
        changed = _remember(session, coming)
        for meeting in coming:
            for kind, since, due_at, expires_at in _news_of(meeting, meeting.id in changed, at):
                enqueue(
                    session,
                    members.get(meeting.group_id, []),
                    kind,
                    f"{kind} {meeting.id} {since.isoformat()}",
                    due_at=due_at,
                    expires_at=expires_at,
                    at=meeting.starts_at,
                )
        due_at = rules.outside_quiet_hours(at)
        for assignment in given:
            everybody = members.get(assignment.group_id, [])
            named = meant.get(assignment.id, set())
            wanted = named if assignment.is_for_some else set(everybody)
            enqueue(
                session,
                [person for person in everybody if person in wanted],
                PushKind.MODULE,
                f"{PushKind.MODULE} {assignment.id}",
                due_at=due_at,
                expires_at=due_at + TOLD_WITHIN,
            )
        enqueue_each(
            session,
            {offer.participant_id: _key_of(offer) for offer in offers},
            PushKind.PLACE_OFFERED,
            due_at=due_at,
            expires_at=due_at + OFFER_LASTS,
        )


def _key_of(offer: UnseenOffer) -> str:
    return f"{PushKind.PLACE_OFFERED} {offer.request_id} {offer.since.isoformat()}"


def _news_of(
    meeting: ComingMeeting, has_changed: bool, at: datetime
) -> Iterator[tuple[PushKind, datetime, datetime, datetime]]:
    """What to tell, the moment that tells it from the same news of before, when, and until when."""
    soon = rules.outside_quiet_hours(at)
    if has_changed and not (meeting.is_cancelled and meeting.told_is_cancelled):
        kind = PushKind.MEETING_CANCELLED if meeting.is_cancelled else PushKind.MEETING_CHANGED
        yield kind, at, soon, max(meeting.starts_at, meeting.told_starts_at or meeting.starts_at)
    if meeting.is_cancelled:
        return
    begins = meeting.starts_at
    tomorrow, today = rules.when_to_remind(begins)
    if tomorrow <= at < tomorrow + rules.LONGEST_LIFE:
        yield PushKind.MEETING_TOMORROW, begins, at, tomorrow + rules.LONGEST_LIFE
    if today <= at < begins:
        yield PushKind.MEETING_TODAY, begins, soon, begins


def _remember(session: Session, meetings: list[ComingMeeting]) -> set[UUID]:
    """Note what phones know from now on; return the meetings whose change nobody has noted before."""
    unknown = [one for one in meetings if one.told_starts_at is None]
    _note_first(session, unknown)
    changed = [one for one in meetings if one not in unknown and _is_news(one)]
    return {one.id for one in changed if _note_change(session, one)}


def _is_news(meeting: ComingMeeting) -> bool:
    told = (meeting.told_starts_at, meeting.told_is_cancelled)
    return told != (meeting.starts_at, meeting.is_cancelled)


def _note_first(session: Session, meetings: list[ComingMeeting]) -> None:
    if not meetings:
        return
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = (sqlite.insert if is_sqlite else postgresql.insert)(ToldMeeting)
    rows = [
        {"meeting_id": one.id, "starts_at": one.starts_at, "is_cancelled": one.is_cancelled}
        for one in meetings
    ]
    session.execute(insert.on_conflict_do_nothing(), rows)


def _note_change(session: Session, meeting: ComingMeeting) -> bool:
    # Another machine may have seen the same change: who finds the row as it was tells the news.
    return bool(
        session.scalar(
            sa.update(ToldMeeting)
            .where(
                ToldMeeting.meeting_id == meeting.id,
                ToldMeeting.starts_at == meeting.told_starts_at,
                ToldMeeting.is_cancelled == meeting.told_is_cancelled,
            )
            .values(starts_at=meeting.starts_at, is_cancelled=meeting.is_cancelled)
            .returning(ToldMeeting.meeting_id)
        )
    )


def no_longer_true(session: Session, claimed: Collection[ClaimedPush]) -> set[UUID]:
    """Say which pushes were overtaken: a meeting changed again, an offer was seen, taken or passed on."""
    return _overtaken_meetings(session, claimed) | _overtaken_offers(session, claimed)


def _overtaken_meetings(session: Session, claimed: Collection[ClaimedPush]) -> set[UUID]:
    about = {one.id: UUID(one.key.split(" ")[1]) for one in claimed if one.kind in DATES}
    if not about:
        return set()
    as_it_is = queries.meetings_now(session, set(about.values()))
    return {
        one.id
        for one in claimed
        if one.id in about
        and as_it_is.get(about[one.id]) != (one.at, one.kind is PushKind.MEETING_CANCELLED)
    }


def _overtaken_offers(session: Session, claimed: Collection[ClaimedPush]) -> set[UUID]:
    of_places = [one for one in claimed if one.kind is PushKind.PLACE_OFFERED]
    if not of_places:
        return set()
    still_there = {_key_of(offer) for offer in queries.unseen_offers(session, now())}
    return {one.id for one in of_places if one.key not in still_there}
