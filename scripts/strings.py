"""Refresh translations/uk from the words in the code, or with --check say what is missing there."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
MAPPING = ROOT / "translations" / "babel.cfg"
CATALOGUE = ROOT / "translations" / "uk" / "LC_MESSAGES" / "messages.po"


def main(arguments: list[str]) -> int:
    """Write the catalogue anew, or compare it with the code."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "messages.pot"
        _babel(
            "extract", "-F", MAPPING, "--no-location", "--sort-output", "--omit-header",
            "-k", "lazy_gettext", "-k", "_l", "-c", "Translators:", "-o", template, "selfhelp",
        )  # fmt: skip
        if "--check" in arguments:
            return _complain(_read(template), _read(CATALOGUE))
        head = CATALOGUE.read_text().partition("\n\n")[0]
        _babel(
            "update", "-i", template, "-o", CATALOGUE, "-l", "uk", "--no-fuzzy-matching",
            "--ignore-obsolete", "--omit-header", "-w", "100",
        )  # fmt: skip
        CATALOGUE.write_text(f"{head}\n\n{CATALOGUE.read_text()}")  # its dates change every time
    return 0


def _complain(template: Catalog, catalogue: Catalog) -> int:
    """Print every string without Ukrainian words, and every translation nobody needs."""
    needed = {message.id for message in template if message.id}
    there = {message.id: message for message in catalogue if message.id}
    missing = [words for words in needed if not _is_complete(there.get(words))]
    unused = [words for words in there if words not in needed]
    for words in missing:
        print(f"no Ukrainian words: {words!r}")
    for words in unused:
        print(f"not used any more: {words!r} (make strings)")
    return min(len(missing) + len(unused), 1)


def _is_complete(message: object) -> bool:
    if message is None or getattr(message, "fuzzy", False):
        return False
    words = getattr(message, "string", "")
    return all(words) if isinstance(words, (tuple, list)) else bool(words)


def _read(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale="uk")


def _babel(*words: object) -> None:
    subprocess.run([str(BIN / "pybabel"), "-q", *map(str, words)], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
