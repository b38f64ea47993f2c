"""The command line `selfhelp`: serve, db, and the commands of the features."""

from __future__ import annotations

import gc
import ipaddress
import logging
import os
import socket
import sys
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from alembic.util import CommandError
from flask import Flask
from flask.cli import AppGroup, ScriptInfo
from gunicorn.app.base import BaseApplication
from sqlalchemy.exc import OperationalError
from werkzeug.serving import run_simple

from . import migrations
from .app import create_app
from .clock import KYIV, now
from .config import Settings, read_settings
from .db import database, make_engine
from .demo.commands import demo, load_with_progress, what_to_try
from .errors import Refusal
from .home.commands import disclose
from .library.commands import content
from .library.preview import Preview
from .nudges.commands import nudges, push
from .programme.commands import centres
from .retention import retention
from .staffing.commands import staff

WORKERS = 2
"""Processes by default: a third would take more memory than two cores can use."""
THREADS = 8
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - where workers show that they are alive, off the disk


KNOWN_PASSWORDS = (
    "The demo has known passwords and answers this machine alone, not {host}. "
    "Use --host 127.0.0.1, or switch SELFHELP_DEMO off."
)
UNREADY_TEXTS = (
    "A preview shows unready texts and answers this machine alone, not {host}. "
    "Use --host 127.0.0.1, or leave out --preview."
)


class AnswersHereAlone(Refusal):
    """The demo has known passwords and a preview unready texts: neither is for others."""


class AuthorsOnly(Refusal):
    """A preview is no way to serve many people."""


class PortTaken(Refusal):
    """Another program already listens there."""


class DatabaseBehind(Refusal):
    """The database has not reached the newest step."""


class UnknownStep(Refusal):
    """There is no step of that name."""


@click.group(cls=AppGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="selfhelp", message="selfhelp %(version)s")
def cli() -> None:
    """Stezhka: self-help modules and groups of Resilience Centres.

    Settings come from the environment (SELFHELP_DATABASE_URL, SELFHELP_DEMO, …);
    docs/running.md lists them.
    """


def main() -> None:
    """Run one command; every refusal is one line on stderr and a code that is not zero."""
    try:
        code = cli.main(
            prog_name="selfhelp",
            obj=ScriptInfo(create_app=create_app, set_debug_flag=False),
            standalone_mode=False,
        )
    except Refusal as refusal:
        _give_up(str(refusal), 1)
    except OperationalError as error:
        _give_up(f"The database does not answer ({type(error.orig).__name__}). Nothing changed.", 1)
    except click.Abort:
        _give_up("Stopped.", 130)
    except click.ClickException as mistake:
        _give_up(f"{mistake.format_message()} See: selfhelp --help", mistake.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


def _give_up(sentence: str, code: int) -> None:
    click.echo("selfhelp: " + " ".join(sentence.split()), err=True)
    sys.exit(code)


# serve


@cli.command(with_appcontext=False)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help=f"Processes, each with {THREADS} threads; {WORKERS} unless told otherwise.",
)
@click.option(
    "--preview", is_flag=True, help="For authors: every change of the content shows at once."
)
def serve(host: str, port: int, workers: int | None, preview: bool) -> None:
    """Serve pages and the API; with SELFHELP_DEMO=1 also load the demo.

    Without the demo it refuses to start on a database that is behind.
    """
    settings = read_settings(os.environ)
    if settings.demo:
        _refuse_the_outside(host, KNOWN_PASSWORDS)
    if preview:
        _refuse_the_outside(host, UNREADY_TEXTS)
        _refuse_workers(workers)
    _refuse_a_taken_port(host, port)
    make_room(settings.database_url)
    if preview:
        _serve_a_preview(settings, host, port)
        return
    gc.disable()  # what is made until the first page stays; looking for garbage takes a seventh
    app = create_app(settings)
    if settings.demo:
        _prepare_the_demo(app, settings.database_url)
    else:
        refuse_an_old_database(settings.database_url)

    Server(app, host, port, workers or WORKERS).run()


def _serve_a_preview(settings: Settings, host: str, port: int) -> None:
    if settings.demo and _step_of(settings.database_url) != migrations.newest():
        migrations.upgrade(settings.database_url)
    if not settings.demo:
        refuse_an_old_database(settings.database_url)

    shown = Preview(
        lambda: create_app(settings), settings.content_dir, lambda: now().astimezone(KYIV).date()
    )
    _log_what_we_say()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    click.echo(f"Preview: http://{host}:{port}/   (stop with Ctrl+C)")
    run_simple(host, port, shown, threaded=True)


