"""Help contacts that are complete and fresh; reminders that are short and tell a stranger nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from selfhelp.library.findings import Finding
from tests.library.folder import CHECKED, Folder

HELP = "help/ua.yml"
NUDGES = "nudges.yml"


def ages(folder: Folder, days: int) -> list[Finding]:
    today = CHECKED + timedelta(days=days)
    return [finding for finding in folder.findings(today) if finding.path == HELP]


def test_a_contact_of_ninety_days_is_fresh(folder: Folder) -> None:
    assert ages(folder, 90) == []


def test_after_ninety_days_the_author_is_reminded(folder: Folder) -> None:
    reminder = ages(folder, 91)[0]

    assert (reminder.code, reminder.line) == ("W63", folder.line_of(HELP, "checked_on"))
    assert "Check the number" in reminder.mend


def test_until_a_hundred_and_eighty_days_it_is_a_reminder(folder: Folder) -> None:
    assert [finding.code for finding in ages(folder, 180)] == ["W63"]


def test_after_a_hundred_and_eighty_days_it_is_an_error(folder: Folder) -> None:
    assert [finding.code for finding in ages(folder, 181)] == ["E63"]


def test_an_old_contact_never_keeps_the_program_from_starting(folder: Folder) -> None:
    folder.change(HELP, f"checked_on: {CHECKED}", "checked_on: 2001-01-01")

    assert folder.load().contacts("uk")[0].number == "103"


def test_nobody_can_have_checked_a_number_tomorrow(folder: Folder) -> None:
    assert [finding.code for finding in ages(folder, -1)] == ["E63"]


@pytest.mark.parametrize(
    "key", ["    hours: {uk: Цілодобово, en: Day and night}\n", "    source: a test\n"]
)
def test_a_contact_has_hours_and_a_source(key: str, folder: Folder) -> None:
    folder.change(HELP, key, "")

    incomplete = folder.one("E63")

    assert incomplete.path == HELP
    assert key.split(":")[0].strip() in incomplete.mend


def test_a_contact_without_a_number_cannot_be_shown(folder: Folder) -> None:
    folder.change(HELP, '    number: "103"\n', "")

    missing = folder.one("E10")

    assert (missing.path, missing.line) == (HELP, folder.line_of(HELP, "- id: ambulance"))
    assert missing.stops_the_start


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Хвилина для себе і ще одна хвилина для себе нині?", "49 signs"),
        ("Хвилина для себе!", "exclamation mark"),
        ("Час для вправи", "вправ"),
        ("Ваша група чекає", "груп"),
        ("Як ви почуваєтеся?", "почува"),
        ("Минуло 3 дні", "counts days"),
        ("Сьогодні о {time}", "{time}"),
    ],
)
def test_a_reminder_is_not(text: str, part: str, folder: Folder) -> None:
    folder.change(NUDGES, "Хвилина для себе?", text)

    finding = folder.one("E64")

    assert (finding.path, finding.line) == (NUDGES, folder.line_of(NUDGES, text))
    assert part in finding.message


@pytest.mark.parametrize(
    ("title", "part"), [("Нотатка на цей тихий вечір", "26 signs"), ("Група", "груп")]
)
def test_a_title_is_shorter_and_as_silent(title: str, part: str, folder: Folder) -> None:
    folder.change(NUDGES, "Нотатка", title)

    assert part in folder.one("E64").message


def test_without_any_title_nothing_starts(folder: Folder) -> None:
    folder.write(NUDGES, folder.read(NUDGES).replace("kind: title", "kind: practice"))

    missing = folder.one("E10")
    assert "kind title" in missing.message
    assert missing.stops_the_start


@pytest.mark.parametrize("text_id", ["n12", "n13", "n14", "n19", "n20"])
def test_without_a_text_that_is_sent_by_its_id_nothing_starts(text_id: str, folder: Folder) -> None:
    folder.change(NUDGES, f"id: {text_id}", "id: n99")

    missing = folder.one("E10")
    assert text_id in missing.message
    assert missing.stops_the_start


def test_without_a_text_for_any_hour_nothing_starts(folder: Folder) -> None:
    text = folder.read(NUDGES)
    for kind in ("practice", "plan", "kind"):
        text = text.replace(f"kind: {kind},", "kind: evening,")
    folder.write(NUDGES, text.replace("{id: n09, kind: evening", "{id: n09, kind: plan"))

    missing = folder.one("E10")
    assert "any hour" in missing.message
    assert missing.stops_the_start


def test_a_reminder_of_a_meeting_says_when(folder: Folder) -> None:
    folder.change(NUDGES, "Сьогодні о {time}. Візьміть воду", "Сьогодні. Візьміть воду")

    assert "when" in folder.one("E64").message


def test_a_meeting_may_say_its_hour(folder: Folder) -> None:
    assert "Сьогодні о {time}" in folder.read(NUDGES)
    assert folder.errors() == []


def test_warm_words_do_not_count_as_war(folder: Folder) -> None:
    folder.change(NUDGES, "A minute for you?", "A warm cup, a minute for you?")

    assert folder.errors() == []


def test_two_reminders_may_not_share_an_id(folder: Folder) -> None:
    folder.change(NUDGES, "id: n02", "id: n01")

    assert folder.one("E10").line == folder.line_of(NUDGES, "Пауза на три видихи")
