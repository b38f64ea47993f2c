"""Originality: a long run of words from a text of somebody else is found."""

from __future__ import annotations

from tests.library.folder import UK, Folder

THEIRS = "раз два три чотири п’ять шість сім вісім дев’ять десять одинадцять дванадцять"


def test_it_finds_twelve_words_in_a_row(folder: Folder) -> None:
    folder.write("compare/their.txt", f"Вони пишуть: {THEIRS.capitalize()}, тринадцять.")
    folder.change(UK, "Правильної цифри немає.", f"Полічіть: {THEIRS}.")

    copied = folder.one("W80")

    assert (copied.path, copied.line) == (UK, folder.line_of(UK, "Полічіть:"))
    assert "compare/their.txt" in copied.message


def test_eleven_words_are_a_coincidence(folder: Folder) -> None:
    folder.write("compare/their.txt", THEIRS)
    folder.change(UK, "Правильної цифри немає.", f"Полічіть: {THEIRS.rsplit(' ', 1)[0]}.")

    assert all(finding.code != "W80" for finding in folder.findings())


def test_cards_and_lists_are_compared_too(folder: Folder) -> None:
    folder.write("compare/their.txt", THEIRS)
    folder.write("services.yml", f'- {{id: count, uk: "{THEIRS}", en: Counting}}\n')

    assert folder.one("W80").path == "services.yml"


def test_texts_to_compare_are_no_content(folder: Folder) -> None:
    before = folder.load().version

    folder.write("compare/their.txt", THEIRS)

    assert folder.load().version == before
