"""A push service quick enough to measure a sender with: a process of its own, on the Node that the browsers bring."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import certifi
import playwright

from tests.push.service import HOSTS, _make_certificate

NODE = Path(playwright.__file__).parent / "driver" / "node"
PROGRAM = Path(__file__).with_suffix(".mjs")


@dataclass(frozen=True, slots=True)
class Tally:
    """What came in."""

    phones: int
    repeated: int
    """Messages for a phone that had one already."""
    most: int
    """Of them, those that the same worker had sent before: the most of any."""
    changed: int
    """Of them, those under another topic: somebody would see two."""
    faults: int
    """Without a signature, a time to live or the right size."""


@dataclass(frozen=True, slots=True)
class QuickService:
    """Where it is."""

    http2: int
    https: int
    http: int
    certificates: str
    """Of everybody, as a sender has them, and its own."""

    @property
    def connect_to(self) -> list[str]:
        """Lead every host here."""
        return [f"{host}:443:127.0.0.1:{self.http2}" for host in HOSTS]

    def tally(self) -> Tally:
        """Ask what came in."""
        return Tally(**json.loads(self._ask("GET")))

    def forget(self) -> None:
        """Begin to count anew."""
        self._ask("DELETE")

    def _ask(self, method: str) -> bytes:
        connection = HTTPConnection("127.0.0.1", self.http, timeout=30)
        try:
            connection.request(method, "/")
            return connection.getresponse().read()
        finally:
            connection.close()


@contextmanager
def quick_service(folder: Path, *, core: int | None = None) -> Iterator[QuickService]:
    """Serve until the end of the block, held on a core if one is given."""
    _make_certificate(folder)
    bundle = folder / "bundle.pem"
    bundle.write_text(certifi.contents() + (folder / "certificate.pem").read_text())
    held: list[Any] = [] if core is None else ["taskset", "-c", str(core)]
    process = subprocess.Popen([*held, NODE, PROGRAM, folder], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield QuickService(**json.loads(process.stdout.readline()), certificates=str(bundle))
    finally:
        process.kill()
        process.communicate()
