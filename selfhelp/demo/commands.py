"""The command `selfhelp demo`, and the lines that tell how to try it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click
from flask import current_app
from flask.cli import with_appcontext

from ..db import session
from ..joining.rules import pretty_code
from ..library.routes import library
from ..people.rules import DEMO_PASSWORD
from . import actions, cast, rules


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Load places and people that do not exist; a second time only dates move."""
    load_with_progress()
    click.echo("\n".join(what_to_try("")))
    if not current_app.config["DEMO"]:
        click.echo("SELFHELP_DEMO is off: none of these can sign in until it is on.")


def load_with_progress() -> None:
    """Load the demo and show on a terminal how far it is."""
    new = actions.load(library(), _with_a_bar)
    session.commit()
    if new:
        click.echo(f"The demo is loaded: {new} people with a slip.")


def _with_a_bar(slips: list[int]) -> Iterable[int]:
    if not slips:
        return iter(())
    return _go_through(slips)


def _go_through(slips: list[int]) -> Iterator[int]:
    with click.progressbar(slips, label="Making the slips of the demo") as bar:
        yield from bar


def what_to_try(address: str) -> list[str]:
    """Say where to look, with which slips and sign-ins."""
    last = rules.pretty_slip(cast.PEOPLE)
    lines = [
        f"First page    {address}/uk/   (English: {address}/en/)",
        f"Right now     {address}/uk/now",
        f"Centres       {address}/uk/centres",
        f"With a slip   {address}/uk/join   {rules.pretty_slip(1)} (Калина) to {last}",
        f"A group       {address}/uk/join   {pretty_code(cast.GROUPS[0].code)} asks for a place",
        f"Staff         {address}/uk/staff/sign-in   password {DEMO_PASSWORD}",
    ]
    for colleague in cast.STAFF:
        lines.append(f"              {colleague.email:<20} {colleague.role.value}")
    return lines
