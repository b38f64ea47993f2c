"""Takes what is due, has it sent, and writes down what became of it; any number may run side by side."""

from __future__ import annotations

import logging
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from ..clock import now
from ..db import apart
from ..library.models import Library
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


class Worker:
    """Runs inside an application context; one for each process."""

    def __init__(self, sender: Sender, library: Library, site: str, watch: Watch) -> None:
        """Take what is needed to find words and to send them."""
        self.sender, self.library, self.site, self.watch = sender, library, site, watch
        self._texts = {
            lang: [(nudge.id, nudge.kind) for nudge in library.nudges(lang)]
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
            found = self._take_more() if self.sender.waiting < BATCH // 2 else 0
            self._turn()
            if once and not found and self.sender.is_idle:
                break
            if self.sender.is_idle and not found:
                self._write_down()
                time.sleep(REST)
        while not self.sender.is_idle:
            self._turn()
        self._write_down()

    def _take_more(self) -> int:
        at = time.monotonic()
        if at - self._asked_at >= NEWS_EVERY:
            self._asked_at = at
            self.watch.look()
            news.look_for_news()
        if at - self._looked_at < LOOKS_EVERY:
            return 0
        found = self._take_plans() + self._take_pushes()
        if found < BATCH:
            self._looked_at = at  # the queue is empty for now
        return found

    def _take_plans(self) -> int:
        with apart(writes=True) as session:
            claimed = actions.claim_due(session, now())
        for plan in claimed:
            self._start_nudge(plan)
        return len(claimed)

    def _start_nudge(self, plan: ClaimedPlan) -> None:
        at = now()
        errand = Errand(plan, left=0)
        step = rules.decide(
            plan.due, plan.rhythm, plan.around(at, self.watch.over(plan.region, plan.due.at))
        )
        if step is Step.HOLD:
            errand.wait = actions.HOLD
        if step in {Step.SEND, Step.SAY_GOODBYE}:
            errand.left = len(plan.phones)
            seconds = rules.time_to_live(plan.rhythm, at)
            for phone in plan.phones:
                topic = f"nudge{plan.due.on:%Y%m%d}"
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

    def _take_pushes(self) -> int:
        with apart(writes=True) as session:
            claimed = push.claim_pushes(session, now())
            phones = phones_by_id(session, [one.device_id for one in claimed]) if claimed else {}
            stale = news.no_longer_true(session, claimed)
            owners = {phone.participant_id for phone in phones.values()}
            titles = titles_of(session, owners) if owners else {}
        for one in claimed:
            errand = Errand(one, left=0)
            phone = phones.get(one.device_id)
            if phone and now() < one.expires_at and one.id not in stale:
                errand.left = 1
                title = titles.get(phone.participant_id, "")
                words = payload_of_push(
                    one.kind, one.at, phone.language, title, self.library, self.site
                )
                life = min(rules.LONGEST_LIFE, one.expires_at - now())
                topic = f"push{one.id.hex[:24]}"
                self._offer(errand, phone, words, int(life.total_seconds()), topic)
            else:
                if phone and one.id not in stale:
                    self._done.outcomes["-", Outcome.LATE] += 1
                self._done.errands.append(errand)
        return len(claimed)

    def _offer(self, errand: Errand, phone: Phone, words: bytes, seconds: int, topic: str) -> None:
        self.sender.offer(
            Message(
                ticket=(errand, phone.id),
                endpoint=phone.endpoint,
                public_key=phone.public_key,
                auth_secret=phone.auth_secret,
                payload=words,
                seconds=seconds,
                topic=topic,
            )
        )

    def _turn(self) -> None:
        for answer in self.sender.turn():
            self._note(answer)
        is_time = time.monotonic() - self._done.since > WRITES_EVERY
        if self._done.answers >= WRITES_AFTER or (is_time and self._done.errands):
            self._write_down()

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

    def _write_down(self) -> None:
        done, self._done = self._done, Done()
        if not (done.errands or done.gone or done.outcomes):
            return
        at = now()
        plans = [each for each in done.errands if isinstance(each.work, ClaimedPlan)]
        pushes = [each for each in done.errands if isinstance(each.work, ClaimedPush)]
        with apart(writes=True) as session:
            for day, device_ids in _reached_by_day(plans, pushes).items():
                push.note_reached(session, device_ids, day)
            if done.gone:
                push.forget_devices(session, done.gone)
            actions.settle_plans(session, [_settled_plan(each, at) for each in plans], at)
            push.settle_pushes(session, [_settled_push(each, at) for each in pushes])
            push.count_outcomes(session, done.outcomes)


def _reached_by_day(plans: list[Errand], pushes: list[Errand]) -> dict[date | None, list[UUID]]:
    days: dict[date | None, list[UUID]] = {}
    for errand in plans + pushes:
        day = errand.work.due.on if isinstance(errand.work, ClaimedPlan) else None
        if errand.reached:
            days.setdefault(day, []).extend(errand.reached)
    return days


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
