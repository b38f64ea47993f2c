"""The commands `push keys`, `push work` and `nudges plan`."""

from __future__ import annotations

import logging
import secrets
import signal

import click
from flask import current_app
from flask.cli import AppGroup

from ..clock import now
from ..db import apart
from ..errors import Refusal
from ..push import actions as push_actions
from ..push.encryption import Signature, public_half, read_private_key
from ..push.queries import waiting_pushes
from ..push.sender import Sender
from . import clocks, news, queries
from .feed import source_of
from .sky import Watch
from .worker import Worker, keep_what_is_loaded

push = AppGroup("push", help="Reminders on their way: the keys, and the work.")
nudges = AppGroup("nudges", help="Reminders to come.")


class NobodyToWriteTo(Refusal):
    """Push services want somebody whom they may write to."""


class NowhereToLead(Refusal):
    """A reminder opens a page, and browsers want its whole address."""


@push.command()
@click.option(
    "--new", "is_new", is_flag=True, help="Print a new pair for SELFHELP_VAPID_PRIVATE_KEY."
)
def keys(is_new: bool) -> None:
    """Print the public key that phones subscribe with."""
    text = secrets.token_hex(32) if is_new else str(current_app.config["VAPID_PRIVATE_KEY"])
    if is_new:
        click.echo(f"SELFHELP_VAPID_PRIVATE_KEY={text}")
    click.echo(f"public key: {public_half(read_private_key(text))}")


@push.command()
@click.option("--once", is_flag=True, help="End when nothing is due.")
def work(once: bool) -> None:
    """Send what is due, until SIGTERM; any number side by side on PostgreSQL, one on SQLite."""
    if not current_app.config["PUBLIC_URL"]:
        raise NowhereToLead(
            "Reminders open a page, and phones want its whole address: "
            "set SELFHELP_PUBLIC_URL, such as https://stezhka.example."
        )
    _log_plainly()
    stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: stop.append(received))
    worker = make_worker(Sender(_signature(), current_app.config["PUSH_HOSTS"]))
    keep_what_is_loaded()

    worker.run(once=once, is_stopping=lambda: bool(stop))

    click.echo("Stopped." if stop else "Nothing is due.")


def make_worker(sender: Sender) -> Worker:
    """Build a worker for the current application."""
    settings = current_app.config
    watch = Watch(source_of(settings["ALERT_FEED_URL"]))
    return Worker(sender, current_app.extensions["library"], settings["PUBLIC_URL"], watch)


def _signature() -> Signature:
    settings = current_app.config
    subject = settings["VAPID_SUBJECT"] or settings["PUBLIC_URL"]
    if not subject.startswith(("mailto:", "https://")):
        raise NobodyToWriteTo(
            "Push services need somebody to write to: "
            "set SELFHELP_VAPID_SUBJECT to mailto:name@example.org or an https address."
        )
    return Signature(read_private_key(settings["VAPID_PRIVATE_KEY"]), subject)


def _log_plainly() -> None:
    said = logging.StreamHandler()
    said.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    ours = logging.getLogger("selfhelp")
    ours.handlers, ours.propagate = [said], False
    ours.setLevel(logging.INFO)


@nudges.command()
def plan() -> None:
    """Look for news of meetings and modules, tidy up, and say what is waiting."""
    news.look_for_news()
    if moved := clocks.reckon_anew():
        click.echo(f"nudges: {moved} moved with a changed clock")
    with apart(writes=True) as session:
        push_actions.forget_settled(session, now())
    with apart(writes=False) as session:
        due, to_come = queries.due_plans(session, now())
        pushes_due, pushes_to_come = waiting_pushes(session, now())
    click.echo(f"nudges: {due} due, {to_come} to come")
    click.echo(f"other pushes: {pushes_due} due, {pushes_to_come} to come")
