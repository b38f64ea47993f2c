"""No page asks the database more often because there is more to show."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from selfhelp.centres.models import Centre, Community
from selfhelp.clock import now
from selfhelp.db import Model, session
from selfhelp.groups.models import Assignment, Group, GroupFacilitator, Membership
from selfhelp.management.models import PlanLine
from selfhelp.meetings.models import Meeting
from selfhelp.people.models import Participant, Post, Role, SignIn, Staff
from selfhelp.progress.models import ModuleProgress, PracticeDay
from selfhelp.support.models import CommunityService, Consultation, Referral
from tests.groups.house import House, days_ago, statements, today
from tests.trust.test_permissions import ROWS, addresses, furnish_everything

FEW, MANY = 3, 300
WHO_LOOKS = ("olena", "iryna", "nadiia", "ostap")


@pytest.fixture
def house(app: Flask) -> House:
    return furnish_everything(app)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_three_hundred_rows_take_as_many_statements_as_three(app: Flask, house: House) -> None:
    fill(house, FEW)
    few = statements_by_page(app, house)
    fill(house, MANY - FEW)
    many = statements_by_page(app, house)

    grown = {page: (few[page], many[page]) for page in few if many[page] > few[page]}
    assert grown == {}
    assert len(few) > 60


def statements_by_page(app: Flask, house: House) -> dict[str, int]:
    """Open every page that somebody may open, and count."""
    counted = {}
    for identity in WHO_LOOKS:
        visitor = house.visit(identity)
        for rule, method, path in addresses(app, house):
            if method != "GET" or identity not in ROWS[rule.endpoint]:
                continue
            app.extensions["public_pages"].clear()
            with statements(app) as sent:
                visitor.client.get(path)
            counted[f"{identity} {path}"] = len([one for one in sent if "BEGIN" not in one])
    return counted


def fill(house: House, count: int) -> None:
    """Let everything that a page may list grow by so many rows."""
    with house.app.app_context():
        community = session.query(Community).first()
        assert community is not None
        first = session.query(Meeting).count() + 1
        for number in range(count):
            for row in _one_of_each(house, community, first + number):
                session.add(row)
                session.flush()
        session.commit()


def _one_of_each(house: House, community: Community, number: int) -> list[Model]:
    mark, at = uuid4().hex[:12], now()
    centre, group, person, staff = uuid4(), uuid4(), uuid4(), uuid4()
    service, consultation = uuid4(), uuid4()
    one, evening, iryna, nadiia, olena = (
        house.ids[name] for name in ("one", "evening", "iryna", "nadiia", "olena")
    )
    step = {"participant_id": olena, "module": "grounding"}
    return [
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
            consent_version="2026-11", asks_to_talk_since=at,
        ),
        SignIn(token_hash=f"p{mark}", participant_id=person, created_at=at, last_used_at=at, expires_at=at + timedelta(days=1)),
        ModuleProgress(**step | {"module": mark}, steps=["a"], opened_on=today(), last_opened_on=today()),
        PracticeDay(**step, step=mark, day=today(), minutes=3),
        PlanLine(centre_id=one, what=mark, who="manager", term="short", created_at=at),
        CommunityService(
            id=service, centre_id=one, name=mark, kind="legal", phone="1", hours="", audience="", cost="free",
            facts={}, verified_on=today(), created_at=at,
        ),
        Consultation(
            id=consultation, centre_id=one, spoken_code=mark, way="desk", wish="come", asked_at=at,
            due_at=at, held_by_id=staff,
        ),
        Referral(
            consultation_id=consultation, service_id=service, level="green-2w", made_at=at, due_at=at,
            consent_version="2026-11", consent_at=at, may_tell_back=True,
        ),
    ]  # fmt: skip
