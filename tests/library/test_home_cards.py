"""Cards to take home: readable, with their module's code, and numbers that say how old they are."""

from __future__ import annotations

import pypdfium2
import pytest
from flask import Flask

from selfhelp.library.home_cards import FOOT, HEIGHT, MARGIN
from selfhelp.library.library import Library
from selfhelp.library.queries import load
from tests.groups.house import House, furnish
from tests.joining.sheets import pages, qr_codes
from tests.library.folder import CONTENT, Folder
from tests.visitor import Visitor

POINTS = 72 / 25.4
CARDS = """\
review: {}
cards:
  - id: grounding
    title: {uk: Опора, en: Support}
    lines:
      - {uk: Знайдіть опору., en: Find support.}
      - {uk: Видихніть., en: Breathe out.}
"""


@pytest.fixture
def house(app: Flask) -> House:
    return furnish(app)


@pytest.fixture
def library() -> Library:
    return load(CONTENT)


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_a_sheet_holds_four_of_each_card_with_the_code_of_its_module(
    house: House, library: Library, lang: str
) -> None:
    iryna = house.visit("iryna")
    for card in library.home_cards(lang):
        sheet = iryna.get(f"/{lang}/staff/home-cards/{card.id}.pdf")

        assert qr_codes(sheet.body) == [f"http://localhost/{lang}/modules/{card.id}"] * 4
        (words,) = pages(sheet.body)
        folded = " ".join(words.split())
        for line in (card.title, *card.lines):
            assert folded.count(line) >= 4, line


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_words_and_numbers_never_meet(house: House, library: Library, lang: str) -> None:
    for card in library.home_cards(lang):
        sheet = house.visit("iryna").get(f"/{lang}/staff/home-cards/{card.id}.pdf")
        page = pypdfium2.PdfDocument(sheet.body)[0]
        upper = page.get_height() / 2
        foot = (upper + MARGIN * POINTS, upper + (MARGIN + FOOT) * POINTS)
        texts = [one.get_bounds() for one in page.get_objects() if one.type == 1]
        row = [one for one in texts if one[1] > upper]

        assert min(one[1] for one in row) > foot[0] - 5 * POINTS, card.id
        body = [one for one in row if one[3] > foot[1] + 1]
        assert min(one[1] for one in body) > foot[1], card.id
        assert round(upper) == round(HEIGHT * POINTS)


def test_numbers_come_from_the_help_file_with_their_day(house: House, library: Library) -> None:
    (words,) = pages(house.visit("iryna").get("/en/staff/home-cards/grounding.pdf").body)
    numbers = {contact.number: contact for contact in library.contacts("en")}

    for number in ("103", "112", "7333"):
        assert number in words
    oldest = min(numbers[number].checked_on for number in ("103", "112", "7333"))
    assert f"Numbers looked up on {oldest:%d.%m.%Y}" in words
    assert "Draft, not yet reviewed by specialists." in words


def test_each_of_the_five_modules_has_a_card_in_both_languages(library: Library) -> None:
    modules = [sheet.module for sheet in library.run_sheets("uk")]

    for lang in ("uk", "en"):
        assert [card.id for card in library.home_cards(lang)] == modules


def test_staff_find_every_card_and_nobody_else_gets_one(house: House, visitor: Visitor) -> None:
    links = house.visit("iryna").get("/uk/staff/run-sheets").links()

    assert "/uk/staff/home-cards/room.pdf" in links
    house.visit("iryna").get("/uk/staff/home-cards/now-panic.pdf", status=404)
    house.visit("olena").get("/uk/staff/home-cards/room.pdf", status=404)
    visitor.get("/uk/staff/home-cards/room.pdf", status=302)


def test_a_card_of_an_unknown_module_is_told_with_its_line(folder: Folder) -> None:
    folder.write("home-cards.yml", CARDS)
    assert folder.errors() == []

    folder.change("home-cards.yml", "id: grounding", "id: groundin")

    (finding,) = folder.errors()
    assert (finding.path, finding.line, finding.code) == ("home-cards.yml", 3, "E10")
    assert 'Did you mean "grounding"?' in finding.mend


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    title:", "    titel:", "E10"),
        ("Find support.", "You must calm down.", "E20"),
        ("      - {uk: Видихніть., en: Breathe out.}\n", "", "E10"),
        ("cards:\n", "cards:\n  - {id: grounding, title: {uk: Ще, en: More}, lines: "
         "[{uk: Раз, en: One}, {uk: Два, en: Two}]}\n", "E10"),
    ],
)  # fmt: skip
def test_a_fault_in_a_card_is_told(folder: Folder, old: str, new: str, code: str) -> None:
    folder.write("home-cards.yml", CARDS)

    folder.change("home-cards.yml", old, new)

    assert {one.code for one in folder.errors()} == {code}


def test_a_card_without_reviewers_is_a_draft(folder: Folder) -> None:
    folder.write("home-cards.yml", CARDS)
    assert folder.load().home_cards("uk")[0].is_draft
    assert [one.code for one in folder.findings() if one.path == "home-cards.yml"] == ["W70"]

    signed = "review: {clinical: {by: A, on: 2026-01-01}, language: {by: B, on: 2026-01-01}}"
    folder.change("home-cards.yml", "review: {}", signed)

    assert not folder.load().home_cards("uk")[0].is_draft
    assert [one for one in folder.findings() if one.path == "home-cards.yml"] == []
