"""What is sent can be read by the phone alone, and is what the standards say byte for byte."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from selfhelp.push.encryption import (
    BadKey,
    PayloadTooLarge,
    Signature,
    encrypt,
    public_half,
    read_private_key,
)
from tests.push.phone import CURVE, Phone, decoded, encoded, point_of

# RFC 8291, section 5 and appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
SENDER_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
PHONE_KEY = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
PHONE_POINT = (
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
)
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decoded(text)), CURVE)


def test_the_example_of_the_standard_comes_out_byte_for_byte(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Chance alone is replaced: the key and the salt that the example happened to draw.
    monkeypatch.setattr(ec, "generate_private_key", lambda *_what: private(SENDER_KEY))
    monkeypatch.setattr(os, "urandom", lambda _length: decoded(SALT))

    assert encoded(encrypt(PLAIN, public_key=PHONE_POINT, auth_secret=AUTH)) == SEALED


def test_the_example_of_the_standard_can_be_read() -> None:
    phone = Phone(key=private(PHONE_KEY), secret=decoded(AUTH))

    assert encoded(point_of(phone.key)) == PHONE_POINT
    assert phone.decrypt(decoded(SEALED)) == PLAIN


@pytest.mark.parametrize("length", [1, 400, 2048])
def test_a_phone_reads_what_was_sealed_for_it(length: int) -> None:
    phone, payload = Phone(), b"x" * length
    keys = phone.subscription["keys"]

    sealed = encrypt(payload, public_key=keys["p256dh"], auth_secret=keys["auth"])

    assert phone.decrypt(sealed) == payload
    assert len(sealed) <= 4096


def test_each_message_has_a_key_and_a_salt_of_its_own() -> None:
    keys = Phone().subscription["keys"]
    sealed = [encrypt(b"x", public_key=keys["p256dh"], auth_secret=keys["auth"]) for _ in range(9)]

    assert len({one[:16] for one in sealed}) == len({one[21:86] for one in sealed}) == 9


def test_more_than_every_service_takes_is_our_fault() -> None:
    keys = Phone().subscription["keys"]
    with pytest.raises(PayloadTooLarge):
        encrypt(b"x" * 2049, public_key=keys["p256dh"], auth_secret=keys["auth"])


def test_one_signature_for_a_service_is_used_until_shortly_before_its_end() -> None:
    signature = Signature(read_private_key("7" * 64), "mailto:somebody@example.org")
    begin = datetime(2026, 11, 22, 17, tzinfo=UTC)
    headers = {
        (host, signature.for_host(host, begin + timedelta(minutes=minute)))
        for host in ("fcm.googleapis.com", "web.push.apple.com")
        for minute in range(0, 24 * 60, 10)
    }

    assert len(headers) == signature.made == 2 * 3
    for host, header in headers:
        claims = json.loads(decoded(header.split(".")[1]))
        assert (claims["aud"], claims["sub"]) == (f"https://{host}", "mailto:somebody@example.org")


def test_a_key_is_read_in_both_ways_of_writing_it() -> None:
    key = private(PHONE_KEY)
    assert public_half(read_private_key(PHONE_KEY)) == PHONE_POINT
    assert public_half(read_private_key(decoded(PHONE_KEY).hex())) == encoded(point_of(key))


@pytest.mark.parametrize("text", ["", "short", "0" * 64, "f" * 64, "ключ", "A" * 80])
def test_a_key_that_is_none_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(BadKey):
        read_private_key(text)
