"""The rules of the matrix: nothing before joining, before consent, or long after the end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from selfhelp.groups import rules
from selfhelp.groups.rules import Cell, Standing
from selfhelp.progress.rules import ModuleSummary

JOINED = date(2026, 11, 10)
BEFORE, ON, AFTER = JOINED - timedelta(days=1), JOINED, JOINED + timedelta(days=3)


@pytest.mark.parametrize(
    ("days", "cell"),
    [
        (None, Cell.NOT_STARTED),
        (ModuleSummary(), Cell.NOT_STARTED),
        (ModuleSummary(last_opened_on=ON), Cell.OPENED),
        (ModuleSummary(last_opened_on=AFTER, last_step_on=ON), Cell.STARTED),
        (ModuleSummary(last_opened_on=AFTER, last_step_on=AFTER, last_done_on=ON), Cell.DONE),
        (
            ModuleSummary(last_opened_on=BEFORE, last_step_on=BEFORE, last_done_on=BEFORE),
            Cell.NOT_STARTED,
        ),
        (ModuleSummary(last_opened_on=ON, last_step_on=BEFORE, last_done_on=BEFORE), Cell.OPENED),
        (
            ModuleSummary(last_opened_on=AFTER, last_step_on=AFTER, last_done_on=BEFORE),
            Cell.STARTED,
        ),
    ],
)
def test_a_cell_counts_only_what_happened_since_joining(
    days: ModuleSummary | None, cell: Cell
) -> None:
    assert rules.cell_state(days, JOINED) is cell


def test_firsts_from_before_joining_tell_nothing() -> None:
    days = ModuleSummary(
        steps=frozenset({"why"}), opened_on=BEFORE, done_on=BEFORE, last_opened_on=BEFORE
    )

    assert rules.cell_state(days, JOINED) is Cell.NOT_STARTED


@pytest.mark.parametrize(
    ("has_agreed", "is_sharing", "standing"),
    [
        (True, True, Standing.SHARING),
        (True, False, Standing.NOT_SHARING),
        (False, True, Standing.NOT_AGREED),
        (False, False, Standing.NOT_AGREED),
    ],
)
def test_practice_is_shown_after_consent_and_while_it_is_shared(
    has_agreed: bool, is_sharing: bool, standing: Standing
) -> None:
    assert rules.standing_of(has_agreed=has_agreed, is_sharing=is_sharing) is standing


@pytest.mark.parametrize(("days", "shown"), [(-5, True), (0, True), (30, True), (31, False)])
def test_practice_is_shown_until_thirty_days_after_the_end(days: int, shown: bool) -> None:
    assert rules.is_practice_shown(JOINED, JOINED + timedelta(days=days)) is shown


def test_practice_of_a_group_that_goes_on_is_shown() -> None:
    assert rules.is_practice_shown(None, JOINED)


@pytest.mark.parametrize(
    ("heard_on", "days"),
    [(None, None), (BEFORE, None), (ON, 3), (AFTER, 0), (AFTER + timedelta(days=1), 0)],
)
def test_last_heard_from_counts_days_and_only_since_joining(
    heard_on: date | None, days: int | None
) -> None:
    assert rules.days_since(heard_on, JOINED, AFTER) == days


def test_a_label_is_neutral_and_free_in_its_centre() -> None:
    first = rules.make_label([], 2 * 90 + 2)

    assert first == "Е-12"
    assert rules.make_label([first], 2 * 90 + 2) == "Е-13"


def test_labels_go_round_and_then_end() -> None:
    count = len(rules.LABEL_LETTERS) * len(rules.LABEL_NUMBERS)
    taken: list[str] = []
    for _round in range(count):
        taken.append(rules.make_label(taken, count - 1))

    assert len(set(taken)) == count
    with pytest.raises(ValueError, match="used up"):
        rules.make_label(taken, 0)
