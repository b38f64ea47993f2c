"""Every route × method × identity, from the URL map: an address without a row here fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule

from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.groups.models import Group
from selfhelp.joining import asking
from selfhelp.programme.actions import bring
from selfhelp.programme.sheets import Sheet
from tests.groups.house import House, furnish
from tests.support import requests as support
from tests.visitor import SAME_ORIGIN, Visitor

IDENTITIES = (
    "guest", "olena", "stranger", "iryna", "petro", "nadiia", "manager-of-two", "ostap",
)  # fmt: skip
EVERYONE = frozenset(IDENTITIES)
PARTICIPANTS = frozenset({"olena", "stranger"})
STAFF = frozenset({"iryna", "petro", "nadiia", "manager-of-two", "ostap"})
GUIDES = STAFF - {"ostap"}
KEEPERS = frozenset({"nadiia", "ostap"})
OF_THE_EVENING_GROUP = frozenset({"iryna", "nadiia"})
ADMINISTRATORS = frozenset({"ostap"})
TALKERS = frozenset({"iryna"})
"""Staff of the first centre who talk with people; managers see figures only."""
NOBODY: frozenset[str] = frozenset()

ROWS: dict[str, frozenset[str]] = {
    "assets.file": EVERYONE,
    "home_root.choose_language": EVERYONE,
    "home_root.healthz": EVERYONE,
    "home_root.metrics": EVERYONE,  # on this machine; others: tests/home/test_metrics.py
    "home_root.openapi": EVERYONE,
    "home.today": EVERYONE,
    "home.group": EVERYONE,
    "home.plan": EVERYONE,
    "home.reminder": EVERYONE,
    "home.progress": EVERYONE,
    "home.you": EVERYONE,
    "home.about": EVERYONE,
    "home.privacy": EVERYONE,
    "home.accessibility": EVERYONE,
    "library.now": EVERYONE,
    "library.tool": EVERYONE,
    "library.poster": EVERYONE,
    "library.module": EVERYONE,
    "library.programme": EVERYONE,
    "library.exercises": EVERYONE,
    "library.help_contacts": EVERYONE,
    "library.evidence": EVERYONE,
    "run_sheets.home_card": STAFF,
    "offline.pause": EVERYONE,
    "offline.offline": EVERYONE,
    "offline.install": EVERYONE,
    "offline_root.manifest": EVERYONE,
    "offline_root.parcel": EVERYONE,
    "offline_root.worker": EVERYONE,
    "centres.directory": EVERYONE,
    "centres.show": EVERYONE,
    "centres_api.centres": EVERYONE,
    "people.join": EVERYONE,
    "people.join_by_slip": EVERYONE,
    "people.slip": EVERYONE,
    "staffing.sign_in": EVERYONE,
    "staffing.show_password": EVERYONE,
    "staffing.second_factor": EVERYONE,
    "staffing.show_second_factor": EVERYONE,
    "staffing.set_up": EVERYONE,
    "staffing.choose_second_factor": EVERYONE,
    "staffing.link": EVERYONE,
    "staffing.take_up_link": EVERYONE,
    "staff_account.show": STAFF,
    "staff_account.change_password": STAFF,
    "staff_account.choose_anew": STAFF,
    "staff_account.draw_codes": STAFF,
    "staff_account.remove_passkey": STAFF,
    "staff_account.end_sign_in": STAFF,
    "staff_account.end_others": STAFF,
    "staff_training.show": STAFF,
    "staff_training.note": STAFF,
    "centre_staff.show": KEEPERS,
    "centre_staff.invite": KEEPERS,
    "centre_staff.person": KEEPERS,
    "centre_staff.invite_again": KEEPERS,
    "centre_staff.reset": KEEPERS,
    "centre_staff.suspend": KEEPERS,
    "centre_staff.open_again": KEEPERS,
    "centre_staff.end_post": KEEPERS,
    "centre_staff.record_certificate": KEEPERS,
    "centre_staff.withdraw_certificate": KEEPERS,
    "people.leave": EVERYONE,
    "people_api.sign_in": EVERYONE,
    "people_api.sign_out": EVERYONE,
    "people_api.make_participant": EVERYONE,
    "progress_api.receive": PARTICIPANTS,
    "home_api.me": PARTICIPANTS,
    "push_api.register": PARTICIPANTS,
    "push_api.forget": PARTICIPANTS,
    "nudges_api.keep": PARTICIPANTS,
    "nudges_api.test": PARTICIPANTS,
    "people_api.erase": PARTICIPANTS,
    "groups_api.decide": PARTICIPANTS,
    "mine.group": PARTICIPANTS,
    "mine.consent": PARTICIPANTS,
    "mine.sharing": PARTICIPANTS,
    "mine.talk": PARTICIPANTS,
    "mine.pause": PARTICIPANTS,
    "mine.leave": PARTICIPANTS,
    "mine.progress": PARTICIPANTS,
    "mine.plan": PARTICIPANTS,
    "mine.you": PARTICIPANTS,
    "staff.today": STAFF,
    "run_sheets.show_all": STAFF,
    "run_sheets.show": STAFF,
    "staffing_api.names_key": GUIDES,
    "calls.show": GUIDES,
    "calls.set_hours": GUIDES,
    "calls.take": frozenset({"iryna"}),
    "calls.note": frozenset({"iryna"}),
    "calls.give_back": frozenset({"iryna"}),
    "mine.calls": PARTICIPANTS,
    "groups.show": OF_THE_EVENING_GROUP,
    "groups.assign": OF_THE_EVENING_GROUP,
    "groups.export": frozenset({"iryna"}),
    "groups.withdraw": OF_THE_EVENING_GROUP,
    "management.centres": KEEPERS | {"manager-of-two"},
    "management.overview": KEEPERS,
    "management.confirm": KEEPERS,
    "management.preview": KEEPERS,
    "management.edit": KEEPERS,
    "management.save": KEEPERS,
    "management.add_special_day": KEEPERS,
    "management.remove_special_day": KEEPERS,
    "management.readiness": KEEPERS,
    "management.mark": KEEPERS,
    "management.add_plan_line": KEEPERS,
    "management.settle_plan_line": KEEPERS,
    "group_making.new": GUIDES,
    "group_making.make": GUIDES,
    "group_making.edit": OF_THE_EVENING_GROUP,
    "group_making.change": OF_THE_EVENING_GROUP,
    "group_making.end": OF_THE_EVENING_GROUP,
    "group_making.hand_over": OF_THE_EVENING_GROUP,
    "joining.show": OF_THE_EVENING_GROUP,
    "joining.print_slips": OF_THE_EVENING_GROUP,
    "joining.print_again": OF_THE_EVENING_GROUP,
    "joining.issue_again": OF_THE_EVENING_GROUP,
    "asking.ask": EVERYONE,
    "asking.decide": PARTICIPANTS,
    "joining_api.ask": EVERYONE,
    "joining_api.show": PARTICIPANTS,
    "joining_api.decide": PARTICIPANTS,
    "joining_api.take_back": PARTICIPANTS,
    "group_door.set_door": OF_THE_EVENING_GROUP,
    "group_door.renew_code": OF_THE_EVENING_GROUP,
    "group_door.poster": OF_THE_EVENING_GROUP,
    "group_door.show_request": OF_THE_EVENING_GROUP,
    "group_door.confirm": OF_THE_EVENING_GROUP,
    "group_door.note_told": OF_THE_EVENING_GROUP,
    "group_door.decline": OF_THE_EVENING_GROUP,
    "group_door.show_removing": OF_THE_EVENING_GROUP,
    "group_door.remove": OF_THE_EVENING_GROUP,
    "meetings.show": OF_THE_EVENING_GROUP,
    "meetings.plan": OF_THE_EVENING_GROUP,
    "meetings.add": OF_THE_EVENING_GROUP,
    "meetings.edit": OF_THE_EVENING_GROUP,
    "meetings.change": OF_THE_EVENING_GROUP,
    "meetings.cancel": OF_THE_EVENING_GROUP,
    "meetings.bring_back": OF_THE_EVENING_GROUP,
    "programme.regions": ADMINISTRATORS,
    "reminders.show": ADMINISTRATORS,
    "programme.centres": ADMINISTRATORS,
    "programme.export": ADMINISTRATORS,
    "programme.new": ADMINISTRATORS,
    "programme.make": ADMINISTRATORS,
    "programme.edit": ADMINISTRATORS,
    "programme.change": ADMINISTRATORS,
    "imports.latest": ADMINISTRATORS,
    "imports.bring": ADMINISTRATORS,
    "imports.show": ADMINISTRATORS,
    "imports.choose_columns": ADMINISTRATORS,
    "imports.confirm": ADMINISTRATORS,
    "imports.discard": ADMINISTRATORS,
    "imports.undo": ADMINISTRATORS,
    "support_api.own": PARTICIPANTS,
    "support_api.decide": PARTICIPANTS,
    "support_mine.show": PARTICIPANTS,
    "support_mine.ask": PARTICIPANTS,
    "support_mine.take_back": PARTICIPANTS,
    "support.queue": GUIDES,
    "support.record": frozenset({"iryna", "petro"}),
    "support.show": TALKERS,
    "support.take": TALKERS,
    "support.hand_back": TALKERS,
    "support.offer_time": TALKERS,
    "support.close": TALKERS,
    "support.take_back": TALKERS,
    "referrals.new": TALKERS,
    "referrals.make": TALKERS,
    "referrals.show": TALKERS,
    "referrals.sheet": TALKERS,
    "referrals.hand_over": TALKERS,
    "referrals.hear": TALKERS,
    "community.show": GUIDES,
    "community.add": GUIDES,
    "community.edit": OF_THE_EVENING_GROUP,
    "community.change": OF_THE_EVENING_GROUP,
    "community.confirm": OF_THE_EVENING_GROUP,
    "community.remove": OF_THE_EVENING_GROUP,
    "community.bring_back": OF_THE_EVENING_GROUP,
}
REFUSED = frozenset({302, 401, 403, 404})


@pytest.fixture
def house(app: Flask) -> House:
    return furnish_everything(app)


def furnish_everything(app: Flask) -> House:
    """A house with one of each thing that an address can name."""
    house = furnish(app)
    house.staff("manager-of-two", "manager", "two")  # type: ignore[arg-type]
    house.member("stranger", "saturday", "richka")
    house.ids["meeting"] = house.meeting("evening", now() + timedelta(days=2))
    house.ids["assignment"] = house.assignment("evening", "grounding")
    house.ids["import"] = centre_import(app)
    house.ids["request"] = request_for_a_place(app, house)
    support.request(house, "consultation")
    support.service(house, "service")
    support.referral(house, "referral", "consultation", "service")
    return house


def request_for_a_place(app: Flask, house: House) -> UUID:
    """Somebody asks for a place in the evening group, which is open."""
    asker = house.participant("asker")
    with app.app_context():
        asking.set_door(session.get_one(Group, house.ids["evening"]), is_open=True)
        request = asking.ask(house.ids["evening"], asker)
        session.commit()
        return request.id


def centre_import(app: Flask) -> UUID:
    """A file that waits to be decided on."""
    with app.app_context():
        sheet = Sheet(("Код",), ((2, ("NOT-YET",)),))
        brought = bring(sheet, "centres.csv", None)
        session.commit()
        return brought.id


def addresses(app: Flask, house: House) -> Iterator[tuple[Rule, str, str]]:
    """Every address of the evening group's world, with its method."""
    values = {
        "lang": "uk", "language": "uk", "name": "app.css", "tool_id": "now-panic", "module_id": "grounding",
        "programme_id": "opora", "sheet_id": "opora-1", "card_id": "grounding", "slug": "one", "group_id": house.ids["evening"], "staff_id": house.ids["iryna"], "role": "facilitator", "passkey_id": uuid4(), "sign_in_id": uuid4(),
        "assignment_id": house.ids["assignment"], "section": "hours", "special_day_id": uuid4(),
        "line_id": uuid4(), "what": "done", "meeting_id": house.ids["meeting"],
        "membership_id": house.ids["olena's seat"],
    }  # fmt: skip
    values["import_id"] = house.ids["import"]
    values |= {"part": "must", "number": 0}
    values |= {"staff_module": "st-footing", "size": "a4", "request_id": house.ids["request"]}
    for name in ("consultation", "service", "referral"):
        values[f"{name}_id"] = house.ids[name]
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        wanted = {name: values[name] for name in rule.arguments}
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, adapter.build(rule.endpoint, wanted, method=method)


