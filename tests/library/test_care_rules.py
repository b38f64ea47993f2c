"""Care: one may stop, keep the eyes open, choose another way, and find people."""

from __future__ import annotations

import re

from tests.library.folder import EN, PANIC, UK, Folder

ALARM = "tools/now-alarm/uk.md"
STOP = "Зупинитися можна будь-коли."
EYES = "Очі можна не заплющувати."
ANOTHER_PART = "Якщо якась частина тіла болить, не відчувається або її немає, візьміть іншу."


def test_an_exercise_says_that_one_can_stop(folder: Folder) -> None:
    folder.change(UK, STOP, "")

    missing = folder.one("E21")

    assert (missing.path, missing.line) == (UK, folder.line_of(UK, "## Три точки опори"))
    assert STOP in missing.mend


def test_an_exercise_says_so_in_every_language(folder: Folder) -> None:
    folder.change(EN, "You can stop at any time.", "")

    assert folder.one("E21").path == EN


def test_an_exercise_leaves_the_eyes_open(folder: Folder) -> None:
    folder.change(UK, EYES, "")

    missing = folder.one("W21")

    assert (missing.path, missing.line) == (UK, folder.line_of(UK, "## Три точки опори"))
    assert EYES in missing.mend


def test_a_part_of_the_body_has_another_way(folder: Folder) -> None:
    folder.change(UK, ANOTHER_PART, "")

    alone = folder.one("E22")

    assert (alone.path, alone.line) == (UK, folder.line_of(UK, "Може, це спина."))
    assert "choose another" in alone.mend


def test_a_part_of_the_body_outside_an_exercise_is_only_a_word(folder: Folder) -> None:
    assert "Рука швидше знаходить поручень" in folder.read(UK)
    assert folder.errors() == []


def test_a_row_with_an_alternative_may_name_a_part(folder: Folder) -> None:
    assert "Проведіть язиком по губах" in folder.read(UK)
    assert folder.errors() == []


def test_a_long_exercise_shows_a_way_out_before_it_begins(folder: Folder) -> None:
    folder.change(UK, STOP, "")
    folder.change(UK, "Ви щойно подбали", f"{STOP} Ви щойно подбали")

    late = folder.one("E54")

    assert (late.path, late.line) == (UK, folder.line_of(UK, ":::script"))
    assert "one can stop" in late.mend


def test_the_way_out_may_stand_in_the_exercise(folder: Folder) -> None:
    folder.change(UK, STOP, "")
    folder.change(UK, "Повільно видихніть. [6]", f"Повільно видихніть. {STOP} [6]")

    assert all(finding.code != "E54" for finding in folder.findings())


def test_a_short_exercise_needs_no_way_out_of_its_own(folder: Folder) -> None:
    folder.change(UK, STOP, "")
    folder.change(UK, "Ви щойно подбали", f"{STOP} Ви щойно подбали")
    folder.write(UK, re.sub(r"\[(6|8|10)\]", "[0]", folder.read(UK)))

    assert all(finding.code != "E54" for finding in folder.findings())


def test_in_an_alarm_safety_comes_first(folder: Folder) -> None:
    text = folder.read(ALARM)
    safety = re.search(r":::safety\n.*?\n:::\n", text, re.DOTALL)
    assert safety
    folder.write(ALARM, text.replace(safety[0], "", 1))

    first = folder.one("E55")

    assert (first.path, first.line) == (ALARM, folder.line_of(ALARM, ":::"))
    assert "Begin with :::safety" in first.mend


def test_a_text_says_which_help_panel_belongs_to_it(folder: Folder) -> None:
    folder.change(UK, "help: standard\n", "")

    missing = folder.one("E62")

    assert missing.path == UK
    assert "help: standard or strong" in missing.mend


def test_a_text_about_loss_shows_strong_help(folder: Folder) -> None:
    folder.change(UK, "caution: [breath, body]", "caution: [breath, body, loss]")

    weak = folder.one("E62")

    assert (weak.path, weak.line) == (UK, folder.line_of(UK, "help: standard"))
    assert weak.mend == "Write help: strong"


def test_a_text_about_violence_shows_strong_help(folder: Folder) -> None:
    folder.change(UK, "themes: [grounding, tension]", "themes: [violence]")
    folder.change(UK, "help: standard", "help: strong")

    assert folder.errors() == []


def test_a_tool_ends_with_help(folder: Folder) -> None:
    folder.change(PANIC, "\n:::help\n:::\n", "\n")
    folder.change(PANIC.replace("uk.md", "en.md"), "\n:::help\n:::\n", "\n")

    missing = folder.one("E62")

    assert missing.path == PANIC
    assert ":::help" in missing.mend


def test_a_text_without_reviewers_is_a_draft(folder: Folder) -> None:
    drafts = [finding for finding in folder.findings() if finding.code == "W70"]

    lines = {(finding.path, finding.line) for finding in drafts}
    assert {(UK, folder.line_of(UK, "review:")), (EN, folder.line_of(EN, "review:"))} <= lines


def test_a_review_has_a_name_and_a_day(folder: Folder) -> None:
    signed = '{by: "A Reader", on: 2026-01-15}'
    folder.change(UK, 'clinical: {by: "", on: null}', f"clinical: {signed}")
    folder.change(UK, 'language: {by: "", on: null}', f"language: {signed}")
    folder.change(EN, 'language: {by: "", on: null}', 'language: {by: "A Reader", on: null}')

    missing = [
        each for each in folder.findings() if each.code == "W70" and "grounding" in each.path
    ]

    assert [(each.path, "language" in each.message) for each in missing] == [(EN, True)]
