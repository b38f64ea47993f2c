"""A push service and a sender that is led to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from selfhelp.config import PUSH_HOSTS
from selfhelp.push.encryption import Signature, read_private_key
from selfhelp.push.sender import Sender
from tests.groups.house import House, furnish
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
def sender(service: PushService, signature: Signature) -> Iterator[Sender]:
    own = sender_to(service, signature)
    yield own
    own.close()


def sender_to(service: PushService, signature: Signature) -> Sender:
    """Lead a sender to the service of the tests."""
    return Sender(
        signature,
        PUSH_HOSTS,
        connect_to=service.connect_to,
        certificates=service.certificates,
        may_connect=lambda address: address.startswith("127.0.0."),
    )