def _prepare_the_demo(app: Flask, url: str) -> None:
    if _step_of(url) != migrations.newest():
        migrations.upgrade(url)
    with app.app_context():
        load_with_progress()


def _refuse_workers(workers: int | None) -> None:
    if workers is not None:
        raise AuthorsOnly(
            "A preview is one process for one author. Leave out --workers or --preview."
        )


def _refuse_the_outside(host: str, why: str) -> None:
    try:
        is_loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise AnswersHereAlone(why.format(host=host))


def _refuse_a_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"Cannot listen on {host}:{port} ({error.strerror}). "
                "Stop what listens there or choose another --port."
            ) from None


def make_room(url: str) -> None:
    """Make the folder of a SQLite file."""
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)


def refuse_an_old_database(url: str) -> None:
    """Refuse a database that has not walked all steps, and name the command that walks them."""
    reached = _step_of(url)
    if reached != migrations.newest():
        raise DatabaseBehind(
            f"The database is at step {reached or '(empty)'}, the program needs "
            f"{migrations.newest()}. Run: selfhelp db upgrade"
        )


def _step_of(url: str) -> str:
    engine = make_engine(url, for_migrations=True)
    try:
        return migrations.current(engine)
    finally:
        engine.dispose()


class Server(BaseApplication):
    """gunicorn in this process: the application is made once, then workers are forked off."""

    def __init__(self, app: Flask, host: str, port: int, workers: int) -> None:
        """Take what to serve and where."""
        self.application = app
        place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self.options: dict[str, Any] = {
            "bind": place,
            "workers": workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "control_socket_disable": True,  # it would appear in the home folder
            "accesslog": None,  # would hold addresses of people
            "loglevel": "warning",
            "keepalive": 30,
            "graceful_timeout": 30,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "worker_tmp_dir": str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None,
            "when_ready": self._greet,
            "post_fork": self._let_go_of_connections,
        }
        self.address = f"http://{place}"
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application that was made before the fork."""
        return self.application

    def run(self) -> None:
        """Serve until told to stop."""
        _log_what_we_say()
        gc.collect()
        gc.freeze()  # keeps the memory of the application shared between the workers
        gc.enable()
        super().run()

    def _greet(self, _arbiter: object) -> None:
        click.echo(f"Ready: {self.address}/   (stop with Ctrl+C)")
        if self.application.config["DEMO"]:
            click.echo("\n".join(what_to_try(self.address)))

    def _let_go_of_connections(self, _arbiter: object, _worker: object) -> None:
        # A connection made before the fork belongs to the parent; the child only forgets it.
        with self.application.app_context():
            database().engine.dispose(close=False)


def _log_what_we_say() -> None:
    said = logging.StreamHandler()
    said.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    ours = logging.getLogger("selfhelp")
    ours.handlers, ours.propagate = [said], False
    ours.setLevel(logging.INFO)


# db


@cli.group()
def db() -> None:
    """Walk the database up and down its steps."""


@db.command(with_appcontext=False)
def upgrade() -> None:
    """Bring the database to the newest step; the data stays."""
    url = _database_url()
    make_room(url)
    migrations.upgrade(url)
    click.echo(f"The database is at step {migrations.newest()}.")


@db.command(with_appcontext=False)
@click.argument("to")
def downgrade(to: str) -> None:
    """Take the database back to the step TO, or to "base"; what later steps hold is deleted."""
    try:
        migrations.downgrade(_database_url(), to)
    except CommandError as error:
        raise UnknownStep(f"{error}. Nothing changed.") from None
    click.echo(f"The database is at step {to}.")


@db.command(with_appcontext=False)
def current() -> None:
    """Say which step the database has reached, and which is the newest."""
    reached = _step_of(_database_url()) or "(empty)"
    click.echo(f"{reached} (newest: {migrations.newest()})")


def _database_url() -> str:
    settings: Settings = read_settings(os.environ)
    return settings.database_url


# The commands of the features.

for command in (centres, content, demo, disclose, nudges, push, retention, staff):
    cli.add_command(command)


if __name__ == "__main__":
    main()
