"""Letters travel inside TLS, with a password, to nobody who only says that he is the server."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask

from selfhelp.clock import now
from selfhelp.config import Settings
from tests.staffing.conftest import choose_password
from tests.staffing.letters.post import Post, address_on, free_port, invite
from tests.visitor import Visitor


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost that is its own authority, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now() - timedelta(hours=1))
        .not_valid_after(now() + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, pem = tmp_path / "server.pem", serialization.Encoding.PEM
    kind = serialization.PrivateFormat.PKCS8
    file.write_bytes(
        key.private_bytes(pem, kind, serialization.NoEncryption()) + made.public_bytes(pem)
    )
    return file


def server_with(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


class TestUnderTls:
    """A server that wants TLS and a password, with a certificate of its own authority."""

    @pytest.fixture
    def port(self, post: Post, certificate: Path) -> Iterator[int]:
        controller = Controller(
            post, hostname="127.0.0.1", port=free_port(), tls_context=server_with(certificate),
            require_starttls=True, auth_required=True, authenticator=self.knows,
        )  # fmt: skip
        controller.start()
        yield controller.port
        controller.stop()

    @staticmethod
    def knows(_server: Any, _session: Any, _envelope: Any, _how: str, who: Any) -> AuthResult:
        return AuthResult(success=(who.login, who.password) == (b"us@example.org", b"p:w/d"))

    @pytest.fixture
    def settings(self, settings: Settings, port: int) -> Settings:
        url = f"smtp://us%40example.org:p%3Aw%2Fd@localhost:{port}"
        return settings.model_copy(update={"smtp_url": url})

    def test_a_letter_goes_under_tls_with_the_password(
        self, nadiia: Visitor, post: Post, certificate: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        invite(nadiia, by_mail="yes")

        assert len(post.letters) == 1

    def test_a_certificate_of_a_stranger_gets_no_letter(self, nadiia: Visitor, post: Post) -> None:
        page = invite(nadiia, by_mail="yes")

        assert "could not be sent just now" in page.text
        assert post.letters == []


# The test's server does not notice that it stands inside TLS already.
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
class TestInsideTls:
    """A server that speaks TLS from the first byte: smtps://."""

    @pytest.fixture
    def port(self, post: Post, certificate: Path) -> Iterator[int]:
        controller = Controller(
            post, hostname="127.0.0.1", port=free_port(), ssl_context=server_with(certificate),
            auth_required=True, auth_require_tls=False, authenticator=TestUnderTls.knows,
        )  # fmt: skip
        controller.start()
        yield controller.port
        controller.stop()

    @pytest.fixture
    def settings(self, settings: Settings, port: int) -> Settings:
        url = f"smtps://us%40example.org:p%3Aw%2Fd@localhost:{port}"
        return settings.model_copy(update={"smtp_url": url})

    def test_a_letter_goes_with_the_password(
        self,
        nadiia: Visitor,
        post: Post,
        certificate: Path,
        visitor: Visitor,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        page = invite(nadiia, by_mail="yes")

        (letter,) = post.letters
        assert address_on(page) in letter.get_content()
        choose_password(visitor, address_on(page).partition("#")[2])

    def test_a_certificate_of_a_stranger_gets_no_letter(self, nadiia: Visitor, post: Post) -> None:
        page = invite(nadiia, by_mail="yes")

        assert "could not be sent just now" in page.text
        assert post.letters == []

    def test_a_certificate_for_another_name_gets_no_letter(
        self,
        app: Flask,
        nadiia: Visitor,
        post: Post,
        port: int,
        certificate: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        app.config["SMTP_URL"] = f"smtps://us%40example.org:p%3Aw%2Fd@127.0.0.1:{port}"

        assert "could not be sent just now" in invite(nadiia, by_mail="yes").text
        assert post.letters == []
