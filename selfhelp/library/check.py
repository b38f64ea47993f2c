"""The content check: every rule over everything in the content folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from .archive import Archive, read_archive, read_words
from .check_care import check_care
from .check_copies import check_copies
from .check_help import check_help
from .check_lists import check_lists
from .check_nudges import check_nudges
from .check_reading import check_reading
from .check_recordings import check_recordings
from .check_structure import check_structure
from .check_words import check_words, wordings_of
from .findings import Finding


def check(content_dir: Path, today: date) -> list[Finding]:
    """Find everything to mend in a content folder, in the order of files and lines."""
    return _check(read_archive(content_dir), today)


def check_work(content_dir: Path, work: str, today: date) -> list[Finding]:
    """Find what to mend in one module, tool or note, such as "modules/room", in a fraction of the time."""
    whole = read_archive(content_dir)
    alone = tuple(each for each in whole.works if each.path == work)
    rest = _check_the_rest(replace(whole, works=alone, meetings=()), frozenset(), today)
    found = {*check_structure(whole), *rest}
    return sorted(finding for finding in found if finding.path.startswith(f"{work}/"))


def _check(archive: Archive, today: date) -> list[Finding]:
    structure = check_structure(archive)
    broken = frozenset(finding.path for finding in structure if finding.stops_the_start)
    return sorted({*structure, *_check_the_rest(archive, broken, today)})


def _check_the_rest(archive: Archive, broken: frozenset[str], today: date) -> list[Finding]:
    lists, findings = read_words(archive)
    wordings, faults = wordings_of(lists)
    return [
        *findings,
        *faults,
        *check_words(archive, wordings),
        *check_care(archive, wordings),
        *check_reading(archive, broken),
        *check_recordings(archive, broken),
        *check_help(archive, today),
        *check_nudges(archive),
        *check_lists(archive),
        *check_copies(archive),
    ]
