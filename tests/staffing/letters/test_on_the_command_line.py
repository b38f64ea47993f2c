"""`selfhelp staff invite` prints the link, and sends it too."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.config import Settings
from selfhelp.db import session
from selfhelp.people.models import Staff
from selfhelp.staffing.commands import staff
from tests.staffing.conftest import choose_password
from tests.staffing.letters.post import Post
from tests.visitor import Visitor


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
