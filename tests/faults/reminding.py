"""A worker in a process of its own, led to a push service on loopback, for killing: see killing.py."""

from __future__ import annotations

import json
import sys
from datetime import timedelta

from selfhelp.app import create_app
from selfhelp.config import PUSH_HOSTS, read_settings
from selfhelp.nudges.sky import Watch
from selfhelp.nudges.worker import Worker
from selfhelp.push import queue
from selfhelp.push.encryption import Signature, read_private_key
from selfhelp.push.sender import Sender


def main() -> None:
    """Work until nothing is due; the lease is short, so that the next one need not wait long."""
    asked = json.loads(sys.argv[1])
    queue.LEASE = timedelta(seconds=asked["lease"])
    app = create_app(read_settings({}, **asked["settings"]))
    sender = Sender(
        Signature(read_private_key("7" * 64), "mailto:somebody@example.org"),
        PUSH_HOSTS,
        connect_to=asked["connect_to"],
        certificates=asked["certificates"],
        may_connect=lambda address: address.startswith("127.0.0."),
    )
    with app.app_context():
        print("ready", flush=True)
        sys.stdin.readline()
        Worker(sender, app.extensions["library"], "", Watch(None)).run(once=True)
    print("done", flush=True)


if __name__ == "__main__":
    main()
