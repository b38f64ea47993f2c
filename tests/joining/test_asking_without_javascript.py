"""Asking for a place on a phone without JavaScript."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from selfhelp.groups.models import Group
from selfhelp.joining.models import JoinRequest
from selfhelp.people.models import Participant
from tests.groups.house import House, today
from tests.joining.doors import asking_of, asks, code_of
from tests.visitor import Page, Visitor


def fields(page: Page) -> dict[str, str]:
    """Read the form of a page as the browser would send it."""
    form = page.one("form[action$='/join/group']")
    inputs = form.select("input[type=hidden], input[checked]")
    return {str(one["name"]): str(one.get("value", "")) for one in inputs}


def test_ten_digits_on_the_page_of_slips_lead_on(app: Flask, house: House) -> None:
    page = Visitor(app).submit("/en/join", slip="482 913 6500", phone="own", status=307)

    assert page.headers["Location"] == "/en/join/group"


def test_somebody_signed_in_asks_and_sees_the_number(house: House) -> None:
    house.participant("taras")
    taras = house.visit("taras")
    code = code_of(house)

    for _again in range(2):
        taras.submit("/en/join/group", slip=f"{code[:3]} {code[3:]}", phone="own")

    page = taras.get("/en/mine/group")
    assert asking_of(taras)["check"] in page.text
    assert "person who guides the group" in page.text
    assert house.count(JoinRequest) == 1


def test_a_guest_is_told_of_the_slip_before_it_is_made(app: Flask, house: House) -> None:
    guest = Visitor(app)

    page = guest.submit("/en/join/group", slip=code_of(house), phone="shared", status=200)

    assert "A slip comes with it" in page.text
    assert fields(page)["phone"] == "shared"
    assert house.count(Participant) == 1


def test_a_guest_gets_the_slip_and_asks(app: Flask, house: House) -> None:
    guest = Visitor(app)
    told = guest.submit("/en/join/group", slip=code_of(house), phone="own", status=200)

    made = guest.submit("/en/join/group", status=200, **fields(told))

    (digits,) = re.findall(r"\d{4} \d{4} \d{4} \d{4}", made.text)
    assert made.headers["Cache-Control"] == "no-store"
    assert asking_of(guest)["stand"] == "held"
    assert asking_of(Visitor(app).sign_in_with_slip(digits)) == asking_of(guest)


def test_the_same_form_sent_twice_makes_one_person(app: Flask, house: House) -> None:
    guest, twin = Visitor(app), Visitor(app)
    told = guest.submit("/en/join/group", slip=code_of(house), phone="own", status=200)

    guest.submit("/en/join/group", status=200, **fields(told))
    twin.submit("/en/join/group", status=302, **fields(told))

    assert house.count(Participant) == 2
    assert house.count(JoinRequest) == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "type the 10 digits"),
        ("12345", "has 10 digits"),
        ("0000000000", "did not open anything"),
    ],
)
def test_what_opens_nothing_is_said_and_kept(
    app: Flask, house: House, typed: str, words: str
) -> None:
    page = Visitor(app).submit("/en/join/group", slip=typed, phone="own", status=422)

    assert words in page.text
    assert page.one("input[name=slip]")["value"] == typed


def test_an_ended_group_is_asked_in_vain(app: Flask, house: House) -> None:
    code = code_of(house)
    house.change(Group, "evening", ended_on=today())

    page = Visitor(app).submit("/en/join/group", slip=code, phone="own", status=422)

    assert "did not open anything" in page.text


def test_guessing_asks_for_patience(app: Flask, house: House) -> None:
    guest = Visitor(app)
    for number in range(20):
        guest.submit("/en/join/group", slip=f"{number:010}", phone="own", status=422)

    guest.submit("/en/join/group", slip=code_of(house), phone="own", status=429)


def test_an_offer_is_taken_left_or_given_back(house: House) -> None:
    house.change(Group, "evening", places=1)
    taras = asks(house, "taras")
    assert "before you: 0" in taras.get("/en/mine/group").text
    house.change(Group, "evening", places=2)

    assert "There is a place for you" in taras.get("/en/mine/group").text
    taras.submit("/en/mine/asking", wish="later")
    taras.submit("/en/mine/asking", wish="take")
    assert asking_of(taras)["stand"] == "held"

    taras.submit("/en/mine/asking", wish="back")
    assert asking_of(taras) is None
    assert "not in a group yet" in taras.get("/en/mine/group").text


def test_a_request_from_another_site_asks_for_nothing(house: House) -> None:
    house.visit("olena").post(
        "/en/join/group",
        data={"slip": code_of(house, "saturday"), "phone": "own"},
        headers={"Sec-Fetch-Site": "cross-site"},
        status=403,
    )

    assert house.count(JoinRequest) == 0
