"""The levels and kinds in the content folder, and the pure decisions around them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from selfhelp.centres.services import BadList
from selfhelp.config import ROOT
from selfhelp.support import rules
from selfhelp.support.levels import read_route
from selfhelp.support.rules import Urgency

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
OURS = (ROOT / "content" / "referrals.yml").read_text("utf-8")


def test_our_levels_have_the_times_of_common_referral_forms() -> None:
    levels = {level.id: level.hours for level in read_route(ROOT / "content").levels}

    assert levels == {"red-now": 0, "red-24h": 24, "amber-72h": 72, "green-2w": 14 * 24}


def test_only_a_life_at_risk_does_without_consent_and_it_names_the_numbers() -> None:
    ours = read_route(ROOT / "content")
    (free,) = [level for level in ours.levels if not level.consent]

    assert free.id == "red-now"
    for lang in ("uk", "en"):
        steps = " ".join(free.steps.lines(lang))
        assert "103" in steps
        assert "112" in steps


def test_no_level_is_named_by_a_colour_for_people() -> None:
    for level in read_route(ROOT / "content").levels:
        words = " ".join([level.uk, level.en, *level.signs.uk, *level.signs.en]).lower()
        for colour in ("червон", "жовт", "зелен", "red ", "amber", "green"):
            assert colour not in words


@pytest.mark.parametrize(
    "broken",
    [
        OURS.replace("consent: true", "consent: false"),
        OURS.replace("id: green-2w", "id: red-24h"),
        OURS.replace("hours: 24", "hours: -1"),
        OURS.replace("hours: 24", "hours: soon"),
        "levels: [",
        "",
    ],
)
def test_a_file_that_cannot_be_used_stops_the_start(tmp_path: Path, broken: str) -> None:
    (tmp_path / "referrals.yml").write_text(broken, "utf-8")

    with pytest.raises(BadList, match=r"referrals\.yml"):
        read_route(tmp_path)


def test_a_folder_without_the_file_has_no_levels(tmp_path: Path) -> None:
    assert read_route(tmp_path).levels == []


@pytest.mark.parametrize(
    ("ahead", "urgency"),
    [
        (timedelta(0), Urgency.LATE),
        (timedelta(hours=-1), Urgency.LATE),
        (timedelta(hours=24), Urgency.SOON),
        (timedelta(hours=24, seconds=1), Urgency.CALM),
    ],
)
def test_urgency_is_late_from_the_moment_itself(ahead: timedelta, urgency: Urgency) -> None:
    assert rules.urgency(AT + ahead, AT) is urgency


def test_a_lease_lasts_a_day_from_now_or_from_the_time_that_was_offered() -> None:
    assert rules.lease_until(AT, None) == AT + rules.LEASE
    later = AT + timedelta(days=3)
    assert rules.lease_until(AT, later) == later + rules.LEASE
    assert rules.lease_until(AT, AT - timedelta(days=3)) == AT + rules.LEASE


def test_a_lease_that_is_over_or_ones_own_stops_nobody() -> None:
    iryna, larysa = uuid4(), uuid4()

    assert rules.is_held_by_another(iryna, AT + timedelta(hours=1), larysa, AT)
    assert not rules.is_held_by_another(iryna, AT, larysa, AT)
    assert not rules.is_held_by_another(iryna, AT + timedelta(hours=1), iryna, AT)
    assert not rules.is_held_by_another(None, None, larysa, AT)


def test_a_code_is_read_as_people_write_it() -> None:
    assert rules.digits_of(" 482-715 ") == "482715"
    assert rules.in_threes("482715") == "482 715"


def test_news_are_of_a_day_between_the_referral_and_today() -> None:
    made, today = date(2026, 11, 20), date(2026, 11, 22)

    assert rules.is_day_possible(made, made, today)
    assert not rules.is_day_possible(date(2026, 11, 19), made, today)
    assert not rules.is_day_possible(date(2026, 11, 23), made, today)
