"""Model, Instant, db.session: one engine for the application, one session for a request."""

from __future__ import annotations

import importlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import attrgetter
from types import ModuleType
from typing import Any, ClassVar, cast
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import NullPool
from werkzeug.local import LocalProxy

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL may lose acknowledged commits in a blackout, our daily case
    "foreign_keys=ON",
    "busy_timeout=10000",
    "cache_size=-16000",
    "wal_autocheckpoint=4000",  # 16 MB: a page that many commits change goes into the file once
    "temp_store=MEMORY",
    "journal_size_limit=67108864",
)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FIRST_SQLITE_WITHOUT_WAL_RESET_BUG = (3, 51, 3)
"""Before it two connections that write and check-point at once may corrupt the file (since 3.7.0)."""


class Instant(sa.types.TypeDecorator[datetime]):
    """A moment, aware and in UTC on every database (SQLite forgets time zones)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Store UTC; refuse a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Return aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    """Base of every table."""

    metadata = sa.MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {
        datetime: Instant,
        UUID: sa.Uuid,
        dict[str, Any]: sa.JSON,
        list[Any]: sa.JSON,
    }


def sqlite_module() -> ModuleType:
    """Return the newest SQLite at hand: 3.7.0 to 3.51.2 can corrupt a WAL database."""
    modules: list[ModuleType] = [sqlite3]
    with suppress(ImportError):
        modules.append(importlib.import_module("pysqlite3"))
    return max(modules, key=_version_of)


def _version_of(module: ModuleType) -> tuple[int, ...]:
    return tuple(int(part) for part in module.sqlite_version.split("."))


def make_engine(url: str, *, for_migrations: bool = False) -> sa.Engine:
    """Open a database; migrations go without foreign keys, for a rebuilt parent would delete its children."""
    address = sa.make_url(url)
    if address.get_backend_name() != "sqlite":
        pool: dict[str, Any] = (
            {"poolclass": NullPool} if for_migrations else {"pool_size": 8, "pool_recycle": 1800}
        )
        engine = sa.create_engine(address, pool_pre_ping=True, hide_parameters=True, **pool)
        _follow_the_postgres_recipe(engine)
        return engine
    kept = {"poolclass": NullPool} if for_migrations else {}
    engine = sa.create_engine(address, module=sqlite_module(), hide_parameters=True, **kept)
    _follow_the_sqlite_recipe(engine, foreign_keys=not for_migrations)
    return engine


def _follow_the_postgres_recipe(engine: sa.Engine) -> None:
    @event.listens_for(engine, "connect")
    def prefer_indexes(connection: DBAPIConnection, _record: object) -> None:
        # PostgreSQL thinks of spinning disks: to look up five hundred rows it reads whole tables.
        connection.cursor().execute("SET random_page_cost = 1.1")
        connection.commit()


def _follow_the_sqlite_recipe(engine: sa.Engine, *, foreign_keys: bool) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(connection: DBAPIConnection, _record: object) -> None:
        plain = cast("sqlite3.Connection", connection)
        plain.isolation_level = None  # SQLAlchemy sends BEGIN itself, below
        for pragma in PRAGMAS:
            plain.execute(f"PRAGMA {pragma}")
        if not foreign_keys:
            plain.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A deferred transaction that turns from reading to writing fails at once
        # with "database is locked"; writers therefore begin IMMEDIATE.
        kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")


class Database:
    """The engine of one application and its two kinds of session."""

    def __init__(self, url: str) -> None:
        """Open the database at `url`."""
        self.engine = make_engine(url)
        writing = self.engine.execution_options(sqlite_begin="IMMEDIATE")
        self.read = sessionmaker(self.engine, expire_on_commit=False)
        self.write = sessionmaker(writing, expire_on_commit=False)


def init_app(app: Flask) -> None:
    """Give the application its database and close each request's session at its end."""
    app.extensions["db"] = Database(app.config["DATABASE_URL"])
    _warn_of_an_old_sqlite(app)

    @app.teardown_appcontext
    def close(_error: BaseException | None = None) -> None:
        open_session = g.pop("db_session", None)
        if open_session is not None:
            open_session.close()


def _warn_of_an_old_sqlite(app: Flask) -> None:
    module = sqlite_module()
    uses_sqlite = app.config["DATABASE_URL"].startswith("sqlite")
    if uses_sqlite and _version_of(module) < FIRST_SQLITE_WITHOUT_WAL_RESET_BUG:
        app.logger.warning("SQLite %s can corrupt a database under load.", module.sqlite_version)


def database() -> Database:
    """Return the database of the current application."""
    return cast("Database", current_app.extensions["db"])


def _session_of_this_request() -> Session:
    if "db_session" not in g:
        only_reads = has_request_context() and request.method in SAFE_METHODS
        g.db_session = database().read() if only_reads else database().write()
    return cast("Session", g.db_session)


