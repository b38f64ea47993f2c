"""What came in at once: events that were understood, and others that were not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID


@dataclass(frozen=True, slots=True)
class UnderstoodEvent:
    """An event that can be stored."""

    sent_id: str
    """The id as the phone spells it."""
    id: UUID
    kind: str
    module: str
    step: str | None
    version: str
    day: date
    at: datetime | None
    seq: int
    minutes: int | None


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """An event that could not be understood."""

    sent_id: str
    code: str
    fields: dict[str, str]
    """The known fields as words, each cut short."""

    @property
    def tray_id(self) -> str:
        """Name it in the tray, where something without an id needs one too."""
        if self.sent_id:
            return self.sent_id
        content = json.dumps([self.code, self.fields], sort_keys=True)
        return f"nameless-{sha256(content.encode()).hexdigest()[:32]}"


@dataclass(frozen=True, slots=True)
class Batch:
    """What came in at once."""

    understood: tuple[UnderstoodEvent, ...]
    refused: tuple[RefusedEvent, ...]
    participant: str | None = None
