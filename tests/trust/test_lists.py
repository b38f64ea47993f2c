"""No page asks the database more often because there is more to show."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from selfhelp.calls.models import Call, CallWish
from selfhelp.calls.rules import MOST_CALLS, monday_of
from selfhelp.centres.models import Centre, Community, SpecialDay
from selfhelp.clock import now
from selfhelp.db import Model, session
from selfhelp.groups.models import AssignedPerson, Assignment, Group, GroupFacilitator, Membership
from selfhelp.joining.models import GroupDoor, JoinRequest
from selfhelp.management.models import PlanLine, ReadinessMark
from selfhelp.meetings.models import Meeting
from selfhelp.people.models import Participant, Post, Role, SignIn, Staff
from selfhelp.programme.columns import guess_columns
from selfhelp.programme.models import CentreImport
from selfhelp.progress.models import ModuleProgress, PracticeDay
from selfhelp.staffing.models import FinishedStaffModule, Passkey, StaffLink
from selfhelp.support.models import CommunityService, Consultation, Referral
from tests.groups.house import House, days_ago, statements, today
from tests.programme.files import HEADINGS, row
from tests.trust.rows import ROWS
from tests.trust.worlds import addresses, furnish_everything

FEW, MANY = 3, 300
WHO_LOOKS = ("olena", "iryna", "nadiia", "ostap")
ASKED = {
    "groups.show": ("show=talk", "show=not-started"),
    "support.queue": ("show=closed",),
    "management.centres": ("status=all", "status=all&page=2"),
    "programme.centres": ("q=a", "status=open&kind=resilience-centre"),
    "communities.index": ("region=r-one", "q=a"),
    "centres.directory": ("region=r-one",),
    "centres_api.centres": ("region=r-one",),
}
"""What the same pages may be asked for."""
OF_THE_DOOR = ("BEGIN", "UPDATE sign_in")
"""Once a minute it is noted that a sign-in is in use, whatever the page shows."""
LISTS = (
    "staff.today", "groups.show", "groups.show?show=talk", "groups.export", "joining.show", "meetings.show",
    "calls.show", "support.queue", "support.queue?show=closed", "community.show", "referrals.new",
    "centre_staff.show", "management.centres?status=all", "management.readiness", "management.edit",
    "programme.centres", "programme.centres?q=a", "programme.export", "communities.index?region=r-one", "imports.latest", "imports.show",
    "staff_account.show", "centres.directory?region=r-one", "centres_api.centres?region=r-one", "centres.show",
)  # fmt: skip
"""Pages that have to grow with their rows: else nothing was counted."""


@pytest.fixture
def house(app: Flask) -> House:
    return furnish_everything(app)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_three_hundred_rows_take_as_many_statements_as_three(app: Flask, house: House) -> None:
    prepare(house)
    fill(house, FEW)
    few = look_at_everything(app, house)
    fill(house, MANY - FEW)
    many = look_at_everything(app, house)

    more = {page: (few[page], many[page]) for page in few if many[page][0] > few[page][0]}
    assert more == {}
    grown = {name for (_who, name, _path), (_count, size) in many.items()
             if size > few[_who, name, _path][1] + 500}  # fmt: skip
    assert set(LISTS) - grown == set()
    assert len(few) > 70


def look_at_everything(app: Flask, house: House) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Open every page that somebody may open; count its statements and its bytes."""
    counted = {}
    for identity in WHO_LOOKS:
        visitor = house.visit(identity)
        for rule, method, path in addresses(app, house):
            if method != "GET" or identity not in ROWS[rule.endpoint]:
                continue
            for asked in ("", *ASKED.get(rule.endpoint, ())):
                app.extensions["public_pages"].clear()
                mark = f"?{asked}" if asked else ""
                with statements(app) as sent:
                    answer = visitor.client.get(f"{path}{mark}")
                count = len([one for one in sent if not one.startswith(OF_THE_DOOR)])
                counted[identity, f"{rule.endpoint}{mark}", path] = count, len(answer.get_data())
    return counted


def prepare(house: House) -> None:
    """Let Iryna have time for many calls, and the file that waits hold whole lines."""
    columns = guess_columns(HEADINGS)
    house.change(CentreImport, "import", headings=list(HEADINGS), columns=columns, lines=[])
    with house.app.app_context():
        session.add(CallWish(staff_id=house.ids["iryna"], calls_a_week=MOST_CALLS))
        session.commit()


def fill(house: House, count: int) -> None:
    """Let everything that a page may list grow by so many rows."""
    with house.app.app_context():
        community = session.get_one(Community, house.ids["community one"])
        first = session.query(Meeting).count() + 1
        brought = session.get_one(CentreImport, house.ids["import"])
        added = [[place, list(row(f"F-{place}"))] for place in range(first, first + count)]
        brought.lines = [*brought.lines, *added]
        for number in range(count):
            for one in _one_of_each(house, community, first + number):
                session.add(one)
                session.flush()
        session.commit()


