"""Every step of the database's shape walks up and down, and ends where the models are."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from selfhelp import migrations
from selfhelp.db import make_engine

STEPS = [
    step.revision
    for step in reversed(list(ScriptDirectory(str(migrations.FOLDER)).walk_revisions()))
]


def test_the_models_equal_the_migrated_database(database_url: str) -> None:
    assert migrations.differences(database_url) == []


def test_the_newest_step_is_reached(database_url: str) -> None:
    engine = make_engine(database_url)
    assert migrations.current(engine) == migrations.newest()
    engine.dispose()


@pytest.mark.parametrize("step", STEPS)
def test_each_step_walks_down_and_up_again(database_url: str, step: str) -> None:
    migrations.downgrade(database_url, step)
    migrations.downgrade(database_url, "-1" if step != STEPS[0] else "base")
    migrations.upgrade(database_url)
    assert migrations.differences(database_url) == []


def test_walking_down_to_the_ground_leaves_no_table(database_url: str) -> None:
    migrations.downgrade(database_url, "base")

    engine = make_engine(database_url)
    assert set(sa.inspect(engine).get_table_names()) == {"alembic_version"}
    engine.dispose()


def test_steps_never_import_the_application() -> None:
    for file in Path(migrations.FOLDER, "versions").glob("*.py"):
        assert "selfhelp" not in file.read_text(), file.name
