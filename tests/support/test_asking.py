"""A participant asks her centre for a conversation, sees the state of it, and takes it back."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from selfhelp.centres.models import Centre
from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.groups.models import Membership
from selfhelp.people import actions as people
from selfhelp.support.models import Consultation
from selfhelp.support.rules import MOST_IN_A_WEEK
from tests.groups.house import House, today
from tests.support.requests import only, request
from tests.visitor import Visitor

CALL = "/api/v1/consultation"
MINE = "/en/mine/consultation"


def test_a_phone_asks_and_hears_a_code_and_nothing_of_other_people(house: House) -> None:
    request(house, "somebody else", "two", participant_id=house.participant("stranger"))

    told = house.visit("olena").put(CALL, json={"wish": "come"}).json["consultation"]

    row = only(house, Consultation, Consultation.participant_id == house.ids["olena"])
    assert told["code"] == row.spoken_code
    assert len(told["code"]) == 6
    assert told["centre"]["name"]["en"] == "Centre one"
    assert (told["is_taken"], told["meets_at"]) == (False, None)
    assert (row.way, row.wish, row.centre_id) == ("phone", "come", house.ids["one"])
    assert row.due_at - row.asked_at == timedelta(hours=72)


def test_asking_twice_is_one_request_and_the_later_wish_counts(house: House) -> None:
    olena = house.visit("olena")
    first = olena.put(CALL, json={"wish": "come"}).json
    second = olena.put(CALL, json={"wish": "ring"}).json

    assert house.count(Consultation) == 1
    assert second["consultation"]["code"] == first["consultation"]["code"]
    assert second["consultation"]["wish"] == "ring"


def test_taking_it_back_closes_it_and_twice_is_no_harm(house: House) -> None:
    olena = house.visit("olena")
    olena.put(CALL, json={"wish": "come"})

    assert olena.put(CALL, json={"wish": None}).json == {"consultation": None}
    assert olena.put(CALL, json={"wish": None}).json == {"consultation": None}
    assert only(house, Consultation).outcome == "taken-back"
    assert olena.get(CALL).json == {"consultation": None}


def test_somebody_in_no_group_chooses_a_centre_or_is_told_to(house: House) -> None:
    house.participant("taras")
    taras = house.visit("taras")

    assert "центр у довіднику" in taras.put(CALL, json={"wish": "come"}, status=422).json["title"]
    told = taras.put(CALL, json={"wish": "come", "centre": "two"}).json
    assert told["consultation"]["centre"]["name"]["en"] == "Centre two"


def test_a_centre_that_takes_a_break_is_not_asked(house: House) -> None:
    house.participant("taras")
    taras = house.visit("taras")
    assert f"{MINE}?centre=two" in taras.get("/en/centres/two").links()
    house.change(Centre, "two", status="paused")

    taras.submit(MINE, wish="ring", centre="two", status=422)
    taras.put(CALL, json={"wish": "come", "centre": "two"}, status=422)
    assert house.count(Consultation) == 0


def test_a_member_asks_her_own_centre_whatever_she_names(house: House) -> None:
    house.visit("olena").put(CALL, json={"wish": "come", "centre": "two"})

    assert only(house, Consultation).centre_id == house.ids["one"]


def test_a_wish_that_cannot_be_understood_changes_nothing(house: House) -> None:
    olena = house.visit("olena")
    for body in ({}, {"wish": "now"}, {"wish": "come", "story": "long"}, {"wish": 7}, []):
        olena.put(CALL, json=body, status=400)
    olena.put(CALL, data="wish=come", status=415)

    assert house.count(Consultation) == 0


def test_nobody_fills_the_queue_alone(house: House) -> None:
    olena = house.visit("olena")
    for _time in range(MOST_IN_A_WEEK):
        olena.put(CALL, json={"wish": "come"})
        olena.put(CALL, json={"wish": None})

    olena.put(CALL, json={"wish": "come"}, status=422)
    assert house.count(Consultation) == MOST_IN_A_WEEK


def test_a_guest_and_staff_have_no_request(house: House, visitor: Visitor) -> None:
    visitor.get(CALL, status=401)
    visitor.put(CALL, json={"wish": "come"}, status=401)
    house.visit("iryna").put(CALL, json={"wish": "come"}, status=404)


def test_the_time_that_the_centre_offers_reaches_the_phone(house: House) -> None:
    request(house, "hers", participant_id=house.ids["olena"], way="phone")
    meets_at = (now() + timedelta(days=1)).replace(microsecond=0)
    house.change(Consultation, "hers", meets_at=meets_at, held_by_id=house.ids["iryna"])

    told = house.visit("olena").get(CALL).json["consultation"]

    assert told["is_taken"] is True
    assert told["meets_at"].startswith(meets_at.isoformat()[:16])
    assert "Iryna" not in str(told)


def test_without_javascript_a_page_asks_and_takes_back(house: House) -> None:
    olena = house.visit("olena")
    assert MINE in olena.get("/en/mine/group").links()

    olena.submit(MINE, wish="after-group")
    page = olena.get(MINE)
    code = only(house, Consultation).spoken_code
    assert f"{code[:3]} {code[3:]}" in page.text

    olena.submit(f"{MINE}/take-back")
    assert "Ask the centre" in olena.get(MINE).text
    assert only(house, Consultation).outcome == "taken-back"


def test_a_form_without_a_wish_comes_back_with_words(house: House) -> None:
    page = house.visit("olena").submit(MINE, status=422)

    assert page.soup.select("[role=alert]")
    assert house.count(Consultation) == 0


def test_the_page_of_somebody_without_a_group_leads_to_the_directory(house: House) -> None:
    house.participant("taras")
    taras = house.visit("taras")

    assert "/en/centres" in taras.get(MINE).links()
    assert "After a meeting of my group" not in taras.get(f"{MINE}?centre=two").text
    taras.submit(MINE, wish="ring", centre="two")
    assert only(house, Consultation).centre_id == house.ids["two"]


def test_after_leaving_the_group_the_request_stays_hers(house: House) -> None:
    olena = house.visit("olena")
    olena.put(CALL, json={"wish": "come"})
    house.change(Membership, "olena's seat", left_on=today())

    assert olena.get(CALL).json["consultation"]["wish"] == "come"


def test_erasing_takes_the_request_with_it(app: Flask, house: House) -> None:
    house.visit("olena").put(CALL, json={"wish": "come"})
    with app.app_context():
        people.erase_participant(house.ids["olena"])
        session.commit()

    assert house.count(Consultation) == 0
