"""The house of two centres, for the tests of this folder."""

import pytest
from flask import Flask

from tests.groups.house import House, furnish


@pytest.fixture
def house(app: Flask) -> House:
    return furnish(app)
