"""Minutes, sentences and syllables, counted by hand and by the program."""

from __future__ import annotations

from dataclasses import replace

import pytest

from selfhelp.library.measures import (
    SECONDS_TO_CHOOSE,
    Measures,
    measure,
    seconds,
    seconds_aloud,
    syllables,
)
from selfhelp.library.models import Block, Line, Prose, Row
from selfhelp.library.report import report
from tests.library.folder import EN, UK, Folder

LONG_SENTENCE = "І ще раз " + "дім " * 16 + "тут."


UKRAINIAN = ["Дім стоїть. Подивіться навколо себе.", "Самодопомога росте поволі."]
"""Eight words in three sentences; three of the words are long, one of these has six syllables."""
ENGLISH = ["Sit down. Look at the table.", "Notice one thing."]
"""Nine words in three sentences; "table" and "notice" have two syllables, all others have one."""


def test_a_ukrainian_text_is_measured_as_by_hand() -> None:
    assert measure(UKRAINIAN, "uk") == Measures(
        words=8,
        sentences=3,
        mean=8 / 3,
        longest=3,
        lix=8 / 3 + 100 * 3 / 8,
        many_syllables=100 / 8,
        grade=None,
    )


def test_an_english_text_is_measured_as_by_hand() -> None:
    measures = measure(ENGLISH, "en")

    assert (measures.words, measures.sentences, measures.mean, measures.longest) == (9, 3, 3, 4)
    assert measures.lix == 3
    assert measures.grade == pytest.approx(0.39 * 3 + 11.8 * 11 / 9 - 15.59)


def test_a_step_takes_as_long_as_by_hand() -> None:
    read = Prose("", "слово " * 22)  # 110 words a minute
    spoken = Block("script", "one", {}, lines=(Line("слово " * 10, 8),))  # 100 words a minute
    breath = Block("breathe", "two", {"in": 4, "hold": 0, "out": 6, "rest": 0, "cycles": 9})
    scale = Block("thermo", "three", {"when": "before"})

    assert seconds([read, spoken, breath, scale], "uk") == 12 + (6 + 8) + 90 + 12
    assert seconds_aloud([read, spoken, breath], "uk") == round(13.2 + (6 + 8) + 90)


@pytest.mark.parametrize(
    ("word", "lang", "count"),
    [
        ("опора", "uk", 3),
        ("п’ять", "uk", 1),
        ("в", "uk", 1),
        ("життєстійкість", "uk", 4),
        ("Їжак", "uk", 2),
        ("notice", "en", 2),
        ("table", "en", 2),
        ("the", "en", 1),
        ("breathe", "en", 1),
    ],
)
def test_it_counts_syllables(word: str, lang: str, count: int) -> None:
    assert syllables(word, lang) == count


def test_it_measures_nothing_without_words() -> None:
    assert measure(["", " … "], "uk").words == 0


def test_a_long_sentence_is_a_warning(folder: Folder) -> None:
    folder.change(UK, "Правильної цифри немає.", LONG_SENTENCE)

    long = folder.one("W40")

    assert (long.path, long.line) == (UK, folder.line_of(UK, "І ще раз дім"))
    assert "20 words" in long.message
    assert "up to 18" in long.mend


def test_staff_may_meet_longer_sentences(folder: Folder) -> None:
    folder.change(UK, "Правильної цифри немає.", LONG_SENTENCE)
    folder.change(UK, "audience: adult", "audience: staff")

    assert all(finding.code != "W40" for finding in folder.findings())


def test_the_report_says_what_is_beyond_the_limits_and_for_whom(folder: Folder) -> None:
    assert beyond_of(folder) == ()

    folder.change(UK, "Правильної цифри немає.", LONG_SENTENCE)
    assert beyond_of(folder) == ("A sentence of 20 words",)

    folder.change(UK, "audience: adult", "audience: staff")
    assert beyond_of(folder) == ()


def beyond_of(folder: Folder) -> tuple[str, ...]:
    """Look up what the report says about the Ukrainian grounding."""
    return next(
        one.beyond for one in report(folder.root) if (one.module, one.lang) == ("grounding", "uk")
    )


def test_long_words_are_a_warning(folder: Folder) -> None:
    folder.change(UK, "Правильної цифри немає.", "Психосоціальна життєстійкість. " * 120)

    warnings = [finding.message for finding in folder.findings() if finding.code == "W40"]

    assert any("five syllables" in message for message in warnings)
    assert any("LIX" in message for message in warnings)


def test_english_that_is_hard_to_read_is_a_warning(folder: Folder) -> None:
    hard = "Psychosocial resilience facilitates intergenerational communication capabilities."
    folder.change(EN, "There is no right number.", f"{hard} " * 30)

    assert any("Flesch-Kincaid" in each.message for each in folder.findings() if each.code == "W40")


def test_minutes_outside_the_usual_range_are_an_error(folder: Folder) -> None:
    folder.change(UK, "minutes: 12", "minutes: 25")

    outside = folder.one("E30")

    assert (outside.path, outside.line) == (UK, folder.line_of(UK, "minutes: 25"))
    assert "5 to 15" in outside.message


def test_a_programme_may_have_a_range_of_its_own(folder: Folder) -> None:
    folder.change("programmes.yml", "icon: path", "icon: path\n  minutes: [10, 30]")
    folder.change(UK, "minutes: 12", "minutes: 25")

    assert folder.errors() == []


def test_minutes_that_do_not_fit_the_text_are_a_warning(folder: Folder) -> None:
    folder.change(UK, "minutes: 12", "minutes: 8")

    warnings = [finding for finding in folder.findings() if finding.code == "W30"]

    assert (UK, folder.line_of(UK, "minutes: 8")) == (warnings[-1].path, warnings[-1].line)
    assert warnings[-1].mend == "Write minutes: 12"


def test_question_answers_and_one_reply_of_a_check_are_read_before_the_choice() -> None:
    words = {"question": "раз " * 11, "a": "два " * 11, "b": "три " * 11, "ok": "так " * 11}
    rows = tuple(Row(key, (text,)) for key, text in words.items())
    alone = Block("check", "one", {"answer": "a"}, rows)
    other_reply = replace(alone, rows=(*rows, Row("no", ("ні " * 110,))))

    assert seconds([alone], "uk") == 4 * 6 + SECONDS_TO_CHOOSE
    assert seconds([other_reply], "uk") == seconds([alone], "uk")
