"""A country changes the rule of its clocks: seven in the evening stays seven, by nothing but a new tzdata."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from selfhelp.clock import KYIV, now
from selfhelp.config import ROOT, Settings
from selfhelp.db import session
from selfhelp.nudges.models import NudgePlan
from tests.groups.house import House
from tests.nudges.post import EVENING, PLAN, Post

HOUR = timedelta(hours=1)


def reckoned_otherwise(post: Post, by: timedelta) -> datetime:
    """Let the next nudge stand where an older rule had put it; return when it is really due."""
    due_at: datetime = post.row().next_at
    with post.house.app.app_context():
        session.execute(sa.update(NudgePlan).values(next_at=due_at + by))
        session.commit()
    return due_at


def test_a_nudge_that_comes_up_an_hour_early_waits_for_its_hour_and_loses_nothing(
    post: Post,
) -> None:
    phone = post.plan()
    due_at = reckoned_otherwise(post, -HOUR)

    for minutes in (-59, -30, -1):
        post.work(due_at + timedelta(minutes=minutes))
    assert post.arrived(phone) == []
    assert (post.row().next_at, post.row().attempt, post.row().last_on) == (due_at, 0, None)
    for minutes in (0, 5, 65):
        post.work(due_at + timedelta(minutes=minutes))

    assert len(post.arrived(phone)) == 1
    assert post.row().last_on == EVENING.date()


def test_a_new_rule_moves_what_is_to_come_and_leaves_what_is_due(
    house: House, settings: Settings, tmp_path: Path
) -> None:
    house.member("taras", "evening", "richka")
    today = now().astimezone(KYIV).date()
    days_but_today = [day for day in range(1, 8) if day != today.isoweekday()]
    for name in ("olena", "taras"):
        house.visit(name).put("/api/v1/plan", json=PLAN | {"weekdays": days_but_today})
    is_held = now() + timedelta(minutes=3)
    with house.app.app_context():
        session.execute(
            sa.update(NudgePlan)
            .where(NudgePlan.participant_id == house.ids["taras"])
            .values(next_at=is_held, due_on=today - timedelta(days=1))
        )
        session.commit()
    before = house.row(NudgePlan, "olena")

    said = plan_in(settings, kyiv_at_plus_five(tmp_path))
    again = plan_in(settings, kyiv_at_plus_five(tmp_path))

    after = house.row(NudgePlan, "olena")
    moved = before.next_at - after.next_at
    offset = before.next_at.astimezone(ZoneInfo("Europe/Kyiv")).utcoffset()
    assert moved == timedelta(hours=5) - offset
    assert after.due_on == before.due_on
    assert (after.next_at + timedelta(hours=5)).time() >= time(19)
    assert house.row(NudgePlan, "taras").next_at == is_held
    assert "nudges: 1 moved with a changed clock" in said
    assert "moved" not in again


def plan_in(settings: Settings, zones: Path) -> str:
    """Run `selfhelp nudges plan` where these are the rules of zones."""
    environment = os.environ | {
        "PYTHONTZPATH": f"{zones}:/usr/share/zoneinfo",
        "SELFHELP_DATABASE_URL": settings.database_url,
        "SELFHELP_INSTANCE_DIR": str(settings.instance_dir),
    }
    command = [str(Path(sys.executable).with_name("selfhelp")), "nudges", "plan"]
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True, timeout=90
    ).stdout


def kyiv_at_plus_five(folder: Path) -> Path:
    """Write a zone file, as tzdata has them, in which Kyiv is five hours ahead all year."""
    counts = struct.pack(">6l", 0, 0, 0, 0, 1, 4)
    one_kind = struct.pack(">lbb", 5 * 3600, 0, 0) + b"NEW\0"
    head = b"TZif2" + bytes(15) + counts
    file = folder / "zones" / "Europe" / "Kyiv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(head + one_kind + head + one_kind + b"\nNEW-5\n")
    return folder / "zones"
