"""People whose reminder is due, each with a phone, straight into the tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask

from selfhelp.db import session
from selfhelp.nudges.models import NudgePlan
from selfhelp.people.models import Participant, SignIn
from selfhelp.push.actions import digest_of
from selfhelp.push.models import Device
from tests.push.phone import Phone

AT_ONCE = 5000
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]


def settle_in(app: Flask, count: int) -> None:
    """Make so many people; all phones have the same keys, for making them takes long."""
    keys = Phone().subscription["keys"]
    due = _due()
    with app.app_context():
        for people in _batches(count):
            for table, rows in _rows_of(people, keys, due):
                session.execute(sa.insert(table), rows)
            session.commit()
        session.connection().exec_driver_sql("ANALYZE")
        session.commit()


def make_due_again(app: Flask) -> None:
    """Turn the clock of every plan back, as if no reminder had gone out."""
    due = _due()
    with app.app_context():
        session.execute(
            sa.update(NudgePlan).values(
                hour=_hour(due), quiet_from=_hour(due), quiet_until=_hour(due),
                next_at=due, due_on=due.date(), last_on=None, last_at=None, unopened=0, attempt=0,
            )
        )  # fmt: skip
        session.execute(sa.update(Device).values(nudged_on=None))
        session.commit()


def _due() -> datetime:
    # Longer ago than the quarter of an hour over which reminders are spread.
    return datetime.now(UTC) - timedelta(minutes=20)


def _hour(due: datetime) -> Any:
    return due.time().replace(second=0, microsecond=0)


def _batches(count: int) -> Iterator[list[UUID]]:
    for done in range(0, count, AT_ONCE):
        yield [uuid4() for _each in range(min(AT_ONCE, count - done))]


def _rows_of(
    people: list[UUID], keys: dict[str, str], due: datetime
) -> list[tuple[Any, list[dict[str, Any]]]]:
    person = {"language": "uk", "is_demo": False, "created_at": due}
    sign_in = {"is_shared": False, "last_used_at": due, "expires_at": due, "created_at": due}
    device = {
        "host": "fcm.googleapis.com",
        "public_key": keys["p256dh"],
        "auth_secret": keys["auth"],
        "created_at": due,
    }
    plan = {
        "weekdays": EVERY_DAY,
        "hour": _hour(due),
        "zone": "UTC",
        "quiet_from": _hour(due),
        "quiet_until": _hour(due),
        "wording": "discreet",
        "wants_after_alarm": False,
        "unopened": 0,
        "attempt": 0,
        "next_at": due,
        "due_on": due.date(),
        "changed_at": due,
    }
    return [
        (Participant, [{"id": one, **person} for one in people]),
        (SignIn, [{"id": one, "token_hash": one.hex, "participant_id": one, **sign_in} for one in people]),
        (Device, [
            {"id": uuid4(), "participant_id": one, "sign_in_id": one, "endpoint_hash": digest_of(one.hex),
             "endpoint": f"https://fcm.googleapis.com/201/{one.hex}", **device}
            for one in people
        ]),
        (NudgePlan, [{"participant_id": one, **plan} for one in people]),
    ]  # fmt: skip
