"""The command `selfhelp staff invite`: how the first administrator is made and the last one recovers."""

from __future__ import annotations

from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from ..db import session
from ..errors import Refusal
from ..i18n import DEFAULT
from ..people.models import Role
from ..ui.site import name_of_app
from . import actions, letters, queries, rules
from .letters import LetterStayed, MailServer
from .models import LinkKind

ROLES = [role.value for role in (*rules.CENTRE_ROLES, Role.ADMINISTRATOR)]


class UnknownCentre(Refusal):
    """A role of a centre needs one that exists."""


staff = AppGroup("staff", help="Invite people who work for a centre or the programme.")


@staff.command("invite")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the person does.")
@click.option("--centre", metavar="SLUG", help="Where; not for administrators.")
@click.option(
    "--name", default="", help="How colleagues say it; by default the e-mail's first part."
)
@click.option(
    "--mail/--no-mail",
    default=True,
    help="Send the link by e-mail too, where SELFHELP_SMTP_URL is set.",
)
@with_appcontext
def invite(email: str, role: str, centre: str | None, name: str, mail: bool) -> None:
    """Print a link with which EMAIL chooses a password and a second factor; good for 72 hours.

    For somebody who is there already the link replaces both, and opens a suspended sign-in again.
    With a mail server the link goes by e-mail too.
    """
    if not rules.EMAIL.fullmatch(email):
        raise click.BadParameter("an e-mail is needed, such as name@example.org")
    centre_id = _centre_of(role, centre)
    colleague = queries.staff_named(email)
    if colleague is not None:
        actions.open_again(colleague)
        session.flush()
    colleague = actions.invite(email, name, Role(role), centre_id, DEFAULT)
    token = actions.make_link(colleague.id, LinkKind.INVITATION)
    to, language = colleague.email, colleague.language
    session.commit()

    link = f"{_root()}/{language}/staff/link#{token}"
    click.echo(link)
    click.echo("The link works once, for 72 hours. " + _sent(to, language, link, mail), err=True)


def _sent(to: str, language: str, link: str, is_wished: bool) -> str:
    """Send the link by e-mail where that can be done, and say what came of it."""
    server = MailServer(current_app.config["SMTP_URL"], current_app.config["MAIL_FROM"])
    if not server.is_there or not is_wished:
        return "Hand it over in person."
    if not current_app.config["PUBLIC_URL"]:
        return "No letter was sent: set SELFHELP_PUBLIC_URL, so that the link leads here from afar."
    hours = int(rules.LINK_LIVES[LinkKind.INVITATION].total_seconds()) // 3600
    letter = letters.written(server.sender, to, language, name_of_app(language), link, hours)
    try:
        letters.send(server, letter)
    except LetterStayed as refusal:
        return f"The mail server did not take the letter ({refusal}); hand the link over in person."
    return "The mail server has taken a letter with it."


def _centre_of(role: str, slug: str | None) -> UUID | None:
    if role == Role.ADMINISTRATOR:
        if slug:
            raise UnknownCentre(
                "An administrator works for the whole programme; leave --centre out."
            )
        return None
    centre = queries.centre_named(slug or "")
    if centre is None:
        raise UnknownCentre(f"There is no centre {slug!r}. Name one with --centre SLUG.")
    return centre.id


def _root() -> str:
    return str(current_app.config["PUBLIC_URL"]) or "http://127.0.0.1:8000"
