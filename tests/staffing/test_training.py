"""The programme for staff, finished module by module, opens leading groups."""

from __future__ import annotations

import pytest
from flask import Flask

from selfhelp.groups.models import Group
from selfhelp.people.models import Role, Staff
from selfhelp.staffing.models import FinishedStaffModule
from tests.groups.house import House, statements
from tests.visitor import Visitor

PLACE = "/en/staff/training"
MODULES = ("st-footing", "st-burnout", "st-retrauma", "st-lead", "st-words", "st-notice", "st-route", "st-after")  # fmt: skip


@pytest.fixture
def iryna(house: House) -> Visitor:
    """Somebody who is still learning."""
    house.change(Staff, "iryna", may_lead_since=None, certificate_kind=None, certificate_on=None)
    return house.visit("iryna")


def finish(visitor: Visitor, *modules: str) -> None:
    for module in modules:
        visitor.submit(f"{PLACE}/{module}", finished="yes")


def may_lead(house: House) -> bool:
    return house.row(Staff, "iryna").may_lead_since is not None


def test_the_page_lists_the_eight_modules_with_links_and_minutes(iryna: Visitor) -> None:
    page = iryna.get(PLACE)

    assert [item["id"] for item in page.soup.select(".training > li")] == list(MODULES)
    assert f"/en/modules/{MODULES[0]}" in page.links()
    assert page.text.count("minutes") == len(MODULES)
    assert "Finished: 0 of 8." in page.text


def test_the_last_module_opens_leading_and_no_earlier_one_does(
    house: House, iryna: Visitor
) -> None:
    group = {"title": "Evening", "weekday": "1", "hour": "18:00", "places": "12"}
    finish(iryna, *MODULES[:-1])
    page = iryna.submit("/en/staff/groups/new", status=422, **group)
    assert "My training" in page.text

    finish(iryna, MODULES[-1])
    assert "You may lead groups since" in iryna.get(PLACE).text
    iryna.submit("/en/staff/groups/new", **group)
    assert house.count(Group, Group.title == "Evening") == 1


def test_a_module_noted_twice_is_noted_once(house: House, iryna: Visitor) -> None:
    finish(iryna, "st-lead", "st-lead")

    assert house.count(FinishedStaffModule) == 1


def test_a_note_taken_back_takes_the_right_back_with_it(house: House, iryna: Visitor) -> None:
    finish(iryna, *MODULES)
    for _twice in range(2):
        iryna.submit(f"{PLACE}/st-words", finished="no")

    assert not may_lead(house)
    assert "Finished: 7 of 8." in iryna.get(PLACE).text


def test_a_certificate_outlives_a_note_and_the_programme_outlives_a_certificate(
    house: House, iryna: Visitor
) -> None:
    house.change(Staff, "nadiia", password_hash="x")
    nadiia, place = house.visit("nadiia"), f"/en/staff/centre/one/staff/{house.ids['iryna']}"
    finish(iryna, *MODULES)
    nadiia.submit(f"{place}/certificate", kind="other-training", on="2026-03-01")

    nadiia.submit(f"{place}/certificate/withdraw")
    assert may_lead(house)
    nadiia.submit(f"{place}/certificate", kind="other-training", on="2026-03-01")
    iryna.submit(f"{PLACE}/st-words", finished="no")
    assert may_lead(house)
    nadiia.submit(f"{place}/certificate/withdraw")
    assert not may_lead(house)


@pytest.mark.parametrize("module", ["grounding", "now-panic", "st-nothing", "x" * 300])
def test_no_other_module_is_noted(house: House, iryna: Visitor, module: str) -> None:
    iryna.submit(f"{PLACE}/{module}", finished="yes", status=404)

    assert house.count(FinishedStaffModule) == 0


def test_a_participant_and_a_guest_have_no_training_page(app: Flask, house: House) -> None:
    for visitor in (house.visit("olena"), Visitor(app)):
        assert visitor.client.get(PLACE).status_code in {302, 403, 404}
    Visitor(app).submit(f"{PLACE}/st-lead", finished="yes", status=401)

    assert house.count(FinishedStaffModule) == 0


def test_a_manager_sees_how_many_and_not_which(house: House, iryna: Visitor) -> None:
    finish(iryna, *MODULES[:5])
    nadiia = house.visit("nadiia")

    everybody = nadiia.get("/en/staff/centre/one/staff").text
    person = nadiia.get(f"/en/staff/centre/one/staff/{house.ids['iryna']}").text
    assert "Training: 5 of 8." in everybody
    assert "5 of 8 modules finished" in person
    assert "My footing first" not in everybody + person


def test_the_manager_of_another_centre_sees_nothing_of_it(house: House, iryna: Visitor) -> None:
    finish(iryna, *MODULES[:5])
    house.staff("vira", Role.MANAGER, "two")
    vira = house.visit("vira")

    assert "of 8" not in vira.get("/en/staff/centre/two/staff").text
    vira.get(f"/en/staff/centre/two/staff/{house.ids['iryna']}", status=404)


def test_a_suspended_colleague_keeps_the_training_and_notes_no_more(
    house: House, iryna: Visitor
) -> None:
    house.change(Staff, "nadiia", password_hash="x")
    finish(iryna, "st-lead")
    nadiia, place = house.visit("nadiia"), f"/en/staff/centre/one/staff/{house.ids['iryna']}"
    nadiia.submit(f"{place}/suspend")

    iryna.submit(f"{PLACE}/st-words", finished="yes", status=401)
    nadiia.submit(f"{place}/open")
    assert "Finished: 1 of 8." in house.visit("iryna").get(PLACE).text


def test_the_end_of_a_staff_module_leads_here_for_everybody_alike(
    app: Flask, house: House, iryna: Visitor
) -> None:
    address = "/en/modules/st-footing"
    guest = Visitor(app).get(address)

    assert "/en/staff/training#st-footing" in guest.links()
    assert iryna.get(address).body == guest.body
    assert not any("training" in link for link in Visitor(app).get("/en/modules/room").links())


def test_thirty_colleagues_ask_the_database_no_more_than_three(
    app: Flask, house: House, iryna: Visitor
) -> None:
    nadiia, counts = house.visit("nadiia"), []
    for number in range(30):
        if number in {3, 29}:
            with statements(app) as sent:
                nadiia.get("/en/staff/centre/one/staff")
            counts.append(len(sent))
        house.staff(f"colleague{number}", Role.VOLUNTEER, "one")
        finish(house.visit(f"colleague{number}"), "st-lead")

    assert counts[0] == counts[1]
