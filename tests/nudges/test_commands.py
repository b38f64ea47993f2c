"""The commands `push keys`, `push work` and `nudges plan`, as somebody types them."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.clock import now
from selfhelp.config import Settings
from selfhelp.db import session
from selfhelp.nudges.models import NudgePlan
from selfhelp.people.models import Participant
from selfhelp.push.actions import SETTLED_FOR, Word, enqueue_for
from selfhelp.push.encryption import public_half, read_private_key
from selfhelp.push.kinds import PushKind
from selfhelp.push.models import Push
from tests.faults.due import settle_in
from tests.nudges.commanding import SECRETS, start
from tests.push.service import PushService

PUBLIC = public_half(read_private_key(SECRETS["VAPID_PRIVATE_KEY"]))


def said(settings: Settings, *words: str, **others: str) -> tuple[int, str, str]:
    """Run a command to its end; return its code and what it said."""
    folder = settings.instance_dir
    process = start(settings.database_url, folder, None, *words, **others)
    out, log = process.communicate(timeout=90)
    return process.returncode, out, log


def test_push_keys_prints_the_public_half(app: Flask, settings: Settings) -> None:
    assert said(settings, "push", "keys") == (0, f"public key: {PUBLIC}\n", "")


def test_push_keys_makes_a_new_pair_that_fits_together(app: Flask, settings: Settings) -> None:
    code, out, _log = said(settings, "push", "keys", "--new")

    private, public = re.findall(r"(?:SELFHELP_VAPID_PRIVATE_KEY=|public key: )(\S+)\n", out)
    assert code == 0
    assert public == public_half(read_private_key(private)) != PUBLIC


def test_a_new_pair_is_another_one_each_time(app: Flask, settings: Settings) -> None:
    assert said(settings, "push", "keys", "--new") != said(settings, "push", "keys", "--new")


@pytest.mark.parametrize(
    ("others", "name"),
    [
        ({"vapid_subject": "", "public_url": "http://stezhka.example"}, "SELFHELP_VAPID_SUBJECT"),
        ({"public_url": ""}, "SELFHELP_PUBLIC_URL"),
        ({"vapid_private_key": "no key"}, "SELFHELP_VAPID_PRIVATE_KEY"),
    ],
)
def test_push_work_says_kindly_what_it_lacks(
    app: Flask, settings: Settings, others: dict[str, str], name: str
) -> None:
    code, out, log = said(settings, "push", "work", "--once", **others)

    assert (code, out) == (1, "")
    assert log.startswith("selfhelp: ")
    assert name in log
    assert len(log.splitlines()) == 1


def test_push_work_once_sends_what_is_due_and_ends(
    app: Flask, settings: Settings, service: PushService, tmp_path: Path
) -> None:
    settle_in(app, 3)

    worker = start(settings.database_url, tmp_path, service, "push", "work", "--once")
    out, log = worker.communicate(timeout=90)

    assert (worker.returncode, out, log) == (0, "Nothing is due.\n", "")
    assert len(service.received) == 3


def queue_up(person: UUID, *, settled_ago: timedelta | None) -> None:
    key = f"module {uuid4()}"
    word = Word(PushKind.MODULE, key, now() + timedelta(hours=1), now() + timedelta(hours=9))
    enqueue_for(session, sa.select(Participant.id).where(Participant.id == person), word)
    if settled_ago is not None:
        values = {"next_at": None, "created_at": now() - settled_ago}
        session.execute(sa.update(Push).where(Push.key == key).values(values))


def test_nudges_plan_says_what_waits_and_forgets_what_is_long_over(
    app: Flask, settings: Settings
) -> None:
    settle_in(app, 3)
    with app.app_context():
        person = session.scalars(sa.select(NudgePlan.participant_id)).first()
        assert person is not None
        for settled_ago in (None, SETTLED_FOR - timedelta(days=1), SETTLED_FOR + timedelta(days=1)):
            queue_up(person, settled_ago=settled_ago)
        session.commit()

    assert said(settings, "nudges", "plan") == (
        0, "nudges: 3 due, 0 to come\nother pushes: 0 due, 1 to come\n", "",
    )  # fmt: skip
    with app.app_context():
        assert session.scalar(sa.select(sa.func.count()).select_from(Push)) == 2
