"""Make the virtual environment ready: `bootstrap.py run` or `bootstrap.py dev`; standard library only."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
CATALOGUES = ROOT / "translations"
QUICK_BROWSER = "chromium-headless-shell"


def main(profile: str) -> None:
    """Leave `.venv` holding exactly what the lock file of `profile` names."""
    _need_a_new_enough_python()
    if not _is_ready(profile):
        _make_environment()
        _install(profile)
        _stamp(profile).write_text(_fingerprint(profile))
    if profile == "dev":
        _need_a_browser()
    _compile_catalogues()


def _need_a_new_enough_python() -> None:
    if sys.version_info >= OLDEST:
        return
    for minor in (14, 13, 12, 11):
        other = shutil.which(f"python3.{minor}")
        if other:
            os.execv(other, [other, *sys.argv])
    sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")


def _fingerprint(profile: str) -> str:
    parts = [
        sys.version,
        str(VENV),
        (ROOT / "pyproject.toml").read_text(),
        _lock(profile).read_text(),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _lock(profile: str) -> Path:
    return ROOT / "requirements" / f"{profile}.txt"


def _stamp(profile: str) -> Path:
    return VENV / f".ready-{profile}"


def _is_ready(profile: str) -> bool:
    """Say whether this profile, or the wider one that contains it, is installed as locked."""
    wider = [profile] if profile == "dev" else ["dev", profile]
    return any(_stamp(p).exists() and _stamp(p).read_text() == _fingerprint(p) for p in wider)


def _make_environment() -> None:
    if not _python().exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False)
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            sys.exit(
                "Python could not make an environment. On Debian and Ubuntu: apt install python3-venv"
            )
    _run(
        _python(),
        "-m",
        "pip",
        "install",
        "-q",
        "--require-hashes",
        "-r",
        ROOT / "requirements" / "bootstrap.txt",
    )


def _install(profile: str) -> None:
    for stamp in VENV.glob(".ready-*"):
        stamp.unlink()
    uv = VENV / "bin" / "uv"
    _run(uv, "pip", "sync", "-q", "--require-hashes", "--python", _python(), _lock(profile))
    _run(
        uv,
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--offline",
        "--python",
        _python(),
        "-e",
        ROOT,
    )


def _need_a_browser() -> None:
    """Install Chromium where none is found: the browser tests are part of the suite."""
    if not (_has_browser() and _has_libatomic()):
        _apt("update")
        _apt("install", "-y", "chromium", "libatomic1", "fonts-dejavu-core")
    if not shutil.which(QUICK_BROWSER) and _apt_knows(QUICK_BROWSER):
        _apt("install", "-y", QUICK_BROWSER)  # the same engine; without it tests take longer
    if not _has_browser():
        subprocess.run([str(_python()), "-m", "playwright", "install", "chromium"], check=False)
    if not _has_browser():
        sys.exit(
            "The tests need a browser: install Chromium (on Debian: apt install chromium) and run again."
        )


def _apt(*words: str) -> None:
    apt = shutil.which("apt-get")
    if apt:
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(
            [*sudo, apt, "-qq", *words], check=False, env=quiet, stdout=subprocess.DEVNULL
        )


def _apt_knows(package: str) -> bool:
    asks = shutil.which("apt-cache")
    if not asks:
        return False
    known = subprocess.run([asks, "show", package], check=False, capture_output=True)
    return bool(known.stdout)


def _has_browser() -> bool:
    if any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        return True
    return any((Path.home() / ".cache" / "ms-playwright").glob("chromium-*"))


def _has_libatomic() -> bool:
    listing = subprocess.run(
        ["/sbin/ldconfig", "-p"], check=False, capture_output=True, text=True
    ).stdout
    return not listing or "libatomic.so.1" in listing


def _compile_catalogues() -> None:
    for words in CATALOGUES.glob("*/LC_MESSAGES/messages.po"):
        compiled = words.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < words.stat().st_mtime:
            _run(VENV / "bin" / "pybabel", "-q", "compile", "-i", words, "-o", compiled)


def _python() -> Path:
    return VENV / "bin" / "python"


def _run(*words: object) -> None:
    done = subprocess.run([str(word) for word in words], check=False, cwd=ROOT)
    if done.returncode:
        sys.exit(f"This step did not work: {' '.join(str(word) for word in words)}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
