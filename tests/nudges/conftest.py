"""A house with phones, a push service, and a worker that is led to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from selfhelp.config import PUSH_HOSTS
from selfhelp.nudges.sky import Watch
from selfhelp.nudges.worker import Worker
from selfhelp.push.encryption import Signature, read_private_key
from selfhelp.push.sender import Sender
from tests.groups.house import House, furnish
from tests.nudges.post import Post
from tests.push.service import PushService, push_service


@pytest.fixture
def house(app: Flask) -> House:
    return furnish(app)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[PushService]:
    with push_service(tmp_path) as own:
        yield own


@pytest.fixture
def signature() -> Signature:
    return Signature(read_private_key("7" * 64), "mailto:somebody@example.org")


@pytest.fixture
def post(app: Flask, house: House, service: PushService, signature: Signature) -> Iterator[Post]:
    """Phones, and a worker that sends to them."""
    sender = Sender(
        signature,
        PUSH_HOSTS,
        connect_to=service.connect_to,
        certificates=service.certificates,
        may_connect=lambda address: address.startswith("127.0.0."),
    )
    library = app.extensions["library"]
    worker = Worker(sender, library, "https://stezhka.example", Watch(None))
    yield Post(house, service, worker)
    sender.close()
