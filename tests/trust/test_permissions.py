"""Every route × method × identity, from the URL map: an address without a row here fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.groups.house import House
from tests.trust.rows import (
    EVERYONE,
    IDENTITIES,
    PARTICIPANTS,
    ROWS,
    STAFF,
)
from tests.trust.worlds import (
    FIRST,
    SECOND,
    World,
    addresses,
    furnish_everything,
)
from tests.visitor import SAME_ORIGIN, Visitor

REFUSED = frozenset({302, 401, 403, 404})


@pytest.fixture
def house(app: Flask) -> House:
    return furnish_everything(app)


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
    ordered = sorted(addresses(app, house), key=_ends_something)
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


def _ends_something(address: tuple[Rule, str, str]) -> bool:
    return address[0].endpoint in {"group_making.end", "people_api.erase"}


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
