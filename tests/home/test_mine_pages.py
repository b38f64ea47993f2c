"""A participant's own pages without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from selfhelp.clock import now
from selfhelp.groups.models import Membership
from selfhelp.people import actions as people
from tests.groups.house import AUDIENCE, TITLE, House, days_ago, everything_stored
from tests.visitor import Visitor

PAGES = ["/en/mine/group", "/en/mine/progress", "/en/mine/plan", "/en/mine/you"]


@pytest.mark.parametrize("path", PAGES)
def test_they_are_private_and_for_participants_only(
    house: House, visitor: Visitor, path: str
) -> None:
    headers = house.visit("olena").get(path).headers

    assert (headers["Cache-Control"], headers["X-Private"]) == ("no-store", "1")
    assert "/join" in visitor.get(path, status=302).headers["Location"]
    house.visit("iryna").get(path, status=404)


@pytest.mark.parametrize("path", PAGES)
def test_opening_them_changes_nothing(app: Flask, house: House, path: str) -> None:
    olena = house.visit("olena")
    before = everything_stored(app)

    olena.get(path)

    assert everything_stored(app) == before


def test_the_group_page_tells_what_the_phone_would_show(house: House) -> None:
    house.meeting("evening", now() + timedelta(days=1))
    house.assignment("evening", "grounding", days_ago(-5))
    house.assignment("evening", "now-sleep")

    page = house.visit("olena").get("/en/mine/group")

    for words in ("Viburnum", "room 7", "Guided by Iryna", "A steady point", "Centre one"):
        assert words in page.text
    assert {"/en/modules/grounding", "/en/now/now-sleep", "tel:+380000000001"} <= set(page.links())
    assert AUDIENCE not in page.body.decode()
    assert TITLE not in page.text


def test_what_is_seen_stands_before_the_button_and_agreeing_is_recorded(house: House) -> None:
    house.member("taras", "evening", "richka", agreed=False)
    taras = house.visit("taras")
    page = taras.get("/en/mine/group")
    assert page.text.index("They do not see") < page.text.index("I agree, join")
    version = str(page.one("form input[name=version]")["value"])

    taras.submit("/en/mine/consent", version=version)

    seat = house.row(Membership, "taras's seat")
    assert (seat.consent_version, seat.consent_at is not None) == (version, True)
    assert "I agree, join" not in taras.get("/en/mine/group").text


def test_agreeing_to_an_unknown_text_is_refused_in_words(house: House) -> None:
    house.member("taras", "evening", "richka", agreed=False)

    page = house.visit("taras").submit("/en/mine/consent", version="1999", status=422)

    assert "The text has changed" in page.text
    assert house.row(Membership, "taras's seat").consent_at is None


def test_a_member_reads_the_line_that_her_facilitators_read(house: House) -> None:
    house.did("olena", "step_done", "grounding", days_ago(1), "why")
    assert "A steady point: begun" in house.visit("olena").get("/en/mine/group").text

    house.change(Membership, "olena's seat", joined_on=days_ago(0))

    assert "A steady point: not started" in house.visit("olena").get("/en/mine/group").text


def test_sharing_and_asking_to_talk_work_as_forms(house: House) -> None:
    olena = house.visit("olena")

    olena.submit("/en/mine/sharing", wish="no")
    olena.submit("/en/mine/talk", wish="yes")
    seat = house.row(Membership, "olena's seat")
    assert (seat.is_sharing, seat.asks_to_talk_since is not None) == (False, True)

    olena.submit("/en/mine/sharing", wish="yes")
    olena.submit("/en/mine/talk", wish="no")
    seat = house.row(Membership, "olena's seat")
    assert (seat.is_sharing, seat.asks_to_talk_since) == (True, None)


def test_somebody_without_a_group_is_shown_the_way(house: House) -> None:
    house.participant("marta")

    assert "/en/centres" in house.visit("marta").get("/en/mine/group").links()


def test_practice_is_told_without_days_that_are_missing(house: House) -> None:
    assert "One minute counts too" in house.visit("olena").get("/en/mine/progress").text

    for days in (1, 1, 3, 59, 61):
        house.did("olena", "practised", "grounding", days_ago(days), "five-senses", 2)

    assert "3 days of the last 60" in house.visit("olena").get("/en/mine/progress").text


def test_everything_known_is_printed_and_secrets_are_not(app: Flask, house: House) -> None:
    with app.app_context():
        from selfhelp.db import session

        participant, slip = people.make_participant("uk")
        session.commit()
    house.ids["marta"] = participant.id
    house.did("marta", "step_done", "grounding", days_ago(1), "why")

    page = house.visit("marta").get("/en/mine/you")

    assert str(participant.id) in page.text
    assert slip.digits[-7:] in page.text
    assert "grounding" in page.text
    assert slip.digits[:9] not in page.text
    assert "argon2" not in page.text


def test_it_prints_nothing_about_anybody_else(house: House) -> None:
    taras = house.member("taras", "evening", "richka")
    house.did("taras", "step_done", "grounding", days_ago(1), "five-senses")

    page = house.visit("olena").get("/en/mine/you")

    assert str(taras) not in page.text
    assert "richka" not in page.text
    assert "five-senses" not in page.text
