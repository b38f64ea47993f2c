"""Printing slips: every QR code and every line of digits on the sheet opens a place in the group."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.db import session
from selfhelp.groups.models import Group, Membership
from selfhelp.people.models import Participant, Slip
from tests.groups.house import House, today
from tests.joining.sheets import pages, qr_codes
from tests.visitor import Visitor


@pytest.fixture
def address(house: House) -> str:
    return f"/en/staff/groups/{house.ids['evening']}/people"


def digits_on(page: str) -> list[str]:
    return re.findall(r"\b\d{4} \d{4} \d{4} \d{4}\b", page)


def token_of(link: str) -> str:
    return link.split("#", 1)[1]


def test_every_code_on_the_sheet_signs_somebody_in(app: Flask, house: House, address: str) -> None:
    sheet = house.visit("iryna").submit(f"{address}/slips", count="9", status=200)

    assert sheet.headers["Content-Type"] == "application/pdf"
    assert sheet.headers["Cache-Control"] == "no-store"
    codes = qr_codes(sheet.body)
    assert len(codes) == len(set(codes)) == 9
    assert len(pages(sheet.body)) == 2
    assert all(code.startswith("http://localhost/uk/s#") for code in codes)

    aliases = set()
    for code in codes:
        phone = Visitor(app)
        phone.post("/api/v1/sign-in", json={"token": token_of(code)})
        aliases.add(phone.get("/api/v1/me").json["group"]["alias"]["uk"])
    assert len(aliases) == 9
    assert all(alias in "".join(pages(sheet.body)) for alias in aliases)


def test_the_digits_on_the_sheet_sign_somebody_in(app: Flask, house: House, address: str) -> None:
    sheet = house.visit("iryna").submit(f"{address}/slips", count="2", status=200)
    (page,) = pages(sheet.body)

    typed = digits_on(page)

    assert len(typed) == 2
    for digits in typed:
        Visitor(app).sign_in_with_slip(digits)
    assert "+380 00 000 00 01" in page
    assert "Група" in page


def test_a_sheet_speaks_the_language_of_the_group(house: House, address: str) -> None:
    house.change(Group, "evening", language="en")

    sheet = house.visit("iryna").submit(
        address.replace("/en/", "/uk/") + "/slips", count="1", status=200
    )

    assert "Group" in pages(sheet.body)[0]
    assert "/en/s#" in qr_codes(sheet.body)[0]


def test_no_secret_of_a_sheet_is_kept(app: Flask, house: House, address: str) -> None:
    sheet = house.visit("iryna").submit(f"{address}/slips", count="1", status=200)
    (digits,) = digits_on(pages(sheet.body)[0])
    token = token_of(qr_codes(sheet.body)[0])

    with app.app_context():
        slip = session.scalars(sa.select(Slip)).one()
    kept = f"{slip.secret_hash} {slip.token_hash} {slip.number}"
    assert digits.replace(" ", "")[:9] not in kept
    assert token not in kept


def test_the_same_form_sent_twice_makes_one_sheet(house: House, address: str) -> None:
    iryna, key = house.visit("iryna"), uuid4().hex
    iryna.submit(f"{address}/slips", count="2", key=key, status=200)

    page = iryna.submit(f"{address}/slips", count="2", key=key, status=422)

    assert "made already" in page.text
    assert house.count(Slip) == 2


def test_a_sheet_that_did_not_arrive_is_made_once_more(
    app: Flask, house: House, address: str
) -> None:
    iryna, key = house.visit("iryna"), uuid4().hex
    first = iryna.submit(f"{address}/slips", count="2", key=key, status=200)
    used, unused = qr_codes(first.body)
    Visitor(app).post("/api/v1/sign-in", json={"token": token_of(used)})
    people = house.count(Participant)

    second = iryna.submit(f"{address}/slips/again", key=key, status=200)

    (fresh,) = qr_codes(second.body)
    assert house.count(Participant) == people
    Visitor(app).post("/api/v1/sign-in", json={"token": token_of(used)})
    Visitor(app).post("/api/v1/sign-in", json={"token": token_of(fresh)})
    Visitor(app).post("/api/v1/sign-in", json={"token": token_of(unused)}, status=401)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        ("", "Please say how many"),
        ("0", "between 1 and 60"),
        ("61", "between 1 and 60"),
        ("all", "whole number"),
        ("30", "29 places are free"),
    ],
)
def test_what_cannot_be_printed_is_said(house: House, address: str, count: str, words: str) -> None:
    before = house.count(Participant)

    page = house.visit("iryna").submit(f"{address}/slips", count=count, status=422)

    assert words in page.text
    assert page.one("input[name=count]")["value"] == count
    assert house.count(Participant) == before


def test_a_group_that_ended_prints_nothing(house: House, address: str) -> None:
    house.change(Group, "evening", ended_on=today())
    before = house.count(Participant)

    house.visit("iryna").submit(f"{address}/slips", count="1", status=422)

    assert house.count(Participant) == before


def test_a_lost_slip_dies_and_progress_stays(app: Flask, house: House, address: str) -> None:
    iryna = house.visit("iryna")
    lost = qr_codes(iryna.submit(f"{address}/slips", count="1", status=200).body)[0]
    phone = Visitor(app)
    phone.post("/api/v1/sign-in", json={"token": token_of(lost)})
    alias = phone.get("/api/v1/me").json["group"]["alias"]
    with app.app_context():
        seats = session.scalars(sa.select(Membership).order_by(Membership.joined_on)).all()
        seat = next(one for one in seats if one.id != house.ids["olena's seat"])
    house.ids["new"] = seat.participant_id
    house.did("new", "step_done", "grounding", today(), "why")

    fresh = qr_codes(iryna.submit(f"{address}/{seat.id}/slip", status=200).body)[0]

    Visitor(app).post("/api/v1/sign-in", json={"token": token_of(lost)}, status=401)
    phone.get("/api/v1/me", status=401)
    back = Visitor(app)
    back.post("/api/v1/sign-in", json={"token": token_of(fresh)})
    me = back.get("/api/v1/me").json
    assert me["group"]["alias"] == alias
    assert "grounding" in str(me["progress"])


def test_an_address_that_is_not_https_is_warned_about(
    app: Flask, house: House, address: str
) -> None:
    iryna = house.visit("iryna")
    assert "does not begin with https" in iryna.get(address).text

    app.config["PUBLIC_URL"] = "https://stezhka.example"
    assert "does not begin with https" not in iryna.get(address).text
    sheet = iryna.submit(f"{address}/slips", count="1", status=200)
    assert qr_codes(sheet.body)[0].startswith("https://stezhka.example/uk/s#")


@pytest.mark.parametrize("who", ["petro", "ostap", "olena"])
def test_nobody_else_prints_slips(house: House, address: str, who: str) -> None:
    before, stranger = house.count(Slip), house.visit(who)
    seat = house.ids["olena's seat"]

    stranger.get(address, status=404)
    stranger.submit(f"{address}/slips", count="1", status=404)
    stranger.submit(f"{address}/slips/again", key=uuid4().hex, status=404)
    stranger.submit(f"{address}/{seat}/slip", status=404)

    assert house.count(Slip) == before


def test_a_member_of_another_group_gets_no_slip_here(house: House, address: str) -> None:
    house.member("taras", "saturday", "richka")
    seat = house.ids["taras's seat"]

    house.visit("iryna").submit(f"{address}/{seat}/slip", status=404)
