"""Hashes of slips, passwords and tokens; how much memory they may take at once."""

from __future__ import annotations

import functools
import hashlib
import hmac
import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

MEBIBYTE = 1024
"""In the unit of argon2, which is a kibibyte."""
SLIPS = PasswordHasher(time_cost=2, memory_cost=19 * MEBIBYTE, parallelism=1)
PASSWORDS = PasswordHasher(time_cost=1, memory_cost=46 * MEBIBYTE, parallelism=1)
AT_ONCE = threading.BoundedSemaphore(2)
"""Two hashes at a time in one process: a flood of guesses must not take the memory of the machine."""

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
SLIP_TOKEN_LETTERS = 26
"""Five bits each: 130 in all."""


def hash_of_slip(secret: str) -> str:
    """Hash the secret digits of a slip."""
    with AT_ONCE:
        return SLIPS.hash(_peppered(secret))


def is_secret_of(secret: str, kept: str | None) -> bool:
    """Compare secret digits with a kept hash; without one do the same work and say no."""
    return _verify(SLIPS, kept, _peppered(secret))


def hash_of_password(password: str) -> str:
    """Hash a password of staff."""
    with AT_ONCE:
        return PASSWORDS.hash(password)


def is_password_of(password: str, kept: str | None) -> bool:
    """Compare a password with a kept hash; without one do the same work and say no."""
    return _verify(PASSWORDS, kept, password.encode("utf-8", "replace"))


def is_slip_hash_weak(kept: str) -> bool:
    """Say whether a slip was hashed with other costs than today's."""
    return SLIPS.check_needs_rehash(kept)


def is_password_hash_weak(kept: str) -> bool:
    """Say whether a password was hashed with other costs than today's."""
    return PASSWORDS.check_needs_rehash(kept)


def digest_of_token(token: str) -> str:
    """Digest a token of 128 bits or more; it needs no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def new_sign_in_token() -> str:
    """Make the 256-bit token of a cookie."""
    return secrets.token_urlsafe(32)


def new_slip_token() -> str:
    """Make the 130-bit token of a QR code, in letters that survive being read aloud."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SLIP_TOKEN_LETTERS))


def bucket_of(kind: str, name: str) -> str:
    """Name what is limited so that the table tells neither an address nor an e-mail."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{kind}:{name}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _peppered(secret: str) -> bytes:
    pepper = str(current_app.config["PEPPER"]).encode()
    return hmac.new(pepper, secret.encode(), hashlib.sha256).digest()


def _verify(hasher: PasswordHasher, kept: str | None, given: bytes) -> bool:
    with AT_ONCE:
        try:
            hasher.verify(kept or _nobodys_hash(hasher), given)
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


@functools.cache
def _nobodys_hash(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_bytes(16))
