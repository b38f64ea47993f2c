"""The quick checks, one after another; every one is run even when an earlier one complains."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
CHECKS = {
    "style": ["ruff", "check", "-q", "."],
    "format": ["ruff", "format", "-q", "--check", "."],
    "types": ["mypy", "--no-error-summary"],
    "floors": ["lint-imports", "--no-cache"],
    "catalogues": ["python", "scripts/strings.py", "--check"],
    "content": ["selfhelp", "content", "check"],
}


def main() -> int:
    """Run all checks; return the number of those that complained."""
    complaints = 0
    for name, (program, *words) in CHECKS.items():
        began = time.monotonic()
        done = subprocess.run(
            [BIN / program, *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        print(
            f"{name:11} {'ok' if done.returncode == 0 else 'COMPLAINS'}  {time.monotonic() - began:.1f} s"
        )
        if done.returncode:
            complaints += 1
            print(done.stdout + done.stderr)
    return complaints


if __name__ == "__main__":
    sys.exit(main())
