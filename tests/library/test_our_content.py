"""The content of this project obeys its own rules."""

from __future__ import annotations

from datetime import date

import pytest

from selfhelp.library.check import check
from selfhelp.library.queries import load
from selfhelp.library.report import Entry, report
from tests.library.folder import CONTENT

AGEING = "E63"
"""Contacts age with the calendar: `selfhelp content check` tells, a test of the code does not."""


def test_it_can_be_shown() -> None:
    library = load(CONTENT)

    assert library.module("uk", "grounding") is not None
    assert {tool.id for tool in library.tools("uk")} == {tool.id for tool in library.tools("en")}


def test_it_has_no_errors_but_ageing_contacts() -> None:
    findings = check(CONTENT, date(2026, 11, 21))

    errors = [finding for finding in findings if finding.severity == "error"]
    assert [finding for finding in errors if finding.code != AGEING] == []


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    """Every text of ours in every language, measured."""
    return report(CONTENT)


def test_every_text_is_within_the_limits_of_reading(entries: list[Entry]) -> None:
    assert len(entries) > 80
    assert {f"{one.module}/{one.lang}": one.beyond for one in entries if one.beyond} == {}


def test_it_takes_as_long_as_it_says(entries: list[Entry]) -> None:
    away = {f"{one.module}/{one.lang}": (round(one.minutes, 1), one.declared) for one in entries}

    assert {name: found for name, found in away.items() if abs(found[0] - found[1]) > 1.5} == {}
