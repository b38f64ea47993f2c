"""The readiness checklist is content: whole, in both languages."""

from __future__ import annotations

import re

from selfhelp.config import ROOT
from selfhelp.management.checklist import Area, read_checklist

CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
CHECKLIST = read_checklist(ROOT / "content")


def test_every_area_and_line_is_said_in_both_languages() -> None:
    named = [*CHECKLIST, *(line for area in CHECKLIST for line in area.items)]

    assert len(named) > 20
    for one in named:
        assert CYRILLIC.search(one.name("uk")), one.id
        assert not CYRILLIC.search(one.name("en")), one.id


def test_no_two_lines_say_the_same() -> None:
    for lang in ("uk", "en"):
        lines = [line.name(lang) for area in CHECKLIST for line in area.items]
        assert len(lines) == len(set(lines))


def test_what_must_not_be_forgotten_is_there() -> None:
    areas = {area.id for area in CHECKLIST if is_filled(area)}

    assert areas == {"premises", "staff", "referral", "first-group", "contacts"}


def is_filled(area: Area) -> bool:
    return len(area.items) >= 3
