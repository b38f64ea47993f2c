"""Every setting: name, default, meaning. Read from the environment with the prefix SELFHELP_."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from .errors import Refusal

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "SELFHELP_"
PUSH_HOSTS = (
    "fcm.googleapis.com",
    "jmt17.google.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)
"""Push services of the browsers people use; a host below one of these counts too."""


class BadSettings(Refusal):
    """A setting cannot be used; the text names it."""


class Settings(BaseModel):
    """What a deployment may choose; `docs/running.md` tells the same."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    database_url: str = ""
    """SQLAlchemy address of the database; by default a SQLite file in the instance folder."""
    instance_dir: Path = ROOT / "instance"
    """Folder for the database file and for secrets made at the first start."""
    content_dir: Path = ROOT / "content"
    """Folder with the modules, tools and contacts that people read."""
    secret_key: str = ""
    """Key of the web part, 32 random bytes in hex; made and kept in the instance folder when empty."""
    pepper: str = ""
    """Second half of every slip's hash; never in the database or its backups."""
    vapid_private_key: str = ""
    """Key that signs pushes, 32 bytes in hex or base64url; made and kept in the instance folder when empty."""
    vapid_subject: str = ""
    """Whom push services may write to: mailto:… or https://…; by default PUBLIC_URL."""
    push_hosts: tuple[str, ...] = PUSH_HOSTS
    """Hosts of push services that may be spoken to, with commas between them."""
    alert_feed_url: str = ""
    """Where alarms by region are read: https://…, http://… or file:…; empty: nowhere."""
    metrics_token: str = ""
    """Who sends it as `Authorization: Bearer …` may read /metrics; without it only this machine itself."""
    app_name: str = "Стежка"
    """The name on Ukrainian screens: neutral, it must tell a stranger nothing."""
    app_name_en: str = "Stezhka"
    """The name on English screens."""
    public_url: str = ""
    """Address that people type and that stands in QR codes, such as https://stezhka.example."""
    require_review: bool = False
    """Publish only modules with named clinical and language reviewers."""
    demo: bool = False
    """Known passwords, no second factor, loopback only, a banner."""
    smtp_url: str = ""
    """Mail server for invitations: smtp://user:password@host:587 or smtps://…; empty: no mail is sent."""
    mail_from: str = ""
    """Address from which invitations come, such as stezhka@example.org."""
    offer_hours: int = Field(default=48, ge=1, le=336)
    """How long a free place waits for the next in line, once the offer was seen or told."""
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    """How many reverse proxies in front may be believed about the visitor's address and scheme."""

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("an address such as https://stezhka.example is needed")
        return value.rstrip("/")

    @field_validator("push_hosts", mode="before")
    @classmethod
    def _are_hosts(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(host for host in value.replace(",", " ").lower().split() if host)
        return value

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and not (parts.scheme in {"smtp", "smtps"} and parts.hostname):
            raise ValueError(
                "a mail server such as smtp://user:password@mail.example.org:587 is needed"
            )
        return value

    @model_validator(mode="after")
    def _has_a_sender(self) -> Self:
        if self.smtp_url and "@" not in parseaddr(self.mail_from)[1]:
            raise ValueError(
                f"{PREFIX}MAIL_FROM has to be an address such as stezhka@example.org when mail is sent"
            )
        return self

    @field_validator("vapid_subject")
    @classmethod
    def _is_a_contact(cls, value: str) -> str:
        if value and not value.startswith(("mailto:", "https://")):
            raise ValueError("a contact such as mailto:name@example.org is needed")
        return value

    @field_validator("alert_feed_url")
    @classmethod
    def _is_a_feed(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://", "file:")):
            raise ValueError("an address such as https://alarms.example/regions.json is needed")
        return value


def read_settings(environment: Mapping[str, str], **overrides: object) -> Settings:
    """Read settings from an environment; a value given by name wins over it."""
    known = set(Settings.model_fields)
    given: dict[str, object] = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() in known
    }
    try:
        settings = Settings.model_validate(given | overrides)
    except ValidationError as failure:
        first = failure.errors(include_input=False, include_url=False)[0]
        where = f"{PREFIX}{str(first['loc'][0]).upper()}" if first["loc"] else "settings"
        raise BadSettings(f"{where}: {first['msg']}") from None
    return settings.model_copy(update=_what_is_missing(settings))


def _what_is_missing(settings: Settings) -> dict[str, str]:
    folder = settings.instance_dir
    database = f"sqlite:///{folder / 'selfhelp.sqlite3'}"
    return {
        "database_url": settings.database_url or database,
        "secret_key": settings.secret_key or _kept_secret(folder / "secret_key", settings),
        "pepper": settings.pepper or _kept_secret(folder / "pepper", settings),
        "vapid_private_key": settings.vapid_private_key
        or _kept_secret(folder / "vapid_private_key", settings),
    }


def _kept_secret(file: Path, settings: Settings) -> str:
    """Return the secret in `file`, making it at the first start."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if settings.public_url and not settings.demo:
        print(
            f"Note: {PREFIX}{file.name.upper()} is not set; using the one kept in {file}.",
            "Back it up apart from the database.",
            file=sys.stderr,
        )
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as new:
        new.write(secrets.token_hex(32))
    return file.read_text().strip()
