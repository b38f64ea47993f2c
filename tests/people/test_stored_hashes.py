"""What is stored resists whoever steals the table."""

from __future__ import annotations

from collections.abc import Callable

import argon2
import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp import db
from selfhelp.people import hashing
from selfhelp.people.models import Slip, Staff
from tests.people.conftest import PASSWORD, WithSlip, writing
from tests.visitor import Visitor


def test_slips_are_hashed_with_nineteen_mebibytes_twice(app: Flask, olena: WithSlip) -> None:
    with app.app_context():
        kept = db.session.scalars(sa.select(Slip.secret_hash)).one()

    found = argon2.extract_parameters(kept)
    assert found.type is argon2.Type.ID
    assert (found.memory_cost, found.time_cost, found.parallelism) == (19 * 1024, 2, 1)


def test_passwords_are_hashed_with_forty_six_mebibytes(
    app: Flask, new_staff: Callable[..., Staff]
) -> None:
    found = argon2.extract_parameters(new_staff("Iryna", None).password_hash)

    assert found.type is argon2.Type.ID
    assert (found.memory_cost, found.time_cost, found.parallelism) == (46 * 1024, 1, 1)


def test_without_the_pepper_a_slip_cannot_be_checked(app: Flask, olena: WithSlip) -> None:
    with app.app_context():
        kept = db.session.scalars(sa.select(Slip.secret_hash)).one()
        assert hashing.is_secret_of(olena.digits[:9], kept)
        app.config["PEPPER"] = "another"
        assert not hashing.is_secret_of(olena.digits[:9], kept)


def test_nobodys_hash_costs_one_hash_and_opens_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        hashing.is_secret_of("000000000", None)
        calls = []
        verify = hashing.SLIPS.verify
        monkeypatch.setattr(
            type(hashing.SLIPS), "verify", lambda _self, *given: calls.append(1) or verify(*given)
        )

        assert not hashing.is_secret_of("000000000", None)
        assert len(calls) == 1


def test_a_slip_hashed_more_cheaply_is_hashed_anew_when_it_opens(
    app: Flask, visitor: Visitor, olena: WithSlip, monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
    with monkeypatch.context() as earlier:
        earlier.setattr(hashing, "SLIPS", cheap)
        with writing(app):
            weak = hashing.hash_of_slip(olena.digits[:9])
            db.session.execute(sa.update(Slip).values(secret_hash=weak))

    visitor.post("/api/v1/sign-in", json={"slip": olena.digits})

    with app.app_context():
        kept = db.session.scalars(sa.select(Slip.secret_hash)).one()
    assert argon2.extract_parameters(kept).memory_cost == 19 * 1024
    visitor.post("/api/v1/sign-in", json={"slip": olena.digits})


def test_the_password_of_nobody_is_not_a_password(app: Flask) -> None:
    assert not hashing.is_password_of(PASSWORD, None)
