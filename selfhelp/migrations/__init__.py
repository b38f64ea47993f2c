"""Steps of the database's shape, and how to walk them."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from ..db import Model, make_engine

FOLDER = Path(__file__).parent
TABLES = (
    "centres",
    "people",
    "staffing",
    "progress",
    "groups",
    "calls",
    "meetings",
    "support",
    "joining",
    "push",
    "nudges",
    "management",
    "programme",
)
"""Features with tables; importing their models fills the metadata."""


def metadata() -> sa.MetaData:
    """Return all our tables as the models describe them."""
    for feature in TABLES:
        importlib.import_module(f"selfhelp.{feature}.models")
    return Model.metadata


def newest() -> str:
    """Return the name of the last step."""
    return ScriptDirectory(str(FOLDER)).get_current_head() or ""


def current(engine: sa.Engine) -> str:
    """Return the name of the step that a database has reached, or an empty string."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def upgrade(url: str, to: str = "head") -> None:
    """Walk up to a step; a step that fails leaves nothing behind."""
    _walk(url, lambda config: command.upgrade(config, to))


def downgrade(url: str, to: str) -> None:
    """Walk down to a step, or to "base"."""
    _walk(url, lambda config: command.downgrade(config, to))


def write_step(url: str, name: str, story: str) -> None:
    """Write a new step from the difference between the models and a database at the newest step."""
    _walk(url, lambda config: command.revision(config, story, autogenerate=True, rev_id=name))


def differences(url: str) -> list[object]:
    """Return what the models have and the database has not, or the other way round."""
    engine = make_engine(url, for_migrations=True)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = list(compare_metadata(context, metadata()))
    engine.dispose()
    return found


def _walk(url: str, step: Callable[[Config], object]) -> None:
    engine = make_engine(url, for_migrations=True)
    if engine.dialect.name == "sqlite":
        engine = engine.execution_options(sqlite_begin="IMMEDIATE")
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("file_template", "%%(rev)s")
    with engine.begin() as connection:
        config.attributes.update(connection=connection, metadata=metadata())
        step(config)
        if engine.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"rows without their parent after a migration: {broken[:3]}")
    engine.dispose()
