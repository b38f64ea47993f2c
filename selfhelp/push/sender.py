"""The one file that talks to push services: many messages in flight, each service in a lane of its own."""

from __future__ import annotations

import select
import socket
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import certifi
import pycurl

from ..clock import now
from .encryption import Signature, encrypt
from .rules import host_of_endpoint, may_be_reached

IN_FLIGHT = 512
"""Messages on their way at once, to all services together."""
LANE = 256
"""The same for one service while it answers quickly; never all of them."""
NARROWEST = 4
CONNECTIONS = 4
MOST_LANES = 64
CONNECT_WITHIN = 10_000
ANSWER_WITHIN = 13_000
"""Milliseconds."""
LARGEST_ANSWER = 4096
CREATED = 201
SLOW = 5.0
"""Seconds after which a service counts as slow."""
STRIKES = 5
"""So many failures in a row, and a service is left alone for a while."""
FIRST_REST = 30.0
LONGEST_REST = 600.0
TURN = 0.2
"""Seconds to wait for something to happen."""


class Message(NamedTuple):
    """What goes to one phone."""

    ticket: Any
    """Given back with the answer."""
    endpoint: str
    public_key: str
    auth_secret: str
    payload: bytes
    seconds: int
    """How long the push service may keep it for a phone that is away."""
    topic: str
    """A newer message of the same topic replaces one that was not delivered yet."""
    urgency: str = "normal"


