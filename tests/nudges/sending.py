"""A worker in a process of its own, led to a push service on loopback and to a feed of alarms."""

from __future__ import annotations

import json
import subprocess
import sys

from selfhelp.app import create_app
from selfhelp.config import PUSH_HOSTS, ROOT, Settings, read_settings
from selfhelp.nudges.commands import make_worker
from selfhelp.push.encryption import Signature, read_private_key
from selfhelp.push.sender import Sender
from tests.push.service import PushService


def work_once(settings: Settings, service: PushService, feed: str) -> None:
    """Start a worker, let it do what is due now, and wait for its end."""
    asked = {
        "settings": settings.model_dump(mode="json") | {"alert_feed_url": feed},
        "connect_to": service.connect_to,
        "certificates": service.certificates,
    }
    subprocess.run(
        [sys.executable, "-m", "tests.nudges.sending", json.dumps(asked)],
        cwd=ROOT, check=True, timeout=90,
    )  # fmt: skip


def main() -> None:
    """Work until nothing is due."""
    asked = json.loads(sys.argv[1])
    app = create_app(read_settings({}, **asked["settings"]))
    sender = Sender(
        Signature(read_private_key("7" * 64), "mailto:somebody@example.org"),
        PUSH_HOSTS,
        connect_to=asked["connect_to"],
        certificates=asked["certificates"],
        may_connect=lambda address: address.startswith("127.0.0."),
    )
    with app.app_context():
        make_worker(sender).run(once=True)


if __name__ == "__main__":
    main()
