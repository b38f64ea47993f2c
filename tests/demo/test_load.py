"""The demo: what is there, and that a second load only moves dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from selfhelp.centres.models import Centre
from selfhelp.clock import KYIV, now
from selfhelp.config import Settings
from selfhelp.db import session
from selfhelp.demo import actions, rules
from selfhelp.groups.models import Assignment, Group, Membership
from selfhelp.joining.models import GroupDoor
from selfhelp.library.routes import library
from selfhelp.meetings.models import Meeting
from selfhelp.people import hashing
from selfhelp.people.models import Participant, Slip, Staff
from tests.groups.house import everything_stored, today
from tests.visitor import Visitor

PASSWORD = "stezhka-demo-2026"


@pytest.fixture
def loaded(demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The demo with hashes that cost little; what they protect is tested with slips of full cost."""
    cheap = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
    monkeypatch.setattr(hashing, "SLIPS", hashing.PasswordHasher(**cheap))
    monkeypatch.setattr(hashing, "PASSWORDS", hashing.PasswordHasher(**cheap))
    load(demo_app)
    return demo_app


def load(app: Flask) -> int:
    with app.app_context():
        new = actions.load(library())
        session.commit()
    return new


def rows(app: Flask, model: type) -> list:  # type: ignore[type-arg]
    with app.app_context():
        return list(session.scalars(sa.select(model)))


def test_it_has_two_regions_four_centres_three_groups_and_thirty_people(loaded: Flask) -> None:
    centres = rows(loaded, Centre)

    assert len(centres) == 4
    assert sorted(centre.kind for centre in centres) == ["resilience-centre"] * 3 + ["space"]
    assert all(centre.is_demo and centre.phone.startswith("+380 00 000 00 0") for centre in centres)
    assert len(rows(loaded, Group)) == 3
    assert len(rows(loaded, Slip)) == 30
    assert all(person.is_demo for person in rows(loaded, Participant))


def test_the_first_slip_is_kalyna_who_has_agreed_and_not_begun(loaded: Flask) -> None:
    kalyna = Visitor(loaded).sign_in_with_slip("1000 0000 0000 0001")

    me = kalyna.get("/api/v1/me").json

    assert me["group"]["alias"]["uk"] == "Калина"
    assert me["group"]["label"] == "В-12"
    assert me["group"]["facilitators"] == ["Ірина"]
    assert me["group"]["consent"] is True
    assert me["progress"] == {"modules": [], "practice_days": []}


def test_the_first_group_meets_today_and_next_week(loaded: Flask) -> None:
    with loaded.app_context():
        group = session.scalars(sa.select(Group).where(Group.label == "В-12")).one()
        starts = session.scalars(
            sa.select(Meeting.starts_at)
            .where(Meeting.group_id == group.id)
            .order_by(Meeting.ordinal)
        )
        days = [at.astimezone(KYIV).date() for at in starts]

    assert days == [today(), today() + timedelta(days=7)]


def test_the_last_slip_opens_too(loaded: Flask) -> None:
    last = Visitor(loaded).sign_in_with_slip("1000000000000030")

    assert last.get("/api/v1/me").json["group"]["facilitators"] == ["Петро"]


@pytest.mark.parametrize(
    ("name", "groups"), [("iryna", 2), ("petro", 1), ("nadiia", 2), ("ostap", 0)]
)
def test_staff_sign_in_and_see_their_groups(loaded: Flask, name: str, groups: int) -> None:
    staff = Visitor(loaded).sign_in_as_staff(f"{name}@example.org", PASSWORD)

    page = staff.get("/uk/staff")

    assert len(page.soup.select("h2.card-title")) == groups


def test_the_matrix_of_the_first_group_lives(loaded: Flask) -> None:
    iryna = Visitor(loaded).sign_in_as_staff("iryna@example.org", PASSWORD)
    (address,) = (link for link in iryna.get("/en/staff").links() if link.endswith("show=talk"))

    page = iryna.get(address.removesuffix("?show=talk"))

    matrix = page.one("table.matrix")
    labels = " ".join(str(cell["aria-label"]) for cell in matrix.select("[role=img]"))
    for state in ("finished", "begun", "opened", "not started"):
        assert state in labels
    assert len(matrix.select("tbody tr")) == 12
    for words in ("asks to talk", "Does not share practice now", "today", "yesterday", "not yet"):
        assert words in matrix.get_text(" ")


