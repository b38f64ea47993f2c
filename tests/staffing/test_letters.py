"""A link goes by e-mail too, where a mail server is set and the manager ticks it."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask

from selfhelp.clock import now
from selfhelp.config import BadSettings, Settings, read_settings
from selfhelp.db import session
from selfhelp.people.models import Staff
from selfhelp.staffing import letters
from selfhelp.staffing.commands import staff
from selfhelp.staffing.models import StaffLink
from tests.groups.house import House, furnish
from tests.staffing.conftest import choose_password
from tests.visitor import Page, Visitor

PLACE = "/en/staff/centre/one/staff"


class Post:
    """A mail server on this machine that keeps what it was given."""

    def __init__(self, answer: str = "250 OK", waits: float = 0) -> None:
        self.answer, self.waits = answer, waits
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.waits:
            await asyncio.sleep(self.waits)
        if self.answer.startswith("250"):
            self.letters.append(
                cast("EmailMessage", message_from_bytes(envelope.content, policy=default))
            )
        return self.answer


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def port(post: Post) -> Iterator[int]:
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller.port
    controller.stop()


@pytest.fixture
def settings(settings: Settings, port: int) -> Settings:
    return settings.model_copy(
        update={"smtp_url": f"smtp://127.0.0.1:{port}", "mail_from": "stezhka@example.org"}
    )


@pytest.fixture
def nadiia(app: Flask) -> Visitor:
    house = furnish(app)
    house.change(Staff, "nadiia", password_hash="x")
    return house.visit("nadiia")


def invite(visitor: Visitor, **more: str) -> Page:
    fields = {"email": "olha@example.org", "name": "Ольга", "role": "psychologist"} | more
    return visitor.submit(PLACE, status=200, **fields)


def address_on(page: Page) -> str:
    return page.one("code.secret").get_text()


def test_the_letter_brings_the_same_link_in_the_language_of_the_invited(
    app: Flask, nadiia: Visitor, post: Post, visitor: Visitor
) -> None:
    page = invite(nadiia, by_mail="yes")

    (letter,) = post.letters
    assert letter["To"] == "olha@example.org"
    assert letter["From"] == "stezhka@example.org"
    assert letter["Subject"].startswith("Stezhka")
    assert letter.get_content_type() == "text/plain"
    link = address_on(page)
    assert link in letter.get_content().replace("\r\n", "\n").split("\n")
    assert "taken the letter" in page.text
    choose_password(visitor, link.partition("#")[2])


def test_a_letter_to_a_ukrainian_colleague_is_ukrainian(nadiia: Visitor, post: Post) -> None:
    nadiia.submit(
        PLACE.replace("/en/", "/uk/"), status=200, email="olha@example.org", name="Ольга",
        role="volunteer", by_mail="yes",
    )  # fmt: skip

    assert "Вітаємо" in post.letters[0].get_content()
    assert post.letters[0]["Subject"].startswith("Стежка")


def test_the_letter_names_nobody_and_no_place(nadiia: Visitor, post: Post) -> None:
    invite(nadiia, by_mail="yes")

    said = post.letters[0].as_string() + post.letters[0].get_content()
    for word in ("Nadiia", "nadiia", "Ольга", "Iryna", "Centre one", "Центр", socket.gethostname()):
        assert word not in said, word


def test_nothing_is_sent_unless_it_was_ticked(nadiia: Visitor, post: Post) -> None:
    page = invite(nadiia)

    assert post.letters == []
    assert "letter" not in page.text


def test_a_new_password_goes_by_letter_too(app: Flask, nadiia: Visitor, post: Post) -> None:
    page = nadiia.get(PLACE)
    person = next(link for link in page.links() if link.startswith(f"{PLACE}/"))
    assert len(nadiia.get(person).soup.select("input[name=by_mail]")) >= 1
    nadiia.submit(f"{person}/invitation", status=200, by_mail="yes")

    assert len(post.letters) == 1


def test_a_wrong_form_sends_nothing_and_keeps_the_tick(nadiia: Visitor, post: Post) -> None:
    page = nadiia.submit(PLACE, status=422, email="", name="Ольга", role="volunteer", by_mail="yes")

    assert page.one("input[name=by_mail]").has_attr("checked")
    assert post.letters == []


@pytest.mark.parametrize("answer", ["550 no such box", "451 later please"])
def test_a_letter_that_is_refused_leaves_the_link(
    nadiia: Visitor, post: Post, visitor: Visitor, answer: str
) -> None:
    post.answer = answer
    page = invite(nadiia, by_mail="yes")

    assert "could not be sent just now" in page.text
    choose_password(visitor, address_on(page).partition("#")[2])


class TestWithoutAServer:
    """Nobody listens at the port of the settings."""

    @pytest.fixture
    def port(self) -> int:
        return free_port()

    def test_a_server_out_of_reach_leaves_the_link(self, nadiia: Visitor) -> None:
        page = invite(nadiia, by_mail="yes")

        assert "could not be sent just now" in page.text
        assert address_on(page).startswith("http")


def test_a_slow_server_does_not_hold_the_manager(
    app: Flask, nadiia: Visitor, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "PATIENCE", 0.3)
    post.waits = 3  # and then it would say that all is well

    page = invite(nadiia, by_mail="yes")

    assert "could not be sent just now" in page.text
    assert House(app).count(StaffLink) == 1


def test_many_slow_answers_end_in_time_too(
    nadiia: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "WHOLE_PATIENCE", 0.0)

    assert "could not be sent just now" in invite(nadiia, by_mail="yes").text


def test_no_address_and_no_token_is_written_down_when_a_letter_fails(
    nadiia: Visitor, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "selfhelp")
    post.answer = "550 olha@example.org is unknown"
    page = invite(nadiia, by_mail="yes")

    assert "letter not taken" in caplog.text
    assert "olha@" not in caplog.text
    assert address_on(page).partition("#")[2] not in caplog.text


def test_without_the_setting_no_box_is_shown_and_a_forged_tick_sends_nothing(
    tmp_path: Path, post: Post, app: Flask, nadiia: Visitor
) -> None:
    app.config["SMTP_URL"] = ""

    assert not nadiia.get(PLACE).soup.select("input[name=by_mail]")
    assert "No mail is sent" in nadiia.get(PLACE).text
    invite(nadiia, by_mail="yes")
    assert post.letters == []


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


class TestOnTheCommandLine:
    """`selfhelp staff invite` prints the link, and sends it too."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"public_url": "https://stezhka.example"})

    def test_the_link_is_printed_and_sent(self, app: Flask, post: Post, visitor: Visitor) -> None:
        link, said = run_invite(app)

        (letter,) = post.letters
        assert letter["To"] == "olha@example.org"
        assert link in letter.get_content().replace("\r\n", "\n").split("\n")
        assert "has taken a letter" in said
        choose_password(visitor, link.partition("#")[2])

    def test_for_a_colleague_who_is_there_it_speaks_her_language(
        self, app: Flask, post: Post
    ) -> None:
        run_invite(app)
        with app.app_context():
            session.execute(sa.update(Staff).values(language="en"))
            session.commit()
        link, _said = run_invite(app)

        assert link.startswith("https://stezhka.example/en/staff/link#")
        assert "Hello," in post.letters[1].get_content()

    def test_a_letter_that_is_refused_leaves_the_link_and_says_so(
        self, app: Flask, post: Post, visitor: Visitor
    ) -> None:
        post.answer = "550 no such box"
        link, said = run_invite(app)

        assert "did not take the letter" in said
        assert "olha@" not in said
        choose_password(visitor, link.partition("#")[2])

    def test_nothing_is_sent_when_it_was_not_wished(self, app: Flask, post: Post) -> None:
        _link, said = run_invite(app, "--no-mail")

        assert post.letters == []
        assert "Hand it over in person" in said

    def test_without_a_public_address_no_letter_leads_nowhere(self, app: Flask, post: Post) -> None:
        app.config["PUBLIC_URL"] = ""
        _link, said = run_invite(app)

        assert post.letters == []
        assert "SELFHELP_PUBLIC_URL" in said

    def test_without_a_mail_server_it_prints_as_ever(self, app: Flask, post: Post) -> None:
        app.config["SMTP_URL"] = ""
        _link, said = run_invite(app)

        assert post.letters == []
        assert "Hand it over in person" in said


def run_invite(app: Flask, *more: str) -> tuple[str, str]:
    """Invite Olha; return the printed link and what was said beside it."""
    words = ["invite", "olha@example.org", "--role", "administrator", *more]
    answer = app.test_cli_runner().invoke(staff, words, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.stdout.strip(), answer.stderr


@pytest.mark.parametrize(
    ("host", "may_be_clear"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("10.0.0.5", False),
     ("mail.example.org", False), ("localhost.example.org", False)],
)  # fmt: skip
def test_only_on_this_machine_a_link_may_travel_in_the_clear(host: str, may_be_clear: bool) -> None:
    assert letters.is_this_machine(host) is may_be_clear


@pytest.mark.parametrize(
    "wrong",
    [{"SMTP_URL": "mail.example.org"}, {"SMTP_URL": "http://mail.example.org"}, {"SMTP_URL": "smtp://"},
     {"SMTP_URL": "smtp://mail.example.org"}, {"SMTP_URL": "smtp://mail.example.org", "MAIL_FROM": "us"}],
)  # fmt: skip
def test_a_mail_server_needs_an_address_and_a_sender(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(BadSettings):
        read_settings(
            {f"SELFHELP_{name}": value for name, value in wrong.items()}, instance_dir=tmp_path
        )
