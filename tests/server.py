"""The real server in a process of its own: started, stopped, killed, made to hang."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from selfhelp.command_line import main
from tests.nursery import Child

START_WITHIN = 90.0


class Server:
    """`selfhelp serve` on a port of its own; the same port again after a stop."""

    def __init__(
        self, folder: Path, *, demo: bool = True, options: tuple[str, ...] = (), **settings: str
    ) -> None:
        self.options = options
        self.first_page = "/uk/pause"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("SELFHELP_")
        } | {
            "SELFHELP_INSTANCE_DIR": str(folder),
            "SELFHELP_DEMO": "1" if demo else "0",
            **{f"SELFHELP_{name.upper()}": value for name, value in settings.items()},
        }
        self.process: Child | None = None

    @property
    def database_url(self) -> str:
        default = f"sqlite:///{self.environment['SELFHELP_INSTANCE_DIR']}/selfhelp.sqlite3"
        return self.environment.get("SELFHELP_DATABASE_URL", default)

    def start(self) -> None:
        words = ["serve", "--host", "127.0.0.1", "--port", str(self.port), *self.options]
        self.process = Child(main, words, self.environment, self.log, self.log)
        self._wait_until_it_answers()

    def stop(self) -> None:
        """Ask it politely to end; nothing on the port answers afterwards."""
        if self.process is not None:
            self.process.terminate()  # the first process alone: it ends its workers itself
            self.process.wait(timeout=60)
            self.process = None

    def kill(self) -> None:
        """Pull the plug of the whole process group."""
        self._signal(signal.SIGKILL)

    def hang(self) -> None:
        """Keep connections open and answer nothing."""
        self._send(signal.SIGSTOP)

    def wake(self) -> None:
        self._send(signal.SIGCONT)

    def _signal(self, kind: signal.Signals) -> None:
        if self.process is None:
            return
        self._send(signal.SIGCONT)
        self._send(kind)
        self.process.wait(timeout=60)
        self.process = None
        while self._is_listening():  # its workers end a moment later
            time.sleep(0.01)

    def _send(self, kind: signal.Signals) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, kind)

    def _is_listening(self) -> bool:
        with socket.socket() as caller:
            return caller.connect_ex(("127.0.0.1", self.port)) == 0

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + START_WITHIN
        while time.monotonic() < until:
            assert self.process is not None
            assert self.process.poll() is None, self.log.read_text()
            try:
                with urlopen(self.url + self.first_page, timeout=2):
                    return
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise AssertionError(
            f"the server did not answer within {START_WITHIN} s\n{self.log.read_text()}"
        )


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
