"""Load the demo: what is there stays, what people did stays, only dates move."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID, uuid5

import sqlalchemy as sa

from .. import db
from ..centres import actions as centres
from ..centres.models import Centre, CentreStatus, Community, Region
from ..clock import KYIV, now
from ..db import Model, session
from ..groups import actions as groups
from ..groups.models import Assignment, Group, GroupFacilitator, Membership
from ..groups.rules import CALLS_VERSION, CONSENT_VERSION
from ..joining.models import GroupDoor
from ..library.library import Library
from ..meetings.models import Meeting
from ..people import actions as people
from ..people import hashing
from ..people import queries as people_queries
from ..people.actions import PreparedSlip
from ..people.models import Post, SignIn, Staff
from ..people.rules import DEMO_PASSWORD
from ..progress import actions as progress
from ..progress.batches import Batch, UnderstoodEvent
from ..progress.kinds import EventKind
from ..staffing.rules import Certificate
from ..staffing.training import record_certificate
from . import cast, rules
from .cast import Circle, Colleague, Place, Story
from .support import load_support

NAMES = UUID("5d2f2c5e-3c55-4a0b-9f63-0d6a0f7a1d11")
"""Root of the demo's ids, so that a second load finds what the first one made."""
JOINED_DAYS_AGO = 21
MODULE = "grounding"
TOOL = "now-sleep"
MINUTES = 90
QUIET_DAYS = 4
"""People of the demo who were quiet so long, or ask to talk, agreed to calls."""

Row = TypeVar("Row", bound=Model)
Each = Callable[[list[int]], Iterable[int]]
"""Goes through the slips to make, and may show a progress bar on the way."""


def load(library: Library, each: Each = lambda slips: slips) -> int:
    """Bring the demo into the database; return how many people were new."""
    missing = _missing_slips()
    prepared = {slip: people.prepare_slip(cast.SECRET) for slip in each(missing)}
    passwords = _missing_passwords()

    centres.enter_regions()
    for place in cast.PLACES:
        _place(place)
    _certify_staff_of_before()
    for colleague in cast.STAFF:
        _colleague(colleague, passwords.get(colleague.email))
    load_support(NAMES, _id(f"centre {cast.PLACES[0].slug}"))
    for circle in cast.GROUPS:
        _circle(circle)
        for slip in range(circle.first_slip, circle.last_slip + 1):
            if slip in prepared:
                _person(slip, circle, prepared[slip], library)
    return len(prepared)


def _missing_slips() -> list[int]:
    """Look for what is missing in a session of its own: hashing must not hold the database."""
    numbers = {rules.slip_number(slip): slip for slip in range(1, cast.PEOPLE + 1)}
    with db.apart(writes=False) as short:
        there = people_queries.taken_numbers(short, numbers)
    return [slip for number, slip in numbers.items() if number not in there]


def _missing_passwords() -> dict[str, str]:
    emails = {colleague.email for colleague in cast.STAFF}
    with db.apart(writes=False) as short:
        there = set(short.scalars(sa.select(Staff.email).where(Staff.email.in_(emails))))
    return {email: hashing.hash_of_password(DEMO_PASSWORD) for email in sorted(emails - there)}


def _place(place: Place) -> None:
    region = _region(*place.region)
    name_uk, name_en = place.community
    community = _once(
        Community, f"community {name_en}", region_id=region.id, name_uk=name_uk, name_en=name_en
    )
    _once(
        Centre,
        f"centre {place.slug}",
        community_id=community.id,
        slug=place.slug,
        kind=place.kind,
        status=CentreStatus.OPEN,
        name_uk=place.name[0],
        name_en=place.name[1],
        address_uk=place.address[0],
        address_en=place.address[1],
        phone=place.phone,
        hours=place.hours,
        facts=place.facts,
        verified_on=_today() - timedelta(days=place.verified_days_ago),
        is_demo=True,
    )


