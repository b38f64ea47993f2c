"""Run-sheets obey the same rules as modules, and say where a meeting goes wrong."""

from __future__ import annotations

import shutil

import pytest

from selfhelp.library.findings import BrokenContent
from selfhelp.library.locks import record
from selfhelp.library.queries import load
from selfhelp.library.report import report
from tests.library.folder import CONTENT, Folder

UK = "meetings/opora-1/uk.md"
EN = "meetings/opora-1/en.md"
PLAY = ":::play {module=grounding step=three-points}"


@pytest.fixture
def meetings(folder: Folder) -> Folder:
    """A content folder with the run-sheet of the first meeting."""
    shutil.copytree(CONTENT / "meetings/opora-1", folder.root / "meetings/opora-1")
    record(folder.root)
    return folder


def test_a_good_run_sheet_has_no_errors(meetings: Folder) -> None:
    assert meetings.errors() == []


def test_it_is_read_in_both_languages_with_its_minutes(meetings: Folder) -> None:
    library = meetings.load()

    for lang in ("uk", "en"):
        sheet = library.run_sheet(lang, "opora-1")
        assert sheet is not None
        assert sheet.parts[1].starts == 0
        assert sheet.parts[-1].ends == sheet.minutes == 90
        assert [(one.starts, one.ends) for one in sheet.parts if one.id == "part-one"] == [(18, 33)]
        assert library.run_sheet_with(lang, "grounding") == sheet
        assert library.run_sheet_with(lang, None) is None


def test_our_five_meetings_go_with_the_five_modules() -> None:
    library = load(CONTENT)

    for lang in ("uk", "en"):
        modules = [sheet.module for sheet in library.run_sheets(lang)]
        assert modules == ["grounding", "refocus", "needs-values", "kindness", "room"]
        assert all(sheet.minutes == 90 for sheet in library.run_sheets(lang))


def test_one_part_may_play_two_exercises_with_the_same_key_of_a_row() -> None:
    sheet = load(CONTENT).run_sheet("uk", "opora-3")

    assert sheet is not None
    (part,) = [part for part in sheet.parts if part.id == "part-one"]
    plays = [block for block in part.parts if getattr(block, "kind", "") == "play"]
    assert [block.params["step"] for block in plays] == ["first-things", "needs"]
    assert len({block.id for block in plays}) == 2


def test_it_is_neither_a_module_nor_an_exercise(meetings: Folder) -> None:
    library = meetings.load()

    assert library.module("uk", "opora-1") is None
    assert "opora-1" not in [one.id for one in library.everything("uk")]
    assert not library.knows("opora-1")


@pytest.mark.parametrize(
    ("path", "old", "new", "code", "said"),
    [
        (UK, "step=three-points}", "step=three-point}", "E10", 'Did you mean "three-points"?'),
        (UK, PLAY, PLAY.replace("=grounding", "=ground"), "E10", 'Did you mean "grounding"?'),
        (UK, "min=15 kind=practice", "min=15 kind=practise", "E10", "practice"),
        (UK, "min=15 kind=practice", "min=soon kind=practice", "E10", "whole minutes"),
        (UK, "min=15 kind=practice", "min=15 kind=practice type=read", "E10", "min"),
        (UK, "minutes: 90", "minutes: 95", "E30", "Correct a part"),
        (UK, "module: grounding", "module: groundin", "E10", 'Did you mean "grounding"?'),
        (UK, "programme: opora", "programme: opor", "E10", 'Did you mean "opora"?'),
        (UK, "materials:", "material:", "E10", 'Did you mean "materials"?'),
        (UK, ":::say", ":::script", "E10", "say"),
        (UK, "id: opora-1", "id: opora-9", "E10", "Write id: opora-1"),
        (EN, "materials:", "minutes: 90\nmaterials:", "E10", "Take it out of the translation"),
        (EN, "{#break}", "{#break min=12}", "E07", "Take min= out"),
        (EN, "{#break}", "{#pause}", "E03", "Write them in this order"),
        (EN, "room | Chairs", "rooms | Chairs", "E05", "Keep the keys"),
        (EN, "Some seats are at the edge.", "They must calm down.", "E20", "lint-ok"),
    ],
)
def test_a_fault_is_told_with_its_file_and_how_to_mend_it(
    meetings: Folder, path: str, old: str, new: str, code: str, said: str
) -> None:
    meetings.change(path, old, new)

    found = [one for one in meetings.errors() if one.code == code and one.path == path]

    assert any(said in one.mend or said in one.message for one in found), meetings.errors()
    assert found[0].line > 0


def test_a_fault_names_the_line_of_the_exercise(meetings: Folder) -> None:
    meetings.change(UK, "step=three-points}", "step=away}")

    (finding,) = meetings.errors()

    assert finding.line == meetings.line_of(UK, "step=away}")


def test_a_broken_run_sheet_stops_the_start(meetings: Folder) -> None:
    meetings.change(UK, "step=three-points}", "step=away}")

    with pytest.raises(BrokenContent, match=r"opora-1/uk\.md:\d+ E10"):
        meetings.load()


def test_minutes_that_do_not_add_up_stop_no_start(meetings: Folder) -> None:
    meetings.change(UK, "minutes: 90", "minutes: 95")

    assert meetings.load().run_sheet("uk", "opora-1") is not None


def test_a_missing_language_is_told(meetings: Folder) -> None:
    (meetings.root / EN).unlink()

    assert meetings.one("E02").path == EN


def test_two_meetings_of_a_programme_never_have_the_same_order(meetings: Folder) -> None:
    shutil.copytree(meetings.root / "meetings/opora-1", meetings.root / "meetings/opora-2")
    for path in ("meetings/opora-2/uk.md", "meetings/opora-2/en.md"):
        meetings.change(path, "id: opora-1", "id: opora-2")

    told = [one for one in meetings.errors() if "same order" in one.message]

    assert {one.path for one in told} == {UK, "meetings/opora-2/uk.md"}


def test_what_is_said_at_meetings_does_not_stand_in_modules(folder: Folder) -> None:
    folder.change("modules/grounding/uk.md", ":::safety", ":::say")

    assert any('Unknown block ":::say"' in one.message for one in folder.errors())


def test_a_changed_source_asks_for_the_translation(meetings: Folder) -> None:
    meetings.change(UK, "Добрий день.", "Вітаємо вас.")

    assert meetings.one("W08").path == EN


def test_a_run_sheet_without_reviewers_is_told(meetings: Folder) -> None:
    told = [one.path for one in meetings.findings() if one.code == "W70"]

    assert {UK, EN} <= set(told)


def test_the_report_measures_run_sheets(meetings: Folder) -> None:
    entries = {entry.lang: entry for entry in report(meetings.root) if entry.module == "opora-1"}

    assert entries["uk"].minutes == 90
    assert (entries["uk"].translation, entries["en"].translation) == ("source", "fresh")
    assert entries["uk"].is_draft
