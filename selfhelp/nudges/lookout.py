"""Looks for alarms and for news in a thread beside, so that what is due or known does not wait meanwhile."""

from __future__ import annotations

import logging
import time
import traceback
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path

from flask import Flask, current_app

from . import alarms, news
from .sky import Watch

log = logging.getLogger("selfhelp.nudges")

LOOKS_EVERY = 30.0
"""Seconds from the end of a look to the next one for alarms, and for meetings and modules that phones have not heard of."""


class Lookout:
    """Looks twice a minute, and once before anything else: until then nobody knows of an alarm.

    A feed may be silent for seconds, and on an evening of many meetings there is much to queue.
    """

    def __init__(self, watch: Watch) -> None:
        """Keep what is known of the sky in `watch`."""
        self.watch = watch
        self.begin_anew()

    def begin_anew(self) -> None:
        """Look at once, and let nothing go before that."""
        self._under_way: Future[None] | None = None
        self.ended_at = float("-inf")
        """The moment of the clock that only goes forward when the last look ended."""

    @property
    def has_looked(self) -> bool:
        """Say whether a look has ended."""
        return self.ended_at > float("-inf")

    @property
    def is_looking(self) -> bool:
        """Say whether a look is under way."""
        return self._under_way is not None

    def turn(self, beside: Executor) -> None:
        """Begin a look when it is time, and note when one has ended."""
        if self._under_way is None:
            if time.monotonic() - self.ended_at >= LOOKS_EVERY:
                app = current_app._get_current_object()  # type: ignore[attr-defined]
                self._under_way = beside.submit(self._look, app)
        elif self._under_way.done():
            self._under_way, self.ended_at = None, time.monotonic()

    def _look(self, app: Flask) -> None:
        with app.app_context():
            for look in (self.watch.look, partial(alarms.share, self.watch), news.look_for_news):
                try:
                    look()
                except Exception as error:  # a database that is away, a feed that says odd things
                    log.error("no news: %s; they wait for the next look", where(error))


def where(error: Exception) -> str:
    """Name an error without its words: they may quote what is kept of a person."""
    *_outer, last = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
