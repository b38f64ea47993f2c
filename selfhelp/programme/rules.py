"""Pure decisions about lists of centres: what a row says, what is wrong with it, how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..centres.regions import REGIONS
from .columns import COLUMNS, KINDS, STATUSES, folded, meaning_of

KEPT_FOR = timedelta(hours=24)
"""How long a file waits for a decision, and an import can be undone."""
MOST_LINES = 5000
LONGEST = {
    "code": 40,
    "phone": 40,
    "raion": 100,
    "community_uk": 100,
    "community_en": 100,
}
LONGEST_OTHER = 300
NEEDED = ("region", "community_uk", "kind", "name_uk")
"""What a new centre cannot be without; the code is asked for before."""
NEEDED_WHEN_OPEN = ("address_uk", "phone")
"""What people have to find when a centre receives them."""
RECEIVES = frozenset({"open", "paused"})

CODE = re.compile(r"[^\W_][\w./-]{0,39}")
PHONE = re.compile(r"\+?[\d ()-]{3,40}")
KATOTTG = re.compile(r"UA\d{17}")
ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")
UNSAFE = ("=", "+", "-", "@", "\t", "\r")

_LATIN = dict(
    zip(
        "абвгґдежзиіклмнопрстуфхцчшщєїйюя",
        "a b v h g d e zh z y i k l m n o p r s t u f kh ts ch sh shch ie i i iu ia".split(),  # noqa: SIM905 - two rows to compare
        strict=True,
    )
)
_AT_THE_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}

Lines = Iterable[tuple[int, Sequence[str]]]
"""Numbers of lines as they stand in the file, with their cells."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a row from being taken."""

    line: int
    column: str
    """Which of `COLUMNS`."""
    code: str
    value: str = ""
    """What stands there, or what it collides with."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one line says about a centre; what it leaves empty is missing here."""

    line: int
    told: dict[str, str]


def read_lines(
    lines: Lines, columns: Mapping[str, int], regions: Mapping[str, str]
) -> tuple[list[Row], list[Problem]]:
    """Read every line on its own; a code that stands twice spoils the second line only."""
    rows: list[Row] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for line, cells in lines:
        said = {column: cells[place] for column, place in columns.items() if place < len(cells)}
        told, found = read_cells(said, regions)
        code = told.get("code", "")
        if not code and not any(column == "code" for column, *_what in found):
            found.insert(0, ("code", "missing", ""))
        if not found and code in seen:
            found = [("code", "twice", str(seen[code]))]
        problems += [Problem(line, *one) for one in found]
        if not found:
            seen[code] = line
            rows.append(Row(line, told))
    return rows, problems


def read_cells(
    said: Mapping[str, str], regions: Mapping[str, str]
) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Read what is told about one centre: values, and problems as column, code, what stands there."""
    told: dict[str, str] = {}
    problems: list[tuple[str, str, str]] = []
    for column in COLUMNS:
        value = without_quote(" ".join(said.get(column, "").split()))
        if not value:
            continue
        read, wrong = _read(column, value, regions)
        if wrong:
            problems.append((column, wrong, value[:80]))
        else:
            told[column] = read
    return told, problems


def _read(column: str, value: str, regions: Mapping[str, str]) -> tuple[str, str]:
    """Return the value as it is kept, or what is wrong with it."""
    if value.startswith("="):
        return "", "formula"
    if value.upper() in ERRORS:
        return "", "broken-cell"
    if len(value) > LONGEST.get(column, LONGEST_OTHER):
        return "", "too-long"
    if column == "code":
        return (value.upper(), "") if CODE.fullmatch(value) else ("", "not-a-code")
    if column == "region":
        return _known(regions.get(folded(value)), "unknown-region")
    if column == "kind":
        return _known(meaning_of(value, KINDS), "unknown-kind")
    if column == "status":
        return _known(meaning_of(value, STATUSES), "unknown-status")
    if column == "phone":
        is_phone = PHONE.fullmatch(value) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value)
        return (value, "") if is_phone else ("", "not-a-phone")
    if column in ("raion_code", "community_code"):
        return (value.upper(), "") if KATOTTG.fullmatch(value.upper()) else ("", "not-katottg")
    return (value, "") if any(sign.isalpha() for sign in value) else ("", "no-letters")


def _known(meaning: str | None, otherwise: str) -> tuple[str, str]:
    return (meaning, "") if meaning else ("", otherwise)


def names_of_regions(entered: Iterable[tuple[str, str, str, str | None]]) -> dict[str, str]:
    """Tell under which words a region is known: names, code, name in addresses → name in addresses.

    `entered` holds the name in addresses, both names and the code of regions in the database.
    """
    official = ((one.slug, one.name_uk, one.name_en, one.iso) for one in REGIONS)
    known: dict[str, str] = {}
    for slug, name_uk, name_en, iso in (*official, *entered):
        for word in (slug, name_uk, name_en, iso or slug):
            bare = re.sub(r" (область|oblast|region)$", "", folded(word))
            named = (
                folded(word),
                bare,
                *(f"{bare} {short}" for short in ("обл", "oblast", "region")),
            )
            known |= dict.fromkeys(named, slug)
    # The city and the region of Kyiv differ by more than the word that was taken off.
    known |= dict.fromkeys(map(folded, ("Київ", "Kyiv", "м. Київ")), "kyiv")
    known |= dict.fromkeys(map(folded, ("Kyiv oblast", "Kyiv region")), "kyiv-region")
    known |= {folded("м. Севастополь"): "sevastopol", folded("АР Крим"): "crimea"}
    return known


def missing_in(told: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Name the columns without which a centre cannot stand there as it wants to, as problems."""
    missing = [(column, "missing", "") for column in NEEDED if not told.get(column)]
    if told.get("status") in RECEIVES:
        missing += [(one, "needed-when-open", "") for one in NEEDED_WHEN_OPEN if not told.get(one)]
    return missing


def in_latin_letters(words: str) -> str:
    """Write Ukrainian words in Latin letters by the official table of 2010."""
    written = re.sub("зг", "zgh", re.sub("Зг", "Zgh", words))
    return re.sub(r"[А-ЩЬЮЯҐЄІЇа-щьюяґєії’'ʼ]+", lambda found: _word(found[0]), written)


def _word(word: str) -> str:
    written = ""
    for place, letter in enumerate(word):
        small = letter.lower()
        latin = _AT_THE_START.get(small) if place == 0 else None
        latin = latin or _LATIN.get(small, "")
        written += latin.capitalize() if letter != small else latin
    return written


def slug_for(code: str, taken: set[str]) -> str:
    """Make a name in addresses out of a code; a number follows when it is taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", in_latin_letters(code).lower()).strip("-") or "centre"
    slug, number = plain, 1
    while slug in taken:
        number += 1
        slug = f"{plain}-{number}"
    return slug


def safe_cell(value: str) -> str:
    """Keep a program for tables from taking words for a formula."""
    return f"'{value}" if value.startswith(UNSAFE) else value


def without_quote(value: str) -> str:
    """Undo what `safe_cell` did."""
    return value[1:] if value.startswith("'") and value[1:].startswith(UNSAFE) else value


def is_in_time(since: datetime, now: datetime) -> bool:
    """Say whether a file still waits, or an import can still be undone."""
    return now - since < KEPT_FOR
