"""People at the door of a group: opening it, asking, being confirmed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from selfhelp.db import session
from selfhelp.groups.models import Group, Membership
from selfhelp.joining import asking
from selfhelp.joining.models import JoinRequest
from tests.groups.house import House
from tests.visitor import Visitor

JOIN = "/api/v1/join"


def people_page(house: House, group: str = "evening") -> str:
    return f"/en/staff/groups/{house.ids[group]}/people"


def code_of(house: House, group: str = "evening", *, is_open: bool = True) -> str:
    """Open or close the door of a group and return its code."""
    with house.app.app_context():
        door = asking.set_door(session.get_one(Group, house.ids[group]), is_open=is_open)
        session.commit()
        return door.code


def asks(house: House, name: str, group: str = "evening") -> Visitor:
    """Let a new participant ask for a place."""
    house.participant(name)
    phone = house.visit(name)
    phone.post(JOIN, json={"code": code_of(house, group)})
    return phone


def asking_of(phone: Visitor) -> Any:
    """Read what a phone is told about its request."""
    return phone.get("/api/v1/me").json["asking"]


def request_of(house: House, name: str) -> JoinRequest:
    with house.app.app_context():
        return session.scalars(
            sa.select(JoinRequest).where(JoinRequest.participant_id == house.ids[name])
        ).one()


def seat_of(house: House, name: str, group: str = "evening") -> Membership | None:
    with house.app.app_context():
        return session.scalar(
            sa.select(Membership).where(
                Membership.participant_id == house.ids[name],
                Membership.group_id == house.ids[group],
            )
        )


def confirm(house: House, name: str, alias: str = "richka", *, status: int = 302) -> None:
    page = f"{people_page(house)}/requests/{request_of(house, name).id}"
    house.visit("iryna").submit(page, alias=alias, status=status)
