"""The house of two centres with a psychologist, a service, a request and a referral."""

from __future__ import annotations

import pytest
from flask import Flask

from selfhelp.people.models import Role
from tests.groups.house import House, furnish


@pytest.fixture
def house(app: Flask) -> House:
    house = furnish(app)
    house.staff("larysa", Role.PSYCHOLOGIST, "one")
    return house
