"""Takes what is due, has it sent, and writes down what became of it; any number may run side by side."""

from __future__ import annotations

import gc
import logging
import random
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from ..clock import now
from ..library.library import Library
from ..push.lanes import Message
from ..push.queue import BATCH
from ..push.rules import Outcome, outcome_of, wait_before_retry
from ..push.sender import AT_ONCE, Answer, Sender
from .errands import Brought, Done, Errand, share_of_pushes, visit
from .lookout import Lookout, where
from .messages import Writer
from .sky import Watch

log = logging.getLogger("selfhelp.nudges")

LOOKS_EVERY = 2.0
"""Seconds between looks at an empty queue."""
WRITES_AFTER = BATCH // 2
"""So many answers are written down together, or those of a quarter of a second."""
WRITES_EVERY = 0.25
LOOKS_AGAIN = 0.05
"""Seconds between looks when messages are on their way everywhere and none waits."""
COLLECTS_AFTER = 50_000
"""New objects: a batch makes thousands that all live until it is written down."""
REST = 0.2
"""Seconds between turns with nothing to do."""
BREATH = 0.02
STOPS_WITHIN = 20.0
"""Seconds for what is on its way when told to stop; shorter than systemd waits (deploy/systemd)."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
MOST_TRIES = 60
"""A database that is away so often in a row, for about half an hour, ends the worker."""


def keep_what_is_loaded() -> None:
    """Let the collector leave alone what is there by now, and look less often through what is in hand."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTS_AFTER)


