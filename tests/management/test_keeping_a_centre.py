"""A manager keeps the page of her centre."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from selfhelp.centres.models import Centre
from selfhelp.people.models import Role
from tests.groups.house import House, days_ago, everything_stored, statements, today
from tests.visitor import Page, Visitor

PROFILE = {
    "name_uk": "Центр над річкою", "name_en": "Centre above the river", "address_uk": "вул. Тиха, 1",
    "address_en": "1 Tykha Street", "phone": "+380 00 000 00 01", "kind": "space",
}  # fmt: skip


def seen(page: Page) -> str:
    return str(page.one("input[name=seen]")["value"])


def opened(visitor: Visitor, section: str, slug: str = "one") -> str:
    return seen(visitor.get(f"/en/staff/centre/{slug}/{section}"))


def test_a_manager_changes_name_address_phone_and_kind(house: House) -> None:
    nadiia = house.visit("nadiia")

    nadiia.submit("/en/staff/centre/one/profile", seen=opened(nadiia, "profile"), **PROFILE)

    page = Visitor(house.app).get("/en/centres/one")
    assert page.one("h1").get_text() == "Centre above the river"
    assert "“Taking Care of Myself” space" in page.text


def test_an_administrator_may_do_so_anywhere(house: House) -> None:
    ostap = house.visit("ostap")

    ostap.submit("/en/staff/centre/two/profile", seen=opened(ostap, "profile", "two"), **PROFILE)

    assert house.row(Centre, "two").name_en == "Centre above the river"


@pytest.mark.parametrize("who", ["iryna", "petro", "olena", "manager-of-two"])
def test_the_door_is_shut_for_everybody_else(house: House, who: str) -> None:
    house.staff("manager-of-two", Role.MANAGER, "two")
    stranger, before = house.visit(who), everything_stored(house.app)

    for page in ("", "/profile", "/hours", "/facts", "/services", "/readiness", "/preview"):
        stranger.get(f"/en/staff/centre/one{page}", status=404)
    for page in ("/profile", "/hours", "/confirm", "/special-days", "/readiness", "/plan"):
        stranger.submit(f"/en/staff/centre/one{page}", status=404, **PROFILE)

    assert everything_stored(house.app) == before


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name_uk", ""),
        ("name_en", "x" * 121),
        ("address_uk", "x" * 201),
        ("phone", "call me"),
        ("phone", "+380 <b>"),
        ("phone", "1" * 16),
        ("kind", "hospital"),
    ],
)
def test_it_refuses_what_cannot_be_and_keeps_what_was_typed(
    house: House, field: str, typed: str
) -> None:
    nadiia = house.visit("nadiia")
    wished: dict[str, Any] = PROFILE | {"seen": opened(nadiia, "profile"), field: typed}

    page = nadiia.submit("/en/staff/centre/one/profile", status=422, **wished)

    assert page.one("[role=alert] a")["href"] == f"#{field}"
    kept = page.one(f"input[name={'name_en' if field == 'name_uk' else 'name_uk'}]")["value"]
    assert kept in PROFILE.values()
    assert house.row(Centre, "one").name_uk == "Центр one"


def test_of_two_managers_the_second_is_told_and_sees_both(house: House) -> None:
    house.staff("daryna", Role.MANAGER, "one")
    nadiia, daryna = house.visit("nadiia"), house.visit("daryna")
    same = opened(nadiia, "profile")
    nadiia.submit("/en/staff/centre/one/profile", seen=same, **PROFILE)

    later = PROFILE | {"name_en": "Centre by the wood"}
    page = daryna.submit("/en/staff/centre/one/profile", status=409, seen=same, **later)

    assert "Centre above the river" in page.one("[role=alert]").get_text()
    assert page.one("input[name=name_en]")["value"] == "Centre by the wood"
    assert house.row(Centre, "one").name_en == "Centre above the river"
    daryna.submit("/en/staff/centre/one/profile", seen=seen(page), **later)
    assert house.row(Centre, "one").name_en == "Centre by the wood"


def test_two_people_on_two_pages_do_not_disturb_each_other(house: House) -> None:
    nadiia = house.visit("nadiia")
    profile, hours = opened(nadiia, "profile"), opened(nadiia, "hours")

    nadiia.submit("/en/staff/centre/one/profile", seen=profile, **PROFILE)
    nadiia.submit("/en/staff/centre/one/hours", seen=hours, day_1="10-12")

    assert house.row(Centre, "one").hours == {"1": [["10:00", "12:00"]]}


def test_the_same_form_sent_twice_is_no_conflict(house: House) -> None:
    nadiia = house.visit("nadiia")
    first = opened(nadiia, "profile")

    nadiia.submit("/en/staff/centre/one/profile", seen=first, **PROFILE)
    nadiia.submit("/en/staff/centre/one/profile", seen=first, **PROFILE)

    assert house.row(Centre, "one").kind == "space"


def test_a_change_by_an_import_is_noticed_too(house: House) -> None:
    nadiia = house.visit("nadiia")
    before = opened(nadiia, "profile")
    house.change(Centre, "one", phone="+380 00 000 00 09")

    page = nadiia.submit("/en/staff/centre/one/profile", status=409, seen=before, **PROFILE)

    assert "+380 00 000 00 09" in page.one("[role=alert]").get_text()


def test_what_was_typed_outlives_the_sign_in(house: House) -> None:
    nadiia, gone = house.visit("nadiia"), Visitor(house.app)
    before = opened(nadiia, "profile")

    page = gone.submit("/en/staff/centre/one/profile", status=401, seen=before, **PROFILE)

    assert house.row(Centre, "one").name_en == "Centre one"
    form = page.one("main form")
    typed = {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}
    nadiia.submit(str(form["action"]), **typed)
    assert house.row(Centre, "one").name_en == "Centre above the river"


def test_one_tap_says_that_everything_is_right_today(house: House) -> None:
    house.change(Centre, "one", verified_on=days_ago(61))
    nadiia = house.visit("nadiia")
    assert "More than 60 days have passed" in nadiia.get("/en/staff/centre/one").text

    nadiia.submit("/en/staff/centre/one/confirm")
    nadiia.submit("/en/staff/centre/one/confirm")

    assert house.row(Centre, "one").verified_on == today()
    assert "More than 60 days have passed" not in nadiia.get("/en/staff/centre/one").text
    assert "not been checked for a while" not in Visitor(house.app).get("/en/centres/one").text


def test_a_centre_that_is_not_open_yet_can_be_seen_as_people_will(house: House) -> None:
    house.change(Centre, "one", status="preparing")

    page = house.visit("nadiia").get("/en/staff/centre/one/preview")

    assert "This is how people see the page." in page.text
    assert page.headers["Cache-Control"] == "no-store"
    Visitor(house.app).get("/en/centres/one", status=404)


def test_a_manager_lists_only_the_centres_she_keeps(house: House) -> None:
    page = house.visit("nadiia").get("/en/staff/centre")

    assert "Centre one" in page.text
    assert "Centre two" not in page.text


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_takes_as_many_statements_for_thirty_as_for_three(
    app: Flask, house: House, count: int
) -> None:
    for number in range(count):
        house.centre(f"more-{number}", status="preparing")
    ostap = house.visit("ostap")

    with statements(app) as sent:
        page = ostap.get("/en/staff/centre")

    assert len(page.soup.select("main .card")) == count
    assert len([one for one in sent if one.lstrip().startswith("SELECT")]) == 3


def test_a_long_list_comes_in_pages(house: House) -> None:
    for number in range(51):
        house.centre(f"more-{number:02}", status="planned")
    ostap = house.visit("ostap")

    first = ostap.get("/en/staff/centre")
    second = ostap.get("/en/staff/centre?page=2")

    assert len(first.soup.select("main .card")) == 50
    assert len(second.soup.select("main .card")) == 1
    assert any(link.endswith("page=2") for link in first.links())
