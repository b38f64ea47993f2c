"""Cards for those who lead a group: words in two languages, one page, open also where there is no network."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.groups.house import furnish
from tests.library.folder import CONTENT, Folder
from tests.visitor import Visitor

CARD = "/uk/room-cards/distress"
PATH = "room-cards.yml"


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_card_says_everything_in_its_language(visitor: Visitor, language: str) -> None:
    (card,) = Folder(CONTENT).load().room_cards(language)

    page = visitor.get(f"/{language}/room-cards/distress")

    for part in card.parts:
        assert part.title in page.text
        for line in part.lines:
            assert line in page.text
    assert len(card.parts) == 10
    assert ("Чернетка" if language == "uk" else "Draft") in page.text


def test_a_card_names_whom_to_call_and_the_way_of_referral(visitor: Visitor) -> None:
    page = visitor.get(CARD)

    for number in ("103", "112", "102"):
        assert number in page.text
    assert "/uk/modules/st-route" in page.links()
    assert "/uk/help" in page.links()


def test_a_card_that_is_not_there_is_not_found(visitor: Visitor) -> None:
    visitor.get("/uk/room-cards/nowhere", status=404)


def test_staff_find_it_among_things_to_print_and_on_every_run_sheet(app: Flask) -> None:
    iryna = furnish(app).visit("iryna")

    for path in ("run-sheets", *(f"run-sheets/opora-{number}" for number in range(1, 6))):
        assert CARD in iryna.get(f"/uk/staff/{path}").links(), path


def test_two_cards_of_one_id_are_an_error(folder: Folder) -> None:
    card = (CONTENT / PATH).read_text("utf-8")
    folder.write(PATH, card + card[card.index("  - id: distress") :])

    fault = folder.one("E10")

    assert fault.path == PATH
    assert "distress" in fault.message


def test_a_card_is_read_for_words_to_avoid(folder: Folder) -> None:
    folder.write(PATH, (CONTENT / PATH).read_text("utf-8"))
    folder.change(PATH, "«Що вам зараз потрібно?»", "«Заспокойтеся».")

    assert folder.one("E20").path == PATH


def test_a_card_without_a_title_in_english_cannot_be_shown(folder: Folder) -> None:
    folder.write(PATH, (CONTENT / PATH).read_text("utf-8"))
    folder.change(PATH, ', en: "Ask"', "")

    assert {finding.code for finding in folder.errors()} == {"E10"}
