"""People with plans and phones, and what reaches them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import time_machine

from selfhelp.clock import KYIV
from selfhelp.nudges.models import NudgePlan
from selfhelp.nudges.worker import Worker
from selfhelp.push.models import Device
from tests.groups.house import House
from tests.push.phone import Phone
from tests.push.service import PushService, Received

TUESDAY = datetime(2026, 11, 24, 12, 0, tzinfo=KYIV)
"""A Tuesday at noon; the plan below is for Tuesdays and Fridays at seven in the evening."""
EVENING = datetime(2026, 11, 24, 19, 20, tzinfo=KYIV)
PLAN: dict[str, Any] = {
    "weekdays": [2, 5], "hour": "19:00", "zone": "Europe/Kyiv", "quiet_from": "21:00", "quiet_until": "08:00",
    "wording": "discreet", "title": "t01", "paused_until": None, "region": None, "after_alarm": False,
}  # fmt: skip


@dataclass
class Post:
    """Makes plans and phones, and lets the worker work at any hour."""

    house: House
    service: PushService
    worker: Worker
    phones: dict[str, Phone] = field(default_factory=dict)

    def plan(self, name: str = "olena", behaviour: str = "201", **more: Any) -> Phone:
        """Let somebody ask for reminders on a Tuesday at noon."""
        phone = self.phones[name] = Phone(behaviour=behaviour)
        with time_machine.travel(TUESDAY, tick=False):
            visitor = self.house.visit(name)
            visitor.post("/api/v1/devices", json=phone.subscription, status=201)
            visitor.put("/api/v1/plan", json=PLAN | more)
        return phone

    def work(self, at: datetime) -> None:
        """Let the worker do what is due at a moment."""
        self.worker._looked_at = float("-inf")
        with time_machine.travel(at, tick=False), self.house.app.app_context():
            self.worker.run(once=True)

    def arrived(self, phone: Phone) -> list[dict[str, Any]]:
        """Read what came to a phone."""
        return [phone.read(one.body)["notification"] for one in self.received(phone)]

    def received(self, phone: Phone) -> list[Received]:
        return self.service.for_phone(phone.name)

    def row(self, name: str = "olena") -> Any:
        return self.house.row(NudgePlan, name)

    def devices(self) -> int:
        return self.house.count(Device)


def days(count: float) -> timedelta:
    return timedelta(days=count)
