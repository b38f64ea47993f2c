"""The long fault runs: `python -m tests.faults`, with `--kills 0`, `--reminders 0` or `--no-outages` without one of the three.

Options: `[--kills 100] [--acknowledged 20000] [--seed N] [--reminders 60000] [--killed-workers 20] [--no-outages]`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults import blackouts, killing

Count = blackouts.Count | killing.Count


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--acknowledged", type=int, default=20_000)
    parser.add_argument("--seed", type=int, help="repeat what the phones do; kills stay random")
    parser.add_argument("--reminders", type=int, default=60_000)
    parser.add_argument("--killed-workers", type=int, default=20)
    parser.add_argument("--no-outages", action="store_true")
    asked = parser.parse_args()

    runs: list[Callable[[Path], Count]] = []
    if asked.kills:
        runs.append(
            lambda folder: blackouts.run(
                folder,
                kills=asked.kills,
                acknowledged=asked.acknowledged,
                seed=asked.seed,
                tell=_tell,
            )
        )
    if asked.reminders:
        runs.append(
            lambda folder: killing.run(
                folder, kills=asked.killed_workers, people=asked.reminders, tell=_tell
            )
        )
    were_clean = [_is_clean(run) for run in runs]
    if not asked.no_outages:
        were_clean.append(_survives_outages())
    return 0 if all(were_clean) else 1


def _survives_outages() -> bool:
    """The ways a server goes away in mid-practice, each part half a minute long."""
    command = [sys.executable, "-m", "pytest", "-q", "tests/browser/test_outages.py"]
    return not subprocess.run(
        command, env={**os.environ, "OUTAGES": "full"}, check=False
    ).returncode


def _is_clean(run: Callable[[Path], Count]) -> bool:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        count = run(Path(folder))
    print(f"{count}\n{time.monotonic() - begun:.0f} s", flush=True)
    return count.is_clean


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
