"""Kinds of blocks: what has to fit together inside a block, and what it may point at."""

from __future__ import annotations

import pytest

from tests.library.folder import Folder

FIRST = "modules/every-kind/uk.md"
FIRST_EN = "modules/every-kind/en.md"
SECOND = "modules/more-kinds/uk.md"
SECOND_EN = "modules/more-kinds/en.md"

FAULTS = {
    "a name without its beginning": (
        FIRST, "prefix | Я помічаю думку, що…\n", "", "E10", ":::name", "prefix |",
    ),
    "a name with one example": (
        FIRST, "mine | усе тримається на мені\nquiet | треба мовчати\n", "", "E10", ":::name", "key | example",
    ),
    "fewest above most": (
        FIRST, "min=2 max=3", "min=4 max=3", "E10", ":::name", "min= at most",
    ),
    "an unknown frame": (FIRST, "frame=thought", "frame=dream", "E10", ":::name", "after the ="),
    "noticing without a bell": (
        FIRST, "bell | Де була увага? Усе гаразд. Можна повернутися.\n", "", "E10", ":::notice", "bell |",
    ),
    "a bell after the end": (FIRST, "seconds=60 bell=30", "seconds=60 bell=90", "E10", ":::notice", "bell= smaller"),
    "a target that is not there": (FIRST, "target=own", "target=te", "E10", ":::notice", '"tea"?'),
    "rows in a set of cards": (
        FIRST, "end | Напрям", "peace | Спокій\nend | Напрям", "E10", "set=values", "set=own",
    ),
    "cards without a set and without rows": (FIRST, "set=needs pick=2", "set=own", "E10", "set=own", "Write its rows"),
    "more to pick than there are": (
        FIRST, ":::cards {set=needs pick=2}\n", ":::cards {set=own pick=3}\none | Раз\ntwo | Два\n", "E10", "set=own", "pick= smaller",
    ),
    "a hand without the other way": (
        FIRST, "cup | Візьміть теплу чашку.\n", "", "E10", ":::hand", "cup |",
    ),
    "a hand that is not named": (FIRST, "hand | Покладіть", "palm | Покладіть", "E10", ":::hand", "hand |"),
    "people without words for nobody": (
        FIRST, "none | Зараз нікого? Так буває. Поговорити можна з людьми вашого центру.\n", "", "E10", ":::people", "none |",
    ),
    "a kit with an exercise that is not there": (
        FIRST, "now-alarm | коли сирена", "now-alam | коли сирена", "E10", "now-alam", '"now-alarm"?',
    ),
    "an imagining without a way out": (
        FIRST, "exit | Повернутися можна будь-якої миті: розгляньте щось поруч.\n", "", "E10", ":::imagine", "exit |",
    ),
    "a step to go to that is not there": (
        FIRST, "instead=one-thing", "instead=one-thin", "E10", ":::hand", '"one-thing"?',
    ),
    "a tag that nobody knows": (
        FIRST, "alt=cup", "alt=cup tags=tuch", "E10", ":::hand", "after the =",
    ),
    "a movement without its row": (SECOND, "shake=20", "shake=20 walk=30", "E10", ":::move", "both places"),
    "a movement without a seated way": (
        SECOND, " | Посидьте тихо.", "", "E53", "still |", "sit or lie",
    ),
    "a lens that nobody knows": (SECOND, "{for=missing}", "{for=mising}", "E10", "mising", "after the ="),
    "an aside for nobody": (SECOND, ":::lens {for=missing}", ":::lens", "E10", ":::lens", "for="),
    "a link that leads nowhere": (SECOND, "name=now-panic", "name=now-panik", "E10", "now-panik", '"now-panic"?'),
    "a level that is not there": (SECOND, "| red-24h", "| red-24", "E10", "plan |", '"red-24h"?'),
    "a route with too few questions": (
        SECOND, "plan | Чи є насильство вдома? | red-24h\n", "", "E10", ":::route", "Join questions",
    ),
    "a time that is no time": (SECOND, "within=24h", "within=soon", "E10", ":::plan", "after the ="),
    "loss in words for families of the missing": (
        SECOND, "Невідомість важка.", "Втрата важка.", "E28", "Втрата важка.", "невідомість",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _every_kind(folder: Folder) -> None:
    folder.add_every_kind()


def test_a_block_of_every_kind_has_no_fault(folder: Folder) -> None:
    assert folder.errors() == []
    assert {each.code for each in folder.findings() if "kinds" in each.path} <= {"W70"}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_it_finds(fault: tuple[str, str, str, str, str, str], folder: Folder) -> None:
    path, old, new, code, where, mend = fault

    folder.change(path, old, new)

    found = [each for each in folder.errors() if (each.path, each.code) == (path, code)]
    finding = next((each for each in found if mend in each.mend), None)
    assert finding is not None, folder.errors()
    assert finding.line == folder.line_of(path, where)


def test_it_finds_an_imagining_that_is_much_shorter_than_it_says(folder: Folder) -> None:
    folder.change(FIRST, "{seconds=60 exits=20}", "{seconds=240 exits=20}")

    assert "not 240" in next(e.message for e in folder.findings() if e.code == "W30")


def test_rows_and_spoken_lines_of_an_imagining_are_compared_between_languages(
    folder: Folder,
) -> None:
    folder.change(FIRST_EN, "river | The bank of a river", "sea | The bank of a river")

    finding = folder.one("E05")
    assert (finding.path, finding.line) == (FIRST_EN, folder.line_of(FIRST_EN, "sea |"))


def test_a_row_that_became_a_spoken_line_is_found(folder: Folder) -> None:
    folder.change(FIRST_EN, "own | A place that you make up", "A place that you make up")

    assert folder.one("E05").path == FIRST_EN


def test_the_level_of_a_route_is_the_same_in_every_language(folder: Folder) -> None:
    folder.change(SECOND_EN, "| amber-72h", "| green-2w")

    assert "amber-72h" in folder.one("E07").message


def test_the_two_languages_of_a_set_of_cards_name_each_card_once(folder: Folder) -> None:
    folder.change("cards/needs.yml", "en: Warmth", "en: Sleep")

    finding = folder.one("E10")
    assert (finding.path, finding.line) == (
        "cards/needs.yml",
        folder.line_of("cards/needs.yml", "warmth"),
    )


def test_a_card_without_a_language_is_found(folder: Folder) -> None:
    folder.change("cards/values.yml", ", en: Peace", "")

    found = [each for each in folder.errors() if each.path == "cards/values.yml"]
    assert [each.line for each in found] == [folder.line_of("cards/values.yml", "id: peace")]


def test_a_long_movement_needs_a_way_out(folder: Folder) -> None:
    folder.change(SECOND, "Зупинитися можна будь-коли. Очі", "Очі")
    folder.change(SECOND, "shake=20", "shake=90")

    lines = [each.line for each in folder.errors() if each.code == "E54"]
    assert folder.line_of(SECOND, ":::move") in lines


def test_a_note_lies_in_its_own_folder(folder: Folder) -> None:
    folder.change(SECOND, "source: true", "source: true\nkind: note")

    assert any("move it to notes/" in each.mend for each in folder.errors() if each.path == SECOND)


def test_the_limits_of_staff_are_wider(folder: Folder) -> None:
    long = "Цей рядок має значно більше слів, ніж варто давати втомленій людині, але колезі його прочитати до снаги, бо вона читає таке щодня."
    folder.change(SECOND, "Кілька слів для різних людей.", long)
    folder.change(FIRST, "Очі можна не заплющувати.", f"Очі можна не заплющувати. {long}")

    assert {each.path for each in folder.findings() if each.code == "W40"} == {FIRST}
