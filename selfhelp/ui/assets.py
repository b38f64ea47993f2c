"""Our own files under /static/: stable names, an ETag, compressed once."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path

from flask import Blueprint, Response, abort, current_app

from .access import everyone
from .public_pages import PublicPage

bp = Blueprint("assets", __name__)

STYLES = ("tokens", "base", "components", "player", "print")
"""Parts of /static/app.css, in order: one request for all of them. Pages of staff add staff.css."""
COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
AROUND_MARKS = re.compile(rb"\s*([{};,])\s*")
COMMENT_BEHIND = re.compile(rb"^([^\"'`/]*\S) +// .*$")
"""Code without quotes and slashes, and what it says of itself behind two slashes."""
TYPES = {".js": "application/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@bp.get("/static/<path:name>")
@everyone
def file(name: str) -> Response:
    """Send one of our own files."""
    page = find(name)
    if page is None:
        abort(404)
    return page.answer()


def find(name: str) -> PublicPage | None:
    """Return a file of static/ as a public page, read once unless the application is in debug."""
    kept: dict[str, PublicPage | None] = current_app.extensions["assets"]
    if name not in kept or current_app.debug:
        body = _read(Path(current_app.config["STATIC_DIR"]), name)
        if body is None:
            return None
        kept[name] = PublicPage(body, _type_of(name))
    return kept[name]


def _read(folder: Path, name: str) -> bytes | None:
    if name == "app.css":
        sheets = ((folder / "css" / f"{part}.css").read_bytes() for part in STYLES)
        return _lighter_style(b"".join(sheets))
    file = (folder / name).resolve()
    if not file.is_relative_to(folder) or not file.is_file():
        return None
    lighter = {".js": _lighter_script, ".css": _lighter_style}.get(file.suffix, bytes)
    return lighter(file.read_bytes())


def _lighter_style(style: bytes) -> bytes:
    """Leave out comments and the spaces that only people need.

    A test asks that no text in our style sheets has such a mark beside a space.
    """
    style = AROUND_MARKS.sub(rb"\1", COMMENT.sub(b"", style))
    return style.replace(b": ", b":").replace(b";}", b"}").strip() + b"\n"


def _lighter_script(script: bytes) -> bytes:
    """Leave out indents and comments: a phone on a weak network fetches neither.

    Our scripts have no text that goes over several lines, which this would change.
    """
    lines = (COMMENT_BEHIND.sub(rb"\1", line.strip()) for line in script.splitlines())
    return b"\n".join(line for line in lines if line and not line.startswith(b"//")) + b"\n"


def _type_of(name: str) -> str:
    guessed = (
        TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    )
    textual = guessed.startswith("text/") or guessed == "application/javascript"
    return f"{guessed}; charset=utf-8" if textual else guessed
