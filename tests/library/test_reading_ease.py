"""Minutes, sentences and syllables; the measures agree with those of the curriculum."""

from __future__ import annotations

from dataclasses import replace

import pytest

from selfhelp.library.measures import SECONDS_TO_CHOOSE, Measures, measure, seconds, syllables
from selfhelp.library.models import Block, Row
from selfhelp.library.passages import body
from selfhelp.library.reading import read_manuscript
from selfhelp.library.report import report
from tests.library.folder import CONTENT, EN, UK, Folder

LONG_SENTENCE = "І ще раз " + "дім " * 16 + "тут."


def measured(lang: str) -> Measures:
    path = f"modules/grounding/{lang}.md"
    manuscript = read_manuscript(path, (CONTENT / path).read_text("utf-8"))
    return measure((passage.words for passage in body(manuscript)), lang)


def test_the_ukrainian_grounding_reads_as_the_curriculum_says() -> None:
    measures = measured("uk")

    assert measures.mean == pytest.approx(4.3, abs=0.1)
    assert measures.longest == pytest.approx(14, abs=1)  # the text has been mended since
    assert measures.lix == pytest.approx(31.5, abs=0.5)
    assert measures.many_syllables == pytest.approx(1.8, abs=0.3)
    assert measures.grade is None


def test_the_english_grounding_reads_as_the_curriculum_says() -> None:
    assert measured("en").grade == pytest.approx(0.8, abs=0.1)


def test_grounding_takes_as_long_as_the_curriculum_says(folder: Folder) -> None:
    minutes = {
        entry.lang: entry.minutes for entry in report(folder.root) if entry.module == "grounding"
    }

    assert minutes["uk"] == pytest.approx(11.6, abs=0.3)
    assert minutes["en"] == pytest.approx(12.1, abs=0.3)


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
