"""Rows that are their own places in a queue: `next_at` says when one is due, or until when it is in hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import repeat
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..db import Model, keeper_of, moment_as_kept

LEASE = timedelta(minutes=2)
"""A worker that was killed holds its rows no longer than this; then another one takes them."""
BATCH = 500
"""As many messages may come twice when a worker is killed."""


def claim(
    session: Session, table: type[Model], at: datetime, most: int = BATCH
) -> tuple[datetime, list[Any]]:
    """Take rows that are due; return until when nobody else gets them, and their keys for `among`.

    Commit before anything is sent. Workers side by side skip each other's rows (PostgreSQL locks
    rows; on SQLite one writer comes after the other).
    """
    lease = at + LEASE
    taking = _taking(table, session.get_bind().dialect.name)
    taken = session.connection().execute(taking, {"now": at, "lease": lease, "most": most})
    return lease, list(taken.scalars().all())


@lru_cache
def _taking(table: type[Model], dialect: str) -> sa.Executable:
    rows: sa.Table = table.__table__  # type: ignore[assignment]
    (key,) = rows.primary_key.columns
    # SQLite finds a row by its number in one step, and by its key in two.
    place = key if dialect == "postgresql" else sa.literal_column("rowid")
    due = (
        sa.select(place)
        .select_from(rows)
        .where(rows.c.next_at <= sa.bindparam("now"))
        .order_by(rows.c.next_at)
        .limit(sa.bindparam("most"))
        .with_for_update(skip_locked=True)
    )
    # PostgreSQL would read the whole table to join it with the five hundred; an array it looks up.
    is_due = key == sa.any_(sa.func.array(due.scalar_subquery()))
    return (
        sa.update(rows)
        .where(is_due if dialect == "postgresql" else place.in_(due))
        .values(next_at=sa.bindparam("lease"))
        .returning(sa.type_coerce(key, sa.types.NullType()))  # as it is kept: it only goes back
    )


def settle(
    session: Session, table: type[Model], lease: datetime, changes: list[dict[str, Any]]
) -> None:
    """Write down what became of rows that were taken together, unless somebody changed them since.

    Each change names its row under "key" and the new value of every other column.
    """
    if not changes:
        return
    if session.get_bind().dialect.name == "postgresql":
        # One statement for all: five hundred of them would take as long as the sending.
        told = {"new_changes": json.dumps(changes, default=str), "lease": lease}
        session.connection().execute(_settling_on_postgres(table, tuple(changes[0])), told)
        return
    # Written by hand as SQLite keeps it: asking about each value once more takes longer than the writing.
    statement, columns = _settling_on_sqlite(table, tuple(changes[0]))
    its_lease = moment_as_kept(lease)
    values = [
        [keep(change[name]) for change in changes] if keep else [change[name] for change in changes]
        for name, keep in columns
    ]
    session.connection().exec_driver_sql(statement, list(zip(*values, repeat(its_lease))))


@lru_cache
def _settling_on_sqlite(
    table: type[Model], names: tuple[str, ...]
) -> tuple[str, list[tuple[str, Callable[[Any], Any] | None]]]:
    """Return the statement, and its parameters in order with how each is kept; the lease comes last."""
    rows: sa.Table = table.__table__  # type: ignore[assignment]
    (key,) = rows.primary_key.columns
    columns = [name for name in names if name != "key"]
    changes = ", ".join(f"{rows.c[name].name} = ?" for name in columns)
    where = f"{key.name} = ? AND next_at = ?"
    kept = [(name, keeper_of(rows.c[name])) for name in columns]
    statement = f"UPDATE {rows.name} SET {changes} WHERE {where}"  # noqa: S608 - our own names
    return statement, [*kept, ("key", keeper_of(key))]


@lru_cache
def _settling_on_postgres(table: type[Model], names: tuple[str, ...]) -> sa.Executable:
    rows: sa.Table = table.__table__  # type: ignore[assignment]
    (key,) = rows.primary_key.columns
    new = _new_rows({name: key if name == "key" else rows.c[name] for name in names}).c
    return (
        sa.update(rows)
        .where(
            key == new["key"], rows.c.next_at == sa.bindparam("lease", type_=rows.c.next_at.type)
        )
        .values({name: new[name] for name in names if name != "key"})
    )


def _new_rows(columns: dict[str, sa.Column[Any]]) -> sa.TableValuedAlias:
    changes = sa.cast(sa.bindparam("new_changes", type_=sa.Text), sa.JSON)
    named = [sa.column(name, column.type) for name, column in columns.items()]
    rows = sa.func.json_to_recordset(changes).table_valued(*named, name="new")
    return rows.render_derived(with_types=True)
