"""The first administrator, and the last one who lost everything, come in by the command line."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from selfhelp.people.models import Post, Staff
from selfhelp.staffing.commands import UnknownCentre, staff
from tests.groups.house import House
from tests.staffing.conftest import Newcomer, choose_password
from tests.visitor import Visitor


def run(app: Flask, *words: str) -> str:
    answer = app.test_cli_runner().invoke(staff, ["invite", *words], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    found = re.search(r"/uk/staff/link#(\S+)", answer.output)
    assert found, answer.output
    return found[1]


def test_it_makes_the_first_administrator(app: Flask, visitor: Visitor) -> None:
    token = run(app, "Olha@Example.org", "--role", "administrator")

    choose_password(visitor, token)


def test_it_invites_somebody_to_a_centre(app: Flask, house: House) -> None:
    run(app, "olha@example.org", "--role", "manager", "--centre", "one")

    assert house.count(Post, Post.role == "manager", Post.centre_id == house.ids["one"]) == 2


def test_it_brings_the_last_administrator_back(
    app: Flask, newcomer: Callable[..., Newcomer], house: House, visitor: Visitor
) -> None:
    olha = newcomer()

    page = choose_password(visitor, run(app, olha.email, "--role", "administrator"))

    assert page.headers["Location"] == "/en/staff/sign-in/set-up"
    assert house.count(Staff, Staff.email == olha.email) == 1


@pytest.mark.parametrize(
    "words",
    [("--role", "manager"), ("--role", "manager", "--centre", "nowhere"),
     ("--role", "administrator", "--centre", "one")],
)  # fmt: skip
def test_it_refuses_a_centre_that_does_not_fit(
    app: Flask, house: House, words: tuple[str, ...]
) -> None:
    with pytest.raises(UnknownCentre):
        run(app, "olha@example.org", *words)

    assert house.count(Staff, Staff.email == "olha@example.org") == 0
