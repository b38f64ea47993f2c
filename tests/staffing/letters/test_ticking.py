"""A link goes by e-mail too, where a mail server is set and the manager ticks it."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from flask import Flask

from selfhelp.config import BadSettings, read_settings
from selfhelp.staffing import letters
from selfhelp.staffing.models import StaffLink
from tests.groups.house import House
from tests.staffing.conftest import choose_password
from tests.staffing.letters.post import PLACE, Post, address_on, free_port, invite
from tests.visitor import Visitor


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


@pytest.mark.parametrize(
    "email",
    ["a@=?utf-8?q?=0abcc:=20v=40x.org?=.org", "a@[(.org", '"a b"@example.org', "a\n@example.org", "a@b@example.org"],
)  # fmt: skip
def test_an_address_in_which_a_line_could_end_gets_no_letter(
    nadiia: Visitor, post: Post, email: str
) -> None:
    page = nadiia.submit(
        PLACE, status=422, email=email, name="Ольга", role="psychologist", by_mail="yes"
    )

    assert "name@example.org" in page.text
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
