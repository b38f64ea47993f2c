"""No secret of staff reaches the logs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.groups.house import House
from tests.staffing.conftest import PASSWORD, Newcomer, choose_password, show_password
from tests.visitor import Visitor


def test_no_token_code_or_password_is_written_down(
    app: Flask,
    house: House,
    newcomer: Callable[..., Newcomer],
    link_for: Callable[..., str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    token = link_for("maksym@example.org")
    choose_password(Visitor(app), token, "short", status=422)
    choose_password(Visitor(app), token)
    olha = newcomer()
    visitor = Visitor(app)
    show_password(visitor, olha.email)
    visitor.submit("/en/staff/sign-in/second-factor", code="000000", status=422)
    visitor.submit("/en/staff/sign-in/second-factor", code=olha.codes[0])
    page = house.visit("nadiia").submit(
        "/en/staff/centre/one/staff",
        email="vira@example.org",
        name="Віра",
        role="volunteer",
        status=200,
    )
    secret = page.one("code.secret").get_text().partition("#")[2]

    assert "link made" in caplog.text
    said = [token, secret, PASSWORD, olha.codes[0], olha.app_secret, olha.email, "vira@"]
    assert [one for one in said if one in caplog.text] == []
