"""/metrics: for Prometheus on this machine, or with a token; for strangers there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from selfhelp.app import create_app
from selfhelp.clock import now
from selfhelp.config import Settings
from selfhelp.db import session
from selfhelp.push.models import PushTally

STRANGER = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def other_app(settings: Settings) -> Iterator[Callable[..., Flask]]:
    """Call it for an application on the same database with other settings."""
    made: list[Flask] = []

    def make(**changed: object) -> Flask:
        made.append(create_app(settings.model_copy(update=changed)))
        return made[-1]

    yield make
    for each in made:
        each.extensions["db"].engine.dispose()


@pytest.fixture
def guarded(other_app: Callable[..., Flask]) -> Flask:
    return other_app(metrics_token="long-and-secret")


def status(app: Flask, *, token: str | None = None, **more: object) -> int:
    headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
    answer = app.test_client().get("/metrics", headers=headers | more.pop("headers", {}), **more)  # type: ignore[arg-type, operator]
    return answer.status_code


def test_this_machine_itself_may_read_it(app: Flask) -> None:
    assert status(app) == 200
    assert status(app, environ_overrides={"REMOTE_ADDR": "::1"}) == 200


@pytest.mark.parametrize("address", ["203.0.113.7", "10.0.0.2", "192.168.1.5", "2001:db8::1", ""])
def test_strangers_find_nothing(app: Flask, address: str) -> None:
    assert status(app, environ_overrides={"REMOTE_ADDR": address}) == 404


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_a_proxy_on_this_machine_speaks_for_strangers(app: Flask, name: str) -> None:
    assert status(app, headers={name: "127.0.0.1"}) == 404


def test_a_trusted_proxy_does_not_open_it_either(other_app: Callable[..., Flask]) -> None:
    app = other_app(trusted_proxies=1)

    assert status(app, headers={"X-Forwarded-For": "203.0.113.7"}) == 404
    assert status(app, headers={"X-Forwarded-For": "127.0.0.1"}) == 404


def test_the_token_opens_it_from_elsewhere(guarded: Flask) -> None:
    assert status(guarded, token="long-and-secret", environ_overrides=STRANGER) == 200


@pytest.mark.parametrize("token", [None, "", "wrong", "long-and-secre", "long-and-secret "])
def test_another_token_opens_nothing(guarded: Flask, token: str | None) -> None:
    assert status(guarded, token=token, environ_overrides=STRANGER) == 404


def test_an_empty_setting_is_no_token(app: Flask) -> None:
    assert status(app, token="", environ_overrides=STRANGER) == 404


def test_it_tells_what_all_workers_wrote_down(app: Flask) -> None:
    with app.app_context():
        today = now().date()
        for day, host, outcome, count in (
            (today, "fcm.googleapis.com", "sent", 5),
            (today - timedelta(days=40), "fcm.googleapis.com", "sent", 2),
            (today, "web.push.apple.com", "gone", 1),
        ):
            session.execute(
                sa.insert(PushTally).values(day=day, host=host, outcome=outcome, count=count)
            )
        session.commit()

    answer = app.test_client().get("/metrics")

    assert answer.headers["Cache-Control"] == "no-store"
    found = {
        (sample.name, sample.labels.get("service"), sample.labels.get("outcome")): sample.value
        for family in text_string_to_metric_families(answer.get_data(as_text=True))
        for sample in family.samples
    }
    assert found["selfhelp_push_messages_total", "fcm.googleapis.com", "sent"] == 7
    assert found["selfhelp_push_messages_total", "push.apple.com", "gone"] == 1
    assert found["selfhelp_push_oldest_due_seconds", None, None] == 0
