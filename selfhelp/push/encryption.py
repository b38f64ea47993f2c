"""What only the phone can read (RFC 8291), and the signature that push services ask for (RFC 8292)."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from ..errors import Refusal

LARGEST_PAYLOAD = 2048
"""Some services take no more than about 2,700 bytes on their way to a phone."""
LIFETIME = timedelta(hours=12)
"""Push services take a day at most."""
RENEWED_BEFORE = timedelta(minutes=10)
MOST_KEPT = 256


class BadKey(Refusal):
    """The key that signs pushes cannot be read."""


class CannotBeSealed(Exception):  # noqa: N818 - a mistake of ours, not of a person
    """What is kept of a phone is damaged."""


class PayloadTooLarge(CannotBeSealed):
    """More than every push service takes; our fault."""


def encrypt(payload: bytes, *, public_key: str, auth_secret: str) -> bytes:
    """Seal a payload for one phone, in one record, with a new key each time."""
    if len(payload) > LARGEST_PAYLOAD:
        raise PayloadTooLarge(len(payload))
    # What pywebpush itself calls; its encode() copies the keys first and writes the new one down
    # once more than needed, which costs a fifth of the sealing.
    try:
        sealed: bytes = http_ece.encrypt(
            payload,
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=_unpadded(public_key),
            auth_secret=_unpadded(auth_secret),
        )
    except (ValueError, TypeError, IndexError, http_ece.ECEException) as error:
        raise CannotBeSealed from error
    return sealed


def read_private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """Read a private key of 32 bytes, in hex or in base64url."""
    try:
        raw = bytes.fromhex(text) if re.fullmatch(r"[0-9a-fA-F]{64}", text) else _unpadded(text)
        return ec.derive_private_key(int.from_bytes(raw), ec.SECP256R1())
    except ValueError:
        raise BadKey(
            "SELFHELP_VAPID_PRIVATE_KEY: 32 bytes in hex or base64url are needed."
        ) from None


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def public_half(private_key: ec.EllipticCurvePrivateKey) -> str:
    """Write the public half as phones want it: an uncompressed point in base64url."""
    point = private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


@lru_cache
def public_key_of(private_text: str) -> str:
    """Write the public half of a key that stands among the settings; every phone asks for it at every opening."""
    return public_half(read_private_key(private_text))


@dataclass(slots=True)
class Signature:
    """One signature for each push service, used again until shortly before its end."""

    private_key: ec.EllipticCurvePrivateKey
    subject: str
    """Whom a push service may write to."""
    _kept: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    made: int = 0
    """How many were made, to be compared with how many are needed."""

    def for_host(self, host: str, now: datetime) -> str:
        """Return the Authorization header for a push service."""
        until, header = self._kept.get(host, (now, ""))
        if until - RENEWED_BEFORE <= now:
            until = now + LIFETIME
            # A dictionary of its own each time: the library writes into the one it is given.
            claims = {
                "aud": f"https://{host}",
                "exp": int(until.timestamp()),
                "sub": self.subject,
            }
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            header = Vapid02(self.private_key).sign(claims)["Authorization"]
            self._kept[host] = (until, header)
            self.made += 1
        return header