def test_a_guest_finds_an_open_group_and_asks_for_a_place(loaded: Flask) -> None:
    page = Visitor(loaded).get("/en/centres/demo-poltava-1")
    assert "in the evening" in page.text

    somebody = Visitor(loaded).sign_in_with_slip("1000 0000 0000 0022")
    asked = somebody.post("/api/v1/join", json={"code": "100 000 0012"}).json
    assert "В-12" in str(asked)
    assert "held" in str(asked)


def test_a_door_that_was_shut_stays_shut(loaded: Flask) -> None:
    with loaded.app_context():
        session.scalars(sa.select(GroupDoor)).one().is_open = False
        session.commit()

    load(loaded)

    assert not rows(loaded, GroupDoor)[0].is_open


def test_a_second_load_on_the_same_day_changes_nothing(loaded: Flask) -> None:
    before = everything_stored(loaded)

    assert load(loaded) == 0

    assert everything_stored(loaded) == before


def test_a_load_on_another_day_moves_dates_and_nothing_else(loaded: Flask) -> None:
    before = everything_stored(loaded)

    with time_machine.travel(now() + timedelta(days=9)):
        load(loaded)
        after = everything_stored(loaded)
        starts = {meeting.starts_at.astimezone(KYIV).date() for meeting in rows(loaded, Meeting)}
        assert {today(), today() + timedelta(days=7)} <= starts
        assert all(one.until >= today() for one in rows(loaded, Assignment))

    assert {name for name in after if after[name] != before[name]} == {"meeting", "assignment"}


def test_what_people_did_stays(loaded: Flask) -> None:
    kalyna = Visitor(loaded).sign_in_with_slip("1000 0000 0000 0001")
    kalyna.put("/api/v1/membership", json={"sharing": False, "asks_to_talk": True})
    iryna = Visitor(loaded).sign_in_as_staff("iryna@example.org", PASSWORD)
    with loaded.app_context():
        group = session.scalars(sa.select(Group).where(Group.label == "В-12")).one()
        given = session.scalars(
            sa.select(Assignment).where(Assignment.group_id == group.id)
        ).first()
        assert given is not None
    iryna.submit(f"/uk/staff/groups/{group.id}/assignments/{given.id}/withdraw")
    before = everything_stored(loaded)

    load(loaded)

    assert everything_stored(loaded) == before


def test_a_demo_older_than_certificates_is_healed_and_then_left_alone(loaded: Flask) -> None:
    as_made = everything_stored(loaded)
    withdraw_certificates(loaded)
    assert everything_stored(loaded) != as_made

    for _twice in range(2):
        load(loaded)
        assert everything_stored(loaded) == as_made


def test_a_certificate_that_a_manager_took_back_stays_so(loaded: Flask) -> None:
    withdraw_certificates(loaded, Staff.email == "iryna@example.org")
    before = everything_stored(loaded)

    load(loaded)

    assert everything_stored(loaded) == before


def withdraw_certificates(app: Flask, *whose: sa.ColumnElement[bool]) -> None:
    nothing = {"may_lead_since": None, "certificate_kind": None, "certificate_on": None}
    with app.app_context():
        session.execute(sa.update(Staff).where(*whose).values(**nothing))
        session.commit()


def test_somebody_who_erased_herself_comes_back_empty(loaded: Flask) -> None:
    with loaded.app_context():
        slip = session.scalars(sa.select(Slip).where(Slip.number == "0000001")).one()
        session.execute(sa.delete(Participant).where(Participant.id == slip.participant_id))
        session.commit()

    assert load(loaded) == 1
    assert len(rows(loaded, Membership)) == 30


def test_without_the_demo_setting_its_sign_ins_stay_shut(loaded: Flask, settings: Settings) -> None:
    from selfhelp.app import create_app

    ordinary = create_app(settings)
    visitor = Visitor(ordinary)

    visitor.sign_in_with_slip("1000 0000 0000 0001", status=401)
    visitor.submit("/uk/staff/sign-in", email="iryna@example.org", password=PASSWORD, status=422)
    visitor.get("/uk/staff", status=302)
    ordinary.extensions["db"].engine.dispose()


@pytest.mark.parametrize(
    ("hour", "begins"), [(3, 18), (17, 18), (18, 19), (21, 22), (22, 23), (23, 23)]
)
def test_the_meeting_of_today_is_still_to_come(hour: int, begins: int) -> None:
    at = now().astimezone(KYIV).replace(hour=hour, minute=5)

    starts = rules.meeting_time(at, 0)

    assert (starts.date(), starts.hour) == (at.date(), begins)


def test_a_meeting_of_another_day_is_at_six() -> None:
    at = now().astimezone(KYIV).replace(hour=22)

    starts = rules.meeting_time(at, 7)

    assert (starts.date(), starts.hour) == (at.date() + timedelta(days=7), 18)
