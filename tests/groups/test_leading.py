"""Who may lead a group: a noted training opens making, being chosen and taking over."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.db import session
from selfhelp.groups.models import Group, GroupFacilitator
from selfhelp.people.models import Post, Role, Staff
from tests.groups.house import House, days_ago

NEW = "/en/staff/groups/new"
WISHES: dict[str, Any] = {
    "title": "Tuesday evening", "weekday": "2", "hour": "19:00", "places": "12",
    "programme": "opora", "language": "en", "format": "mixed", "audience": "veterans",
}  # fmt: skip


@pytest.fixture
def address(house: House) -> str:
    house.staff("oleh", Role.FACILITATOR, "one")
    return f"/en/staff/groups/{house.ids['evening']}"


def untrained(house: House, name: str, **more: Any) -> None:
    house.change(Staff, name, **({"may_lead_since": None} | more))


def said(house: House) -> dict[str, str]:
    return {
        "centre": str(house.ids["one"]), "title": "Tuesday evening", "weekday": "2",
        "hour": "19:00", "places": "12",
    }  # fmt: skip


def guides_of(app: Flask, house: House, group: str = "evening") -> set[str]:
    with app.app_context():
        rows = session.scalars(
            sa.select(GroupFacilitator.staff_id).where(
                GroupFacilitator.group_id == house.ids[group]
            )
        )
        by_id = {one: name for name, one in house.ids.items()}
        return {by_id[one] for one in rows}


@pytest.mark.parametrize("since", [None, days_ago(-1)])
def test_who_may_not_lead_makes_no_group_and_keeps_what_was_typed(
    house: House, since: object
) -> None:
    untrained(house, "iryna", may_lead_since=since)

    page = house.visit("iryna").submit(NEW, status=422, **said(house))

    assert "the training has to be noted first" in page.text
    assert page.one("input[name=title]")["value"] == "Tuesday evening"
    assert house.count(Group, Group.title == "Tuesday evening") == 0


def test_a_manager_makes_a_group_for_others_to_lead(house: House) -> None:
    untrained(house, "nadiia")

    house.visit("nadiia").submit(NEW, **said(house))

    assert house.count(Group, Group.title == "Tuesday evening") == 1


def test_only_a_trained_colleague_is_newly_chosen(app: Flask, house: House, address: str) -> None:
    untrained(house, "oleh")
    both = [str(house.ids["iryna"]), str(house.ids["oleh"])]

    page = house.visit("iryna").submit(f"{address}/edit", **WISHES, facilitators=both, status=422)

    assert "The training of Oleh is not noted yet" in page.text
    assert page.one("input[name=title]")["value"] == "Tuesday evening"
    assert guides_of(app, house) == {"iryna"}


def test_the_page_says_whose_training_is_missing(house: House, address: str) -> None:
    untrained(house, "oleh")

    assert "Oleh (training not noted yet)" in house.visit("iryna").get(f"{address}/edit").text


def test_who_guides_already_stays_when_a_note_is_taken_back(
    app: Flask, house: House, address: str
) -> None:
    untrained(house, "iryna")

    house.visit("iryna").submit(f"{address}/edit", **WISHES, facilitators=[str(house.ids["iryna"])])

    assert house.row(Group, "evening").title == "Tuesday evening"
    assert guides_of(app, house) == {"iryna"}


def test_a_facilitator_hands_over_in_her_own_place(app: Flask, house: House, address: str) -> None:
    house.staff("vira", Role.FACILITATOR, "one")
    with app.app_context():
        session.add(GroupFacilitator(group_id=house.ids["evening"], staff_id=house.ids["vira"]))
        session.commit()
    iryna = house.visit("iryna")

    to = iryna.submit(f"{address}/hand-over", to=str(house.ids["oleh"])).headers["Location"]

    assert to == "/en/staff"
    assert guides_of(app, house) == {"vira", "oleh"}
    iryna.get(address, status=404)
    house.visit("oleh").get(address)


def test_a_manager_hands_over_in_everybodys_place(app: Flask, house: House, address: str) -> None:
    nadiia = house.visit("nadiia")

    to = nadiia.submit(f"{address}/hand-over", to=str(house.ids["oleh"])).headers["Location"]

    assert to == address
    assert guides_of(app, house) == {"oleh"}
    house.visit("iryna").get(address, status=404)


def test_handing_over_twice_changes_nothing_more(app: Flask, house: House, address: str) -> None:
    nadiia = house.visit("nadiia")

    for _time in range(2):
        nadiia.submit(f"{address}/hand-over", to=str(house.ids["oleh"]))

    assert guides_of(app, house) == {"oleh"}


def test_what_was_given_and_who_is_in_it_stay(house: House, address: str) -> None:
    house.assignment("evening", "now-sleep")

    house.visit("nadiia").submit(f"{address}/hand-over", to=str(house.ids["oleh"]))

    page = house.visit("oleh").get(address)
    assert "Viburnum" in page.text
    assert page.soup.select(".assignments li")


@pytest.mark.parametrize("to", ["petro", "iryna", "nobody", ""])
def test_it_is_handed_to_nobody_else(app: Flask, house: House, address: str, to: str) -> None:
    typed = str(house.ids.get(to, to))

    page = house.visit("iryna").submit(f"{address}/hand-over", to=typed, status=422)

    assert page.soup.select("#to-error")
    assert "Petro" not in page.text
    assert guides_of(app, house) == {"iryna"}


@pytest.mark.parametrize("who", ["untrained", "suspended", "gone"])
def test_it_is_not_handed_to_who_may_not_lead_here(
    app: Flask, house: House, address: str, who: str
) -> None:
    if who == "untrained":
        untrained(house, "oleh")
    elif who == "suspended":
        house.change(Staff, "oleh", suspended_at=sa.func.now())
    else:
        with app.app_context():
            session.execute(sa.delete(Post).where(Post.staff_id == house.ids["oleh"]))
            session.commit()

    house.visit("iryna").submit(f"{address}/hand-over", to=str(house.ids["oleh"]), status=422)

    assert guides_of(app, house) == {"iryna"}


@pytest.mark.parametrize("who", ["petro", "ostap", "olena", "oleh"])
def test_a_stranger_hands_nothing_over(app: Flask, house: House, address: str, who: str) -> None:
    house.visit(who).submit(f"{address}/hand-over", to=str(house.ids["oleh"]), status=404)

    assert guides_of(app, house) == {"iryna"}


def test_the_form_of_the_group_is_not_disturbed_by_handing_over(house: House, address: str) -> None:
    page = house.visit("iryna").submit(f"{address}/hand-over", to="", status=422)

    assert page.one("input[name=title]")["value"]
    assert page.one("details[open] summary").get_text() == "Hand the group over"
