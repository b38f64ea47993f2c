"""Taking a break, coming back, leaving: what happens is said first, and what was practised stays."""

from __future__ import annotations

import pytest
from bs4 import Tag

from selfhelp.groups.models import Membership
from tests.groups.house import House, days_ago, today
from tests.joining.doors import people_page, seat_of
from tests.visitor import Page


def folded_around(page: Page, action: str) -> Tag:
    """The part that opens before somebody can press the button."""
    fold = page.one(f"form[action$='{action}']").find_parent("details")
    assert isinstance(fold, Tag)
    return fold


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("/mine/pause", "Your place stays yours"),
        ("/mine/leave", "Your place goes to somebody else"),
    ],
)
def test_what_happens_is_said_before_the_button(house: House, action: str, words: str) -> None:
    page = house.visit("olena").get("/en/mine/group")

    assert words in folded_around(page, action).get_text()
    assert not folded_around(page, action).has_attr("open")


def test_the_shell_says_the_same(house: House) -> None:
    text = house.visit("olena").get("/en/group").text

    assert "Your place stays yours" in text
    assert "Your place goes to somebody else" in text


@pytest.mark.parametrize("page", ["/en/group", "/en/mine/group"])
def test_a_member_reads_how_to_move_and_what_goes_along(house: House, page: str) -> None:
    found = house.visit("olena").get(page)

    fold = next(one for one in found.soup.select("details") if "Move to another" in one.get_text())
    assert "Your practice and your slip go with you" in fold.get_text()
    assert fold.select_one("a[href='/en/join']")


def test_a_break_begins_once_and_ends(house: House) -> None:
    olena = house.visit("olena")
    for _again in range(2):
        olena.submit("/en/mine/pause", wish="yes")

    assert "You take a break" in olena.get("/en/mine/group").text
    group = house.visit("iryna").get(f"/en/staff/groups/{house.ids['evening']}").text
    assert "Takes a break and keeps the place" in group

    olena.submit("/en/mine/pause", wish="no")
    assert "You take a break" not in olena.get("/en/mine/group").text


def test_leaving_hides_everything_at_once_and_keeps_practice(house: House) -> None:
    house.did("olena", "step_done", "grounding", days_ago(1), "why")
    olena = house.visit("olena")

    for _again in range(2):
        olena.submit("/en/mine/leave")

    mine = olena.get("/api/v1/me").json
    assert mine["group"] is None
    assert "grounding" in str(mine["progress"])
    assert "not in a group" in olena.get("/en/mine/group").text
    staff = house.visit("iryna").get(f"/en/staff/groups/{house.ids['evening']}").text
    assert "Viburnum" not in staff


def test_staff_are_told_what_freeing_a_place_means(house: House) -> None:
    seat = house.ids["olena's seat"]

    page = house.visit("iryna").get(f"{people_page(house)}/{seat}/remove")

    assert "it stays with the person" in page.text
    assert house.row(Membership, "olena's seat").left_on is None


def test_staff_free_a_place_and_twice_is_no_harm(house: House) -> None:
    seat, iryna = house.ids["olena's seat"], house.visit("iryna")

    for _again in range(2):
        iryna.submit(f"{people_page(house)}/{seat}/remove")

    left = seat_of(house, "olena")
    assert left is not None
    assert left.left_on == today()
    assert house.visit("olena").get("/api/v1/me").json["group"] is None
    iryna.get(f"{people_page(house)}/{seat}/remove", status=404)


@pytest.mark.parametrize("who", ["petro", "ostap", "olena"])
def test_nobody_else_frees_a_place(house: House, who: str) -> None:
    seat = house.ids["olena's seat"]
    page = f"{people_page(house)}/{seat}/remove"
    stranger = house.visit(who)

    stranger.get(page, status=404)
    stranger.submit(page, status=404)

    assert house.row(Membership, "olena's seat").left_on is None


def test_a_member_of_another_group_is_not_freed_here(house: House) -> None:
    house.member("taras", "saturday", "richka")
    seat = house.ids["taras's seat"]
    page = f"{people_page(house)}/{seat}/remove"

    house.visit("iryna").submit(page, status=404)

    assert house.row(Membership, "taras's seat").left_on is None
