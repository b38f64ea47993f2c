"""A phone with a push subscription of its own; it reads what it gets by an implementation of its own."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@dataclass
class Phone:
    """A phone at a push service."""

    host: str = "fcm.googleapis.com"
    behaviour: str = "201"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    name: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def endpoint(self) -> str:
        return f"https://{self.host}/{self.behaviour}/{self.name}"

    @property
    def subscription(self) -> dict[str, Any]:
        """What a browser gives to a page."""
        keys = {"p256dh": encoded(point_of(self.key)), "auth": encoded(self.secret)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def read(self, body: bytes) -> Any:
        """Read a message as RFC 8291 says, step by step."""
        return json.loads(self.decrypt(body))

    def decrypt(self, body: bytes) -> bytes:
        salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert length == 65
        assert len(sealed) <= size, "more than one record"
        shared = self.key.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender)
        )
        own = point_of(self.key)
        first = _hmac(self.secret, shared)
        both = _hmac(first, b"WebPush: info\0" + own + sender + b"\x01")
        derived = _hmac(salt, both)
        content_key = _hmac(derived, b"Content-Encoding: aes128gcm\0\x01")[:16]
        nonce = _hmac(derived, b"Content-Encoding: nonce\0\x01")[:12]
        plain = AESGCM(content_key).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert plain[-1:] == b"\x02", "not the last record"
        return plain[:-1]


def _hmac(key: bytes, message: bytes) -> bytes:
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(message)
    return made.finalize()
