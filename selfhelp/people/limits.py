"""How often somebody may guess: failures are counted in the database, before any hash is made."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from .. import db
from ..clock import now
from ..errors import Refusal
from . import hashing, queries, rules
from .models import FailedTry

log = logging.getLogger("selfhelp.people")

SITE = "site"
SLOWED_AT_ONCE = threading.BoundedSemaphore(4)
"""A delay holds a thread of the server; a flood of guesses may hold four, never all of them."""


class TooManyTries(Refusal):
    """Somebody guessed too often; comes back after `seconds`."""

    status = 429

    def __init__(self, wait: timedelta) -> None:
        """Round up, for a phone that comes back a moment too early waits twice."""
        super().__init__(
            _("There were many tries at once. Please wait a little. What is on the phone stays.")
        )
        self.seconds = int(wait.total_seconds()) + 1


@dataclass(frozen=True, slots=True)
class Buckets:
    """What one try counts against: a name, a network, the whole site."""

    name: str
    network: str

    @classmethod
    def of(cls, kind: str, name: str, network: str) -> Buckets:
        """Name the buckets of a slip or a staff name that is tried from a network."""
        return cls(hashing.bucket_of(kind, name), hashing.bucket_of("network", network))

    def check(self, session: Session) -> bool:
        """Refuse what was tried too often; say whether the name has failures at all."""
        at = now()
        soon = at - rules.SHORT_WINDOW
        of_name = queries.last_tries(session, self.name, at - rules.TRIES_REMEMBERED, 100)
        of_network = queries.last_tries(session, self.network, soon, rules.NETWORK_TRIES)
        wait = max(
            rules.wait_for_slip(of_name, at),
            rules.wait_for_network(of_network, at),
        )
        if wait:
            raise TooManyTries(wait)
        if rules.is_site_alarmed(len(queries.last_tries(session, SITE, soon, rules.SITE_TRIES))):
            session.rollback()
            _slow_down()
        return bool(of_name)

    def note_failure(self) -> None:
        """Count a failed try."""
        with db.apart(writes=True) as session:
            _note(session, [self.name, self.network, SITE])

    def forget_failures(self) -> None:
        """Start anew for a name whose owner has come."""
        with db.apart(writes=True) as session:
            session.execute(sa.delete(FailedTry).where(FailedTry.bucket == self.name))


def _note(session: Session, buckets: list[str]) -> None:
    at = now()
    session.execute(
        sa.delete(FailedTry).where(
            FailedTry.bucket.in_(buckets), FailedTry.at < at - rules.TRIES_REMEMBERED
        )
    )
    session.execute(sa.insert(FailedTry), [{"bucket": bucket, "at": at} for bucket in buckets])


def _slow_down() -> None:
    """Raise the alarm and take two seconds; when too many already wait, let this one come back."""
    log.warning("alarm: sign-ins failed %d times in ten minutes", rules.SITE_TRIES)
    if not SLOWED_AT_ONCE.acquire(blocking=False):
        raise TooManyTries(rules.SITE_DELAY)
    try:
        time.sleep(rules.SITE_DELAY.total_seconds())
    finally:
        SLOWED_AT_ONCE.release()


def note_new_participant(network: str) -> None:
    """Count a new participant for the network it comes from, or refuse when there were too many."""
    bucket = hashing.bucket_of("made", network)
    with db.apart(writes=False) as session:
        made = queries.last_tries(
            session, bucket, now() - rules.SHORT_WINDOW, rules.NEW_PARTICIPANTS
        )
    wait = rules.wait_for_network(made, now(), rules.NEW_PARTICIPANTS)
    if wait:
        raise TooManyTries(wait)

    with db.apart(writes=True) as session:
        _note(session, [bucket])


def forget_old_tries() -> None:
    """Delete the tries that no limit looks at any more."""
    db.session.execute(sa.delete(FailedTry).where(FailedTry.at < now() - rules.TRIES_REMEMBERED))
