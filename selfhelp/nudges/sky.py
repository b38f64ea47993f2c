"""What is known of the sky over each region, from one hearing of the feed to the next."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..clock import now
from .feed import News, Region, Source
from .rules import LONGEST_HOLD, Sky

log = logging.getLogger("selfhelp.nudges")

ASKED_EVERY = timedelta(seconds=30)
STALE_AFTER = timedelta(minutes=5)
"""A feed that has not been heard for so long is told to administrators; alarms may have come and gone unseen."""
LONGEST_ALARM = timedelta(hours=12)
"""An alarm that has been on for longer says nothing of this evening any more, or the feed is frozen."""
REMEMBERED_FOR = timedelta(days=1)
"""A region that has left the feed is remembered so long after its alarm."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was last heard of all regions."""

    heard_at: datetime
    """When the feed last answered."""
    true_at: datetime
    """The moment that its words are about, which may be long before."""
    regions: Mapping[str, Region]

    def is_under_alarm(self, region: str | None, at: datetime) -> bool:
        """Say whether an alarm is on there; what is too old, or has been on for too long, is unknown."""
        known = self.regions.get(region or "")
        if known is None or not known.alarm:
            return False
        return at - self.true_at < LONGEST_HOLD and at - known.since < LONGEST_ALARM

    def over(self, region: str | None, due_at: datetime, at: datetime) -> Sky:
        """Say what is known of alarms over a region since a nudge was due."""
        known = self.regions.get(region or "")
        if known is None:
            return Sky.CLEAR
        if known.alarm:
            return Sky.ALARM if self.is_under_alarm(region, at) else Sky.CLEAR
        return Sky.CLEARED if known.since > due_at else Sky.CLEAR


def listen(before: Hearing | None, news: News, at: datetime) -> Hearing:
    """Put together what was known and what the feed says now; news older than what is known change nothing."""
    true_at = min(news.updated_at or at, at)
    if before is None:
        regions = {slug: _believed(None, region, at) for slug, region in news.regions.items()}
        return Hearing(at, true_at, regions)
    if true_at < before.true_at:
        return replace(before, heard_at=max(at, before.heard_at))

    is_close = at - before.heard_at <= STALE_AFTER
    regions = {
        slug: _believed(before.regions.get(slug), region, at, is_close=is_close)
        for slug, region in news.regions.items()
    }
    for slug, known in before.regions.items():
        if slug in regions:
            continue
        if known.alarm:  # some feeds list nothing but alarms: gone means over
            regions[slug] = Region(alarm=False, since=at if is_close else before.heard_at)
        elif at - known.since < REMEMBERED_FOR:
            regions[slug] = known
    return Hearing(at, true_at, regions)


def _believed(
    known: Region | None, told: Region, at: datetime, *, is_close: bool = False
) -> Region:
    """Take a moment from the feed where something changed; some feeds tell a new one at each answer."""
    if known and known.alarm == told.alarm and (is_close or told.since > at):
        return known
    return told if told.since <= at else Region(alarm=told.alarm, since=at)


def cleared(before: Hearing | None, after: Hearing, at: datetime) -> Iterable[tuple[str, datetime]]:
    """List the regions whose alarm is over, and since when; one that was hardly known is left out."""
    if before is None:
        return []
    return [
        (slug, region.since)
        for slug, region in after.regions.items()
        if not region.alarm and before.is_under_alarm(slug, at)
    ]


@dataclass(slots=True)
class Watch:
    """Asks a feed twice a minute and remembers what it heard."""

    source: Source | None
    clock: Callable[[], datetime] = now
    hearing: Hearing | None = None
    unshared: News | None = None
    """Heard, and not yet told to the other workers."""
    _asked_at: datetime | None = None

    def look(self) -> None:
        """Ask for news when the last try was long enough ago; without an answer the last ones stay."""
        at = self.clock()
        if self.source is None or (self._asked_at and at - self._asked_at < ASKED_EVERY):
            return
        self._asked_at = at
        try:
            self.unshared = self.source()
        except (OSError, ValueError, RecursionError) as failure:
            log.warning("alarm feed: no news (%s)", type(failure).__name__)
            return
        self.hearing = listen(self.hearing, self.unshared, at)

    def over(self, region: str | None, due_at: datetime) -> Sky:
        """Say what is known of alarms over a region since a nudge was due."""
        return self.hearing.over(region, due_at, self.clock()) if self.hearing else Sky.CLEAR
