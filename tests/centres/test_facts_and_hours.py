"""What a centre tells, and what it has not told."""

from datetime import date, timedelta

import pytest

from selfhelp.centres import rules

TODAY = date(2026, 11, 24)


def test_what_nobody_told_is_unknown_and_never_no() -> None:
    answers = {fact.key: fact.answer for fact in rules.facts_of({"lift": {"is": "no"}}, "uk")}

    assert set(answers) == set(rules.FACTS)
    assert answers.pop("lift") == "no"
    assert set(answers.values()) == {"unknown"}


@pytest.mark.parametrize("told", [{}, {"is": "maybe"}, {"is": None}, {"is": "unknown"}])
def test_an_answer_we_do_not_know_is_unknown(told: dict[str, str]) -> None:
    assert rules.facts_of({"ramp": told}, "uk")[1].answer == "unknown"


def test_a_note_is_told_in_the_language_of_the_page() -> None:
    told = {"ramp": {"is": "yes", "note": {"uk": "з двору", "en": "from the yard"}}}

    assert rules.facts_of(told, "en")[1].note == "from the yard"


def test_a_day_without_hours_is_closed() -> None:
    week = rules.week({"6": [["10:00", "14:00"], ["15:00", "16:00"]]})

    assert [day.weekday for day in week] == [1, 2, 3, 4, 5, 6, 7]
    assert week[5].digits == "10:00-14:00,15:00-16:00"
    assert week[6].spans == ()


@pytest.mark.parametrize(("days", "stale"), [(0, False), (60, False), (61, True)])
def test_a_page_that_nobody_confirmed_for_sixty_days_is_stale(days: int, stale: bool) -> None:
    assert rules.is_stale(TODAY - timedelta(days=days), TODAY) is stale


def test_a_page_that_nobody_ever_confirmed_is_stale() -> None:
    assert rules.is_stale(None, TODAY)


def test_a_number_is_dialled_without_spaces() -> None:
    assert rules.dial("+380 (00) 000-00-01") == "+380000000001"
