"""Half a year after the last thing that happened, a request is forgotten."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.support import actions
from selfhelp.support.models import CommunityService, Consultation, Referral
from selfhelp.support.rules import KEPT_AFTER_THE_END
from tests.groups.house import House
from tests.support.requests import referral, request, service

OLD = now() - KEPT_AFTER_THE_END - timedelta(days=1)
NEWER = now() - KEPT_AFTER_THE_END + timedelta(days=1)


def forget(app: Flask) -> int:
    with app.app_context():
        count = actions.forget_what_is_over()
        session.commit()
        return count


def test_old_ones_go_closed_or_never_answered_and_newer_ones_stay(app: Flask, house: House) -> None:
    request(house, "closed", asked_at=OLD, outcome="group", closed_at=OLD)
    request(house, "never answered", asked_at=OLD)
    request(house, "closed later", asked_at=OLD, outcome="group", closed_at=NEWER)
    request(house, "waiting", asked_at=NEWER)

    assert forget(app) == 2
    assert forget(app) == 0
    assert house.count(Consultation) == 2


def test_a_referral_of_later_keeps_its_request(app: Flask, house: House) -> None:
    service(house, "service", removed_at=OLD)
    for name, made in (("kept", NEWER), ("gone", OLD)):
        request(house, name, asked_at=OLD, outcome="referral", closed_at=OLD)
        referral(house, f"{name}'s way", name, "service", made_at=made)

    assert forget(app) == 1
    assert house.count(Referral) == 1
    assert house.count(CommunityService) == 1


def test_a_service_taken_out_long_ago_goes_when_no_referral_names_it(
    app: Flask, house: House
) -> None:
    service(house, "used", removed_at=OLD)
    service(house, "unused", removed_at=OLD)
    service(house, "listed")
    request(house, "hers")
    referral(house, "way", "hers", "used")

    forget(app)

    assert house.count(CommunityService) == 2
