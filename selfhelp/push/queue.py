"""Rows that are their own places in a queue: `next_at` says when one is due, or until when it is in hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..db import Model

LEASE = timedelta(minutes=2)
"""A worker that was killed holds its rows no longer than this; then another one takes them."""
BATCH = 500
"""As many messages may come twice when a worker is killed."""


def claim(
    session: Session, table: type[Model], at: datetime, most: int = BATCH
) -> tuple[datetime, list[UUID]]:
    """Take rows that are due; return until when nobody else gets them, and their keys.

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
    due = (
        sa.select(key)
        .where(rows.c.next_at <= sa.bindparam("now"))
        .order_by(rows.c.next_at)
        .limit(sa.bindparam("most"))
        .with_for_update(skip_locked=True)
    )
    # PostgreSQL would read the whole table to join it with the five hundred; an array it looks up.
    is_due = key == sa.any_(sa.func.array(due.scalar_subquery()))
    return (
        sa.update(rows)
        .where(is_due if dialect == "postgresql" else key.in_(due))
        .values(next_at=sa.bindparam("lease"))
        .returning(key)
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
    its_lease = _moment(lease)
    rows = [
        (*[keep(change[name]) if keep else change[name] for name, keep in columns], its_lease)
        for change in changes
    ]
    session.connection().exec_driver_sql(statement, rows)


@lru_cache(maxsize=2**12)
def _moment(value: datetime | None) -> str | None:
    if value is None:
        return None
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@lru_cache(maxsize=2**8)
def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


KEPT_BY_SQLITE: Mapping[type, Callable[[Any], Any]] = {
    UUID: attrgetter("hex"),
    datetime: _moment,
    date: _day,
}
"""How it keeps what stands in a column of a type; the others it takes as they are."""


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
    kept = [(name, _keeper(rows.c[name])) for name in columns]
    statement = f"UPDATE {rows.name} SET {changes} WHERE {where}"  # noqa: S608 - our own names
    return statement, [*kept, ("key", _keeper(key))]


def _keeper(column: sa.Column[Any]) -> Callable[[Any], Any] | None:
    kind = column.type
    plain = kind.impl_instance if isinstance(kind, sa.types.TypeDecorator) else kind
    return KEPT_BY_SQLITE.get(plain.python_type)


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
