"""Servers with one worker on one core, and what that worker has used of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from selfhelp.config import ROOT
from tests.server import Server

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, LOADER_CORE = CORES[0], CORES[-1]
TICKS = os.sysconf("SC_CLK_TCK")


class OneWorker(Server):
    """`selfhelp serve` with one worker, held on one core."""

    def __init__(self, folder: Path, **settings: str) -> None:
        super().__init__(folder, demo=False, **settings)
        program = str(Path(sys.executable).with_name("selfhelp"))
        self.command = [program, "serve", "--port", str(self.port), "--workers", "1"]

    def start(self) -> None:
        """Start it as `selfhelp serve` is started, but held on its core."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["taskset", "-c", str(SERVER_CORE), *self.command],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self._wait_until_it_answers()

    @property
    def worker_seconds(self) -> float:
        """Processor time of the worker since it began, in the program and in the kernel."""
        assert self.process is not None
        arbiter = self.process.pid
        (worker,) = Path(f"/proc/{arbiter}/task/{arbiter}/children").read_text().split()
        # The name in brackets may hold spaces; what follows it does not.
        numbers = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
        return (int(numbers[11]) + int(numbers[12])) / TICKS


class BareWorker(OneWorker):
    """The smallest Flask view on the same server class and flags."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.command = [sys.executable, "-m", "tests.bench.bare", str(self.port)]
