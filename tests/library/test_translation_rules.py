"""Languages: the same steps, blocks, rows and pauses; a translation that is fresh."""

from __future__ import annotations

import pytest

from selfhelp.library.locks import record
from tests.library.folder import EN, UK, Folder

FAULTS = {
    "steps in another order": (
        "## How are you now {#before}", "## How are you now {#earlier}", "E03", "{#earlier}", "why, before",
    ),
    "another kind of block": (
        ":::check\n", ":::tick\n", "E04", "## Your plan", "check, plan",
    ),
    "another key of a row": (
        "a | Only when", "c | Only when", "E05", "c | Only when", "Keep the keys",
    ),
    "a row that is missing": (
        "in | Breathe in\n", "", "E06", ":::breathe", "every row",
    ),
    "a spoken line that is missing": (
        "Breathe out slowly. [6]\n", "", "E06", ":::script", "every row",
    ),
    "a text of a row that is missing": (
        "after | What will you do it after? | after morning tea", "after | What will you do it after?",
        "E06", "after | What", "every text",
    ),
    "another parameter": (
        ":::breathe\n", ":::breathe {in=5}\n", "E07", ":::breathe", "the source decides",
    ),
    "another type of a step": (
        "{#plan}", "{#plan type=read}", "E07", "{#plan type=read}", "Take type= out",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_it_finds(fault: tuple[str, str, str, str, str], folder: Folder) -> None:
    old, new, code, where, mend = fault

    folder.change(EN, old, new)

    finding = folder.one(code)
    assert (finding.path, finding.line) == (EN, folder.line_of(EN, where))
    assert mend in finding.mend
    assert finding.stops_the_start


def test_the_same_parameter_may_be_repeated(folder: Folder) -> None:
    folder.change(EN, ":::breathe\n", ":::breathe {in=4 out=6}\n")

    assert folder.errors() == []


def test_pauses_may_differ_a_little(folder: Folder) -> None:
    folder.change(EN, "Breathe out slowly. [6]", "Breathe out slowly. [9]")

    assert all(finding.code != "W07" for finding in folder.findings())


def test_pauses_that_differ_much_are_a_warning(folder: Folder) -> None:
    folder.change(EN, "Breathe out slowly. [6]", "Breathe out slowly. [10]")

    pause = folder.one("W07")

    assert (pause.path, pause.line) == (EN, folder.line_of(EN, "slowly. [10]"))
    assert "in the source 6 s" in pause.message


def test_a_step_that_changed_in_the_source_is_a_warning(folder: Folder) -> None:
    folder.change(UK, "Правильної цифри немає.", "Правильного числа немає.")

    stale = folder.one("W08")

    assert (stale.path, stale.line) == (EN, folder.line_of(EN, "{#before}"))
    assert "content lock" in stale.mend


def test_a_title_that_changed_in_the_source_is_a_warning(folder: Folder) -> None:
    folder.change(UK, "title: Точка опори", "title: Моя опора")

    assert folder.one("W08").message.startswith("Title, summary or goal changed")


def test_a_parameter_that_changed_needs_no_new_translation(folder: Folder) -> None:
    folder.change(UK, "cycles=18", "cycles=16")

    assert all(finding.code != "W08" for finding in folder.findings())


def test_recording_the_comparison_ends_the_warning(folder: Folder) -> None:
    folder.change(UK, "Правильної цифри немає.", "Правильного числа немає.")

    record(folder.root, ["grounding"])

    assert all(finding.code != "W08" for finding in folder.findings())


def test_recording_one_module_leaves_the_others_alone(folder: Folder) -> None:
    folder.change(UK, "Правильної цифри немає.", "Правильного числа немає.")

    record(folder.root, ["now-panic"])

    assert folder.one("W08").path == EN


def test_an_unrecorded_translation_is_a_warning(folder: Folder) -> None:
    (folder.root / "translation.lock.json").unlink()

    unrecorded = [finding for finding in folder.findings() if finding.code == "W08"]

    assert (EN, 1) in {(finding.path, finding.line) for finding in unrecorded}


def test_a_record_never_forgets_a_step(folder: Folder) -> None:
    folder.change(UK, "{#before type", "{#at-first type")
    folder.change(EN, "{#before}", "{#at-first}")
    folder.change(UK, "licence: CC-BY-4.0", "retired: [before]\nlicence: CC-BY-4.0")

    record(folder.root)

    assert '"before"' in folder.read("steps.lock.json")
    assert '"at-first"' in folder.read("steps.lock.json")
