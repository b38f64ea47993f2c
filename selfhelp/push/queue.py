"""Rows that are their own places in a queue: `next_at` says when one is due, or until when it is in hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from ..db import Model

LEASE = timedelta(minutes=2)
"""A worker that was killed holds its rows no longer than this; then another one takes them."""
BATCH = 500
"""As many messages may come twice when a worker is killed."""


def claim(
    session: Session, table: type[Model], at: datetime, most: int = BATCH
) -> Sequence[sa.Row[Any]]:
    """Take rows that are due; nobody else gets them until their lease ends.

    Commit before anything is sent. Workers side by side skip each other's rows (PostgreSQL locks
    rows; on SQLite one writer comes after the other).
    """
    rows: sa.Table = table.__table__  # type: ignore[assignment]
    (key,) = rows.primary_key.columns
    due = (
        sa.select(key.label("id"))
        .where(rows.c.next_at <= at)
        .order_by(rows.c.next_at)
        .limit(most)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    taken = sa.update(rows).where(key == due.c.id).values(next_at=at + LEASE).returning(*rows.c)
    return session.execute(taken).all()


def settle(
    session: Session, table: type[Model], lease: datetime, changes: list[dict[str, Any]]
) -> None:
    """Write down what became of rows that were taken together, unless somebody changed them since.

    Each change names its row under "key" and the new value of every other column.
    """
    if not changes:
        return
    rows: sa.Table = table.__table__  # type: ignore[assignment]
    (key,) = rows.primary_key.columns
    names = [name for name in changes[0] if name != "key"]
    if session.get_bind().dialect.name == "postgresql":
        _settle_in_one(session, rows, key, lease, names, changes)
        return
    statement = (
        sa.update(rows)
        .where(key == sa.bindparam("its_key"), rows.c.next_at == sa.bindparam("its_lease"))
        .values({name: sa.bindparam(f"new_{name}", type_=rows.c[name].type) for name in names})
    )
    session.connection().execute(
        statement,
        [
            {
                "its_key": change["key"],
                "its_lease": lease,
                **{f"new_{name}": change[name] for name in names},
            }
            for change in changes
        ],
    )


def _settle_in_one(
    session: Session,
    rows: sa.Table,
    key: sa.Column[Any],
    lease: datetime,
    names: list[str],
    changes: list[dict[str, Any]],
) -> None:
    # One statement with columns as arrays: five hundred statements take as long as the sending.
    columns = {"key": key, **{name: rows.c[name] for name in names}}
    arrays = [
        sa.bindparam(
            f"new_{name}", [change[name] for change in changes], type_=postgresql.ARRAY(column.type)
        )
        for name, column in columns.items()
    ]
    new = (
        sa.func.unnest(*arrays)
        .table_valued(
            *(sa.column(name, column.type) for name, column in columns.items()), name="new"
        )
        .render_derived()
    )
    statement = (
        sa.update(rows)
        .where(key == new.c.key, rows.c.next_at == lease)
        .values({name: new.c[name] for name in names})
    )
    session.execute(statement)
