"""The letter with a one-time link, and the one way to the mail server."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from flask_babel import gettext as _
from flask_babel import ngettext

from ..errors import Refusal
from ..i18n import speaking

PATIENCE = 5.0
"""Seconds for one answer of the mail server."""
WHOLE_PATIENCE = 12.0
"""Seconds for all of them: somebody waits for the page."""
PORTS = {"smtp": 587, "smtps": 465}


class LetterStayed(Refusal):
    """The mail server did not take a letter; the link is good all the same."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters go out."""

    url: str = field(repr=False)
    sender: str

    @property
    def is_there(self) -> bool:
        """Whoever runs the server has named one."""
        return bool(self.url)


def written(sender: str, to: str, language: str, name: str, link: str, hours: int) -> EmailMessage:
    """Write the letter: no name of anybody, no centre, no group; `name` is that of the app."""
    letter = EmailMessage()
    letter["From"], letter["To"] = sender, to
    letter["Date"], letter["Auto-Submitted"] = formatdate(), "auto-generated"
    letter["Message-ID"] = make_msgid(domain=_host_of(sender))
    with speaking(language):
        letter["Subject"] = str(_("%(name)s: a link to choose a password", name=name))
        letter.set_content(_words(link, hours), charset="utf-8", cte="quoted-printable")
    return letter


def _words(link: str, hours: int) -> str:
    lives = ngettext(
        "It works once, for %(num)s hour. A newer link makes this one void.",
        "It works once, for %(num)s hours. A newer link makes this one void.",
        hours,
    )
    lines = (
        _("Hello,"),
        _("with this link you can choose a password:"),
        link,
        lives,
        _("If you expect no such letter, you can leave it: without the link nothing changes."),
    )
    return "\n\n".join(str(line) for line in lines) + "\n"


def send(server: MailServer, letter: EmailMessage) -> None:
    """Hand a letter to the mail server, or refuse within a few seconds."""
    try:
        post = _connected(urlsplit(server.url), server.sender)
        try:
            post.send_message(letter)
        finally:
            # Taken is taken: how the goodbye goes changes nothing.
            with suppress(OSError, smtplib.SMTPException):
                post.quit()
            post.close()
    except (OSError, smtplib.SMTPException, MessageError, ValueError) as trouble:
        raise LetterStayed(type(trouble).__name__) from None


class _Hurried(smtplib.SMTP):
    """A talk with a mail server that ends in time, however slowly it answers."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self.until = time.monotonic() + WHOLE_PATIENCE
        super().__init__(*arguments, **named)

    def getreply(self) -> tuple[int, bytes]:
        """Wait for one answer, never longer than is left of the whole."""
        left = self.until - time.monotonic()
        if left <= 0:
            self.close()
            raise TimeoutError
        if self.sock:
            self.sock.settimeout(min(PATIENCE, left))
        return super().getreply()


class _HurriedInside(_Hurried, smtplib.SMTP_SSL):
    """The same, with TLS from the first byte."""


def _connected(parts: SplitResult, sender: str) -> smtplib.SMTP:
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    own_name = _host_of(sender)
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        post: smtplib.SMTP = _HurriedInside(
            host, port, local_hostname=own_name, timeout=PATIENCE, context=context
        )
    else:
        post = _Hurried(host, port, local_hostname=own_name, timeout=PATIENCE)
    try:
        if parts.scheme == "smtp":
            _hide_from_the_network(post, host, context)
        if parts.username:
            post.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        post.close()
        raise
    return post


def _hide_from_the_network(post: smtplib.SMTP, host: str, context: ssl.SSLContext) -> None:
    """Go on under TLS; only to a server on this machine may the link travel in the clear."""
    post.ehlo_or_helo_if_needed()
    if post.has_extn("starttls") or not is_this_machine(host):
        post.starttls(context=context)


def is_this_machine(host: str) -> bool:
    """Say whether a host is this machine itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host_of(sender: str) -> str:
    return parseaddr(sender)[1].partition("@")[2] or "localhost"
