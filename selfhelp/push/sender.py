"""The one file that talks to push services: many messages in flight, each service in a lane of its own."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import certifi
import pycurl

from ..clock import now
from .encryption import CannotBeSealed, Signature, encrypt
from .lanes import Lane, Message
from .rules import host_of_endpoint, may_be_reached

IN_FLIGHT = 512
"""Messages on their way at once, to all services together."""
MOST_LANES = 64
CONNECT_WITHIN = 10_000
ANSWER_WITHIN = 13_000
"""Milliseconds."""
LARGEST_ANSWER = 4096
CREATED = 201
UNSEALABLE = 400
CROWDED = timedelta(seconds=30)
"""How soon something is tried again for which its service had no room."""
AT_ONCE = timedelta(0)
TURN = 0.2
"""Seconds to wait for something to happen."""


class Answer(NamedTuple):
    """What a push service said; status 0: nothing, or it was not asked."""

    message: Message
    status: int
    host: str
    retry_after: str | None = None
    was_asked: bool = True
    again_in: timedelta = AT_ONCE
    """How long it has to wait that was not asked."""


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
            self._unasked.append(Answer(message, UNSEALABLE, "unknown", was_asked=False))
            return
        lane = self._lanes.get(host) or self._new_lane(host)
        if lane.is_resting or len(lane.waiting) >= lane.most_waiting:
            self._unasked.append(_unasked(lane, message))
            return
        lane.waiting.append(message)

    def give_back(self) -> None:
        """Let everything come back unasked that has not left yet."""
        for lane in self._lanes.values():
            self._unasked += [Answer(each, 0, lane.host, was_asked=False) for each in lane.waiting]
            lane.waiting.clear()

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
        answers = [*self._unasked, *self._surplus()]
        self._unasked.clear()
        self._fill()
        busy = [lane for lane in self._lanes.values() if lane.in_flight]
        for lane in busy:
            lane.multi.perform()
            answers += self._collect(lane)
            lane.listen()
        if busy and not answers and not self._unasked:
            _wait_for_any(busy)
        return answers

    def close(self) -> None:
        """Close every connection."""
        self._free.clear()
        for lane in self._lanes.values():
            lane.multi.close()
        self._lanes.clear()

    def _surplus(self) -> Iterator[Answer]:
        """Take back what waits for a service that rests or turned slow, and what waited too long."""
        at = now()
        for lane in self._lanes.values():
            most = 0 if lane.waiting and lane.is_resting else lane.most_waiting
            while len(lane.waiting) > most:
                yield _unasked(lane, lane.waiting.pop())
            while lane.waiting and lane.waiting[0].leaves_by <= at:
                yield Answer(lane.waiting.popleft(), 0, lane.host, was_asked=False)

    def _fill(self) -> None:
        # One from each lane in turn, so that a long lane never keeps a short one waiting.
        is_moving = True
        while is_moving and self._free:
            is_moving = False
            for lane in self._lanes.values():
                if lane.is_open(len(self._free)):
                    self._start(lane, lane.waiting.popleft())
                    is_moving = True

    def _start(self, lane: Lane, message: Message) -> None:
        at = now()
        # Even what a service takes at the last moment must be gone in time.
        life = int((message.lives_until - at).total_seconds()) - ANSWER_WITHIN // 1000
        if life < 1 or at >= message.leaves_by:
            self._unasked.append(Answer(message, 0, lane.host, was_asked=False))
            return
        try:
            body = encrypt(
                message.payload, public_key=message.public_key, auth_secret=message.auth_secret
            )
        except CannotBeSealed:
            self._unasked.append(Answer(message, UNSEALABLE, lane.host, was_asked=False))
            return
        handle = self._free.pop()
        handle.message, handle.lane, handle.begun = message, lane, time.monotonic()
        handle.received = 0
        handle.lines.clear()
        signature = self._signature.for_host(lane.host, at)
        headers = lane.headers(signature, message, min(message.seconds, life))
        if handle.headers is not headers:  # most messages of one second say the same
            handle.headers = headers
            handle.setopt(pycurl.HTTPHEADER, headers)
        handle.setopt(pycurl.URL, message.endpoint)
        handle.setopt(pycurl.POSTFIELDS, body)
        lane.begin(handle.begun)
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
        retry_after = None if status == CREATED else _retry_after(handle.lines)
        moment = time.monotonic()
        lane.end(status, moment - handle.begun, moment, retry_after)
        return Answer(handle.message, status, lane.host, retry_after)


def _unasked(lane: Lane, message: Message) -> Answer:
    wait = max(CROWDED, lane.rests_until - now()) if lane.is_resting else CROWDED
    return Answer(message, 0, lane.host, was_asked=False, again_in=wait)


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
