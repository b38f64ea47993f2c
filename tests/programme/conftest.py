"""The house of two centres and its administrator, for the tests of this folder."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.groups.house import House, furnish
from tests.visitor import Visitor


@pytest.fixture
def house(app: Flask) -> House:
    return furnish(app)


@pytest.fixture
def ostap(house: House) -> Visitor:
    """The administrator."""
    return house.visit("ostap")
