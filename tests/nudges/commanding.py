"""The command line `selfhelp` in a process of its own, led to a push service on loopback."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from selfhelp import command_line
from selfhelp.nudges import commands
from selfhelp.push.sender import Sender
from tests.nursery import Child
from tests.push.service import PushService

SECRETS = {"SECRET_KEY": "s" * 64, "PEPPER": "p" * 64, "VAPID_PRIVATE_KEY": "7" * 64}
SUBJECT = "mailto:somebody@example.org"
SITE = "https://stezhka.example"


def start(
    database_url: str, folder: Path, service: PushService | None, *words: str, **settings: str
) -> Child:
    """Start a command with the settings of a server, others where a test says so."""
    ours = {
        **SECRETS, "DATABASE_URL": database_url, "INSTANCE_DIR": str(folder), "VAPID_SUBJECT": SUBJECT,
        "PUBLIC_URL": SITE, **{name.upper(): value for name, value in settings.items()},
    }  # fmt: skip
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("SELFHELP_")
    } | {f"SELFHELP_{name}": value for name, value in ours.items()}
    if service is not None:
        environment["LED_TO"] = json.dumps([service.connect_to, service.certificates])
    said = Path(mkdtemp(dir=folder))
    return Child(_main, list(words), environment, said / "out", said / "log")


def _main() -> None:
    """Run one command as the program itself does; only the way to push services is another one."""
    if "LED_TO" in os.environ:
        connect_to, certificates = json.loads(os.environ["LED_TO"])
        commands.Sender = partial(  # type: ignore[misc, assignment]
            Sender,
            connect_to=connect_to,
            certificates=certificates,
            may_connect=lambda address: address.startswith("127.0.0."),
        )
    command_line.main()
