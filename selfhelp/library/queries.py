"""Read the content folder into a library, once as long as no file in it changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .archive import read_archive
from .building import build_library
from .check_structure import check_structure
from .findings import BrokenContent
from .library import Library


def load(content_dir: Path) -> Library:
    """Read all content, or raise BrokenContent with every place that would be wrong to show."""
    return _load(content_dir, state_of(content_dir))


def state_of(content_dir: Path) -> tuple[tuple[str, int, int], ...]:
    """List path, time of change and size of every file."""
    files = ((file, file.stat()) for file in content_dir.rglob("*") if file.is_file())
    return tuple(sorted((str(file), stat.st_mtime_ns, stat.st_size) for file, stat in files))


@lru_cache(maxsize=2)
def _load(content_dir: Path, _state: tuple[tuple[str, int, int], ...]) -> Library:
    archive = read_archive(content_dir)
    broken = [finding for finding in check_structure(archive) if finding.stops_the_start]
    if broken:
        raise BrokenContent(broken)

    return build_library(archive)
