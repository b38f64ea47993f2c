"""The matrix for a spreadsheet: words and states only, and nothing that runs."""

from __future__ import annotations

import csv
import io

import pytest

from selfhelp.groups import tables
from tests.groups.house import AUDIENCE, TITLE, House, today


@pytest.fixture
def address(house: House) -> str:
    return f"/en/staff/groups/{house.ids['evening']}/practice.csv"


def test_the_table_holds_words_from_nature_and_states(house: House, address: str) -> None:
    house.did("olena", "step_done", "grounding", today(), "why")

    sheet = house.visit("iryna").get(address)

    rows = list(csv.reader(io.StringIO(sheet.body.decode("utf-8-sig"))))
    assert rows[1][0] == "Viburnum"
    assert "begun" in rows[1]
    assert sheet.headers["Cache-Control"] == "no-store"
    text = sheet.body.decode()
    secrets = (AUDIENCE, TITLE, str(house.ids["olena"]), str(house.ids["evening"]))
    assert not [secret for secret in secrets if secret in text]


def test_nothing_is_told_of_somebody_who_has_not_agreed(house: House, address: str) -> None:
    house.member("taras", "evening", "richka", agreed=False)
    house.did("taras", "step_done", "grounding", today(), "why")

    text = house.visit("iryna").get(address).body.decode()

    assert "Has not agreed yet" in text
    assert "begun" not in text


@pytest.mark.parametrize(
    "cell", ["=1+1", "+380", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1+1", "＝1+1"]
)
def test_a_cell_that_could_run_becomes_plain_words(cell: str) -> None:
    assert tables.safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Viburnum", "2 days ago", "", "А-12"])
def test_plain_words_stay_as_they_are(cell: str) -> None:
    assert tables.safe(cell) == cell


@pytest.mark.parametrize("who", ["petro", "ostap", "olena"])
def test_nobody_else_takes_the_table(house: House, address: str, who: str) -> None:
    house.visit(who).get(address, status=404)
