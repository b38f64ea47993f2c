"""`selfhelp centres`: regions, import with a dry run first, export that can be read again."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from selfhelp.centres.models import Centre
from selfhelp.db import session
from selfhelp.errors import Refusal
from selfhelp.programme.commands import centres
from tests.programme.files import csv_of, row, xlsx_of


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(centres, words)


def codes(app: Flask) -> list[str | None]:
    with app.app_context():
        return list(session.scalars(sa.select(Centre.code).order_by(Centre.code)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    there = tmp_path / "centres.csv"
    there.write_bytes(csv_of(row("C-1"), row("C-2")))
    return there


def test_a_dry_run_says_what_would_change_and_writes_nothing(app: Flask, file: Path) -> None:
    said = run(app, "import", str(file), "--dry-run")

    assert "2 lines: 2 new, 0 to change, 0 as they are, 0 with mistakes." in said.output
    assert said.exit_code == 0
    assert codes(app) == []


def test_an_import_writes_and_a_second_one_finds_the_same_centres(app: Flask, file: Path) -> None:
    assert "Written: 2 new, 0 changed." in run(app, "import", str(file)).output
    assert "Written: 0 new, 0 changed." in run(app, "import", str(file)).output
    assert codes(app) == ["C-1", "C-2"]


def test_mistakes_are_named_and_nothing_is_written(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "centres.xlsx"
    file.write_bytes(xlsx_of(row("C-1"), row("C-2", region="Марс")))

    said = run(app, "import", str(file))

    assert "line 3, Region: There is no such region of Ukraine. (Марс)" in said.output
    assert isinstance(said.exception, Refusal)
    assert codes(app) == []
    assert run(app, "import", str(file), "--dry-run").exit_code == 1


def test_an_export_can_be_imported_elsewhere(app: Flask, file: Path, tmp_path: Path) -> None:
    run(app, "import", str(file))
    again = tmp_path / "again.csv"
    again.write_bytes(run(app, "export", "--lang", "en").stdout_bytes)

    assert again.read_bytes().startswith(b"\xef\xbb\xbfCentre code,Region,")
    assert "2 as they are" in run(app, "import", str(again), "--dry-run").output


def test_regions_are_entered_once(app: Flask) -> None:
    assert run(app, "regions").output == "27 regions are new.\n"
    assert run(app, "regions").output == "0 regions are new.\n"
