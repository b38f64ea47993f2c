"""Which addresses are push services, which keys are keys, and what an answer means."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from functools import lru_cache

LONGEST_ENDPOINT = 2048
ENDPOINT = re.compile(
    r"https://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::443)?"
    r"/[A-Za-z0-9._~!$&'()*+,;=:@%/-]+(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?",
    re.ASCII,
)
"""An address as browsers hand it out: nothing in it can be read in two ways."""
SIX_TO_FOUR = ipaddress.ip_network("2002::/16")
"""Out of use since 2015; whoever still passes it on sends it to an IPv4 address inside."""
OPEN_IPV6 = ipaddress.ip_network("2000::/3")
"""What is given out so far; everything else is special."""
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Addresses behind which a network without IPv4 of its own hides one (RFC 6052)."""
PUBLIC_KEY_BYTES = 65
UNCOMPRESSED = 4
AUTH_BYTES = 16

# The curve P-256: y² = x³ - 3x + B over the field of P.
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
LONGEST_WISH = timedelta(days=1)
"""A service that wishes for more is asked once a day."""
MOST_ATTEMPTS = 8
BUSY = frozenset({406, 429, 503})
"""How services say "too many"; the first is the word of one of them."""


def host_of_endpoint(endpoint: str, hosts: Collection[str]) -> str | None:
    """Return the host of a push address, or None when it is not one of a service we know.

    The address comes from a phone, so it may be anything; asked again before each sending.
    """
    if len(endpoint) > LONGEST_ENDPOINT:
        return None
    found = ENDPOINT.fullmatch(endpoint)
    if found is None:
        return None
    host = found["host"]
    return host if _is_known(host, frozenset(hosts)) else None


@lru_cache(maxsize=1024)
def _is_known(host: str, hosts: frozenset[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in hosts)


def may_be_reached(address: str) -> bool:
    """Say whether an address that a name stands for lies outside: never inside our own network."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _carried(parsed) if isinstance(parsed, ipaddress.IPv6Address) else parsed
    if inner is None:
        is_open = parsed in OPEN_IPV6 and parsed not in SIX_TO_FOUR
        return is_open and parsed.is_global and not parsed.is_multicast
    return inner.is_global and not inner.is_multicast


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Find the IPv4 address to which a network would pass on what is sent here."""
    if address in TRANSLATED:
        return ipaddress.IPv4Address(address.packed[-4:])
    return address.ipv4_mapped


def are_keys(public_key: str, secret: str) -> bool:
    """Say whether a phone sent a point of P-256 and sixteen bytes."""
    point, auth = _decoded(public_key), _decoded(secret)
    if point is None or auth is None or len(auth) != AUTH_BYTES:
        return False
    if len(point) != PUBLIC_KEY_BYTES or point[0] != UNCOMPRESSED:
        return False
    x, y = int.from_bytes(point[1:33]), int.from_bytes(point[33:])
    return x < P and y < P and (y * y - (x * x * x - 3 * x + B)) % P == 0


def _decoded(text: str) -> bytes | None:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,128}={0,2}", text):
        return None
    bare = text.rstrip("=")
    try:
        return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except (binascii.Error, ValueError):
        return None


class Outcome(StrEnum):
    """What became of one message."""

    SENT = "sent"
    GONE = "gone"
    """The phone wants no more: forget the device."""
    LATER = "later"
    REFUSED = "refused"
    """The service does not like how we wrote it: our fault, and trying again does not help."""
    KEYS = "keys"
    """The service does not accept our signature: somebody has to look, and no device is forgotten."""
    LATE = "late"
    """There was no use in it any more."""


def outcome_of(status: int) -> Outcome:
    """Read the status of a push service; 0 stands for no answer at all."""
    if 200 <= status < 300:
        return Outcome.SENT
    if status in {404, 410}:
        return Outcome.GONE
    if status in {401, 403}:
        return Outcome.KEYS
    if status in {0, 408, 425} or status in BUSY or status >= 500:
        return Outcome.LATER
    return Outcome.REFUSED


def wait_before_retry(
    attempt: int, retry_after: str | None, now: datetime, share: float
) -> timedelta | None:
    """Say how long to wait after the attempt of this number, from 1 on; None to give up.

    The service's own wish wins, and is never cut short within a day; `share`, from 0 to 1, keeps
    waiters apart.
    """
    if attempt >= MOST_ATTEMPTS:
        return None
    wished = wished_wait(retry_after, now)
    wait: timedelta
    if wished is None:
        wait = min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT)
    else:
        wait = min(max(wished, FIRST_WAIT / 2), LONGEST_WISH)
    return wait + min(wait, LONGEST_WAIT) * share / 4


def wished_wait(retry_after: str | None, now: datetime) -> timedelta | None:
    """Read how long a service wishes to be left alone, in seconds or as a date; None without a wish."""
    text = (retry_after or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return timedelta(seconds=int(text))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    aware: datetime = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(timedelta(0), aware - now)
