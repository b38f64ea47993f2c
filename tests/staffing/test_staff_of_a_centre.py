"""A manager keeps the staff of her own centre, and only of that."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.people.models import Post, Role, SignIn, Staff
from selfhelp.staffing.models import StaffLink
from tests.groups.house import House, statements
from tests.staffing.conftest import choose_password
from tests.visitor import Page, Visitor

PLACE = "/en/staff/centre/one/staff"


@pytest.fixture
def nadiia(house: House) -> Visitor:
    house.change(Staff, "nadiia", password_hash="x")
    return house.visit("nadiia")


def invite(visitor: Visitor, status: int = 200, **more: Any) -> Page:
    fields = {"email": "olha@example.org", "name": "Ольга", "role": "psychologist"} | more
    return visitor.submit(PLACE, status=status, **fields)


def secret_of(page: Page) -> str:
    return page.one("code.secret").get_text().partition("#")[2]


def test_a_manager_invites_and_hands_over_a_link(
    app: Flask, house: House, nadiia: Visitor, visitor: Visitor
) -> None:
    choose_password(visitor, secret_of(invite(nadiia)))

    assert house.count(Post, Post.role == "psychologist") == 1
    assert "Ольга" in nadiia.get(PLACE).text


def test_an_invitation_sent_twice_makes_one_colleague_and_one_live_link(
    app: Flask, house: House, nadiia: Visitor, visitor: Visitor
) -> None:
    first, second = secret_of(invite(nadiia)), secret_of(invite(nadiia))

    assert house.count(Staff, Staff.email == "olha@example.org") == 1
    assert house.count(Post, Post.role == "psychologist") == 1
    choose_password(visitor, first, status=422)
    choose_password(visitor, second)


@pytest.mark.parametrize(
    "wrong",
    [{"email": ""}, {"email": "no address"}, {"email": "a@b." + "c" * 300}, {"name": ""}, {"name": "x" * 81},
     {"role": "administrator"}, {"role": ""}],
)  # fmt: skip
def test_a_wrong_invitation_keeps_what_was_typed(
    house: House, nadiia: Visitor, wrong: dict[str, str]
) -> None:
    page = invite(nadiia, 422, **wrong)

    assert page.one("input[name=name]").get("value", "") == wrong.get("name", "Ольга")
    assert house.count(StaffLink) == 0


def test_somebody_of_another_centre_gets_a_post_and_no_link(house: House, nadiia: Visitor) -> None:
    page = invite(nadiia, 302, email="petro@example.org", name="Petro", role="facilitator")

    assert house.count(StaffLink) == 0
    shown = nadiia.get(page.headers["Location"])
    assert "also works elsewhere" in shown.text
    assert house.count(Post, Post.staff_id == house.ids["petro"]) == 2


@pytest.mark.parametrize("what", ["invitation", "reset", "suspend", "open"])
def test_nobody_takes_over_the_sign_in_of_somebody_who_also_works_elsewhere(
    house: House, nadiia: Visitor, what: str
) -> None:
    invite(nadiia, 302, email="petro@example.org", name="Petro", role="facilitator")
    invite(nadiia, 302, email="ostap@example.org", name="Ostap", role="volunteer")

    for name in ("petro", "ostap"):
        nadiia.submit(f"{PLACE}/{house.ids[name]}/{what}", status=404)
    assert house.count(StaffLink) == 0
    assert house.count(Staff, Staff.suspended_at.is_not(None)) == 0


def test_who_invites_somebody_of_another_centre_takes_no_right_from_her(
    house: House, nadiia: Visitor
) -> None:
    invite(nadiia, 302, email="petro@example.org", name="Petro", role="volunteer")
    place = f"{PLACE}/{house.ids['petro']}"

    nadiia.submit(f"{place}/certificate/withdraw", status=404)

    assert "withdraw" not in str(nadiia.get(place).soup)
    assert house.row(Staff, "petro").may_lead_since is not None


def test_the_sign_ins_of_somebody_who_also_works_elsewhere_can_be_ended(
    house: House, nadiia: Visitor
) -> None:
    invite(nadiia, 302, email="petro@example.org", name="Petro", role="volunteer")
    petro = house.visit("petro")
    petro.get("/uk/staff")

    nadiia.submit(f"{PLACE}/{house.ids['petro']}/sign-ins/end")

    petro.get("/uk/staff", status=302)
    assert house.count(SignIn, SignIn.staff_id == house.ids["petro"]) == 0
    house.visit("petro").get("/uk/staff")


def test_a_suspended_colleague_is_out_at_once_and_can_come_back(
    house: House, nadiia: Visitor
) -> None:
    iryna = house.visit("iryna")
    iryna.get("/en/staff")

    nadiia.submit(f"{PLACE}/{house.ids['iryna']}/suspend")

    iryna.get("/en/staff", status=302)
    assert house.count(SignIn, SignIn.staff_id == house.ids["iryna"]) == 0
    nadiia.submit(f"{PLACE}/{house.ids['iryna']}/open")
    house.visit("iryna").get("/en/staff")


def test_the_last_manager_cannot_remove_herself(house: House, nadiia: Visitor) -> None:
    page = nadiia.submit(f"{PLACE}/{house.ids['nadiia']}/suspend", status=422)
    assert "Nobody else manages" in page.text

    invite(nadiia, 302, email="nadiia@example.org", name="Nadiia", role="facilitator")
    page = nadiia.submit(f"{PLACE}/{house.ids['nadiia']}/posts/manager/end", status=422)
    assert "Nobody else manages" in page.text
    nadiia.get(PLACE)


def test_no_centre_of_hers_is_left_without_a_manager(house: House, nadiia: Visitor) -> None:
    house.staff("vira", Role.MANAGER, "one")
    with house.app.app_context():
        session.add_all(
            Post(staff_id=house.ids[who], centre_id=house.ids["two"], role=Role.MANAGER)
            for who in ("vira", "nadiia")
        )
        session.commit()
    house.change(Staff, "nadiia", suspended_at=now())

    page = house.visit("vira").submit(f"{PLACE}/{house.ids['vira']}/suspend", status=422)
    assert "Nobody else manages" in page.text


def test_an_administrator_may_shut_the_sign_in_of_the_last_manager(
    house: House, nadiia: Visitor
) -> None:
    house.visit("ostap").submit(f"{PLACE}/{house.ids['nadiia']}/suspend")

    nadiia.get(PLACE, status=302)


def test_an_invited_manager_who_has_not_come_yet_does_not_count(
    house: House, nadiia: Visitor
) -> None:
    invite(nadiia, role="manager")

    nadiia.submit(f"{PLACE}/{house.ids['nadiia']}/suspend", status=422)


def test_with_another_manager_she_may_step_down(house: House, nadiia: Visitor) -> None:
    house.staff("vira", Role.MANAGER, "one")
    invite(nadiia, 302, email="nadiia@example.org", name="Nadiia", role="facilitator")

    nadiia.submit(f"{PLACE}/{house.ids['nadiia']}/posts/manager/end")

    nadiia.get(PLACE, status=404)


def test_the_only_role_is_not_taken_but_suspended(house: House, nadiia: Visitor) -> None:
    page = nadiia.submit(f"{PLACE}/{house.ids['iryna']}/posts/facilitator/end", status=422)

    assert "the only role" in page.text


def test_a_certificate_lets_somebody_lead_and_can_be_taken_back(
    house: House, nadiia: Visitor
) -> None:
    place = f"{PLACE}/{house.ids['iryna']}"
    house.change(Staff, "iryna", may_lead_since=None)

    nadiia.submit(f"{place}/certificate", kind="staff-programme", on="2026-03-01")
    assert "May lead since" in nadiia.get(place).text
    nadiia.submit(f"{place}/certificate/withdraw")
    assert house.row(Staff, "iryna").may_lead_since is None


@pytest.mark.parametrize(
    "wrong",
    [{}, {"kind": "staff-programme"}, {"kind": "friend", "on": "2026-03-01"}, {"on": "2999-01-01"},
     {"kind": "staff-programme", "on": "yesterday"}, {"kind": "staff-programme", "on": "1026-03-01"}],
)  # fmt: skip
def test_a_certificate_needs_a_kind_and_a_likely_day(
    house: House, nadiia: Visitor, wrong: dict[str, str]
) -> None:
    house.change(Staff, "iryna", may_lead_since=None)

    nadiia.submit(f"{PLACE}/{house.ids['iryna']}/certificate", status=422, **wrong)

    assert house.row(Staff, "iryna").may_lead_since is None


def test_the_manager_of_another_centre_finds_nothing(house: House) -> None:
    house.staff("vira", Role.MANAGER, "two")
    vira = house.visit("vira")

    vira.get(PLACE, status=404)
    invite(vira, 404)
    for what in ("invitation", "reset", "suspend", "open", "certificate"):
        vira.submit(f"{PLACE}/{house.ids['iryna']}/{what}", status=404)
        vira.submit(f"/en/staff/centre/two/staff/{house.ids['iryna']}/{what}", status=404)


def test_a_suspended_colleague_gets_no_new_post(house: House, nadiia: Visitor) -> None:
    nadiia.submit(f"{PLACE}/{house.ids['iryna']}/suspend")

    page = invite(nadiia, 422, email="iryna@example.org")
    assert "suspended" in page.text


def test_what_was_typed_waits_when_the_sign_in_has_ended(app: Flask, house: House) -> None:
    page = Visitor(app).submit(PLACE, status=401, email="olha@example.org", name="Ольга", role="x")

    assert page.one("input[name=name]")["value"] == "Ольга"


def test_a_long_list_asks_the_database_no_more_than_a_short_one(
    app: Flask, house: House, nadiia: Visitor
) -> None:
    with statements(app) as few:
        nadiia.get(PLACE)
    for number in range(30):
        house.staff(f"colleague{number}", Role.VOLUNTEER, "one")
    with statements(app) as many:
        nadiia.get(PLACE)

    assert len(many) == len(few)
