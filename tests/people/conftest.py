"""The cast of these tests: Olena with a slip, Iryna and Nadiia who work at a centre."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask

from selfhelp import db
from selfhelp.centres.models import Centre, Community, Region
from selfhelp.people import actions, hashing
from selfhelp.people.models import Post, Role, Staff
from tests.visitor import Page, Visitor

PASSWORD = "a-long-password-of-nobody"


@dataclass(frozen=True)
class WithSlip:
    """A participant and her paper."""

    id: UUID
    digits: str
    token: str


@contextmanager
def writing(app: Flask) -> Iterator[None]:
    """Change the database outside a request."""
    with app.app_context():
        yield
        db.session.commit()


@pytest.fixture
def new_participant(app: Flask) -> Callable[..., WithSlip]:
    def make(*, is_demo: bool = False) -> WithSlip:
        with writing(app):
            participant, slip = actions.make_participant("uk", is_demo=is_demo)
            return WithSlip(participant.id, slip.digits, slip.token)

    return make


@pytest.fixture
def olena(new_participant: Callable[..., WithSlip]) -> WithSlip:
    return new_participant()


@pytest.fixture
def new_staff(app: Flask) -> Callable[..., Staff]:
    def make(name: str, role: Role | None, *, is_demo: bool = False) -> Staff:
        with writing(app):
            staff = Staff(
                email=f"{name.lower()}@example.org",
                name=name,
                password_hash=hashing.hash_of_password(PASSWORD),
                language="uk",
                created_at=datetime(2026, 11, 1, tzinfo=UTC),
                is_demo=is_demo,
            )
            if role:
                centre = None if role == Role.ADMINISTRATOR else _centre(name)
                staff.posts.append(Post(role=role, centre=centre))
            db.session.add(staff)
            db.session.flush()
            return staff

    return make


def _centre(name: str) -> Centre:
    region = Region(slug=name, name_uk=name, name_en=name)
    community = Community(region=region, name_uk=name, name_en=name)
    return Centre(
        community=community, slug=name, kind="space", status="open", name_uk=name, name_en=name,
        address_uk="", address_en="", phone="", hours={}, facts={},
    )  # fmt: skip


@pytest.fixture
def sign_in_directly(app: Flask) -> Callable[..., None]:
    """Give a visitor the cookie of somebody, without a page in between."""

    def sign_in(visitor: Visitor, person: Staff, *, is_shared: bool = False) -> None:
        with writing(app):
            token = actions.start_sign_in(person, is_shared=is_shared)
        visitor.client.set_cookie("sign-in", token, domain="localhost")

    return sign_in


def cookie_of(page: Page) -> str:
    """Return the sign-in token that an answer hands out."""
    found = [line for line in page.headers.getlist("Set-Cookie") if "sign-in=" in line]
    assert len(found) == 1, page.headers
    return found[0].split(";")[0].split("=", 1)[1]


def is_signed_in(visitor: Visitor) -> bool:
    answer = visitor.client.post(
        "/api/v1/events", json={"events": []}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code in {200, 401}, answer.text
    return bool(answer.status_code == 200)
