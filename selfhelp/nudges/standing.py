"""What waits and what became of it, by push service, and whether alarms are heard; from the database, for all workers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..centres.regions import REGIONS
from ..push.models import Device, Push, PushTally
from ..push.queries import waiting_pushes
from ..push.rules import Outcome
from .alarms import last_hearing
from .models import NudgePlan
from .queries import due_plans
from .rules import LONGEST_HOLD
from .sky import STALE_AFTER

NO_SERVICE = "-"
"""Counts what never reached a service, and services that are known no more."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits to be sent, whoever it is for."""

    nudges_due: int
    nudges_to_come: int
    pushes_due: int
    pushes_to_come: int
    oldest_due_at: datetime | None
    """Workers take what is due within seconds: when this is long ago, none is at work."""


@dataclass(slots=True)
class Service:
    """What became of the messages for one push service."""

    name: str
    due: int = 0
    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))


@dataclass(frozen=True, slots=True)
class Feed:
    """What any worker heard of air alarms last; the page itself asks nobody."""

    heard_at: datetime | None
    true_at: datetime | None
    """The moment that the feed speaks of."""
    alarms: int
    """Regions in which an alarm holds reminders back now."""
    is_silent: bool
    is_too_old: bool
    """It answers, and what it says holds nothing back any more."""


def feed(session: Session, at: datetime) -> Feed:
    """Say whether the feed of air alarms is heard."""
    hearing = last_hearing(session)
    if hearing is None:
        return Feed(None, None, 0, is_silent=True, is_too_old=False)
    return Feed(
        hearing.heard_at,
        hearing.true_at,
        sum(hearing.is_under_alarm(one.slug, at) for one in REGIONS),  # those that can be chosen
        is_silent=at - hearing.heard_at > STALE_AFTER,
        is_too_old=at - hearing.true_at >= LONGEST_HOLD,
    )


def waiting(session: Session, at: datetime) -> Waiting:
    """Count what waits."""
    oldest = [
        session.scalar(sa.select(sa.func.min(table.next_at)).where(table.next_at <= at))
        for table in (NudgePlan, Push)
    ]
    return Waiting(
        *due_plans(session, at),
        *waiting_pushes(session, at),
        min((one for one in oldest if one is not None), default=None),
    )


def services(
    session: Session, hosts: Collection[str], at: datetime, since: date | None = None
) -> list[Service]:
    """Count by push service what is due now and what became of messages since a day, or ever."""
    found = {host: Service(host) for host in (*sorted(hosts), NO_SERVICE)}
    for name, outcome, count in session.execute(_outcomes(hosts, since)):
        found[name].outcomes[Outcome(outcome)] += count
    for statement in _due(hosts, at):
        for name, count in session.execute(statement):
            found[name].due += count
    return [one for one in found.values() if one.due or any(one.outcomes.values())]


def _outcomes(hosts: Collection[str], since: date | None) -> sa.Select[str, str, int]:
    name = _service_of(PushTally.host, hosts)
    counted = sa.select(name, PushTally.outcome, sa.func.sum(PushTally.count))
    if since is not None:
        counted = counted.where(PushTally.day >= since)
    return counted.group_by(name, PushTally.outcome)


def _due(hosts: Collection[str], at: datetime) -> list[sa.Select[str, int]]:
    name = _service_of(Device.host, hosts)
    counted = sa.select(name, sa.func.count()).group_by(name)
    return [
        counted.join(Push, Push.device_id == Device.id).where(Push.next_at <= at),
        counted.join(NudgePlan, NudgePlan.participant_id == Device.participant_id).where(
            NudgePlan.next_at <= at
        ),
    ]


def _service_of(host: sa.ColumnElement[str] | Any, hosts: Collection[str]) -> sa.ColumnElement[str]:
    # Phones name their host, and there may be any number below a known one: lists stay short.
    known = [(sa.or_(host == one, host.endswith(f".{one}", autoescape=True)), one) for one in hosts]
    return sa.case(*known, else_=NO_SERVICE).label("service")
