"""Passkeys: what a browser is asked to sign, and whether it did."""

from __future__ import annotations

import ipaddress
import json
from contextlib import suppress
from urllib.parse import urlsplit

import sqlalchemy as sa
import webauthn
from cryptography.exceptions import InvalidSignature
from flask_babel import gettext as _
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    UserVerificationRequirement,
)

from .. import db
from ..clock import now
from ..people.actions import NotRecognised
from ..people.limits import Buckets
from . import queries, sealing
from .models import HalfSignIn, Passkey
from .second_step import CodeDiffers

BAD_ANSWERS = (WebAuthnException, InvalidSignature, ValueError, KeyError, TypeError, RecursionError)
"""What the library raises for something that is no answer of a passkey."""


def wish_to_add(half: HalfSignIn, origin: str, site: str) -> str:
    """Write what a browser needs to make a passkey, as JSON; empty where it cannot."""
    host = _host_for_keys(origin)
    if host is None:
        return ""
    with db.apart(writes=False) as session:
        known = queries.passkeys_of(session, half.staff_id)
    options = webauthn.generate_registration_options(
        rp_id=host,
        rp_name=site,
        user_name=half.staff.email,
        user_display_name=half.staff.name,
        user_id=half.staff_id.bytes,
        challenge=base64url_to_bytes(half.challenge),
        authenticator_selection=AuthenticatorSelectionCriteria(
            user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=_described(known),
    )
    return str(webauthn.options_to_json(options))


def wish_to_sign(half: HalfSignIn, origin: str) -> str:
    """Write what a browser needs to show a passkey, as JSON; empty when there is none."""
    host = _host_for_keys(origin)
    with db.apart(writes=False) as session:
        known = queries.passkeys_of(session, half.staff_id)
    if host is None or not known:
        return ""
    options = webauthn.generate_authentication_options(
        rp_id=host,
        challenge=base64url_to_bytes(half.challenge),
        allow_credentials=_described(known),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return str(webauthn.options_to_json(options))


def _described(keys: list[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id)) for key in keys]


def _host_for_keys(origin: str) -> str | None:
    """Return the host that a passkey belongs to; browsers make none for a bare address."""
    host = urlsplit(origin).hostname or ""
    with suppress(ValueError):
        ipaddress.ip_address(host)
        return None
    return host


def add(half: HalfSignIn, credential: str, origin: str) -> None:
    """Keep a new passkey."""
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(half.challenge),
            expected_rp_id=_host_for_keys(origin) or "",
            expected_origin=origin,
        )
    except BAD_ANSWERS:
        raise CodeDiffers(_passkey_differs()) from None
    row = {
        "staff_id": half.staff_id, "credential_id": bytes_to_base64url(made.credential_id),
        "public_key": bytes_to_base64url(made.credential_public_key),
        "sign_count": made.sign_count, "made_at": now(),
    }  # fmt: skip
    if not db.insert_new(Passkey, [row], Passkey.__table__.c.id):
        raise CodeDiffers(_passkey_differs())


def prove(half: HalfSignIn, credential: str, origin: str, network: str) -> None:
    """Take what a passkey has signed; call it before db.session is used."""
    buckets = Buckets.of("second-factor", str(half.staff_id), network)
    with db.apart(writes=False) as session:
        tried_before = buckets.check(session)
        known = {key.credential_id: key for key in queries.passkeys_of(session, half.staff_id)}
    try:
        key = known[str(json.loads(credential)["id"])]
        shown = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(half.challenge),
            expected_rp_id=_host_for_keys(origin) or "",
            expected_origin=origin,
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
        )
    except BAD_ANSWERS:
        buckets.note_failure()
        _draw_another_challenge(half)
        raise NotRecognised(_passkey_differs()) from None
    if tried_before:
        buckets.forget_failures()
    db.session.execute(
        sa.update(Passkey).where(Passkey.id == key.id).values(sign_count=shown.new_sign_count)
    )


def _draw_another_challenge(half: HalfSignIn) -> None:
    half.challenge = sealing.new_challenge()
    with db.apart(writes=True) as session:
        session.execute(
            sa.update(HalfSignIn).where(HalfSignIn.id == half.id).values(challenge=half.challenge)
        )


def _passkey_differs() -> str:
    return str(_("This passkey did not fit. Please try once more, or use a code."))
