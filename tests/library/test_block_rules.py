"""Blocks: unknown kinds, parameters and rows, and breathing that suits everyone."""

from __future__ import annotations

import pytest

from tests.library.folder import EN, PANIC, UK, Folder

SHELTER = "tools/now-shelter/uk.md"
BREATHE = ":::breathe {in=4 out=6 cycles=18 extend=30}"

FAULTS = {
    "an unknown block": (UK, ":::safety", ":::safty", "E10", ":::safty", '"safety"?'),
    "an unknown parameter": (
        UK, BREATHE, ":::breathe {in=4 out=6 cycle=18}", "E10", ":::breathe", '"cycles"?',
    ),
    "a parameter with spaces": (
        UK, BREATHE, ":::breathe {in = 4 out=6}", "E10", ":::breathe", "no spaces around",
    ),
    "a parameter that is no number": (
        UK, BREATHE, ":::breathe {in=four out=6}", "E10", ":::breathe", "after the =",
    ),
    "a parameter that is too large": (
        UK, BREATHE, ":::breathe {in=4 out=6 cycles=900}", "E10", ":::breathe", "after the =",
    ),
    "a parameter that is missing": (
        UK, ":::check {answer=b}", ":::check", "E10", ":::check", "answer=",
    ),
    "an answer that is not among the rows": (
        UK, ":::check {answer=b}", ":::check {answer=c}", "E10", ":::check", "a, b",
    ),
    "a block that is not closed": (
        UK, "Вправа зачекає.\n:::\n", "Вправа зачекає.\n", "E10", ":::safety", "Add a line with :::",
    ),
    "a closing without a block": (
        UK, "Правильної цифри немає.", ":::\n\nПравильної цифри немає.", "E10", None, ":::kind",
    ),
    "a row without a key": (
        UK, "in | Вдих", "Вдих носом", "E10", "Вдих носом", "key | text",
    ),
    "an unknown key": (
        UK, "out | Повільний видих", "aut | Повільний видих", "E10", "aut |", '"out"?',
    ),
    "a key that stands twice": (
        UK, "end | Дихайте, як вам зручно", "in | Дихайте, як вам зручно", "E10",
        "in | Дихайте", "its own key",
    ),
    "a row that a block needs": (
        UK, "out | Повільний видих\n", "", "E10", ":::breathe", "out |",
    ),
    "an empty text": (
        UK, "in | Вдих\n", "in |\n", "E10", "in |", "none at the end",
    ),
    "a text too many": (
        UK, "in | Вдих\n", "in | Вдих | Ще вдих\n", "E10", "in | Вдих", "none at the end",
    ),
    "an empty block": (
        UK, ":::note {id=noticed}\n", ":::note {id=empty}\n:::\n\n:::note {id=noticed}\n", "E10",
        "id=empty", "Write its lines",
    ),
    "text in a block that shows none": (
        PANIC, ":::help\n", ":::help\nТут є люди.\n", "E10", "Тут є люди.", "out of it",
    ),
    "a pause that cannot be read": (
        UK, "Повільно видихніть. [6]", "Повільно видихніть. [6", "E10", "видихніть. [6", "such as [8]",
    ),
    "a pause that is too long": (
        UK, "Повільно видихніть. [6]", "Повільно видихніть. [600]", "E10", "[600]", "such as [8]",
    ),
    "a part of the body without a row": (
        SHELTER, "parts=", "parts=elbows,", "E10", ":::tense", "in both places",
    ),
    "breathing that is too fast": (
        UK, BREATHE, ":::breathe {in=2 out=2 cycles=18}", "E50", ":::breathe", "4 to 10",
    ),
    "breathing that is too slow": (
        UK, BREATHE, ":::breathe {in=8 out=9 cycles=18}", "E50", ":::breathe", "4 to 10",
    ),
    "a breath that is held": (
        UK, BREATHE, ":::breathe {in=4 hold=3 out=6 cycles=18}", "E51", ":::breathe", "hold=2",
    ),
    "a breath out that is too short": (
        UK, BREATHE, ":::breathe {in=5 out=4 cycles=18}", "E52", ":::breathe", "at least as long",
    ),
    "a sense without an alternative": (
        UK, " | Немає води? Проведіть язиком по губах.", "", "E53", "1 | Смак", "third text",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_it_finds(fault: tuple[str, str, str, str, str | None, str], folder: Folder) -> None:
    path, old, new, code, where, mend = fault

    folder.change(path, old, new)

    found = [each for each in folder.errors() if (each.path, each.code) == (path, code)]
    finding = next((each for each in found if mend in each.mend), None)
    assert finding is not None, folder.errors()
    assert finding.stops_the_start
    if where is not None:
        assert finding.line == folder.line_of(path, where)


def test_a_held_breath_of_two_seconds_is_allowed(folder: Folder) -> None:
    folder.change(UK, BREATHE, ":::breathe {in=4 hold=2 out=4 rest=1 cycles=18}")

    assert folder.errors() == []


def test_the_last_row_of_senses_needs_no_alternative(folder: Folder) -> None:
    assert "end | Ви тут | Зробіть повільний видих. Яка одна" in folder.read(UK)
    assert folder.errors() == []


def test_a_translation_may_leave_parameters_out(folder: Folder) -> None:
    assert ":::check\n" in folder.read(EN)
    assert folder.errors() == []
