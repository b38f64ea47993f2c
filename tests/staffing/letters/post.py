"""A mail server on this machine, and a manager's form that sends through it."""

from __future__ import annotations

import asyncio
import socket
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from tests.visitor import Page, Visitor

PLACE = "/en/staff/centre/one/staff"


class Post:
    """A mail server on this machine that keeps what it was given."""

    def __init__(self, answer: str = "250 OK", waits: float = 0) -> None:
        self.answer, self.waits = answer, waits
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.waits:
            await asyncio.sleep(self.waits)
        if self.answer.startswith("250"):
            self.letters.append(
                cast("EmailMessage", message_from_bytes(envelope.content, policy=default))
            )
        return self.answer


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def invite(visitor: Visitor, **more: str) -> Page:
    fields = {"email": "olha@example.org", "name": "Ольга", "role": "psychologist"} | more
    return visitor.submit(PLACE, status=200, **fields)


def address_on(page: Page) -> str:
    return page.one("code.secret").get_text()
