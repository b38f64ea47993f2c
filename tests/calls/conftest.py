"""Iryna and a colleague guide one group; some of its members wish calls."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.groups.models import GroupFacilitator, Membership
from selfhelp.people.models import Role
from tests.groups.house import House, furnish

CALLS = "/en/staff/calls"


@pytest.fixture
def house(app: Flask) -> House:
    house = furnish(app)
    house.staff("oksana", Role.FACILITATOR, "one")
    with app.app_context():
        session.add(GroupFacilitator(group_id=house.ids["evening"], staff_id=house.ids["oksana"]))
        session.commit()
    wishes_calls(house, "olena")
    return house


def wishes_calls(house: House, name: str, **more: Any) -> None:
    house.change(
        Membership, f"{name}'s seat", calls_version="2026-11", calls_agreed_at=now(), **more
    )


def newcomer(house: House, name: str, alias: str, group: str = "evening", **more: Any) -> str:
    """Somebody in a group who wishes calls; returns the part of addresses that names her."""
    house.member(name, group, alias, **more)
    wishes_calls(house, name)
    return str(house.ids[f"{name}'s seat"])
