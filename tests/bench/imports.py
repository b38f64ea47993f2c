"""How long an import of centres takes, how much memory it needs, and whether both grow in step."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from selfhelp import migrations
from selfhelp.app import create_app
from selfhelp.centres.regions import REGIONS
from selfhelp.config import read_settings
from selfhelp.db import session
from selfhelp.i18n import speaking
from selfhelp.programme import actions
from selfhelp.programme.sheets import read_sheet
from tests.bench.figures import Figure

Measured = Callable[[Flask, bytes], float]

SMALL, LARGE = 500, 1500
SECRETS = {"secret_key": "s" * 64, "pepper": "p" * 64}
HEADINGS = "Код;Область;Громада;Вид;Стан;Назва;Адреса;Телефон"


@dataclass(frozen=True, slots=True)
class Run:
    """One import, from the bytes of a file to the commit."""

    seconds: float
    megabytes: float
    """At most, of what Python had taken for it."""


def measure() -> list[Figure]:
    """Import 500 and 1,500 centres, each into an empty database, and the 1,500 once more."""
    _run(SMALL)  # the first one also pays for what is imported and compiled once
    small, (large, again) = _run(SMALL)[0], _run(LARGE)
    return [
        Figure(f"import of {LARGE:,} centres from CSV", large.seconds, "s", 10),
        Figure("memory it takes at most", large.megabytes, "MB", 100),
        Figure("the same file once more, nothing to change", again.seconds, "s", 10),
        Figure(f"seconds of {LARGE:,} over those of {SMALL}", large.seconds / small.seconds, "×", 4.5),
        Figure(f"memory of {LARGE:,} over that of {SMALL}", large.megabytes / small.megabytes, "×", 4.5),
    ]  # fmt: skip


def _run(count: int) -> tuple[Run, Run]:
    """Measure time and memory apart: watching memory makes everything slower."""
    fast, slow = _import_twice(count, _seconds), _import_twice(count, _megabytes)
    return Run(fast[0], slow[0]), Run(fast[1], slow[1])


def _import_twice(count: int, measured: Measured) -> tuple[float, float]:
    with TemporaryDirectory(prefix="bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'selfhelp.sqlite3'}"
        migrations.upgrade(url)
        settings = read_settings({}, database_url=url, instance_dir=Path(folder), **SECRETS)
        app = create_app(settings)
        content = _file_of(count)
        try:
            return measured(app, content), measured(app, content)
        finally:
            with app.app_context():
                app.extensions["db"].engine.dispose()


def _seconds(app: Flask, content: bytes) -> float:
    begun = time.perf_counter()
    _import(app, content)
    return time.perf_counter() - begun


def _megabytes(app: Flask, content: bytes) -> float:
    tracemalloc.start()
    try:
        _import(app, content)
        return tracemalloc.get_traced_memory()[1] / 1024 / 1024
    finally:
        tracemalloc.stop()


def _import(app: Flask, content: bytes) -> None:
    with app.app_context(), speaking("en"):
        brought = actions.bring(read_sheet("centres.csv", content), "centres.csv", None)
        actions.confirm(brought)
        session.commit()


def _file_of(count: int) -> bytes:
    """Make centres that do not exist, five in a community, spread over all regions."""
    lines = [HEADINGS]
    for number in range(count):
        region = REGIONS[number % len(REGIONS)].name_uk
        lines.append(
            f"C-{number:05};{region};Громада {number // 5};Центр життєстійкості;працює;"
            f"Центр {number};вул. Тиха, {number};+380 00 000 00 01"
        )
    return "\n".join(lines).encode()


if __name__ == "__main__":
    from tests.bench.figures import table

    print(table(measure()))
