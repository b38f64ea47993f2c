"""The cast of these tests: two centres and their staff, and how a link, an app and a phone are used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyotp
import pytest
from flask import Flask

from selfhelp import db
from selfhelp.people.models import Role
from selfhelp.staffing import actions
from selfhelp.staffing.models import LinkKind
from tests.groups.house import House, furnish
from tests.visitor import Page, Visitor

PASSWORD = "мандрівний ліхтар біля броду"
ANOTHER = "ведмідь читає три газети"


@dataclass
class Newcomer:
    """Somebody who took up an invitation: the app on the phone, the codes on paper."""

    email: str
    visitor: Visitor
    app_secret: str
    codes: list[str]

    def code(self, at: float | None = None) -> str:
        """What the app shows."""
        app = pyotp.TOTP(self.app_secret)
        return app.now() if at is None else app.at(int(at))


@pytest.fixture
def house(app: Flask) -> House:
    return furnish(app)


@pytest.fixture
def link_for(app: Flask) -> Callable[..., str]:
    """Call it for the secret of a new link."""

    def make(
        email: str,
        role: Role = Role.ADMINISTRATOR,
        centre: object = None,
        kind: LinkKind = LinkKind.INVITATION,
    ) -> str:
        with app.app_context():
            staff = actions.invite(email, "", role, centre, "uk")  # type: ignore[arg-type]
            token = actions.make_link(staff.id, kind)
            db.session.commit()
            return token

    return make


@pytest.fixture
def newcomer(app: Flask, link_for: Callable[..., str]) -> Callable[..., Newcomer]:
    """Call it for somebody who has walked the whole way in."""

    def walk(email: str = "olha@example.org", **where: object) -> Newcomer:
        visitor = Visitor(app)
        choose_password(visitor, link_for(email, **where))
        secret = secret_on(visitor.get("/en/staff/sign-in/set-up"))
        page = visitor.submit("/en/staff/sign-in/set-up", code=pyotp.TOTP(secret).now(), status=200)
        return Newcomer(
            email, visitor, secret, [code.get_text() for code in page.soup.select("ol code")]
        )

    return walk


def choose_password(
    visitor: Visitor, token: str, password: str = PASSWORD, status: int = 302
) -> Page:
    return visitor.submit(
        "/en/staff/link", token=token, password=password, again=password, status=status
    )


def secret_on(page: Page) -> str:
    return page.one("code.secret").get_text().replace(" ", "")


def show_password(visitor: Visitor, email: str, password: str = PASSWORD) -> Page:
    return visitor.submit("/en/staff/sign-in", email=email, password=password)
