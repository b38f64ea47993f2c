"""What tests of trust share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.migrations import metadata

MAY_CHANGE = {"sign_in"}
"""When a sign-in was last used is the one thing that looking writes."""


@pytest.fixture
def snapshot() -> Callable[[Flask], str]:
    """A digest of all rows of all tables but the sign-ins."""

    def digest(app: Flask) -> str:
        rows = []
        with app.extensions["db"].engine.connect() as connection:
            for table in metadata().sorted_tables:
                if table.name not in MAY_CHANGE:
                    found = connection.execute(sa.select(table)).fetchall()
                    rows.append((table.name, sorted(map(repr, found))))
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    return digest
