"""Processes that have read the program and its texts already: real ones, and there at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from selfhelp.config import ROOT
from selfhelp.library import queries
from tests.warmth import bring_warmth

NURSERY: ForkServerContext = multiprocessing.get_context("forkserver")
"""One process reads these modules, and those that come from it begin where it ended."""
NURSERY.set_forkserver_preload([__name__, "selfhelp.command_line", "tests.nudges.commanding"])
queries.load(ROOT / "content")


class Child:
    """`selfhelp` with some words, as a process of its own with a group of its own."""

    def __init__(
        self,
        main: Callable[[], None],
        words: list[str],
        environment: dict[str, str],
        out: Path,
        log: Path,
    ) -> None:
        """Start it; what it prints and what it logs goes to the end of files."""
        self._out, self._log = out, log
        self._process: ForkServerProcess = NURSERY.Process(
            target=_run, args=(main, words, environment, out, log)
        )
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float) -> None:
        self._process.join(timeout)
        assert self._process.exitcode is not None, "it goes on"

    def communicate(self, timeout: float) -> tuple[str, str]:
        """Wait for its end; return what it printed and what it logged."""
        self.wait(timeout)
        return self._out.read_text(), self._log.read_text()

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)


def _run(
    main: Callable[[], None], words: list[str], environment: dict[str, str], out: Path, log: Path
) -> None:
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    for stream, file in ((sys.stdout, out), (sys.stderr, log)):
        with file.open("ab") as said:
            os.dup2(said.fileno(), stream.fileno())
    bring_warmth()
    sys.argv = ["selfhelp", *words]
    main()
