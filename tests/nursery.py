"""Processes that have read the program and its texts already: real ones, and there at once."""

from __future__ import annotations

import multiprocessing
import os
import sys
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from selfhelp.command_line import main
from selfhelp.config import ROOT
from selfhelp.library import queries
from tests.warmth import bring_warmth

NURSERY: ForkServerContext = multiprocessing.get_context("forkserver")
"""One process reads this module, and those that come from it begin where it ended."""
NURSERY.set_forkserver_preload([__name__])
queries.load(ROOT / "content")


class Child:
    """`selfhelp` with some words, as a process of its own with a group of its own."""

    def __init__(self, words: list[str], environment: dict[str, str], log: Path) -> None:
        """Start it; what it says goes into the log."""
        self._process: ForkServerProcess = NURSERY.Process(
            target=_run, args=(words, environment, log)
        )
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float) -> None:
        self._process.join(timeout)
        assert self._process.exitcode is not None, "it goes on"

    def terminate(self) -> None:
        self._process.terminate()


def _run(words: list[str], environment: dict[str, str], log: Path) -> None:
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    with log.open("ab") as said:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(said.fileno(), stream.fileno())
    bring_warmth()
    sys.argv = ["selfhelp", *words]
    main()
