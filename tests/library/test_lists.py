"""Every word for people is read by the check, also where a feature above the library uses it."""

from __future__ import annotations

import pytest

from tests.library.folder import CONTENT, Folder

FILES = (
    "calls.yml", "readiness.yml", "services.yml", "referrals.yml", "home-cards.yml", "evidence.yml",
    "instruments/tension.yml",
)  # fmt: skip
PLACES = {
    "calls.yml": "Скажіть, що розмова триває",
    "readiness.yml": "Є доступна вбиральня",
    "services.yml": "Група підтримки",
    "referrals.yml": "Не залишайте людину саму",
    "home-cards.yml": "Повільно видихніть",
    "evidence.yml": "Дистрес (K6)",
    "instruments/tension.yml": "Скільки напруги у вас",
}


@pytest.fixture
def folder(folder: Folder) -> Folder:
    """A folder with every list of ours, whose home cards go with the module that is there."""
    for path in FILES:
        folder.write(path, (CONTENT / path).read_text("utf-8"))
    cards = folder.read("home-cards.yml")
    folder.write("home-cards.yml", cards[: cards.index("  - id: refocus")])
    return folder


def test_our_lists_have_no_errors(folder: Folder) -> None:
    assert folder.errors() == []


@pytest.mark.parametrize("path", FILES)
def test_a_word_to_avoid_is_found_in_every_file(folder: Folder, path: str) -> None:
    place = PLACES[path]
    folder.change(path, place, f"Заспокойтеся. {place}")

    fault = folder.one("E20")

    assert (fault.path, fault.line) == (path, folder.line_of(path, "Заспокойтеся"))


@pytest.mark.parametrize("path", FILES)
def test_a_foreign_letter_is_found_in_every_file(folder: Folder, path: str) -> None:
    folder.change(path, PLACES[path], f"Это. {PLACES[path]}")

    assert {finding.path for finding in folder.errors()} == {path}
    assert {finding.code for finding in folder.errors()} == {"E27"}


def test_english_is_read_as_well(folder: Folder) -> None:
    folder.change("referrals.yml", "Do not leave the person alone.", "Just relax.")

    assert folder.one("E20").path == "referrals.yml"


def test_words_in_one_language_alone_are_an_error(folder: Folder) -> None:
    folder.change("services.yml", ', en: "Support group"', "")

    missing = folder.one("E02")

    assert (missing.path, missing.line) == (
        "services.yml", folder.line_of("services.yml", "Група підтримки"),
    )  # fmt: skip
    assert '"en"' in missing.message


def test_a_line_that_was_not_translated_is_an_error(folder: Folder) -> None:
    folder.change("referrals.yml", '        - "danger to other people"\n', "")

    assert folder.one("E06").path == "referrals.yml"


def test_a_list_that_cannot_be_read_is_told_with_its_line(folder: Folder) -> None:
    folder.change("calls.yml", '  uk: "Тиждень 1.', "  uk: : Тиждень 1.")

    faults = [finding for finding in folder.findings() if finding.path == "calls.yml"]

    assert [fault.code for fault in faults] == ["E10"]
    assert faults[0].line == folder.line_of("calls.yml", "uk: :")
