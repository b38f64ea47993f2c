"""Write centres as a table that programs for tables open safely, and that can be read again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from ..centres.models import Centre
from .columns import COLUMNS, HEADINGS, KINDS, STATUSES
from .rules import safe_cell

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for another encoding."""


def as_csv(centres: Iterable[Centre], lang: str) -> Iterator[str]:
    """Write a line of headings in a language, then a line for each centre."""
    word = 0 if lang == "uk" else 1
    yield BOM + _line([HEADINGS[column][word] for column in COLUMNS])
    for centre in centres:
        yield _line(_cells(centre, word))


def _cells(centre: Centre, word: int) -> list[str]:
    community = centre.community
    region = community.region
    by_column = {
        "code": centre.code,
        "region": region.name_en if word else region.name_uk,
        "raion": community.raion,
        "raion_code": community.raion_code,
        "community_uk": community.name_uk,
        "community_en": community.name_en,
        "community_code": community.code,
        "kind": KINDS[centre.kind][word],
        "status": STATUSES[centre.status][word],
        "host": centre.host,
        "name_uk": centre.name_uk,
        "name_en": centre.name_en,
        "address_uk": centre.address_uk,
        "address_en": centre.address_en,
        "phone": centre.phone,
    }
    return [by_column[column] or "" for column in COLUMNS]


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
    return written.getvalue()