def _region(slug: str, name_uk: str, name_en: str, iso: str) -> Region:
    # Regions are real: one that somebody entered is taken as it is.
    there = session.scalar(sa.select(Region).where(sa.or_(Region.slug == slug, Region.iso == iso)))
    return there or _once(
        Region, f"region {slug}", slug=slug, name_uk=name_uk, name_en=name_en, iso=iso
    )


def _certify_staff_of_before() -> None:
    """Give staff of a demo that is older than certificates theirs; one that was taken back stays so."""
    there = list(session.scalars(sa.select(Staff).where(Staff.is_demo)))
    if any(colleague.certificate_on for colleague in there):
        return
    for colleague in there:
        record_certificate(colleague, Certificate.OTHER_TRAINING, _today(), _today())


def _colleague(colleague: Colleague, password_hash: str | None) -> None:
    if password_hash is None:
        return
    staff = _once(
        Staff,
        f"staff {colleague.email}",
        email=colleague.email,
        name=colleague.name,
        password_hash=password_hash,
        language="uk",
        created_at=now(),
        may_lead_since=_today(),
        certificate_kind=Certificate.OTHER_TRAINING.value,
        certificate_on=_today(),
        is_demo=True,
    )
    _once(
        Post,
        f"post {colleague.email}",
        staff_id=staff.id,
        centre_id=_id(f"centre {colleague.place}") if colleague.place else None,
        role=colleague.role,
    )


def _circle(circle: Circle) -> None:
    group = _once(
        Group,
        f"group {circle.key}",
        centre_id=_id(f"centre {circle.place}"),
        label=circle.label,
        title=circle.title,
        programme="opora",
        audience=circle.audience,
        language="uk",
        places=16,
        hour=time(rules.USUAL_HOUR),
        created_at=now(),
    )
    guide = _id(f"staff {circle.guide}")
    if session.get(GroupFacilitator, (group.id, guide)) is None:
        session.add(GroupFacilitator(group_id=group.id, staff_id=guide))
        session.flush()
    _door(circle, group)
    _meetings(circle, group)
    _assignments(circle, group)


def _door(circle: Circle, group: Group) -> None:
    if circle.code and session.get(GroupDoor, group.id) is None:
        session.add(GroupDoor(group_id=group.id, code=circle.code, is_open=True, made_at=now()))
        session.flush()


def _meetings(circle: Circle, group: Group) -> None:
    for ordinal, in_days in enumerate(circle.meets_in_days, start=2):
        meeting = _once(
            Meeting,
            f"meeting {circle.key} {ordinal}",
            group_id=group.id,
            ordinal=ordinal,
            module=MODULE if ordinal == 2 else None,
            starts_at=rules.meeting_time(now().astimezone(KYIV), in_days),
            minutes=MINUTES,
            room=circle.room,
        )
        meeting.starts_at = _moved(meeting.starts_at, in_days)


def _moved(starts_at: datetime, in_days: int) -> datetime:
    """Keep a meeting that is still to come on its day, else move it to the day it belongs to."""
    day = _today() + timedelta(days=in_days)
    is_in_place = starts_at.astimezone(KYIV).date() == day and starts_at > now()
    return starts_at if is_in_place else rules.meeting_time(now().astimezone(KYIV), in_days)


def _assignments(circle: Circle, group: Group) -> None:
    until = _today() + timedelta(days=max(circle.meets_in_days))
    for module in (MODULE, TOOL) if circle.key == "first" else (MODULE,):
        given = _once(
            Assignment,
            f"assignment {circle.key} {module}",
            group_id=group.id,
            module=module,
            until=until,
            given_at=now(),
            given_by_id=_id(f"staff {circle.guide}"),
        )
        if given.until is not None and given.until < _today():
            given.until = until