session: Session = cast("Session", LocalProxy(_session_of_this_request))


@contextmanager
def reading() -> Iterator[Session]:
    """Give the request's own session where that only reads, else a short one beside it."""
    if request.method in SAFE_METHODS:
        yield session
    else:
        with apart(writes=False) as short:
            yield short


@contextmanager
def apart(*, writes: bool) -> Iterator[Session]:
    """Open a short session beside the request's own; a writing one commits at the end."""
    with (database().write if writes else database().read)() as short:
        yield short
        if writes:
            short.commit()


def insert_into(session: Session, table: type[Model]) -> sqlite.Insert | postgresql.Insert:
    """Begin an insert that may say what happens to rows that are there already."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)


def insert_new(
    table: type[Model], rows: list[dict[str, Any]], returning: sa.ColumnElement[Any]
) -> set[Any]:
    """Insert the rows that are not there yet; return the `returning` column of those that were new."""
    if not rows:
        return set()
    statement = (
        insert_into(session, table).values(rows).on_conflict_do_nothing().returning(returning)
    )
    return set(session.scalars(statement))


class Ids(sa.types.TypeDecorator[Any]):
    """Hundreds of ids in one parameter, for `among`."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[UUID | str] | None, dialect: sa.Dialect) -> str:
        """Write a list as the database reads it; a word is an id as SQLite keeps it."""
        words = [each if isinstance(each, str) else each.hex for each in value or ()]
        return f"{{{','.join(words)}}}" if dialect.name == "postgresql" else json.dumps(words)


def among(column: sa.ColumnElement[UUID], dialect: str) -> sa.ColumnElement[bool]:
    """Ask for rows with one of `ids`, a parameter of the statement; for workers, who ask for hundreds."""
    ids = sa.bindparam("ids", type_=Ids())
    if dialect == "postgresql":
        return column == sa.any_(sa.cast(ids, postgresql.ARRAY(sa.Uuid)))
    return column.in_(sa.select(sa.func.json_each(ids).table_valued("value").c.value))


def fetch_plainly(
    session: Session, statement: sa.Select[*tuple[Any, ...]], parameters: dict[str, Any]
) -> Sequence[Sequence[Any]]:
    """Fetch rows for workers, who read thousands; keep the statement, for it is prepared once.

    On SQLite asking SQLAlchemy about every value takes longer than finding them.
    """
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return connection.execute(statement, parameters).fetchall()
    plain, readers = _plainly(statement)
    columns: list[Sequence[Any]] = list(
        zip(*connection.execute(plain, parameters).fetchall(), strict=True)
    )
    for place, read in readers if columns else ():
        columns[place] = [None if value is None else read(value) for value in columns[place]]
    return list(zip(*columns, strict=True))


@lru_cache
def _plainly(
    statement: sa.Select[*tuple[Any, ...]],
) -> tuple[sa.Select[*tuple[Any, ...]], list[tuple[int, Callable[[Any], Any]]]]:
    columns = list(statement.selected_columns)
    as_kept = [sa.type_coerce(column, sa.types.NullType()) for column in columns]
    readers = [
        (place, READ_FROM_SQLITE[kind])
        for place, kind in enumerate(map(_python_type_of, columns))
        if kind in READ_FROM_SQLITE
    ]
    return statement.with_only_columns(*as_kept, maintain_column_froms=True), readers


def keeper_of(column: sa.ColumnElement[Any]) -> Callable[[Any], Any] | None:
    """Say how SQLite keeps what stands in a column; None: as it is."""
    return KEPT_BY_SQLITE.get(_python_type_of(column))


def _python_type_of(column: sa.ColumnElement[Any]) -> type:
    kind = column.type
    plain = kind.impl_instance if isinstance(kind, sa.types.TypeDecorator) else kind
    return plain.python_type


@lru_cache(maxsize=2**12)
def moment_as_kept(value: datetime | None) -> str | None:
    """Write a moment as SQLite keeps it."""
    if value is None:
        return None
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@lru_cache(maxsize=2**8)
def _day_as_kept(value: date | None) -> str | None:
    return value.isoformat() if value else None


KEPT_BY_SQLITE: Mapping[type, Callable[[Any], Any]] = {
    UUID: attrgetter("hex"),
    datetime: moment_as_kept,
    date: _day_as_kept,
}
"""How it keeps what stands in a column of a type; the others it takes as they are."""
READ_FROM_SQLITE: Mapping[type, Callable[[Any], Any]] = {
    UUID: lambda digits: UUID(int=int(digits, 16)),
    datetime: lambda text: datetime.fromisoformat(f"{text}+00:00"),
    date: lru_cache(date.fromisoformat),
    bool: bool,
}
"""The way back; None stays None."""
