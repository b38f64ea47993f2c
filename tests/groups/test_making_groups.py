"""Making a group in three fields, changing it, ending it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.db import session
from selfhelp.groups.models import Group, GroupFacilitator
from tests.groups.house import House, today
from tests.visitor import Visitor

NEW = "/en/staff/groups/new"
WISHES: dict[str, Any] = {
    "title": "Tuesday evening", "weekday": "2", "hour": "19:00", "places": "12",
    "programme": "opora", "language": "en", "format": "mixed", "audience": "veterans",
}  # fmt: skip


def said(house: House, **other: str) -> dict[str, str]:
    return {
        "centre": str(house.ids["one"]), "title": "Tuesday evening", "weekday": "2",
        "hour": "19:00", "places": "12",
    } | other  # fmt: skip


def made(app: Flask, title: str = "Tuesday evening") -> list[Group]:
    with app.app_context():
        return list(session.scalars(sa.select(Group).where(Group.title == title)))


def test_a_group_is_made_in_three_fields(app: Flask, house: House) -> None:
    iryna = house.visit("iryna")

    to = iryna.submit(NEW, **said(house)).headers["Location"]

    (group,) = made(app)
    assert re.fullmatch(r"[АВЕІКМНОРСТХ]-\d\d", group.label)
    assert (group.weekday, group.places) == (2, 12)
    page = iryna.get(to)
    assert f"Group {group.label}" in page.text
    assert "Tuesday, 19:00" in page.text


def test_the_same_form_sent_twice_makes_one_group(app: Flask, house: House) -> None:
    iryna = house.visit("iryna")
    key = str(iryna.get(NEW).one("input[name=key]")["value"])

    places = {iryna.submit(NEW, **said(house, key=key)).headers["Location"] for _time in range(2)}

    assert len(places) == 1
    assert len(made(app)) == 1


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("title", "  ", "Please give the group a title"),
        ("title", "x" * 81, "at most 80 signs"),
        ("weekday", "9", "choose one of these"),
        ("hour", "evening", "such as 18:00"),
        ("places", "0", "between 1 and 60"),
        ("places", "many", "whole number"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    app: Flask, house: House, field: str, typed: str, words: str
) -> None:
    page = house.visit("iryna").submit(NEW, status=422, **said(house, **{field: typed}))

    assert words in page.text
    kept = "places" if field == "title" else "title"
    assert page.one(f"input[name={kept}]")["value"] == said(house)[kept]
    assert made(app) == []


def test_nobody_makes_a_group_at_a_centre_of_others(app: Flask, house: House) -> None:
    house.visit("iryna").submit(NEW, status=422, **said(house, centre=str(house.ids["two"])))
    house.visit("olena").submit(NEW, status=404, **said(house))
    house.visit("ostap").submit(NEW, status=404, **said(house))

    assert made(app) == []


def test_a_form_of_an_ended_sign_in_comes_back_with_what_was_typed(
    app: Flask, house: House, visitor: Visitor
) -> None:
    page = visitor.submit(NEW, status=401, **said(house))

    assert page.one("[name=title]")["value"] == "Tuesday evening"
    assert made(app) == []


def test_a_key_of_another_centres_group_opens_nothing(app: Flask, house: House) -> None:
    foreign = house.ids["saturday"]

    page = house.visit("iryna").submit(NEW, status=422, **said(house, key=str(foreign)))

    assert "open the form once more" in page.text
    assert made(app) == []


def test_a_group_is_changed(app: Flask, house: House) -> None:
    house.staff("oleh", "facilitator", "one")  # type: ignore[arg-type]
    guides = [str(house.ids["iryna"]), str(house.ids["oleh"])]

    house.visit("iryna").submit(
        f"/en/staff/groups/{house.ids['evening']}/edit", **WISHES, facilitators=guides
    )

    group = house.row(Group, "evening")
    assert (group.title, group.format, group.audience) == ("Tuesday evening", "mixed", "veterans")
    assert group.language == "en"
    assert house.count(GroupFacilitator, GroupFacilitator.group_id == group.id) == 2


def test_somebody_of_another_centre_cannot_be_made_to_guide(app: Flask, house: House) -> None:
    page = house.visit("iryna").submit(
        f"/en/staff/groups/{house.ids['evening']}/edit",
        **WISHES, facilitators=[str(house.ids["petro"])], status=422,
    )  # fmt: skip

    assert "Petro" not in page.text
    assert house.row(Group, "evening").title != "Tuesday evening"


def test_a_group_keeps_somebody_who_guides_it(house: House) -> None:
    page = house.visit("iryna").submit(
        f"/en/staff/groups/{house.ids['evening']}/edit", **WISHES, facilitators=[], status=422
    )

    assert "at least one person who guides" in page.text


def test_whoever_hands_a_group_over_lands_on_a_page_of_her_own(house: House) -> None:
    house.staff("oleh", "facilitator", "one")  # type: ignore[arg-type]
    address = f"/en/staff/groups/{house.ids['evening']}"
    iryna = house.visit("iryna")

    to = iryna.submit(f"{address}/edit", **WISHES, facilitators=[str(house.ids["oleh"])]).headers

    assert to["Location"] == "/en/staff"
    iryna.get(address, status=404)
    house.visit("oleh").get(address)


def test_places_cannot_be_fewer_than_people(house: House) -> None:
    house.member("taras", "evening", "richka")

    page = house.visit("iryna").submit(
        f"/en/staff/groups/{house.ids['evening']}/edit",
        **WISHES | {"places": "1"}, facilitators=[str(house.ids["iryna"])], status=422,
    )  # fmt: skip

    assert "2 people are in the group already" in page.text


def test_the_form_to_change_shows_what_is(house: House) -> None:
    page = house.visit("iryna").get(f"/en/staff/groups/{house.ids['evening']}/edit")

    assert page.one("option[value=bereaved]").has_attr("selected")
    assert page.one(f"input[value='{house.ids['iryna']}']").has_attr("checked")


def test_a_group_ends_once(house: House) -> None:
    address = f"/en/staff/groups/{house.ids['evening']}"
    iryna = house.visit("iryna")

    for _time in range(2):
        iryna.submit(f"{address}/end")

    assert house.row(Group, "evening").ended_on == today()
    assert "The group ended on" in iryna.get(address).text


@pytest.mark.parametrize("who", ["petro", "ostap", "olena"])
def test_nobody_else_changes_or_ends_a_group(house: House, who: str) -> None:
    address = f"/en/staff/groups/{house.ids['evening']}"
    stranger = house.visit(who)

    stranger.get(f"{address}/edit", status=404)
    stranger.submit(f"{address}/edit", **WISHES, status=404)
    stranger.submit(f"{address}/end", status=404)

    assert house.row(Group, "evening").ended_on is None
