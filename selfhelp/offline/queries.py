"""Which pages and files a phone keeps, each with the digest of its bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

TOOLS_FIRST = ("now-alarm", "now-shelter", "now-panic", "now-far")
"""Tools that must be there before anything else is fetched."""
PAGES_FIRST = ("", "now", "help", "pause", "offline")
PAGES_LATER = (
    "exercises", "group", "plan", "reminder", "progress", "you", "join", "s",
    "install", "about", "privacy",
)  # fmt: skip
FILES_FIRST = (
    "app.css", "icons/mark.svg", "js/boot.js", "js/main.js", "js/hide.js", "js/store.js", "js/diary.js",
    "js/player.js", "js/practice.js", "js/blocks/breathe.js", "js/blocks/end.js", "js/blocks/parts.js",
    "js/blocks/script.js", "js/blocks/senses.js", "js/blocks/tense.js",
)  # fmt: skip
"""What those tools play with. Sending, reading aloud and the rest come right after."""
NEVER = (
    "js/worker.js",
    # Pages of staff are never kept, nor what only they use.
    "js/calls.js", "js/names.js", "js/names-leave.js", "js/names-vault.js", "js/passkey.js",
    "js/staff-link.js", "js/blocks/route.js",
)  # fmt: skip


@dataclass(frozen=True)
class KeptPages:
    """Paths of one language: what must be there for the worker to start, and what should follow."""

    must: tuple[str, ...]
    should: tuple[str, ...]


def kept_pages(
    language: str,
    *,
    tools: Iterable[str],
    modules: Iterable[str],
    programmes: Iterable[str],
    files: Iterable[str],
) -> KeptPages:
    """List what a phone keeps in one language, the most needed first."""
    tools, files = tuple(tools), tuple(files)
    first = [name for name in TOOLS_FIRST if name in tools]
    later = [name for name in tools if name not in first]
    must = [f"/static/{name}" for name in files if _is_first(name)]
    must += [f"/{language}/{name}" for name in PAGES_FIRST]
    must += [f"/{language}/now/{name}" for name in first]
    should = [f"/static/{name}" for name in files if not _is_first(name) and name not in NEVER]
    should += [f"/{language}/now/{name}" for name in later]
    should += [f"/{language}/modules/{name}" for name in modules]
    should += [f"/{language}/programmes/{name}" for name in programmes]
    should += [f"/{language}/{name}" for name in PAGES_LATER]
    should.append(f"/manifest.{language}.webmanifest")
    return KeptPages(tuple(must), tuple(should))


def _is_first(name: str) -> bool:
    return name in FILES_FIRST


def static_files(folder: Path) -> list[str]:
    """List our own scripts and drawings, and the one style sheet."""
    found = [file for kind in ("js/**/*.js", "icons/*.svg") for file in folder.glob(kind)]
    return ["app.css", *sorted(str(file.relative_to(folder)) for file in found)]