def _one_of_each(house: House, community: Community, number: int) -> list[Model]:
    mark, at = uuid4().hex[:12], now()
    centre, group, person, staff = uuid4(), uuid4(), uuid4(), uuid4()
    service, consultation, asker, closed, given = uuid4(), uuid4(), uuid4(), uuid4(), uuid4()
    one, evening, iryna, nadiia, olena = (
        house.ids[name] for name in ("one", "evening", "iryna", "nadiia", "olena")
    )
    step = {"participant_id": olena, "module": "grounding"}
    return [
        Community(region_id=community.region_id, name_uk=f"Громада {mark}", name_en=f"Community {mark}"),
        Centre(
            id=centre, community_id=community.id, slug=mark, code=mark, kind="resilience-centre", status="open",
            name_uk=f"Центр {mark}", name_en=f"Centre {mark}", address_uk="вул. Тиха, 1", address_en="1 Tykha Street",
            phone="+380 00 000 00 01", hours={}, facts={}, verified_on=today(),
        ),
        Post(staff_id=nadiia, centre_id=centre, role=Role.MANAGER),
        Staff(id=staff, email=f"{mark}@example.org", name=mark, language="uk", created_at=at),
        Post(staff_id=staff, centre_id=one, role=Role.FACILITATOR),
        SignIn(token_hash=mark, staff_id=iryna, created_at=at, last_used_at=at, expires_at=at + timedelta(days=1)),
        Group(
            id=group, centre_id=one, label=f"В-{mark}", title=mark, programme="opora", audience="open",
            language="uk", places=30, created_at=at,
        ),
        GroupFacilitator(group_id=group, staff_id=iryna),
        Meeting(group_id=group, ordinal=1, starts_at=at + timedelta(days=1), minutes=90),
        Meeting(group_id=evening, ordinal=number + 1, starts_at=at + timedelta(days=number), minutes=90),
        Assignment(group_id=evening, module="now-panic", given_at=at),
        Participant(id=person, language="uk", created_at=at),
        Membership(
            group_id=evening, participant_id=person, alias=mark, joined_on=days_ago(9), consent_at=at,
            consent_version="2026-11", asks_to_talk_since=at, calls_agreed_at=at, calls_version="2026-11",
        ),
        Call(group_id=evening, participant_id=person, week=monday_of(today()), taken_by_id=nadiia, taken_at=at),
        Assignment(id=given, group_id=evening, module="now-anger", given_at=at, is_for_some=True),
        AssignedPerson(assignment_id=given, participant_id=person, given_at=at),
        GroupDoor(group_id=group, code=mark, is_open=True, made_at=at),
        Participant(id=asker, language="uk", created_at=at),
        JoinRequest(group_id=evening, participant_id=asker, check_number=mark, asked_at=at, in_line_since=at),
        SignIn(token_hash=f"p{mark}", participant_id=person, created_at=at, last_used_at=at, expires_at=at + timedelta(days=1)),
        ModuleProgress(**step | {"module": mark}, steps=["a"], opened_on=today(), last_opened_on=today()),
        PracticeDay(**step, step=mark, day=today(), minutes=3),
        SpecialDay(centre_id=one, day=today() + timedelta(days=number), spans=[], reason_uk=mark, reason_en=mark),
        ReadinessMark(centre_id=centre, item="rooms", state="ready", changed_at=at),
        StaffLink(staff_id=staff, kind="invitation", token_hash=mark, made_at=at, expires_at=at + timedelta(hours=1)),
        FinishedStaffModule(staff_id=staff, module="st-footing", finished_on=today()),
        Passkey(staff_id=iryna, credential_id=mark, public_key="", sign_count=0, made_at=at),
        CentreImport(filename=mark, status="undone", headings=[], lines=[], columns={}, made_at=at),
        PlanLine(centre_id=one, what=mark, who="manager", term="short", created_at=at),
        CommunityService(
            id=service, centre_id=one, name=mark, kind="legal", phone="1", hours="", audience="", cost="free",
            facts={}, verified_on=today(), created_at=at,
        ),
        Consultation(
            id=consultation, centre_id=one, spoken_code=mark, way="desk", wish="come", asked_at=at,
            due_at=at, held_by_id=staff,
        ),
        Consultation(
            id=closed, centre_id=one, spoken_code=f"c{mark}", way="desk", wish="come", asked_at=at, due_at=at,
            outcome="individual", closed_at=at,
        ),
        Referral(
            consultation_id=consultation, service_id=service, level="green-2w", made_at=at, due_at=at,
            consent_version="2026-11", consent_at=at, may_tell_back=True,
        ),
    ]  # fmt: skip
