"""What a phone may send of what was done: read one by one, so that a bad event never spoils its batch."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from ..errors import Refusal
from .batches import Batch, RefusedEvent, UnderstoodEvent
from .kinds import EventKind

LARGEST_BATCH = 64 * 1024
MOST_EVENTS = 50
LARGEST_EVENT = 512
MOST_MINUTES = 600
LARGEST_COUNTER = 2**31 - 1
CUT = 64
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
VERSION = r"^[0-9]{1,4}(\.[0-9]{1,4}){0,2}(-[0-9a-z.]{1,16})?$"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

REFUSALS = {
    "shape": "not an object",
    "size": "more than 512 bytes",
    "id": "not a UUID",
    "kind": "not a kind of event",
    "module": "not the id of a module",
    "step": "not the id of a step, or missing where one is needed",
    "version": "not a version",
    "day": "not a day",
    "at": "not a moment with its time zone",
    "seq": "not a counter",
    "minutes": "not whole minutes",
    "unknown-module": "no such module here, now or before",
    "unknown-step": "no such step in the module, now or before",
}
"""Code of a refusal and what it means."""
CLOCK_BEGINS = datetime(2000, 1, 1, tzinfo=UTC)
CLOCK_ENDS = datetime(2100, 1, 1, tzinfo=UTC)


class MalformedBatch(Refusal):
    """Nothing in this batch can be read."""

    status = 400


class BatchTooLarge(Refusal):
    """More than one batch may hold."""

    status = 413


def _written_day(value: object) -> date:
    # A number or a moment would be read as a day too; a phone that sends one means something else.
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise PydanticCustomError("day", "a day is written 2026-11-21")
    return date.fromisoformat(value)


class EventBody(BaseModel):
    """Something a person did on a phone; no field can hold words."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    id: UUID
    kind: EventKind
    module: Annotated[str, Field(max_length=64, pattern=SLUG)]
    step: Annotated[str, Field(max_length=64, pattern=SLUG)] | None = None
    version: Annotated[str, Field(max_length=32, pattern=VERSION)]
    day: Annotated[date, BeforeValidator(_written_day)]
    at: datetime | None = None
    seq: Annotated[int, Field(ge=0, le=LARGEST_COUNTER)]
    minutes: int | None = None


class BatchBody(BaseModel):
    """What waits on a phone, in any order, any part of it for the second time."""

    epoch: str | None = None
    """The epoch of the last answer."""
    participant: str | None = None
    """Whose events these are, if the phone says it; another person's are not taken."""
    events: Annotated[list[EventBody], Field(max_length=MOST_EVENTS)]


class RefusedAnswer(BaseModel):
    """An event that was set aside, with the reason."""

    id: str
    code: str


class RecordAnswer(BaseModel):
    """What the phone may forget: all that is named here is safe."""

    stored: list[str]
    duplicate: list[str]
    rejected: list[RefusedAnswer]
    epoch: str


Knows = Callable[[str, str | None], bool]
"""Says whether a module, or a step in it, is or ever was in the library."""


def parse_batch(raw: bytes, knows: Knows, latest_day: date) -> Batch:
    """Read a batch: what is understood, and what is refused with a code."""
    if len(raw) > LARGEST_BATCH:
        raise BatchTooLarge(f"a batch has at most {LARGEST_BATCH} bytes")
    body = _read_json(raw)
    events = body.get("events") if isinstance(body, dict) else None
    if not isinstance(events, list):
        raise MalformedBatch("a batch is an object with a list of events")
    if len(events) > MOST_EVENTS:
        raise BatchTooLarge(f"a batch has at most {MOST_EVENTS} events")

    read = [_read_event(event, knows, latest_day) for event in events]
    participant = body.get("participant")
    return Batch(
        tuple(event for event in read if isinstance(event, UnderstoodEvent)),
        tuple(event for event in read if isinstance(event, RefusedEvent)),
        _as_words(participant) if participant is not None else None,
    )


def _read_json(raw: bytes) -> Any:
    # Numbers that no database can hold stay words: they spoil their own event only.
    try:
        return json.loads(
            raw.decode("utf-8"), parse_int=_small_int, parse_float=str, parse_constant=str
        )
    except (ValueError, RecursionError):
        raise MalformedBatch("a batch is JSON in UTF-8") from None


def _small_int(digits: str) -> int | str:
    return int(digits) if len(digits) < 20 else digits


def _read_event(event: object, knows: Knows, latest_day: date) -> UnderstoodEvent | RefusedEvent:
    if not isinstance(event, dict):
        return _refuse({}, "shape")
    text = _as_json(event)
    if len(text) > LARGEST_EVENT:
        return _refuse(event, "size")
    try:
        body = EventBody.model_validate_json(text)
    except ValidationError as failure:
        return _refuse(event, _code_of(failure))
    code = _what_is_missing(body, knows)
    return _refuse(event, code) if code else _understand(event["id"], body, latest_day)


def _code_of(failure: ValidationError) -> str:
    where = failure.errors(include_input=False, include_url=False, include_context=False)[0]["loc"]
    return str(where[0]) if where and where[0] in REFUSALS else "shape"


def _what_is_missing(body: EventBody, knows: Knows) -> str | None:
    if body.at is not None and body.at.tzinfo is None:
        return "at"
    if body.step is None and body.kind in {EventKind.STEP_DONE, EventKind.SKIPPED}:
        return "step"
    if not knows(body.module, None):
        return "unknown-module"
    if body.step is not None and not knows(body.module, body.step):
        return "unknown-step"
    return None


def _understand(sent_id: str, body: EventBody, latest_day: date) -> UnderstoodEvent:
    return UnderstoodEvent(
        sent_id=sent_id,
        id=body.id,
        kind=body.kind.value,
        module=body.module,
        step=body.step,
        version=body.version,
        day=min(body.day, latest_day),
        at=_sensible(body.at),
        seq=body.seq,
        minutes=None if body.minutes is None else min(max(body.minutes, 0), MOST_MINUTES),
    )


def _sensible(at: datetime | None) -> datetime | None:
    # A clock that is a century off is shown nowhere and must not overflow a column.
    day = timedelta(days=1)
    return at if at and CLOCK_BEGINS + day < at < CLOCK_ENDS - day else None


def _refuse(event: dict[str, Any], code: str) -> RefusedEvent:
    known = [name for name in EventBody.model_fields if name in event]
    sent_id = event.get("id")
    return RefusedEvent(
        sent_id=_as_words(sent_id) if isinstance(sent_id, str) else "",
        code=code,
        fields={name: _as_words(event[name]) for name in known},
    )


def _as_words(value: object) -> str:
    """Turn anything into at most 64 characters that every database takes."""
    text = value if isinstance(value, str) else _as_json(value)
    return text[:CUT].encode("utf-8", "replace").decode().replace("\0", "?")


def _as_json(value: object) -> str:
    try:
        return json.dumps(value, separators=(",", ":"))
    except RecursionError:  # what nests too deep to be written is too long in any case
        return "[" * (LARGEST_EVENT + 1)
