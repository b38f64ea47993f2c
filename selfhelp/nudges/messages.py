"""Turns what is due into messages: whether it goes out at all, in which words, and until when it may."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ..library.library import Library
from ..push import queue
from ..push.actions import ClaimedPush
from ..push.kinds import PushKind
from ..push.lanes import Message
from ..push.queries import Phone
from ..push.words import payload, payload_of_push, plain_nudge
from . import actions, rules
from .actions import ClaimedPlan
from .errands import Errand, Telling
from .rules import Step
from .sky import Watch

REMINDER = "reminder"
SOON = timedelta(seconds=15)
"""What may be shown no longer than this does not set out: that much is needed on the way."""
OF_A_NUDGE = int(rules.LONGEST_LIFE.total_seconds())
OF_A_PUSH = int(rules.LOOKED_AHEAD.total_seconds())
"""Seconds for which a service keeps them for a phone that is away: a meeting that was cancelled is news all day."""


class Writer:
    """Finds the words for what is due."""

    def __init__(self, library: Library, site: str, watch: Watch) -> None:
        """Read all texts once."""
        self.library, self.site, self.watch = library, site, watch
        self._texts = {
            lang: tuple((nudge.id, nudge.kind) for nudge in library.nudges(lang))
            for lang in ("uk", "en")
        }
        self._words = {
            lang: {nudge.id: nudge.text for nudge in library.nudges(lang)} for lang in ("uk", "en")
        }
        self._payloads: dict[tuple[str, str, str], bytes] = {}

    def nudge(self, plan: ClaimedPlan, errand: Errand, at: datetime) -> list[Message]:
        """Decide about a nudge, and write it to every phone of its person."""
        sky = self.watch.over(plan.region, plan.due.at)
        step = rules.decide(plan.due, plan.rhythm, plan.around(at, sky))
        if step is Step.HOLD:
            errand.wait = actions.how_long_to_hold(plan.due, at)
        if step is Step.HOLD or step is Step.LEAVE_OUT:
            errand.is_late = at > plan.due.at + rules.LATEST
            return []
        until = rules.lives_until(plan.rhythm, at)
        if until < at + SOON:
            errand.is_late = True
            return []
        topic = f"nudge{plan.due.on.isoformat().replace('-', '')}"
        return [
            _message(errand, phone, self._words_of(plan, phone, step), OF_A_NUDGE, topic, until)
            for phone in plan.phones
        ]

    def _words_of(self, plan: ClaimedPlan, phone: Phone, step: Step) -> bytes:
        language = phone.language
        clock = plan.due.at.astimezone(ZoneInfo(plan.rhythm.zone)).time()
        chosen = rules.choose_text(self._texts[language], plan.due, clock, plan.seed, step)
        if plan.wording == "plain" and step is Step.SEND:
            chosen = "plain"
        key = (language, chosen, plan.title)
        if key not in self._payloads:
            body = plain_nudge(language) if chosen == "plain" else self._words[language][chosen]
            page = "plan" if chosen in rules.ABOUT_THE_PLAN else ""
            title = self.library.title(language, plan.title)
            self._payloads[key] = payload(
                language, body, title=title, page=page, tag=REMINDER, site=self.site
            )
        return self._payloads[key]

    def push(self, telling: Telling, errand: Errand, at: datetime) -> list[Message]:
        """Write a push to its phone; in the night it is put off, or left out if it is of no use then."""
        one, phone, title, rhythm, is_stale = telling
        if phone is None or is_stale:
            return []
        quiet_at = one.expires_at if one.kind is PushKind.TEST else rules.lives_until(rhythm, at)
        until = min(one.expires_at, quiet_at)
        if until < at + SOON:
            errand.wait = max(timedelta(0), quiet_at - at)
            awake_at = rules.outside_quiet_hours(at + errand.wait, rhythm)
            errand.is_late = awake_at >= one.expires_at
            return []
        words = payload_of_push(one.kind, one.at, phone.language, title, self.library, self.site)
        topic = f"push{one.id.hex[:24]}"
        return [_message(errand, phone, words, OF_A_PUSH, topic, until)]


def _message(
    errand: Errand, phone: Phone, words: bytes, seconds: int, topic: str, until: datetime
) -> Message:
    return Message(
        (errand, phone.id), phone.endpoint, phone.public_key, phone.auth_secret, words, seconds,
        topic, _leaves_by(errand.work), until,
    )  # fmt: skip


def _leaves_by(work: ClaimedPlan | ClaimedPush) -> datetime:
    # The rest of the lease is for the answer, and for writing it down.
    return work.lease - queue.LEASE / 4
