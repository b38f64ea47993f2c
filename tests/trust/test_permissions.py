"""Every route × method × identity, from the URL map: an address without a row here fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule

from selfhelp.centres.models import Centre
from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.groups.models import Group
from selfhelp.joining import asking
from selfhelp.programme.actions import bring
from selfhelp.programme.sheets import Sheet
from selfhelp.support.models import CommunityService
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
    "library.recording": EVERYONE,
    "library.programme": EVERYONE,
    "library.exercises": EVERYONE,
    "library.help_contacts": EVERYONE,
    "library.evidence": EVERYONE,
    "library.room_card": EVERYONE,
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
    "management.reminders": KEEPERS,
    "management.rest": KEEPERS,
    "management.end_rest": KEEPERS,
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


@dataclass(frozen=True, slots=True)
class World:
    """A centre with one of each thing that an address can name, and the names of these in a house."""

    centre: str
    group: str
    guide: str
    member: str
    mark: str
    """Before the names of what the two worlds have alike."""

    @property
    def word(self) -> str:
        """Stands wherever staff of this centre may write, and nowhere else."""
        return f"only-in-{self.centre}"

    def ids_of(self, house: House) -> set[str]:
        """Name everything that nobody of another centre may hear of."""
        named = (self.centre, self.group, self.guide, self.member, f"{self.member}'s seat")
        alike = (f"{self.mark}{name}" for name in ALIKE)
        return {house.ids[name].hex for name in (*named, *alike)}


FIRST = World("one", "evening", "iryna", "olena", "")
SECOND = World("two", "saturday", "petro", "stranger", "twin ")
ALIKE = ("meeting", "assignment", "request", "consultation", "service", "referral")


def furnish_everything(app: Flask) -> House:
    """A house with two centres, each with one of each thing that an address can name."""
    house = furnish(app)
    house.staff("manager-of-two", "manager", "two")  # type: ignore[arg-type]
    house.member("stranger", "saturday", "richka")
    for world in (FIRST, SECOND):
        _furnish_world(app, house, world)
    house.ids["import"] = centre_import(app)
    return house


def _furnish_world(app: Flask, house: House, world: World) -> None:
    mark, word = world.mark, world.word
    house.ids[f"{mark}meeting"] = house.meeting(world.group, now() + timedelta(days=2), room=word)
    house.ids[f"{mark}assignment"] = house.assignment(world.group, "grounding")
    house.ids[f"{mark}request"] = request_for_a_place(app, house, world)
    support.request(house, f"{mark}consultation", world.centre)
    support.service(house, f"{mark}service", world.centre)
    support.referral(house, f"{mark}referral", f"{mark}consultation", f"{mark}service")
    house.change(Group, world.group, title=word)
    house.change(CommunityService, f"{mark}service", audience=word)
    house.change(Centre, world.centre, host=word)


def request_for_a_place(app: Flask, house: House, world: World) -> UUID:
    """Somebody asks for a place in the group of a world, which is open."""
    asker = house.participant(f"{world.mark}asker")
    with app.app_context():
        asking.set_door(session.get_one(Group, house.ids[world.group]), is_open=True)
        request = asking.ask(house.ids[world.group], asker)
        session.commit()
        return request.id


def centre_import(app: Flask) -> UUID:
    """A file that waits to be decided on."""
    with app.app_context():
        sheet = Sheet(("Код",), ((2, ("NOT-YET",)),))
        brought = bring(sheet, "centres.csv", None)
        session.commit()
        return brought.id


SEVERAL = {
    "section": ("profile", "hours", "facts", "services"),
    "what": ("done", "open", "remove"),
    "size": ("a4", "a5"),
}
"""Parts of addresses that hold one of a few words: each of them is an address of its own."""


def addresses(app: Flask, house: House, world: World = FIRST) -> Iterator[tuple[Rule, str, str]]:
    """Every address of a world, with its method."""
    values = {
        "lang": "uk", "language": "uk", "name": "app.css", "tool_id": "now-panic", "module_id": "grounding",
        "programme_id": "opora", "sheet_id": "opora-1", "card_id": "grounding", "slug": world.centre,
        "group_id": house.ids[world.group], "staff_id": house.ids[world.guide], "role": "facilitator",
        "membership_id": house.ids[f"{world.member}'s seat"], "passkey_id": uuid4(), "sign_in_id": uuid4(),
        "special_day_id": uuid4(), "line_id": uuid4(), "import_id": house.ids["import"], "part": "must", "number": 0,
        "step_id": "why", "room_card": "distress", "staff_module": "st-footing",
    }  # fmt: skip
    values |= {f"{name}_id": house.ids[f"{world.mark}{name}"] for name in ALIKE}
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        chosen = [name for name in SEVERAL if name in rule.arguments]
        for words in product(*(SEVERAL[name] for name in chosen)):
            known = values | dict(zip(chosen, words, strict=True))
            wanted = {name: known[name] for name in rule.arguments}
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
def test_each_role_gets_only_through_its_own_doors(
    app: Flask, house: House, identity: str, snapshot: Callable[[Flask], str]
) -> None:
    ordered = sorted(addresses(app, house), key=_erasing_last)
    own = [one for one in ordered if identity in ROWS[one[0].endpoint]]
    foreign = [one for one in ordered if identity not in ROWS[one[0].endpoint]]

    before = snapshot(app)
    assert [one for one in foreign if _gets_through(app, house, identity, one)] == []
    assert snapshot(app) == before
    assert [one for one in own if not _gets_through(app, house, identity, one)] == []


def _gets_through(app: Flask, house: House, identity: str, address: tuple[Rule, str, str]) -> bool:
    rule, method, path = address
    visitor = Visitor(app) if identity == "guest" else house.visit(identity)
    status, to = knock(visitor, method, path)
    assert status < 500, f"{identity} {method} {path}: {status}"
    return status not in REFUSED or _is_an_open_door(rule.endpoint, status, to)


def _erasing_last(address: tuple[Rule, str, str]) -> bool:
    return address[0].endpoint == "people_api.erase"


def test_no_address_knows_any_other_method(app: Flask, house: House) -> None:
    known: dict[str, set[str]] = {}
    for rule, _method, path in addresses(app, house):
        known.setdefault(path, set()).update(rule.methods or ())
    visitor = house.visit("ostap")
    for path, methods in known.items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
            answer = visitor.client.open(path, method=method, headers=SAME_ORIGIN)
            assert answer.status_code == 405, f"{method} {path}: {answer.status_code}"


def _is_an_open_door(endpoint: str, status: int, to: str) -> bool:
    """Some doors answer with a redirect, others refuse what was typed; a sign-in page is no way on."""
    if status == 302:
        return endpoint in {
            "home_root.choose_language",
            "people.leave",
            "staffing.sign_in",
        } or ("/sign-in" not in to and "/join" not in to)
    if endpoint == "library.recording":
        return status == 404  # nobody has recorded a voice for our texts yet
    return endpoint == "people_api.sign_in" and status == 401


ENDING = frozenset({"people.leave", "people_api.sign_out", "people_api.erase"})
PUBLIC = ("assets", "centres")
"""The directory tells everybody of both centres."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("identity", "own", "other"),
    [
        *((who, FIRST, SECOND) for who in ("olena", "iryna", "nadiia")),
        *((who, SECOND, FIRST) for who in ("stranger", "petro", "manager-of-two")),
    ],
)
def test_of_twin_centres_nobody_hears_of_the_other(
    app: Flask, house: House, identity: str, own: World, other: World
) -> None:
    foreign = other.ids_of(house) | {other.word.replace("-", "")}
    visitor, seen = house.visit(identity), set()
    for rule, method, path in [*addresses(app, house, other), *addresses(app, house, own)]:
        if rule.endpoint in ENDING or rule.endpoint.startswith(PUBLIC):
            continue
        headers = {} if method == "GET" else SAME_ORIGIN
        answer = visitor.client.open(path, method=method, headers=headers)
        told = f"{answer.get_data().decode('utf-8', 'replace')} {dict(answer.headers)}"
        told, asked = told.replace("-", ""), path.replace("-", "")
        found = [one for one in foreign if one in told and one not in asked]
        assert not found, f"{identity} {method} {path}"
        seen |= {one for one in own.ids_of(house) if one in told}
    assert seen, "what is looked for stands on no page at all"


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
