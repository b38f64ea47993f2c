"""How much each push service is trusted with at once, what waits for it, and when it is left alone."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pycurl

from ..clock import now
from .rules import BUSY, LONGEST_WISH, wished_wait

LANE = 256
"""Messages on their way to one service while it answers quickly."""
NARROWEST = 4
CONNECTIONS = 4
SLOW = 5.0
"""Seconds after which an answer counts as slow."""
SILENT = 3.0
"""Seconds without a word from a service that has been asked, after which nothing more is added."""
STRIKES = 5
"""So many failures in a row, and a service is left alone for a while."""
FIRST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(minutes=10)
BUSY_REST = timedelta(seconds=10)
"""For one that says that it is busy and not for how long."""
SHORTEST_REST = timedelta(seconds=1)
NEVER = datetime.min.replace(tzinfo=UTC)
FOREVER = datetime.max.replace(tzinfo=UTC)


class Message(NamedTuple):
    """What goes to one phone."""

    ticket: Any
    """Given back with the answer."""
    endpoint: str
    public_key: str
    auth_secret: str
    payload: bytes
    seconds: int
    """The push service keeps it no longer than this for a phone that is away."""
    topic: str
    """A newer message of the same topic replaces one that was not delivered yet."""
    leaves_by: datetime = FOREVER
    """Later than this somebody else may have it in hand: it comes back unasked."""
    lives_until: datetime = FOREVER
    """No phone may show it later, and no push service keep it longer."""
    urgency: str = "normal"


def _new_multi() -> Any:
    multi = pycurl.CurlMulti()
    multi.setopt(pycurl.M_PIPELINING, 2)  # many messages on one HTTP/2 connection
    multi.setopt(pycurl.M_MAX_HOST_CONNECTIONS, CONNECTIONS)
    return multi


@dataclass(slots=True)
class Lane:
    """What waits for one push service, and how much it is trusted with at once.

    Each has a multi handle of its own: inside one, messages of all hosts that wait for a connection
    stand in a single line, and those of a dead host would hold up the rest.
    """

    host: str
    multi: Any = field(default_factory=_new_multi)
    waiting: deque[Message] = field(default_factory=deque)
    in_flight: int = 0
    width: int = LANE
    strikes: int = 0
    rests_until: datetime = NEVER
    is_silent: bool = False
    """It was asked and has not said a word for too long."""
    heard_at: float = 0.0
    """When it answered last, or was asked after nothing had been on its way."""
    _said: tuple[str, int, str, str] | None = None
    _headers: list[str] = field(default_factory=list)

    def headers(self, authorization: str, message: Message, seconds: int) -> list[str]:
        """Return what goes before the body: the same list as long as it says the same."""
        said = (authorization, seconds, message.topic, message.urgency)
        if said != self._said:
            self._said = said
            self._headers = [
                f"Authorization: {authorization}",
                "Content-Encoding: aes128gcm",
                "Content-Type: application/octet-stream",
                f"TTL: {seconds}",
                f"Urgency: {message.urgency}",
                f"Topic: {message.topic}",
                "Expect:",
            ]
        return self._headers

    def is_open(self, free: int) -> bool:
        """Say whether the next message may leave, when so many may leave to any service.

        A lane takes no more than what it leaves to the others, so there is always room for one more.
        """
        return bool(self.waiting) and self.in_flight < min(self.width, free) and not self.is_silent

    @property
    def is_resting(self) -> bool:
        """Say whether the service is left alone for a while."""
        return self.rests_until is not NEVER and self.rests_until > now()

    @property
    def is_idle(self) -> bool:
        """Say whether nothing waits, nothing is on its way, and no rest has to be remembered."""
        return not self.waiting and not self.in_flight and not self.is_resting

    @property
    def most_waiting(self) -> int:
        """Say how many may wait here; more would only hold up those for other services."""
        return 4 * (NARROWEST if self.is_silent else self.width)

    def begin(self, moment: float) -> None:
        """Note that a message leaves."""
        if not self.in_flight:
            self.heard_at, self.is_silent = moment, False
        self.in_flight += 1

    def end(self, status: int, seconds: float, moment: float, retry_after: str | None) -> None:
        """Note what became of a message, and how far the service is trusted after that.

        Narrow the lane of a service that is slow; widen it again with each success. One that says
        that it is busy is left alone as long as it wishes, whoever the message was for.
        """
        self.in_flight -= 1
        if status:
            self.heard_at, self.is_silent = moment, False
        if status in BUSY:
            self._rest_as_wished(retry_after)
        elif status == 0 or status >= 500 or seconds > SLOW:
            self.width = max(NARROWEST, self.width // 2)
        else:
            self.width = min(LANE, self.width + 1)
        if status and status not in BUSY:
            self.strikes = 0
        elif not status and not self.is_resting:
            self.strikes += 1
            if self.strikes >= STRIKES:
                self._rest(FIRST_REST * 2 ** min(self.strikes - STRIKES, 10))

    def _rest_as_wished(self, retry_after: str | None) -> None:
        wish = wished_wait(retry_after, now())
        if wish is not None:
            until = now() + min(max(wish, SHORTEST_REST), LONGEST_WISH)
            self.rests_until = max(self.rests_until, until)
        elif not self.is_resting:
            self.strikes += 1
            self._rest(BUSY_REST * 2 ** min(self.strikes - 1, 10))
        self.width = NARROWEST

    def _rest(self, so_long: timedelta) -> None:
        self.rests_until = now() + min(so_long, LONGEST_REST)

    def listen(self) -> None:
        """See whether the service has fallen silent."""
        self.is_silent = bool(self.in_flight) and time.monotonic() - self.heard_at > SILENT
