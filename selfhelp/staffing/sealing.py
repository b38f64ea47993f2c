"""Secrets of staff: sealed before they are stored, drawn at random, compared by digest."""

from __future__ import annotations

import base64
import secrets

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from ..people.hashing import ALPHABET
from . import rules


def new_token() -> str:
    """Make the 256-bit token of a link or a half sign-in."""
    return secrets.token_urlsafe(32)


def new_challenge() -> str:
    """Draw what a passkey has to sign, base64url without padding."""
    return secrets.token_urlsafe(32)


def new_recovery_code() -> str:
    """Draw a recovery code of 120 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(rules.CODE_LETTERS))


def new_totp_secret() -> str:
    """Draw the secret of an app with codes, sealed."""
    return seal(pyotp.random_base32())


def seal(plain: str) -> str:
    """Encrypt a secret with a key derived from SECRET_KEY, which is not in the database."""
    return _box().encrypt(plain.encode()).decode()


def unseal(sealed: str | None) -> str | None:
    """Open a sealed secret; None when the key has changed since."""
    if sealed is None:
        return None
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"selfhelp second factor")
    key = derived.derive(str(current_app.config["SECRET_KEY"]).encode())
    return Fernet(base64.urlsafe_b64encode(key))


def step_of_code(sealed: str | None, typed: str, seconds: float) -> int | None:
    """Return the half-minute whose code was typed, one before or after now included, or None."""
    secret = unseal(sealed)
    code = "".join(typed.split())
    if (
        secret is None
        or len(code) != rules.TOTP_DIGITS
        or not (code.isascii() and code.isdecimal())
    ):
        return None
    now_step = int(seconds) // rules.TOTP_SECONDS
    codes = pyotp.TOTP(secret)
    for step in (now_step, now_step - 1, now_step + 1):
        if secrets.compare_digest(codes.generate_otp(step), code):
            return step
    return None


def totp_address(sealed: str, email: str, issuer: str) -> str:
    """Write the address that an app with codes reads from a QR code."""
    return pyotp.TOTP(unseal(sealed) or "").provisioning_uri(name=email, issuer_name=issuer)


def secret_in_fours(sealed: str) -> str:
    """Write an app's secret so that it can be typed by hand."""
    plain = unseal(sealed) or ""
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))
