"""Everything that is kept about a participant, for the person and for `selfhelp disclose`."""

from __future__ import annotations

import json
from uuid import uuid4

from flask import Flask

from selfhelp.db import Model, session
from selfhelp.home import queries, words
from selfhelp.home.commands import disclose
from selfhelp.people import actions as people
from tests.groups.house import House, days_ago


def test_no_table_that_knows_a_participant_is_left_out(app: Flask, house: House) -> None:
    tables = {
        table.name
        for table in Model.metadata.sorted_tables
        if "participant_id" in table.columns or table.name == "participant"
    }

    with app.app_context():
        known = queries.everything_known_of(house.ids["olena"])

    assert set(known) == tables


def test_every_table_and_column_of_it_has_words_for_people(app: Flask, house: House) -> None:
    with app.app_context():
        tables = queries.everything_known_of(house.ids["olena"])
        columns = {
            column.name for table in tables for column in Model.metadata.tables[table].columns
        }
        wordless = [name for name in tables if words.table_in_words(name) == name]
        wordless += [
            name
            for name in sorted(columns - {"language", "step", "minutes", "day"})
            if words.column_in_words(name) == name
        ]

    assert wordless == []


def test_nothing_is_kept_about_somebody_who_was_erased(app: Flask, house: House) -> None:
    house.did("olena", "step_done", "grounding", days_ago(1), "why")
    house.visit("olena")
    with app.app_context():
        people.erase_participant(house.ids["olena"])
        session.commit()
        known = queries.everything_known_of(house.ids["olena"])

    assert not any(known.values())


def test_a_participant_is_found_by_slip_or_id_and_by_nothing_else(app: Flask) -> None:
    with app.app_context():
        participant, slip = people.make_participant("uk")
        session.commit()
        wrong = f"{(int(slip.digits[:9]) + 1) % 10**9:09}{slip.digits[9:]}"

        assert queries.participant_behind(slip.pretty).id == participant.id  # type: ignore[union-attr]
        assert queries.participant_behind(str(participant.id)).id == participant.id  # type: ignore[union-attr]
        for nobody in (wrong, str(uuid4()), slip.digits[9:], "nobody", ""):
            assert queries.participant_behind(nobody) is None


def test_somebody_with_a_plan_can_be_told_everything_too(app: Flask, house: House) -> None:
    house.visit("olena").put("/api/v1/plan", json={"weekdays": [2], "hour": "19:00"})

    told = app.test_cli_runner().invoke(disclose, [str(house.ids["olena"])])

    assert told.exit_code == 0, told.output
    assert json.loads(told.output)["nudge_plan"][0]["hour"] == "19:00:00"
