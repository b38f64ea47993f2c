"""The real server, started as people start it and killed as a blackout kills it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from selfhelp.config import Settings

STARTS_WITHIN = 30.0


class Server:
    """`selfhelp serve` in a process group of its own."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self.port = _free_port()
        self.log = log
        self.environment = {
            "PATH": os.environ["PATH"],
            "SELFHELP_DATABASE_URL": settings.database_url,
            "SELFHELP_INSTANCE_DIR": str(settings.instance_dir),
            "SELFHELP_SECRET_KEY": settings.secret_key,
            "SELFHELP_PEPPER": settings.pepper,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            str(Path(sys.executable).with_name("selfhelp")),
            "serve",
            "--port",
            str(self.port),
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self._wait_until_it_answers()

    def kill(self) -> None:
        """End all its processes at once, in the middle of whatever they do."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            assert self.process is not None
            if self.process.poll() is not None:
                break
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            time.sleep(0.02)
        raise AssertionError(f"the server did not start:\n{self.log.read_text()[-2000:]}")

    def connect(self, patience: float) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
