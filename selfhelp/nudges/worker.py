"""Takes what is due, has it sent, and writes down what became of it; any number may run side by side."""

from __future__ import annotations

import gc
import logging
import random
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Flask, current_app

from ..clock import now
from ..library.library import Library
from ..push.actions import ClaimedPush
from ..push.queries import Phone
from ..push.queue import BATCH
from ..push.rules import Outcome, outcome_of, wait_before_retry
from ..push.sender import Answer, Message, Sender
from ..push.words import payload, payload_of_push, plain_nudge
from . import actions, news, rules
from .actions import ClaimedPlan
from .errands import Brought, Done, Errand, visit
from .rules import Step
from .sky import Watch

log = logging.getLogger("selfhelp.nudges")

LOOKS_EVERY = 2.0
"""Seconds between looks at an empty queue."""
NEWS_EVERY = 30.0
"""Seconds between looks for meetings and assignments that phones have not heard of."""
WRITES_AFTER = 250
"""So many answers are written down together, or those of a quarter of a second."""
WRITES_EVERY = 0.25
CROWDED = timedelta(seconds=30)
"""How soon something is tried again that was not sent because its service rests."""
REST = 0.2
"""Seconds between turns with nothing to do."""
REMINDER = "reminder"


def keep_what_is_loaded() -> None:
    """Tell the collector that what is there by now stays: it need not walk through the library again and again."""
    gc.collect()
    gc.freeze()


