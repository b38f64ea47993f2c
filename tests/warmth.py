"""Public pages as a server has them after its first visitors, kept in a folder for the servers that begin there."""

from __future__ import annotations

import json
import os
import pickle
import re
from pathlib import Path
from typing import Any

from flask import Flask, request_started

from selfhelp.app import create_app
from selfhelp.config import Settings, read_settings
from selfhelp.offline.parcels import ENTRIES

FILE = "pages.pickle"
KEPT = ("public_pages", "worker")
PER_DATABASE = {"database_url": "", "instance_dir": Path(), "secret_key": "", "pepper": ""}
LISTS = re.compile(r"PAGES=(\{.*?\});\n")


def warm_up(environment: dict[str, str], folder: Path) -> None:
    """Let the application of this environment make what every phone fetches, and leave it in the folder."""
    settings = read_settings(environment)
    app = create_app(settings)
    browser = app.test_client()
    worker = browser.get("/sw.js").get_data(as_text=True)
    for language, parts in json.loads(LISTS.findall(worker)[0]).items():
        for part, entries in parts.items():
            for number in range(-(-len(entries) // ENTRIES)):
                browser.get(f"/kept/{language}/{part}/{number}", headers={"Accept-Encoding": "br"})
    app.extensions["db"].engine.dispose()
    made = {name: app.extensions[name] for name in KEPT}
    (folder / FILE).write_bytes(pickle.dumps((_kind(settings), made)))


def bring_warmth() -> None:
    """Give what was made before to the application that this process is about to run, if it is of that kind."""
    file = Path(os.environ["SELFHELP_INSTANCE_DIR"]) / FILE
    if not file.exists():
        return  # the program itself makes its secrets, and says what is wrong with its settings
    kind, made = pickle.loads(file.read_bytes())  # noqa: S301 - a file of our own
    if kind == _kind(read_settings(os.environ)):
        request_started.connect(lambda app, **_more: _fill(app, made), weak=False)


def _kind(settings: Settings) -> str:
    return repr(settings.model_copy(update=PER_DATABASE))


def _fill(app: Flask, made: dict[str, Any]) -> None:
    if "worker" not in app.extensions:
        app.extensions.update(made)
