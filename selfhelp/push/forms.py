"""What a phone sends of its push subscription, as browsers write it."""

from __future__ import annotations

from pydantic import Field

from ..people.forms import StrictBody
from .rules import LONGEST_ENDPOINT


class Keys(StrictBody):
    """The phone's half of the encryption."""

    p256dh: str = Field(max_length=128)
    auth: str = Field(max_length=64)


class SubscriptionBody(StrictBody):
    """A PushSubscription as JSON."""

    endpoint: str = Field(max_length=LONGEST_ENDPOINT)
    expirationTime: float | None = None  # noqa: N815 - the browser's word
    keys: Keys


class ForgetBody(StrictBody):
    """The address of a phone that wants to hear nothing more."""

    endpoint: str = Field(max_length=LONGEST_ENDPOINT)
    expirationTime: float | None = None  # noqa: N815 - the browser's word
    keys: Keys | None = None