class Worker:
    """Runs inside an application context; one for each process.

    It has one batch in hand at most: what it claimed and has not written down yet. If it is killed,
    no more than that goes out again.
    """

    def __init__(self, sender: Sender, library: Library, site: str, watch: Watch) -> None:
        """Take what is needed to find words and to send them."""
        self.sender, self.lookout = sender, Lookout(watch)
        self._writer = Writer(library, site, watch)
        self._in_hand: dict[UUID, Errand] = {}
        self._done = self._carried = Done()
        self._visit: Future[Brought] | None = None
        self._sent_for = 0
        self._looked_at = self._went_at = self._may_go_at = float("-inf")
        self._failures = 0
        self._is_stopping = False

    def run(self, *, once: bool = False, is_stopping: Callable[[], bool] = lambda: False) -> None:
        """Work until told to stop, or until nothing is due.

        The database is visited in a thread beside: while it thinks, messages go on leaving. When told
        to stop, what has not left is given back, and what is on its way is waited for.
        """
        self._is_stopping = False
        self.lookout.begin_anew()
        with ThreadPoolExecutor(1, "database") as visitor, ThreadPoolExecutor(1, "news") as beside:
            while not is_stopping():
                self.lookout.turn(beside)
                found = self._turn(visitor)
                if found or self._visit or not self.sender.is_idle:
                    continue
                if once and self._is_finished:
                    break
                time.sleep(BREATH if once or not self.lookout.has_looked else REST)
            self._finish(visitor)

    @property
    def _is_finished(self) -> bool:
        is_known = self.lookout.has_looked and not self.lookout.is_looking
        return is_known and self._done.is_empty and not self._failures and not self._may_look

    def _turn(self, visitor: Executor) -> int:
        """Send and receive, and visit the database when it is time; return how much came from there."""
        self._note_answers()
        if self._visit is None and self._is_time_to_go:
            self._go_with_what_is_known(visitor, self._room if self._may_look else 0)
        if self._visit and (self._visit.done() or self.sender.is_idle):
            return self._come_back()
        return 0

    @property
    def _room(self) -> int:
        """How much more fits into one batch, once what is known has been written down."""
        return BATCH - len(self._in_hand) + len(self._done.errands)

    @property
    def _may_look(self) -> bool:
        if not self.lookout.has_looked:
            return False
        # What a look has found since the last visit may be due.
        is_news = self._looked_at <= self.lookout.ended_at
        return is_news or time.monotonic() - self._looked_at >= LOOKS_EVERY

    @property
    def _is_time_to_go(self) -> bool:
        moment = time.monotonic()
        if moment < self._may_go_at:
            return False
        return self._is_time_to_write(moment) or self._is_time_to_look(moment)

    def _is_time_to_write(self, moment: float) -> bool:
        if self._done.is_empty:
            return False
        is_long_ago = moment - self._done.since > WRITES_EVERY and bool(self._done.errands)
        return is_long_ago or self._done.answers >= WRITES_AFTER or self.sender.is_idle

    def _is_time_to_look(self, moment: float) -> bool:
        room = self._room
        if room <= 0 or not self._may_look:
            return False
        is_hungry = not self.sender.waiting and moment - self._went_at >= LOOKS_AGAIN
        return is_hungry or room >= BATCH // 2

    def _go_with_what_is_known(self, visitor: Executor, wanted: int) -> None:
        self._carried, self._went_at = self._done, time.monotonic()
        self._go(visitor, wanted)

    def _go(self, visitor: Executor, wanted: int) -> None:
        done, self._done = self._done, Done()
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        self._sent_for = wanted
        self._visit = visitor.submit(_visit_in, app, done, wanted)

    def _come_back(self) -> int:
        """Wait for a visit that is under way, and set out with what it brings."""
        if self._visit is None:
            return 0
        under_way, self._visit = self._visit, None
        try:
            plans, tellings = under_way.result()
        except DBAPIError as error:
            self._keep_what_is_known(error)
            return 0
        self._failures = 0
        for errand in self._carried.errands:
            self._in_hand.pop(errand.key, None)
        for plan in plans:
            errand = Errand(plan.participant_id, plan, plan.rhythm)
            self._set_out(errand, partial(self._writer.nudge, plan))
        for telling in tellings:
            errand = Errand(telling.push.id, telling.push, telling.rhythm)
            self._set_out(errand, partial(self._writer.push, telling))
        self._note_an_empty_queue(len(plans), len(tellings))
        return len(plans) + len(tellings)

    def _note_an_empty_queue(self, plans: int, pushes: int) -> None:
        wanted = self._sent_for
        is_empty = plans < wanted - pushes and pushes < share_of_pushes(wanted)
        if wanted and is_empty and self._went_at > self.lookout.ended_at:
            self._looked_at = time.monotonic()

    def _keep_what_is_known(self, error: Exception) -> None:
        """Nothing was claimed and nothing written down: what is known waits for the next visit."""
        self._failures += 1
        if self._failures >= MOST_TRIES:
            raise error
        self._done.take_over(self._carried)
        self._carried = Done()
        pause = min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE)
        self._may_go_at = time.monotonic() + (FIRST_PAUSE if self._is_stopping else pause)
        kind = type(getattr(error, "orig", error)).__name__
        log.error("database away: %s; %d rows wait to be written", kind, len(self._done.errands))

    def _set_out(self, errand: Errand, write: Callable[[Errand, datetime], list[Message]]) -> None:
        held = self._in_hand.get(errand.key)
        if held:  # its lease ran out while it was in our own hands
            held.work = errand.work
            return
        self._in_hand[errand.key] = errand
        messages = [] if self._is_stopping else self._written(errand, write)
        if self._is_stopping:
            errand.wait = AT_ONCE
        if errand.is_late:
            self._done.outcomes["-", Outcome.LATE] += 1
        errand.left = len(messages)
        for message in messages:
            self.sender.offer(message)
        if not messages:
            self._done.errands.append(errand)

    def _written(
        self, errand: Errand, write: Callable[[Errand, datetime], list[Message]]
    ) -> list[Message]:
        try:
            return write(errand, now())
        except Exception as error:  # whatever is wrong with one row, the others go on
            log.error("our fault: %s, one row is left out", where(error))
            self._done.outcomes["-", Outcome.REFUSED] += 1
            errand.wait = None
            return []

    def _note_answers(self) -> None:
        for answer in self.sender.turn():
            self._note(answer)

    def _note(self, answer: Answer) -> None:
        errand, device_id = answer.message.ticket
        errand.was_tried |= answer.was_asked
        outcome = outcome_of(answer.status)
        self._done.answers += 1
        if answer.was_asked or outcome is not Outcome.LATER:
            self._done.outcomes[answer.host, outcome] += 1
        if outcome is Outcome.SENT:
            errand.reached.append(device_id)
        elif outcome is Outcome.GONE:
            self._done.gone.append((device_id, answer.message.endpoint))
        elif outcome is Outcome.LATER:
            errand.wait_at_least(self._wait(errand, answer))
        elif outcome is Outcome.KEYS:
            log.error("alarm: %s does not take our signature (%d)", answer.host, answer.status)
        elif answer.was_asked:
            size = len(answer.message.payload)
            log.error("our fault: %s refused %d bytes (%d)", answer.host, size, answer.status)
        else:
            log.error("our fault: a message for %s could not be made", answer.host)
        errand.left -= 1
        if not errand.left:
            self._done.errands.append(errand)

    def _wait(self, errand: Errand, answer: Answer) -> timedelta | None:
        if not answer.was_asked:
            return AT_ONCE if self._is_stopping else answer.again_in
        share = random.random()  # noqa: S311 - keeps waiters apart, guards nothing
        return wait_before_retry(errand.work.attempt + 1, answer.retry_after, now(), share)

    def _finish(self, visitor: Executor) -> None:
        """Give back what has not left, wait for what is on its way, and write all of it down, within a time."""
        self._is_stopping, self._may_go_at = True, float("-inf")
        until = time.monotonic() + STOPS_WITHIN
        self.sender.give_back()
        while self._is_busy and time.monotonic() < until:
            self._note_answers()
            if self._visit is None and time.monotonic() >= self._may_go_at:
                if self._is_time_to_write(time.monotonic()):
                    self._go_with_what_is_known(visitor, 0)
            elif self._visit and self._visit.done():
                self._come_back()
            elif self.sender.is_idle:
                time.sleep(BREATH)
        if self._is_busy:
            log.error(
                "stopped too late: %d rows go out again when their leases end", len(self._in_hand)
            )

    @property
    def _is_busy(self) -> bool:
        return bool(self._visit) or not (self.sender.is_idle and self._done.is_empty)


def _visit_in(app: Flask, done: Done, wanted: int) -> Brought:
    with app.app_context():
        return visit(done, wanted)
