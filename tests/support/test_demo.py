"""The demo has a request to answer and services that are plainly no real ones."""

from __future__ import annotations

from uuid import UUID

from flask import Flask

from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.demo.support import load_support
from selfhelp.support.models import CommunityService, Consultation
from tests.groups.house import House
from tests.support.requests import QUEUE, only

ROOT = UUID(int=7)


def load(app: Flask, house: House) -> None:
    with app.app_context():
        load_support(ROOT, house.ids["one"])
        session.commit()


def test_a_request_waits_and_each_service_says_that_it_is_of_the_demo(
    app: Flask, house: House
) -> None:
    load(app, house)

    assert "100 001" in house.visit("iryna").get(QUEUE).text
    with app.app_context():
        names = session.query(CommunityService.name).all()
    assert len(names) == 2
    assert all("(демо)" in name for (name,) in names)


def test_a_second_time_everything_stays_as_people_made_it(app: Flask, house: House) -> None:
    load(app, house)
    with app.app_context():
        session.query(Consultation).update({"outcome": "group", "closed_at": now()})
        session.query(CommunityService).update({"hours": "10–12"})
        session.commit()

    load(app, house)

    assert only(house, Consultation).outcome == "group"
    assert house.count(CommunityService, CommunityService.hours == "10–12") == 2
