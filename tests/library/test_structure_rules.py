"""Files, ids and steps: planted faults are found in their line, with a way to mend them."""

from __future__ import annotations

import pytest

from selfhelp.library.findings import BrokenContent
from tests.library.folder import EN, PANIC, UK, Folder

FAULTS = {
    "an unknown key with a close match": (
        UK, "summary: Як", "sumary: Як", "E10", "sumary:", 'Did you mean "summary"?',
    ),
    "a key of the source in a translation": (
        EN, "version: 1.0.0", "version: 1.0.0\nminutes: 12", "E10", "minutes: 12", "Take it out",
    ),
    "a value that is not in the list": (
        UK, "caution: [breath, body]", "caution: [breath, bodies]", "E10", "caution:", "Write",
    ),
    "a date in words": (
        UK, 'clinical: {by: "", on: null}', 'clinical: {by: "", on: soon}', "E10",
        "clinical:", "Correct the value",
    ),
    "a text with a colon and no quotes": (
        UK, "title: Точка опори", "title: Точка: опори", "E10", "title:", "in quotes",
    ),
    "a text with a comma inside braces": (
        "help/ua.yml", "{uk: Усі, en: Everyone}", "{uk: Усі, хто поруч, en: Everyone}", "E10",
        "Усі, хто", "Put the whole text in quotes",
    ),
    "a key that stands twice": (
        UK, "order: 1\n", "order: 1\norder: 2\n", "E10", "order: 2", "Keep one",
    ),
    "a heading without an id": (
        UK, "## Ваш план {#plan type=plan}", "## Ваш план", "E10", "## Ваш план", "{#step-id",
    ),
    "a heading of another level": (
        UK, "Правильної цифри немає.", "### Цифра\n\nПравильної цифри немає.", "E10",
        "### Цифра", "## Title",
    ),
    "a step without a type": (
        UK, "{#plan type=plan}", "{#plan}", "E10", "{#plan}", "read, measure, practice",
    ),
    "an unknown parameter in a heading": (
        UK, "{#plan type=plan}", "{#plan typ=plan}", "E10", "{#plan typ=plan}", '"type"',
    ),
    "raw HTML": (
        UK, "Правильної цифри немає.", "Правильної <b>цифри</b> немає.", "E10",
        "<b>", "plain words or Markdown",
    ),
    "raw HTML in the front matter": (
        UK, "title: Точка опори", "title: <b>Точка</b> опори", "E10", "<b>", "plain words",
    ),
    "an excuse without a reason": (
        UK, "Правильної цифри немає.", "Правильної цифри немає. <!-- lint-ok: -->", "E10",
        "lint-ok", "plain words",
    ),
    "a link out of the content": (
        UK, "Правильної цифри немає.", "[Тут](https://example.org) цифра.", "E10",
        "[Тут]", "module:, tool: or help:",
    ),
    "an image": (
        UK, "Правильної цифри немає.", "![цифра](module:grounding)", "E10",
        "![цифра]", "module:, tool: or help:",
    ),
    "a link to a module that is not there": (
        UK, "Правильної цифри немає.", "[Тут](module:groundin) цифра.", "E10",
        "[Тут]", 'Did you mean "grounding"?',
    ),
    "a tool that is linked as a module": (
        UK, "Правильної цифри немає.", "[Тут](module:now-panic) цифра.", "E10",
        "[Тут]", "grounding",
    ),
    "a folder that has another name": (
        UK, "id: grounding", "id: rounding", "E10", "id: rounding", "Write id: grounding",
    ),
    "a file that has another language": (
        EN, "lang: en", "lang: uk", "E10", "lang: uk", "Write lang: en",
    ),
    "a tool among the modules": (
        UK, "programme: opora", "kind: tool\nprogramme: opora", "E10", "kind: tool", "move",
    ),
    "a programme that lists an unknown module": (
        "programmes.yml", "- now-panic", "- now-panik", "E10", "now-panik", '"now-panic"?',
    ),
    "a module that says another programme": (
        UK, "programme: opora", "programme: nova", "E10", None, "List it once",
    ),
    "an alias that stands for two people": (
        "words/aliases.yml", "en: River", "en: Viburnum", "E10", "richka", "Choose another",
    ),
    "too few steps": (
        PANIC, "kind: tool\n", "kind: module\n", "E60", "id: now-panic", "Join steps",
    ),
    "a practice that is not a step": (
        UK, "now: five-senses", "now: five-sense", "E61", "now:", 'Did you mean "five-senses"?',
    ),
    "two sources": (
        EN, "lang: en", "lang: en\nsource: true", "E01", None, "source: true",
    ),
    "no source": (
        UK, "source: true\n", "", "E01", None, "source: true",
    ),
    "a retired step that is still there": (
        UK, "licence: CC-BY-4.0", "retired: [plan]\nlicence: CC-BY-4.0", "E03", "retired:", "new id",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_it_finds(fault: tuple[str, str, str, str, str | None, str], folder: Folder) -> None:
    path, old, new, code, where, mend = fault

    folder.change(path, old, new)

    found = [finding for finding in folder.errors() if finding.code == code]
    assert any(mend in finding.mend for finding in found), folder.errors()
    finding = next(finding for finding in found if mend in finding.mend)
    if where is not None:
        assert (finding.path, finding.line) == (path, folder.line_of(path, where))


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_nothing_starts_with(fault: tuple[str, str, str, str, str, str], folder: Folder) -> None:
    path, old, new, *_ = fault

    folder.change(path, old, new)

    with pytest.raises(BrokenContent):
        folder.load()


def test_good_content_has_nothing_to_mend_but_the_missing_reviews(folder: Folder) -> None:
    assert {finding.code for finding in folder.findings()} == {"W70"}


def test_it_misses_a_language(folder: Folder) -> None:
    (folder.root / EN).unlink()

    missing = folder.one("E02")

    assert (missing.path, missing.line) == (EN, 1)
    assert "Translate" in missing.mend


def test_it_does_not_know_a_language(folder: Folder) -> None:
    folder.write("modules/grounding/ua.md", folder.read(UK))

    unknown = folder.one("E10")

    assert unknown.path == "modules/grounding/ua.md"
    assert "uk" in unknown.mend


def test_two_steps_may_not_share_an_id(folder: Folder) -> None:
    folder.change(UK, "{#after type", "{#before type")
    folder.change(EN, "{#after}", "{#before}")

    twice = [finding for finding in folder.errors() if "stands twice" in finding.message]

    assert {(finding.path, finding.line) for finding in twice} >= {
        (UK, folder.line_of(UK, "## Як вам зараз")),
        (UK, folder.line_of(UK, "## Як вам тепер")),
    }


def test_a_module_and_a_tool_may_not_share_an_id(folder: Folder) -> None:
    (folder.root / "modules/now-panic").mkdir()
    folder.write("modules/now-panic/uk.md", folder.read(PANIC))

    assert any("two different things" in finding.message for finding in folder.errors())


def test_a_step_that_was_published_may_not_vanish(folder: Folder) -> None:
    folder.change(UK, "{#before type", "{#at-first type")
    folder.change(EN, "{#before}", "{#at-first}")

    vanished = folder.one("E03")

    assert vanished.path == UK
    assert '"before" was published once' in vanished.message
    assert "retired: [before]" in vanished.mend


def test_a_step_may_leave_when_it_is_retired(folder: Folder) -> None:
    folder.change(UK, "{#before type", "{#at-first type")
    folder.change(EN, "{#before}", "{#at-first}")
    folder.change(UK, "licence: CC-BY-4.0", "retired: [before]\nlicence: CC-BY-4.0")

    assert folder.errors() == []
    assert "at-first" in folder.one("W03").message


def test_a_module_that_was_published_may_not_vanish(folder: Folder) -> None:
    for file in (folder.root / "tools/now-panic").iterdir():
        file.unlink()
    (folder.root / "tools/now-panic").rmdir()
    folder.change("programmes.yml", "    - now-panic\n", "")

    assert '"now-panic" was published once' in folder.one("E03").message


def test_a_module_has_to_stand_in_a_programme(folder: Folder) -> None:
    folder.change("programmes.yml", "    - now-panic\n", "")

    unlisted = folder.one("E10")

    assert (unlisted.path, unlisted.line) == (PANIC, folder.line_of(PANIC, "programme: now"))


def test_a_file_without_front_matter_is_told_in_plain_words(folder: Folder) -> None:
    folder.write(EN, "## Назва {#why}\n\nТекст.\n")

    assert any("does not begin with front matter" in each.message for each in folder.errors())


def test_a_missing_file_is_told(folder: Folder) -> None:
    (folder.root / "help/ua.yml").unlink()

    missing = folder.one("E10")

    assert (missing.path, missing.message) == ("help/ua.yml", "The file is missing.")
