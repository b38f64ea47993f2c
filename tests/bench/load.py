"""Send many requests over connections that stay open, from a process and a core of its own."""

from __future__ import annotations

import os
import re
import selectors
import socket
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from tests.bench.servers import LOADER_CORE, OneWorker

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Burst:
    """What became of some requests that were sent as fast as they were answered."""

    count: int
    seconds: float
    cpu_seconds: float
    """Of the server's worker."""

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.count / self.seconds

    @property
    def cpu_milliseconds(self) -> float:
        """Processor time of the server for one request."""
        return self.cpu_seconds * 1000 / self.count


class Loader:
    """A process that sends requests while the server works on another core."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def send(self, server: OneWorker, requests: Sequence[bytes], *, connections: int) -> Burst:
        """Send all requests to a server, and tell what they took."""
        before = server.worker_seconds
        seconds = self._pool.submit(fire, server.port, requests, connections).result()
        return Burst(len(requests), seconds, server.worker_seconds - before)


@contextmanager
def loader() -> Iterator[Loader]:
    """Start a process for sending, on the core that the server leaves alone."""
    with ProcessPoolExecutor(1, get_context("spawn"), _move_to, (LOADER_CORE,)) as pool:
        yield Loader(pool)


def _move_to(core: int) -> None:
    os.sched_setaffinity(0, {core})


def get(path: str, *, cookie: str = "") -> bytes:
    """Write down a GET as a browser sends it."""
    return _head("GET", path, cookie) + b"\r\n"


def post(path: str, body: bytes, *, cookie: str = "") -> bytes:
    """Write down a POST of JSON from our own page."""
    more = f"Content-Type: application/json\r\nSec-Fetch-Site: same-origin\r\nContent-Length: {len(body)}\r\n"
    return _head("POST", path, cookie) + more.encode() + b"\r\n" + body


def _head(method: str, path: str, cookie: str) -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Accept: */*",
        "Accept-Encoding: gzip, deflate, br",
    ]
    if cookie:
        lines.append(f"Cookie: sign-in={cookie}")
    return ("\r\n".join(lines) + "\r\n").encode()


def fire(port: int, requests: Sequence[bytes], connections: int) -> float:
    """Send every request, the next one as soon as an answer is whole; return the seconds it took."""
    waiting = deque(requests)
    with selectors.DefaultSelector() as selector:
        lines = [_Line(port) for _one in range(min(connections, len(waiting)))]
        begun = time.perf_counter()
        for line in lines:
            selector.register(line.socket, selectors.EVENT_READ, line)
            line.ask(waiting.popleft())
        open_lines = len(lines)
        while open_lines:
            ready = selector.select(PATIENCE)
            assert ready, f"no answer within {PATIENCE} s"
            for key, _events in ready:
                line = key.data
                if not line.is_answered():
                    continue
                if waiting:
                    line.ask(waiting.popleft())
                else:
                    selector.unregister(line.socket)
                    line.socket.close()
                    open_lines -= 1
        return time.perf_counter() - begun


class _Line:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._got = b""

    def ask(self, request: bytes) -> None:
        """Send a request; what came before it is forgotten."""
        self._got = b""
        self.socket.sendall(request)

    def is_answered(self) -> bool:
        """Take what has come; say whether the answer is whole, and insist on 200."""
        chunk = self.socket.recv(1 << 18)
        assert chunk, "the server hung up"
        self._got += chunk
        head, end, body = self._got.partition(b"\r\n\r\n")
        if not end:
            return False
        assert head.startswith(b"HTTP/1.1 200 "), self._got[:400]
        length = LENGTH.search(head)
        assert length is not None, head
        return len(body) >= int(length[1])
