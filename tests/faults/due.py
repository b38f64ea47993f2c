"""People whose reminder is due, each with a phone, straight into the tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from selfhelp.db import Model, session
from selfhelp.nudges.models import NudgePlan
from selfhelp.people.models import Participant, SignIn
from selfhelp.push.models import Device
from tests.push.phone import Phone

EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]


def settle_in(app: Flask, count: int) -> None:
    """Make so many people inside the database, where millions take minutes and not hours.

    Everybody has a sign-in, a phone and a plan; all phones have the same keys, for making them takes long.
    """
    due, keys = _due(), Phone().subscription["keys"]
    with app.app_context():
        new_id, numbers = _made_by(session.get_bind().dialect.name, count)
        person = sa.func.replace(sa.cast(Participant.id, sa.Text), "-", "", type_=sa.Text)
        not_yet = sa.select(Participant).where(~sa.exists().where(NudgePlan.participant_id == Participant.id))  # fmt: skip
        _insert(Participant, sa.select(numbers), {"id": new_id, "language": "uk", "is_demo": False, "created_at": due})  # fmt: skip
        _insert(SignIn, not_yet, {
            "id": Participant.id, "token_hash": person, "participant_id": Participant.id, "is_shared": False,
            "last_used_at": due, "expires_at": due, "created_at": due,
        })  # fmt: skip
        _insert(Device, not_yet, {
            "id": new_id, "participant_id": Participant.id, "sign_in_id": Participant.id,
            "endpoint_hash": person + person, "endpoint": "https://fcm.googleapis.com/201/" + person,
            "host": "fcm.googleapis.com", "public_key": keys["p256dh"], "auth_secret": keys["auth"],
            "created_at": due,
        })  # fmt: skip
        _insert(NudgePlan, not_yet, {
            "participant_id": Participant.id, "weekdays": EVERY_DAY, "hour": _hour(due), "zone": "UTC",
            "quiet_from": _hour(due), "quiet_until": _hour(due), "wording": "discreet",
            "wants_after_alarm": False, "unopened": 0, "attempt": 0, "next_at": due, "due_on": due.date(),
            "changed_at": due,
        })  # fmt: skip
        session.commit()
        session.connection().exec_driver_sql("ANALYZE")
        session.commit()


def _made_by(dialect: str, count: int) -> tuple[sa.ColumnElement[Any], sa.FromClause]:
    """Return what makes an id, and rows to make them for."""
    if dialect == "postgresql":
        return sa.func.gen_random_uuid(), sa.func.generate_series(1, count).table_valued("number")
    numbers = sa.select(sa.literal(1).label("number")).cte("numbers", recursive=True)
    more = sa.select(numbers.c.number + 1).where(numbers.c.number < count)
    return sa.func.lower(sa.func.hex(sa.func.randomblob(16))), numbers.union_all(more)


def _insert(table: type[Model], those: sa.Select[Any], values: dict[str, Any]) -> None:
    columns = [
        value
        if isinstance(value, (sa.ColumnElement, sa.orm.InstrumentedAttribute))
        else sa.literal(value, table.__table__.c[name].type)
        for name, value in values.items()
    ]
    chosen = those.with_only_columns(*columns, maintain_column_froms=True)
    session.execute(sa.insert(table).from_select(list(values), chosen, include_defaults=False))


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
        session.commit()
        if session.get_bind().dialect.name == "postgresql":
            _sweep()


def _due() -> datetime:
    # Longer ago than the quarter of an hour over which reminders are spread.
    return datetime.now(UTC) - timedelta(minutes=20)


def _hour(due: datetime) -> Any:
    return due.time().replace(second=0, microsecond=0)


def _sweep() -> None:
    """Do what autovacuum does between one evening and the next; every row has just been rewritten."""
    engine = session.get_bind().engine
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE nudge_plan")
