"""The command `selfhelp disclose`: everything the server knows of one participant."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from ..errors import Refusal
from . import queries


class NobodyBehindThis(Refusal):
    """No participant has this slip or id."""


@click.command("disclose")
@click.argument("slip_or_id", metavar="SLIP-OR-ID")
@with_appcontext
def disclose(slip_or_id: str) -> None:
    """Print everything the server knows of one participant, as JSON.

    SLIP-OR-ID is the sixteen digits of a slip in quotes, or the participant's id.
    """
    participant = queries.participant_behind(slip_or_id)
    if participant is None:
        raise NobodyBehindThis("No participant has this slip or id.")

    known = queries.everything_known_of(participant.id)
    click.echo(json.dumps(known, ensure_ascii=False, indent=2))