class Answer(NamedTuple):
    """What a push service said; status 0: nothing, or it was not asked."""

    message: Message
    status: int
    host: str
    retry_after: str | None = None
    was_asked: bool = True


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
    rests_until: float = 0.0
    _said: tuple[str, int, str, str] | None = None
    _headers: list[str] = field(default_factory=list)

    def headers(self, authorization: str, message: Message) -> list[str]:
        """Return what goes before the body: the same list as long as it says the same."""
        said = (authorization, message.seconds, message.topic, message.urgency)
        if said != self._said:
            self._said = said
            self._headers = [
                f"Authorization: {authorization}",
                "Content-Encoding: aes128gcm",
                "Content-Type: application/octet-stream",
                f"TTL: {message.seconds}",
                f"Urgency: {message.urgency}",
                f"Topic: {message.topic}",
                "Expect:",
            ]
        return self._headers

    @property
    def is_open(self) -> bool:
        """Say whether the next message may leave."""
        return bool(self.waiting) and self.in_flight < self.width

    @property
    def is_resting(self) -> bool:
        """Say whether the service is left alone for a while."""
        return self.rests_until > time.monotonic()

    @property
    def is_idle(self) -> bool:
        """Say whether nothing waits, nothing is on its way, and no rest has to be remembered."""
        return not self.waiting and not self.in_flight and not self.is_resting

    @property
    def is_crowded(self) -> bool:
        """Say whether enough waits here already; more would only hold up the others."""
        return len(self.waiting) >= 4 * self.width

    def note(self, status: int, seconds: float) -> None:
        """Narrow the lane of a service that is slow or asks to wait; widen it again with each success."""
        if status == 0 or status in {406, 429} or status >= 500 or seconds > SLOW:
            self.width = max(NARROWEST, self.width // 2)
        else:
            self.width = min(LANE, self.width + 1)
        if status:
            self.strikes = 0
        elif not self.is_resting:
            self.strikes += 1
            if self.strikes >= STRIKES:
                rest = FIRST_REST * 2 ** min(self.strikes - STRIKES, 10)
                self.rests_until = time.monotonic() + min(rest, LONGEST_REST)


class _Socket(socket.socket):
    """A socket that libcurl makes a copy of; ours is closed as soon as nobody holds it."""

    def __del__(self) -> None:
        self.close()


class Sender:
    """Sends messages to push services and says what became of each."""

    def __init__(
        self,
        signature: Signature,
        hosts: Collection[str],
        *,
        connect_to: Sequence[str] = (),
        certificates: str | None = None,
        may_connect: Callable[[str], bool] = may_be_reached,
    ) -> None:
        """Open nothing yet; `connect_to` and `certificates` lead elsewhere, for a service of one's own."""
        self._signature = signature
        self._hosts = frozenset(hosts)
        self._may_connect = may_connect
        self._lanes: dict[str, Lane] = {}
        self._unasked: list[Answer] = []
        self._options = (list(connect_to), certificates or certifi.where())
        self._free = [self._new_handle() for _each in range(IN_FLIGHT)]

    def _new_handle(self) -> Any:
        connect_to, certificates = self._options
        handle = pycurl.Curl()
        for option, value in (
            (pycurl.POST, 1),
            (pycurl.NOSIGNAL, 1),
            (pycurl.PROTOCOLS, pycurl.PROTO_HTTPS),
            (pycurl.FOLLOWLOCATION, 0),
            (pycurl.PROXY, ""),
            (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2TLS),
            (pycurl.PIPEWAIT, 1),
            (pycurl.CONNECTTIMEOUT_MS, CONNECT_WITHIN),
            (pycurl.TIMEOUT_MS, ANSWER_WITHIN),
            (pycurl.CAINFO, certificates),
            (pycurl.OPENSOCKETFUNCTION, self._open_socket),
            (pycurl.CONNECT_TO, connect_to),
        ):
            handle.setopt(option, value)
        handle.setopt(pycurl.WRITEFUNCTION, lambda part: _count(handle, part))
        handle.lines, handle.headers = [], None
        handle.setopt(pycurl.HEADERFUNCTION, handle.lines.append)
        return handle

    def _open_socket(self, _purpose: int, address: tuple[Any, ...]) -> Any:
        # The name was looked up just now: this is the address that will really be spoken to.
        family, kind, protocol, place = address
        if not self._may_connect(str(place[0])):
            return pycurl.SOCKET_BAD
        return _Socket(family, kind, protocol)

    @property
    def waiting(self) -> int:
        """Count the messages that have not left yet."""
        return sum(len(lane.waiting) for lane in self._lanes.values())

    @property
    def is_idle(self) -> bool:
        """Say whether nothing waits and nothing is on its way."""
        return not self._unasked and not self.waiting and len(self._free) == IN_FLIGHT

    def offer(self, message: Message) -> None:
        """Take a message; one for a service that rests or is crowded comes back unasked."""
        host = host_of_endpoint(message.endpoint, self._hosts)
        if host is None:
            self._unasked.append(Answer(message, 400, "unknown", was_asked=False))
            return
        lane = self._lanes.get(host) or self._new_lane(host)
        if lane.is_resting or lane.is_crowded:
            self._unasked.append(Answer(message, 0, host, was_asked=False))
            return
        lane.waiting.append(message)

    def _new_lane(self, host: str) -> Lane:
        # Phones may name any host below a known one: what nobody uses now need not be kept.
        if len(self._lanes) >= MOST_LANES:
            idle = [each for each in self._lanes.values() if each.is_idle]
            for each in idle:
                each.multi.close()
                del self._lanes[each.host]
        return self._lanes.setdefault(host, Lane(host))

    def turn(self) -> list[Answer]:
        """Send what may be sent, wait a moment, and return what was answered."""
        answers, self._unasked = self._unasked, []
        answers += self._empty_resting_lanes()
        self._fill()
        busy = [lane for lane in self._lanes.values() if lane.in_flight]
        for lane in busy:
            lane.multi.perform()
            answers += self._collect(lane)
        if busy and not answers:
            _wait_for_any(busy)
        return answers

    def close(self) -> None:
        """Close every connection."""
        self._free.clear()
        for lane in self._lanes.values():
            lane.multi.close()
        self._lanes.clear()

    def _empty_resting_lanes(self) -> list[Answer]:
        back: list[Answer] = []
        for lane in self._lanes.values():
            if lane.is_resting and lane.waiting:
                back += [Answer(each, 0, lane.host, was_asked=False) for each in lane.waiting]
                lane.waiting.clear()
        return back

    def _fill(self) -> None:
        # One from each lane in turn, so that a long lane never keeps a short one waiting.
        is_moving = True
        while is_moving and self._free:
            is_moving = False
            for lane in self._lanes.values():
                if self._free and lane.is_open:
                    self._start(lane, lane.waiting.popleft())
                    is_moving = True

    def _start(self, lane: Lane, message: Message) -> None:
        handle = self._free.pop()
        body = encrypt(
            message.payload, public_key=message.public_key, auth_secret=message.auth_secret
        )
        handle.message, handle.lane, handle.begun = message, lane, time.monotonic()
        handle.received = 0
        handle.lines.clear()
        headers = lane.headers(self._signature.for_host(lane.host, now()), message)
        if handle.headers is not headers:  # most messages of one second say the same
            handle.headers = headers
            handle.setopt(pycurl.HTTPHEADER, headers)
        handle.setopt(pycurl.URL, message.endpoint)
        handle.setopt(pycurl.POSTFIELDS, body)
        lane.in_flight += 1
        lane.multi.add_handle(handle)

    def _collect(self, lane: Lane) -> list[Answer]:
        answers: list[Answer] = []
        left = 1
        while left:
            left, done, failed = lane.multi.info_read()
            answers += [self._finish(each, each.getinfo(pycurl.RESPONSE_CODE)) for each in done]
            # A body that was cut off for its length still came after a status.
            answers += [self._finish(each, _status_of(each)) for each, _code, _words in failed]
        return answers

    def _finish(self, handle: Any, status: int) -> Answer:
        lane: Lane = handle.lane
        lane.multi.remove_handle(handle)
        self._free.append(handle)
        lane.in_flight -= 1
        lane.note(status, time.monotonic() - handle.begun)
        retry_after = None if status == CREATED else _retry_after(handle.lines)
        return Answer(handle.message, status, lane.host, retry_after)


def _wait_for_any(lanes: list[Lane]) -> None:
    ready: tuple[list[int], list[int], list[int]] = ([], [], [])
    longest = TURN
    for lane in lanes:
        for kind, found in zip(ready, lane.multi.fdset(), strict=True):
            kind += found
        # A message that got a free connection moves on by the clock, not by what comes in.
        wished = lane.multi.timeout()
        longest = longest if wished < 0 else min(longest, wished / 1000)
    select.select(*ready, longest)


def _status_of(handle: Any) -> int:
    status = int(handle.getinfo(pycurl.RESPONSE_CODE))
    return status if handle.received > LARGEST_ANSWER else 0


def _count(handle: Any, part: bytes) -> int:
    # What a service writes is of no use to us; a long answer is cut off.
    handle.received += len(part)
    return len(part) if handle.received <= LARGEST_ANSWER else 0


def _retry_after(lines: list[bytes]) -> str | None:
    wishes = [line[12:112] for line in lines if line[:12].lower() == b"retry-after:"]
    return wishes[-1].decode("latin-1").strip() if wishes else None
