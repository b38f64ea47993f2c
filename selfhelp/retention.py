"""The command `selfhelp retention run`: forgets what every feature says is over."""

from __future__ import annotations

from collections.abc import Callable

import click
from flask.cli import with_appcontext

from .clock import now
from .db import session
from .joining import asking
from .people import actions as people
from .people import limits
from .programme import actions as programme
from .support import actions as support

STEPS: tuple[tuple[str, Callable[[], object]], ...] = (
    ("failed tries", limits.forget_old_tries),
    ("sign-ins that are over", people.forget_what_is_over),
    ("requests for a place in a group", lambda: asking.forget_what_is_over(now())),
    ("conversations and referrals", support.forget_what_is_over),
    ("imports of centres", lambda: programme.forget_old_imports(now())),
)
"""What is forgotten, in words for the log of a timer."""


@click.group("retention")
def retention() -> None:
    """Forget what has been kept long enough."""


@retention.command("run")
@with_appcontext
def run() -> None:
    """Delete what is over, each kind for itself; twice is no harm.

    A kind that fails leaves those before it deleted, and the command ends with an error.
    """
    for words, forget in STEPS:
        forget()
        session.commit()
        click.echo(f"Forgotten where over: {words}.")
