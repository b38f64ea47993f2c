"""Takes what is due, has it sent, and writes down what became of it; any number may run side by side."""

from __future__ import annotations

import gc
import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ..clock import now
from ..db import apart
from ..library.library import Library
from ..push import actions as push
from ..push.actions import ClaimedPush, SettledPush
from ..push.queries import Phone, phones_by_id
from ..push.queue import BATCH
from ..push.rules import Outcome, outcome_of, wait_before_retry
from ..push.sender import Answer, Message, Sender
from ..push.words import payload, payload_of_push, plain_nudge
from . import actions, news, rules
from .actions import ClaimedPlan, SettledPlan
from .queries import titles_of
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


@dataclass(slots=True)
class Errand:
    """One nudge or push on its way to one or several phones."""

    work: ClaimedPlan | ClaimedPush
    left: int
    """Phones without an answer yet."""
    reached: list[UUID] = field(default_factory=list)
    wait: timedelta | None = None
    """How long the most patient service wants us to wait; None: none does."""
    was_tried: bool = False


@dataclass(slots=True)
class Done:
    """What is known and not yet written down."""

    errands: list[Errand] = field(default_factory=list)
    gone: list[UUID] = field(default_factory=list)
    outcomes: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    answers: int = 0
    since: float = field(default_factory=time.monotonic)


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
        self._looked_at = self._asked_at = float("-inf")

    def run(self, *, once: bool = False, is_stopping: Callable[[], bool] = lambda: False) -> None:
        """Work until told to stop, or until nothing is due; what is on its way is waited for."""
        while not is_stopping():
            self._note_answers()
            found = self._take_more() if self.sender.waiting < BATCH // 2 else 0
            if self._is_time_to_write:
                self._write_down()
            if self.sender.is_idle and not found:
                self._write_down()
                if once:
                    break
                time.sleep(REST)
        while not self.sender.is_idle:
            self._note_answers()
        self._write_down()

    def _take_more(self) -> int:
        at = time.monotonic()
        if at - self._asked_at >= NEWS_EVERY:
            self._asked_at = at
            self.watch.look()
            news.look_for_news()
        if at - self._looked_at < LOOKS_EVERY:
            return 0
        wanted = BATCH - self.sender.waiting
        with self._writing() as session:  # what is known by now goes with it: one commit for both
            plans = actions.claim_due(session, now(), wanted)
            pushes = push.claim_pushes(session, now())
            phones = phones_by_id(session, [one.device_id for one in pushes]) if pushes else {}
            stale = news.no_longer_true(session, pushes)
            owners = {phone.participant_id for phone in phones.values()}
            titles = titles_of(session, owners) if owners else {}
        for plan in plans:
            self._start_nudge(plan)
        for one in pushes:
            phone = phones.get(one.device_id)
            title = titles.get(phone.participant_id, "") if phone else ""
            self._start_push(one, phone, title, is_stale=one.id in stale)
        if len(plans) < wanted and len(pushes) < BATCH:
            self._looked_at = at  # the queue is empty for now
        return len(plans) + len(pushes)

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
        self, one: ClaimedPush, phone: Phone | None, title: str, *, is_stale: bool
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

    def _write_down(self) -> None:
        if self._done.errands or self._done.gone or self._done.outcomes:
            with self._writing():
                return

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """Write down what is known, together with what is done inside."""
        done, self._done = self._done, Done()
        with apart(writes=True) as session:
            _write(session, done, now())
            yield session
            # At the end: all workers add to these few rows, and wait for each other's commit.
            push.count_outcomes(session, done.outcomes)


def _write(session: Session, done: Done, at: datetime) -> None:
    nudges = [each for each in done.errands if isinstance(each.work, ClaimedPlan)]
    pushes = [each for each in done.errands if isinstance(each.work, ClaimedPush)]
    settled = [(each, _settled_plan(each, at)) for each in nudges]
    actions.settle_plans(session, [plan for _errand, plan in settled], at)
    for day, device_ids in _ahead_of_others(settled).items():
        push.note_nudged(session, device_ids, day)
    push.settle_pushes(session, [_settled_push(each, at) for each in pushes])
    reached = [device_id for each in pushes for device_id in each.reached]
    if reached:
        push.note_reached(session, reached)
    if done.gone:
        push.forget_devices(session, done.gone)


def _ahead_of_others(settled: list[tuple[Errand, SettledPlan]]) -> dict[date, list[UUID]]:
    """List by day the phones that have a nudge which others of the same person still wait for."""
    ahead: dict[date, list[UUID]] = {}
    for errand, plan in settled:
        if plan.again_at and errand.reached:
            ahead.setdefault(plan.plan.due.on, []).extend(errand.reached)
    return ahead


def _settled_plan(errand: Errand, at: datetime) -> SettledPlan:
    plan = cast("ClaimedPlan", errand.work)
    again_at = at + errand.wait if errand.wait is not None else None
    if (
        again_at
        and again_at <= plan.due.at + rules.LATEST
        and not rules.is_quiet(plan.rhythm, again_at)
    ):
        return SettledPlan(plan, False, again_at, plan.attempt + errand.was_tried)
    return SettledPlan(plan, bool(errand.reached) or plan.has_reached)


def _settled_push(errand: Errand, at: datetime) -> SettledPush:
    one = cast("ClaimedPush", errand.work)
    again_at = at + errand.wait if errand.wait is not None else None
    return SettledPush(one, again_at if again_at and again_at < one.expires_at else None)
