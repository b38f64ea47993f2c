"""The quick checks; every one is run even when another one complains."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
CHECKS = {
    "types": ["mypy", "--no-error-summary"],  # by far the longest: the others go on beside it
    "style": ["ruff", "check", "-q", "."],
    "format": ["ruff", "format", "-q", "--check", "."],
    "floors": ["lint-imports", "--no-cache"],
    "catalogues": ["python", "scripts/strings.py", "--check"],
    "content": ["selfhelp", "content", "check"],
}
SIDE_BY_SIDE = 2


def main() -> int:
    """Run all checks; return the number of those that complained."""
    complaints = 0
    with ThreadPoolExecutor(SIDE_BY_SIDE) as hands:
        for name, (done, seconds) in zip(CHECKS, hands.map(_run, CHECKS.values()), strict=True):
            print(f"{name:11} {'ok' if done.returncode == 0 else 'COMPLAINS'}  {seconds:.1f} s")
            if done.returncode:
                complaints += 1
                print(done.stdout + done.stderr)
    return complaints


def _run(words: list[str]) -> tuple[subprocess.CompletedProcess[str], float]:
    began = time.monotonic()
    program, *rest = words
    done = subprocess.run(
        [BIN / program, *rest], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
