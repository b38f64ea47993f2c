"""What most tests share: an application on a fresh database, and people who visit it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from selfhelp import migrations
from selfhelp.app import create_app
from selfhelp.config import Settings, read_settings
from selfhelp.db import Database
from tests.postgres import ReusedDatabase, throwaway_postgres
from tests.visitor import Visitor

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - folders of its own are made inside
ROOM = 2 << 30
"""Bytes. Small machines and containers have less there."""
if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM:
    # Databases that no test looks for after its end need not wait for a disk at each commit.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))

LONG = ("browser", "trust", "faults", "nudges")
"""Folders with the longest files: what begins early leaves no core idle at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the long ones come first; otherwise the order stays."""
    items.sort(key=_is_how_short)


def _is_how_short(item: pytest.Item) -> int:
    folder = item.path.parent.name
    return LONG.index(folder) if folder in LONG else len(LONG)


SECRETS = {"secret_key": "s" * 64, "pepper": "p" * 64}


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    migrations.upgrade(f"sqlite:///{file}")
    engine = migrations.make_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[ReusedDatabase]:
    """A database on a PostgreSQL server of our own."""
    with throwaway_postgres() as address:
        yield ReusedDatabase(address, migrations.upgrade)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh migrated database; each test runs on both kinds."""
    if request.param == "sqlite":
        file = tmp_path / "test.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    reused: ReusedDatabase = request.getfixturevalue("postgres")
    yield reused.address
    reused.empty()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of an ordinary deployment; a test may change them before asking for `app`."""
    return read_settings({}, database_url=database_url, instance_dir=tmp_path, **SECRETS)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on a fresh database."""
    application = application_with(settings)
    yield application
    application.extensions["db"].engine.dispose()


@pytest.fixture
def demo_app(settings: Settings) -> Iterator[Flask]:
    """The application with the demo setting on."""
    application = application_with(settings.model_copy(update={"demo": True}))
    yield application
    application.extensions["db"].engine.dispose()


made: dict[str, tuple[Flask, dict[str, Any], dict[str, Any], dict[str, Any]]] = {}


def application_with(settings: Settings) -> Flask:
    """Give the application of these settings as it was made, on a database of its own.

    Two hundred addresses take as long to put together as most tests take to run, so that is
    done once a process for each kind of settings; whatever a test changed is put back.
    """
    own = settings.model_dump(include={"database_url", "instance_dir", "vapid_private_key"})
    kind = repr(settings.model_copy(update=dict.fromkeys(own)))
    if kind not in made:
        app = create_app(settings)
        made[kind] = (app, dict(app.config), dict(app.extensions), dict(app.jinja_env.globals))
    app, config, extensions, words_of_templates = made[kind]
    changed = {name.upper(): value for name, value in own.items()}
    _put_back(app.config, config | changed)
    _put_back(
        app.extensions, extensions | {"public_pages": {}, "db": Database(own["database_url"])}
    )
    _put_back(app.jinja_env.globals, words_of_templates)
    return app


def _put_back(now: MutableMapping[str, Any], before: dict[str, Any]) -> None:
    now.clear()
    now.update(before)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who opens pages."""
    return Visitor(app)


@pytest.fixture
def new_visitor(app: Flask) -> Callable[[], Visitor]:
    """Call it for one more person with a browser of her own."""
    return lambda: Visitor(app)
