"""Where a mail server is set, and a manager of a centre."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from selfhelp.config import Settings
from selfhelp.people.models import Staff
from tests.groups.house import furnish
from tests.staffing.letters.post import Post, free_port
from tests.visitor import Visitor


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def port(post: Post) -> Iterator[int]:
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller.port
    controller.stop()


@pytest.fixture
def settings(settings: Settings, port: int) -> Settings:
    return settings.model_copy(
        update={"smtp_url": f"smtp://127.0.0.1:{port}", "mail_from": "stezhka@example.org"}
    )


@pytest.fixture
def nadiia(app: Flask) -> Visitor:
    house = furnish(app)
    house.change(Staff, "nadiia", password_hash="x")
    return house.visit("nadiia")
