"""Ten digits only ask: the facilitator compares two more and gives the place."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.groups.models import Group, Membership
from selfhelp.joining import asking
from selfhelp.joining.models import JoinRequest
from selfhelp.people import actions as people
from selfhelp.people.models import Participant
from tests.groups.house import House, days_ago, today
from tests.joining.doors import (
    JOIN,
    asking_of,
    asks,
    code_of,
    confirm,
    people_page,
    request_of,
    seat_of,
)
from tests.visitor import Visitor


def test_whoever_asks_is_shown_two_digits_that_staff_see_too(house: House) -> None:
    taras = asks(house, "taras")

    asked = asking_of(taras)
    page = house.visit("iryna").get(people_page(house))

    assert asked["stand"] == "held"
    assert page.one(".check-number-small").get_text() == asked["check"]
    assert len(asked["check"]) == 2
    assert taras.get("/api/v1/me").json["group"] is None


def test_a_confirmed_person_is_a_member_of_whom_nothing_is_shown(house: House) -> None:
    taras = asks(house, "taras")
    house.did("taras", "step_done", "grounding", today(), "why")

    confirm(house, "taras", "richka")

    mine = taras.get("/api/v1/me").json
    assert mine["asking"] is None
    assert mine["group"]["alias"]["en"] == "River"
    assert mine["group"]["consent"] is False
    row = house.visit("iryna").get(f"/en/staff/groups/{house.ids['evening']}").text
    assert "Has not agreed yet" in row


def test_the_page_of_a_request_offers_a_word_that_is_free(house: House) -> None:
    asks(house, "taras")
    page = house.visit("iryna").get(
        f"{people_page(house)}/requests/{request_of(house, 'taras').id}"
    )

    assert page.one("option[selected]")["value"] != "kalyna"
    assert page.one(".check-number").get_text() == request_of(house, "taras").check_number


def test_a_word_that_somebody_has_is_refused_and_the_request_stays(house: House) -> None:
    asks(house, "taras")

    confirm(house, "taras", "kalyna", status=422)

    assert house.count(JoinRequest) == 1
    assert seat_of(house, "taras") is None


def test_confirming_twice_makes_one_member(house: House) -> None:
    asks(house, "taras")
    page = f"{people_page(house)}/requests/{request_of(house, 'taras').id}"
    iryna = house.visit("iryna")

    iryna.submit(page, alias="richka")
    iryna.submit(page, alias="lis")

    assert house.count(Membership) == 2
    iryna.get(page, status=404)


def test_asking_twice_makes_one_request(house: House) -> None:
    taras = asks(house, "taras")
    first = asking_of(taras)

    taras.post(JOIN, json={"code": code_of(house)})

    assert house.count(JoinRequest) == 1
    assert asking_of(taras) == first


def test_a_request_can_be_taken_back_and_twice_is_no_harm(house: House) -> None:
    taras = asks(house, "taras")

    for _again in range(2):
        assert taras.delete(JOIN, json={}, status=200).json == {"asking": None}

    assert house.count(JoinRequest) == 0
    assert not house.visit("iryna").get(people_page(house)).soup.select("#asking")


def test_staff_take_a_request_away(house: House) -> None:
    asks(house, "taras")
    page = f"{people_page(house)}/requests/{request_of(house, 'taras').id}/decline"

    for _again in range(2):
        house.visit("iryna").submit(page)

    assert house.count(JoinRequest) == 0


def test_a_request_that_nobody_confirms_is_forgotten_after_fourteen_days(house: House) -> None:
    taras = asks(house, "taras")
    request = request_of(house, "taras")
    house.ids["request"] = request.id
    house.change(JoinRequest, "request", held_since=now() - timedelta(days=14))

    assert asking_of(taras) is None
    house.visit("iryna").get(f"{people_page(house)}/requests/{request.id}", status=404)
    taras.post(JOIN, json={"code": code_of(house, "saturday")})
    assert asking_of(taras)["group"] == house.row(Group, "saturday").label


def test_old_requests_and_those_of_ended_groups_are_deleted(app: Flask, house: House) -> None:
    asks(house, "taras")
    asks(house, "lesia", "saturday")
    asks(house, "roman")
    house.ids["request"] = request_of(house, "taras").id
    house.change(JoinRequest, "request", held_since=now() - timedelta(days=15))
    house.change(Group, "saturday", ended_on=today())

    with app.app_context():
        asking.forget_what_is_over(now())
        session.commit()

    assert house.count(JoinRequest) == 1
    assert request_of(house, "roman").held_since is not None


def test_all_codes_that_open_nothing_have_one_answer(house: House) -> None:
    renewed = code_of(house)
    house.visit("iryna").submit(f"{people_page(house)}/door/renew")
    closed = code_of(house, "saturday", is_open=False)
    house.group("over", "one", "iryna", ended_on=today())
    ended = code_of(house, "over")
    house.participant("taras")
    taras = house.visit("taras")

    answers = {
        taras.post(JOIN, json={"code": code}, status=422).body
        for code in (renewed, closed, ended, "0000000000", "12", "")
    }

    assert len(answers) == 1
    assert house.count(JoinRequest) == 0


def test_somebody_who_asks_elsewhere_is_told_what_to_do(house: House) -> None:
    taras = asks(house, "taras")

    answer = taras.post(JOIN, json={"code": code_of(house, "saturday")}, status=422)

    assert house.row(Group, "evening").label in answer.json["title"]
    assert house.count(JoinRequest) == 1


def test_a_member_is_not_asked_to_ask(house: House) -> None:
    house.visit("olena").post(JOIN, json={"code": code_of(house)}, status=422)

    assert house.count(JoinRequest) == 0


def test_guessing_codes_is_limited(app: Flask, house: House) -> None:
    guest = Visitor(app)
    for number in range(20):
        guest.post(JOIN, json={"code": f"{number:010}"}, status=422)

    answer = guest.post(JOIN, json={"code": code_of(house)}, status=429)

    assert int(answer.headers["Retry-After"]) > 500
    assert house.count(Participant) == 1


def test_a_guest_becomes_a_participant_with_a_slip(app: Flask, house: House) -> None:
    guest = Visitor(app)

    made = guest.post(
        JOIN, json={"code": code_of(house), "language": "en", "shared": False}, status=201
    ).json

    assert made["asking"] == asking_of(guest)
    assert len(made["slip"]) == 19
    assert made["url"].startswith("http://localhost/en/s#")
    again = Visitor(app).sign_in_with_slip(made["slip"])
    assert asking_of(again)["check"] == made["asking"]["check"]


def test_a_wrong_code_makes_nobody(app: Flask, house: House) -> None:
    Visitor(app).post(JOIN, json={"code": "0000000000"}, status=422)

    assert house.count(Participant) == 1


@pytest.mark.parametrize("body", [{}, {"code": 7}, {"code": "1", "name": "Olena"}])
def test_anything_else_is_not_understood(house: House, body: dict[str, object]) -> None:
    house.visit("olena").post(JOIN, json=body, status=422)


def test_erasing_takes_the_request_along(app: Flask, house: House) -> None:
    asks(house, "taras")

    with app.app_context():
        people.erase_participant(house.ids["taras"])
        session.commit()

    assert house.count(JoinRequest) == 0


@pytest.mark.parametrize(("group", "guide"), [("morning", "iryna"), ("saturday", "petro")])
def test_moving_to_another_group_or_centre_keeps_what_was_practised(
    house: House, group: str, guide: str
) -> None:
    house.group("morning", "one", "iryna")
    house.did("olena", "step_done", "grounding", days_ago(3), "why")
    olena = house.visit("olena")
    olena.post(JOIN, json={"code": code_of(house, group)})
    page = f"{people_page(house, group)}/requests/{request_of(house, 'olena').id}"
    assert olena.get("/api/v1/me").json["group"]["label"] == house.row(Group, "evening").label

    house.visit(guide).submit(page, alias="lis")

    mine = olena.get("/api/v1/me").json
    assert mine["group"]["label"] == house.row(Group, group).label
    assert mine["group"]["consent"] is False
    assert "grounding" in str(mine["progress"])
    left = seat_of(house, "olena")
    assert left is not None
    assert left.left_on == today()
    old = house.visit("iryna").get(f"/en/staff/groups/{house.ids['evening']}").text
    assert "Viburnum" not in old


def test_whoever_comes_back_has_the_old_word_and_agrees_anew(house: House) -> None:
    olena = house.visit("olena")
    olena.put("/api/v1/membership", json={"leave": True})
    olena.post(JOIN, json={"code": code_of(house)})
    page = f"{people_page(house)}/requests/{request_of(house, 'olena').id}"
    iryna = house.visit("iryna")

    assert iryna.get(page).one("option[selected]")["value"] == "kalyna"
    iryna.submit(page, alias="kalyna")

    group = olena.get("/api/v1/me").json["group"]
    assert (group["alias"]["en"], group["consent"]) == ("Viburnum", False)
    assert group["sees_from"] == today().isoformat()
    assert house.count(Membership) == 1


@pytest.mark.parametrize("who", ["petro", "ostap", "olena", "taras"])
def test_nobody_else_sees_or_settles_requests(house: House, who: str) -> None:
    asks(house, "taras")
    page = f"{people_page(house)}/requests/{request_of(house, 'taras').id}"
    stranger = house.visit(who)

    stranger.get(page, status=404)
    for end in ("", "/told", "/decline"):
        stranger.submit(page + end, alias="lis", status=404)

    assert house.count(JoinRequest) == 1
    assert seat_of(house, "taras") is None


def test_a_request_of_another_group_is_not_found_here(house: House) -> None:
    asks(house, "taras", "saturday")
    page = f"{people_page(house)}/requests/{request_of(house, 'taras').id}"
    iryna = house.visit("iryna")

    iryna.get(page, status=404)
    iryna.submit(page, alias="lis")
    iryna.submit(f"{page}/decline")

    assert house.count(JoinRequest) == 1
    with house.app.app_context():
        assert session.scalar(sa.select(sa.func.count()).select_from(Membership)) == 1


def test_a_request_in_a_group_that_has_ended_does_not_stand_in_the_way_of_another(
    house: House,
) -> None:
    taras = asks(house, "taras")
    house.change(Group, "evening", ended_on=today())
    house.group("morning", "one", "iryna")

    taras.post(JOIN, json={"code": code_of(house, "morning")})

    assert asking_of(taras)["stand"] == "held"
    assert request_of(house, "taras").group_id == house.ids["morning"]


def test_nobody_gets_a_place_in_a_group_that_has_ended(house: House) -> None:
    asks(house, "taras")
    house.change(Group, "evening", ended_on=today())

    confirm(house, "taras")

    assert seat_of(house, "taras") is None