class Worker:
    """Runs inside an application context; one for each process."""

    def __init__(self, sender: Sender, library: Library, site: str, watch: Watch) -> None:
        """Take what is needed to find words and to send them."""
        self.sender, self.library, self.site, self.watch = sender, library, site, watch
        self._texts = {
            lang: tuple((nudge.id, nudge.kind) for nudge in library.nudges(lang))
            for lang in ("uk", "en")
        }
        self._words = {
            lang: {nudge.id: nudge.text for nudge in library.nudges(lang)} for lang in ("uk", "en")
        }
        self._payloads: dict[tuple[str, str, str], bytes] = {}
        self._done = Done()
        self._visit: Future[Brought] | None = None
        self._sent_for = 0
        self._looked_at = self._asked_at = float("-inf")

    def run(self, *, once: bool = False, is_stopping: Callable[[], bool] = lambda: False) -> None:
        """Work until told to stop, or until nothing is due; what is on its way is waited for.

        The database is visited in a thread beside: while it thinks, messages go on leaving.
        """
        with ThreadPoolExecutor(1, "database") as visitor:
            while not is_stopping():
                found = self._turn(visitor)
                if found or self._visit or not (self.sender.is_idle and self._done.is_empty):
                    continue
                if once:
                    break
                time.sleep(REST)
            self._come_back()
            while not self.sender.is_idle:
                self._note_answers()
            self._go(visitor, wanted=0)
            self._come_back()

    def _turn(self, visitor: Executor) -> int:
        """Send and receive, and visit the database when it is time; return how much came from there."""
        self._note_answers()
        if self._visit is None:
            wanted = self._wanted()
            is_over = self.sender.is_idle and not self._done.is_empty
            if wanted or is_over or self._is_time_to_write:
                self._go(visitor, wanted)
        if self._visit and (self._visit.done() or self.sender.is_idle):
            return self._come_back()
        return 0

    def _wanted(self) -> int:
        waiting = self.sender.waiting
        if waiting >= BATCH // 2 or time.monotonic() - self._looked_at < LOOKS_EVERY:
            return 0
        return BATCH - waiting

    def _go(self, visitor: Executor, wanted: int) -> None:
        done, self._done = self._done, Done()
        looks_for_news = bool(wanted) and time.monotonic() - self._asked_at >= NEWS_EVERY
        if looks_for_news:
            self._asked_at = time.monotonic()
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        self._sent_for = wanted
        self._visit = visitor.submit(self._visit_in, app, done, wanted, looks_for_news)

    def _visit_in(self, app: Flask, done: Done, wanted: int, looks_for_news: bool) -> Brought:
        with app.app_context():
            if looks_for_news:
                self.watch.look()
                news.look_for_news()
            return visit(done, wanted)

    def _come_back(self) -> int:
        """Wait for a visit that is under way, and set out with what it brings."""
        if self._visit is None:
            return 0
        under_way, self._visit = self._visit, None
        plans, tellings = under_way.result()
        for plan in plans:
            self._start_nudge(plan)
        for telling in tellings:
            self._start_push(*telling)
        if self._sent_for and len(plans) < self._sent_for and len(tellings) < BATCH:
            self._looked_at = time.monotonic()  # the queue is empty for now
        return len(plans) + len(tellings)

    def _start_nudge(self, plan: ClaimedPlan) -> None:
        at = now()
        errand = Errand(plan, left=0)
        step = rules.decide(
            plan.due, plan.rhythm, plan.around(at, self.watch.over(plan.region, plan.due.at))
        )
        if step is Step.HOLD:
            errand.wait = actions.HOLD
        if step is Step.SEND or step is Step.SAY_GOODBYE:
            errand.left = len(plan.phones)
            seconds = rules.time_to_live(plan.rhythm, at)
            topic = f"nudge{plan.due.on.isoformat().replace('-', '')}"
            for phone in plan.phones:
                self._offer(errand, phone, self._words_of(plan, phone, step), seconds, topic)
        elif at > plan.due.at + rules.LATEST:
            self._done.outcomes["-", Outcome.LATE] += 1
        if not errand.left:
            self._done.errands.append(errand)

    def _words_of(self, plan: ClaimedPlan, phone: Phone, step: Step) -> bytes:
        language = phone.language
        clock = plan.due.at.astimezone(ZoneInfo(plan.rhythm.zone)).time()
        chosen = rules.choose_text(self._texts[language], plan.due, clock, plan.seed, step)
        if plan.wording == "plain" and step is Step.SEND:
            chosen = "plain"
        key = (language, chosen, plan.title)
        if key not in self._payloads:
            body = plain_nudge(language) if chosen == "plain" else self._words[language][chosen]
            page = "plan" if chosen == rules.GOODBYE else ""
            title = self.library.title(language, plan.title)
            self._payloads[key] = payload(
                language, body, title=title, page=page, tag=REMINDER, site=self.site
            )
        return self._payloads[key]

    def _start_push(
        self, one: ClaimedPush, phone: Phone | None, title: str, is_stale: bool
    ) -> None:
        at, errand = now(), Errand(one, left=0)
        if phone and at < one.expires_at and not is_stale:
            errand.left = 1
            life = min(rules.LONGEST_LIFE, one.expires_at - at)
            words = payload_of_push(
                one.kind, one.at, phone.language, title, self.library, self.site
            )
            topic = f"push{one.id.hex[:24]}"
            self._offer(errand, phone, words, int(life.total_seconds()), topic)
            return
        if phone and not is_stale:
            self._done.outcomes["-", Outcome.LATE] += 1
        self._done.errands.append(errand)

    def _offer(self, errand: Errand, phone: Phone, words: bytes, seconds: int, topic: str) -> None:
        ticket = (errand, phone.id)
        address = (phone.endpoint, phone.public_key, phone.auth_secret)
        self.sender.offer(Message(ticket, *address, words, seconds, topic))

    def _note_answers(self) -> None:
        for answer in self.sender.turn():
            self._note(answer)

    def _note(self, answer: Answer) -> None:
        errand, device_id = answer.message.ticket
        errand.was_tried |= answer.was_asked
        outcome = outcome_of(answer.status)
        self._done.answers += 1
        self._done.outcomes[answer.host, outcome] += 1
        if outcome is Outcome.SENT:
            errand.reached.append(device_id)
        elif outcome is Outcome.GONE:
            self._done.gone.append(device_id)
        elif outcome is Outcome.LATER:
            wait = self._wait(errand, answer)
            errand.wait = max(filter(None, (errand.wait, wait)), default=None)
        elif outcome is Outcome.KEYS:
            log.error("alarm: %s does not take our signature (%d)", answer.host, answer.status)
        else:
            size = len(answer.message.payload)
            log.error("our fault: %s refused %d bytes (%d)", answer.host, size, answer.status)
        errand.left -= 1
        if not errand.left:
            self._done.errands.append(errand)

    def _wait(self, errand: Errand, answer: Answer) -> timedelta | None:
        if not answer.was_asked:
            return CROWDED
        share = random.random()  # noqa: S311 - keeps waiters apart, guards nothing
        return wait_before_retry(errand.work.attempt + 1, answer.retry_after, now(), share)

    @property
    def _is_time_to_write(self) -> bool:
        is_long_ago = time.monotonic() - self._done.since > WRITES_EVERY
        return self._done.answers >= WRITES_AFTER or (is_long_ago and bool(self._done.errands))
