"""`selfhelp retention run` forgets what is over, everywhere, and nothing else."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from selfhelp.clock import now
from selfhelp.people.models import FailedTry, SignIn
from selfhelp.programme.models import CentreImport
from selfhelp.retention import STEPS, retention
from selfhelp.support.models import Consultation
from selfhelp.support.rules import KEPT_AFTER_THE_END
from tests.groups.house import House
from tests.support.requests import request

LONG_AGO = now() - KEPT_AFTER_THE_END - timedelta(days=1)


def run(app: Flask) -> list[str]:
    answer = app.test_cli_runner().invoke(retention, ["run"])
    assert answer.exit_code == 0, answer.output
    return answer.output.splitlines()


def sign_in(house: House, mark: str, ends: timedelta) -> None:
    at = now()
    house._add(
        SignIn, token_hash=mark, staff_id=house.ids["iryna"], created_at=at, last_used_at=at,
        expires_at=at + ends,
    )  # fmt: skip


def test_it_says_a_line_for_each_kind_and_forgets_what_is_over(app: Flask, house: House) -> None:
    request(house, "old", asked_at=LONG_AGO)
    request(house, "new")
    sign_in(house, "over", timedelta(days=-1))
    sign_in(house, "alive", timedelta(days=1))

    lines = run(app)

    assert len(lines) == len(STEPS)
    assert house.count(Consultation) == 1
    assert house.count(SignIn, SignIn.token_hash == "over") == 0
    assert house.count(SignIn, SignIn.token_hash == "alive") == 1


def test_on_an_empty_database_and_twice_it_does_no_harm(app: Flask) -> None:
    assert run(app) == run(app)


def test_what_is_alive_stays(app: Flask, house: House) -> None:
    request(house, "hers", participant_id=house.ids["olena"])
    before = [house.count(table) for table in (Consultation, FailedTry, CentreImport)]

    run(app)

    assert [house.count(table) for table in (Consultation, FailedTry, CentreImport)] == before