def knock(visitor: Visitor, method: str, path: str) -> tuple[int, str]:
    """Ask without a body: whoever may, gets further than the door."""
    headers = {} if method == "GET" else SAME_ORIGIN
    body = {"json": {}} if path.startswith("/api/") else {"data": {}}
    answer = visitor.client.open(path, method=method, headers=headers, **body)
    return answer.status_code, answer.headers.get("Location", "")


def test_every_address_has_a_row(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints == set(ROWS)


def test_every_view_says_who_may_open_it(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert hasattr(app.view_functions[rule.endpoint], "access"), rule.endpoint


def test_what_views_say_agrees_with_the_rows(app: Flask) -> None:
    said = {"everyone": EVERYONE, "participant": PARTICIPANTS, "staff": STAFF}
    for rule in app.url_map.iter_rules():
        access = app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]
        allowed = said.get(access, STAFF)
        assert ROWS[rule.endpoint] <= allowed, rule.endpoint


@pytest.mark.parametrize("identity", IDENTITIES)
def test_each_role_gets_only_through_its_own_doors(app: Flask, house: House, identity: str) -> None:
    surprises = []
    for rule, method, path in sorted(addresses(app, house), key=_erasing_last):
        visitor = Visitor(app) if identity == "guest" else house.visit(identity)
        status, to = knock(visitor, method, path)
        may = identity in ROWS[rule.endpoint]
        is_refused = status in REFUSED and not _is_an_open_door(rule.endpoint, status, to)
        if may == is_refused or status >= 500:
            surprises.append(f"{identity} {method} {path}: {status}")
    assert surprises == []


def _erasing_last(address: tuple[Rule, str, str]) -> bool:
    return address[0].endpoint == "people_api.erase"


def _is_an_open_door(endpoint: str, status: int, to: str) -> bool:
    """Some doors answer with a redirect, others refuse what was typed; a sign-in page is no way on."""
    if status == 302:
        return endpoint in {
            "home_root.choose_language",
            "people.leave",
            "staffing.sign_in",
        } or ("/sign-in" not in to and "/join" not in to)
    return endpoint == "people_api.sign_in" and status == 401


def test_nobody_finds_the_ids_of_another_centre(app: Flask, house: House) -> None:
    foreign = {
        house.ids[name].hex
        for name in ("evening", "olena", "olena's seat", "assignment", "iryna", "one")
    }
    foreign |= {house.ids[name].hex for name in ("consultation", "service", "referral")}
    for identity in ("petro", "manager-of-two", "stranger"):
        for rule, method, path in addresses(app, house):
            if method != "GET" or rule.endpoint.startswith(("centres", "assets")):
                continue
            body = house.visit(identity).client.get(path).get_data().decode("utf-8", "replace")
            body = body.replace(path.removeprefix("/uk/"), "").replace(
                "-", ""
            )  # what was asked for
            found = [one for one in foreign if one in body]
            assert not found, f"{identity} {path}"


@pytest.mark.parametrize(
    "forged", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_unsafe_requests_from_elsewhere_change_nothing(
    app: Flask, house: House, forged: dict[str, str], snapshot: Callable[[Flask], str]
) -> None:
    before = snapshot(app)
    for identity in ("olena", "iryna"):
        for _rule, method, path in addresses(app, house):
            if method == "GET":
                continue
            visitor = house.visit(identity)
            answer = visitor.client.open(path, method=method, headers=forged, json={})
            assert answer.status_code == 403, f"{method} {path}: {answer.status_code}"
    assert snapshot(app) == before


def test_looking_changes_nothing(
    app: Flask, house: House, snapshot: Callable[[Flask], str]
) -> None:
    visitors = [house.visit(identity) for identity in ("olena", "iryna", "nadiia")]
    before = snapshot(app)
    for visitor in visitors:
        for _rule, method, path in addresses(app, house):
            if method == "GET":
                visitor.client.get(path)
    assert snapshot(app) == before