def _person(slip: int, circle: Circle, prepared: PreparedSlip, library: Library) -> None:
    participant, _no_slip = people.make_participant("uk", with_slip=False, is_demo=True)
    people.issue_slip(participant, prepared, number=rules.slip_number(slip))
    group = session.get_one(Group, _id(f"group {circle.key}"))
    words = [alias.id for alias in library.aliases]
    place = slip - circle.first_slip
    membership = groups.add_member(group, participant.id, words, alias=words[place])
    story = cast.STORIES.get(slip, Story())
    _decide(membership, story)
    _hear_from(participant.id, story)
    _practise(participant.id, story, library)


def _decide(membership: Membership, story: Story) -> None:
    joined_at = now() - timedelta(days=JOINED_DAYS_AGO)
    membership.joined_on = joined_at.astimezone(KYIV).date()
    membership.is_sharing = story.is_sharing
    if story.has_agreed:
        membership.consent_version, membership.consent_at = CONSENT_VERSION, joined_at
    if story.has_agreed and (story.asks_to_talk or (story.heard_days_ago or 0) >= QUIET_DAYS):
        membership.calls_version, membership.calls_agreed_at = CALLS_VERSION, joined_at
    if story.asks_to_talk:
        membership.asks_to_talk_since = now() - timedelta(days=1)


def _hear_from(participant_id: UUID, story: Story) -> None:
    """Leave the trace of a phone; its token is thrown away at once, so it opens nothing."""
    if story.heard_days_ago is None:
        return
    heard_at = now() - timedelta(days=story.heard_days_ago)
    session.add(
        SignIn(
            token_hash=hashing.digest_of_token(hashing.new_sign_in_token()),
            participant_id=participant_id,
            created_at=heard_at,
            last_used_at=heard_at,
            expires_at=now() + timedelta(days=180),
        )
    )


def _practise(participant_id: UUID, story: Story, library: Library) -> None:
    events = [*_module_events(story, library), *_tool_events(story, library)]
    if events:
        numbered = tuple(replace(event, seq=seq) for seq, event in enumerate(events, start=1))
        progress.record(participant_id, Batch(numbered, ()))


def _module_events(story: Story, library: Library) -> list[UnderstoodEvent]:
    steps = library.step_ids(MODULE)
    if not story.steps:
        return []
    day = _today() - timedelta(days=max(story.days_ago, default=story.heard_days_ago or 0))
    events = [_event(EventKind.OPENED, MODULE, day, library)]
    for step in steps[: story.steps]:
        events.append(_event(EventKind.STEP_DONE, MODULE, day, library, step))
    if story.is_done:
        events.append(_event(EventKind.MODULE_DONE, MODULE, day, library))
    for days_ago in story.days_ago:
        practised = _today() - timedelta(days=days_ago)
        events.append(_event(EventKind.PRACTISED, MODULE, practised, library, minutes=3))
    return events


def _tool_events(story: Story, library: Library) -> list[UnderstoodEvent]:
    day = _today() - timedelta(days=story.heard_days_ago or 0)
    return [_event(EventKind.OPENED, tool, day, library) for tool in story.tools]


def _event(
    kind: EventKind,
    module: str,
    day: date,
    library: Library,
    step: str | None = None,
    minutes: int | None = None,
) -> UnderstoodEvent:
    found = library.module("uk", module)
    event_id = uuid5(NAMES, f"{kind} {module} {step} {day}")
    return UnderstoodEvent(
        sent_id=str(event_id),
        id=event_id,
        kind=kind.value,
        module=module,
        step=step,
        version=found.version if found else "1.0.0",
        day=day,
        at=None,
        seq=0,
        minutes=minutes,
    )


def _once(model: type[Row], key: str, **values: object) -> Row:
    """Find a row of the demo, or make it; what is there is left as people made it."""
    there = session.get(model, _id(key))
    if there is not None:
        return there
    made = model(id=_id(key), **values)
    session.add(made)
    session.flush()
    return made


def _id(key: str) -> UUID:
    return uuid5(NAMES, key)


def _today() -> date:
    return now().astimezone(KYIV).date()
