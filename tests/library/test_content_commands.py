"""The commands an author types: check, report, lock."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner, Result

from selfhelp.clock import KYIV, now
from selfhelp.library.commands import content
from selfhelp.library.findings import BrokenContent
from selfhelp.library.locks import UnknownModule
from tests.library.folder import UK, Folder


@pytest.fixture(autouse=True)
def contacts_are_fresh(folder: Folder) -> None:
    """Make the contacts fresh for whatever day the tests run on."""
    today = now().astimezone(KYIV).date().isoformat()
    folder.change("help/ua.yml", "checked_on: 2026-02-01", f"checked_on: {today}")


def run(folder: Folder, *words: str) -> Result:
    return CliRunner().invoke(content, [*words, "--folder", str(folder.root)])


def test_good_content_passes_the_check(folder: Folder) -> None:
    answer = run(folder, "check")

    assert answer.exit_code == 0
    assert answer.output.splitlines()[-1] == "0 errors, 8 warnings."


def test_a_fault_fails_the_check_with_its_place_and_a_way_to_mend_it(folder: Folder) -> None:
    folder.change(UK, ":::breathe {in=4 out=6", ":::breathe {in=4 hold=5 out=6")

    answer = run(folder, "check")

    line = folder.line_of(UK, "hold=5")
    start = f"content/{UK}:{line} E51 Holding the breath for 5 seconds"
    assert answer.exit_code == 1
    assert any(
        each.startswith(start) and " → Write hold=2" in each for each in answer.output.splitlines()
    )


def test_another_program_can_read_the_check(folder: Folder) -> None:
    folder.change(UK, "Правильної цифри немає.", "Усе буде добре.")

    answer = run(folder, "check", "--json")

    errors = [each for each in json.loads(answer.output) if each["severity"] == "error"]
    assert answer.exit_code == 1
    assert [(each["path"], each["code"], each["stops_the_start"]) for each in errors] == [
        (UK, "E20", False)
    ]


def test_the_report_has_a_row_for_every_text(folder: Folder) -> None:
    answer = run(folder, "report")

    table = answer.output.split("\n\n")[0]
    rows = [line.split() for line in table.splitlines()]
    grounding = next(row for row in rows if row[:2] == ["grounding", "uk"])
    assert answer.exit_code == 0
    assert len(rows) == 1 + 2 * 4
    assert grounding[2:6] == ["532", "11.7", "12", "4.5"]
    assert grounding[-3:] == ["source", "draft", "ok"]


def test_the_report_says_what_its_columns_mean_and_what_all_is_together(folder: Folder) -> None:
    folder.change(UK, "Правильної цифри немає.", "Правильного числа немає.")

    table, meanings, together = run(folder, "report").output.split("\n\n")

    columns = re.split(r"\s{2,}", table.splitlines()[0])
    assert [line.split("  ")[1] for line in meanings.splitlines()[1:]] == columns[3:]
    assert "uk: 4 texts" in together
    assert "8 drafts, 1 translations to compare, 0 texts harder" in together


def test_the_report_tells_how_far_a_translation_is_behind(folder: Folder) -> None:
    folder.change(UK, "Правильної цифри немає.", "Правильного числа немає.")

    rows = [line.split() for line in run(folder, "report").output.splitlines()]

    assert next(row for row in rows if row[:2] == ["grounding", "en"])[-4:-2] == ["1", "behind"]


def test_locking_records_one_module(folder: Folder) -> None:
    folder.change(UK, "Правильної цифри немає.", "Правильного числа немає.")

    answer = run(folder, "lock", "grounding")

    assert answer.output == "Recorded: grounding.\n"
    assert "behind" not in run(folder, "report").output.split("\n\n")[0]


def test_locking_an_unknown_module_is_refused(folder: Folder) -> None:
    folder.change("tools/now-panic/uk.md", "Хвиля страху", "Хвиля")
    before = folder.read("steps.lock.json"), folder.read("translation.lock.json")

    answer = run(folder, "lock", "now-panic", "groundin")

    assert isinstance(answer.exception, UnknownModule)
    assert "groundin" in str(answer.exception)
    assert (folder.read("steps.lock.json"), folder.read("translation.lock.json")) == before


def test_broken_content_cannot_be_locked(folder: Folder) -> None:
    folder.change(UK, ":::safety", ":::safty")

    assert isinstance(run(folder, "lock").exception, BrokenContent)


def test_the_folder_of_the_settings_is_the_usual_one(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SELFHELP_CONTENT_DIR", str(folder.root))
    monkeypatch.setenv("SELFHELP_INSTANCE_DIR", str(folder.root.parent / "instance"))

    answer = CliRunner().invoke(content, ["check"])

    assert answer.exit_code == 0
    assert UK in answer.output
