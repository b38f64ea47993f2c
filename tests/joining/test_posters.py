"""The poster of an open group: its code can be read by a camera and by a person, and tells nothing else."""

from __future__ import annotations

import pypdfium2
import pytest

from selfhelp.groups.models import Group
from selfhelp.joining.models import GroupDoor
from tests.groups.house import TITLE, House, today
from tests.joining.sheets import pages, qr_codes


@pytest.fixture
def address(house: House) -> str:
    return f"/en/staff/groups/{house.ids['evening']}/people"


def code_on(house: House, address: str) -> str:
    page = house.visit("iryna").get(address)
    return str(page.one(".group-code").get_text()).replace(" ", "")


def open_the_door(house: House, address: str) -> str:
    house.visit("iryna").submit(f"{address}/door", door="open")
    return code_on(house, address)


@pytest.mark.parametrize(("size", "width"), [("a4", 595), ("a5", 420)])
def test_a_camera_reads_the_code_of_the_group(
    house: House, address: str, size: str, width: int
) -> None:
    code = open_the_door(house, address)

    poster = house.visit("iryna").get(f"{address}/poster-{size}.pdf")

    assert qr_codes(poster.body) == [f"http://localhost/uk/join#{code}"]
    assert round(pypdfium2.PdfDocument(poster.body)[0].get_width()) == width
    assert len(pages(poster.body)) == 1
    assert "no-store" in poster.headers["Cache-Control"]


@pytest.mark.parametrize("size", ["a4", "a5"])
def test_a_person_reads_how_to_ask_and_nothing_about_the_group(
    house: House, address: str, size: str
) -> None:
    house.change(Group, "evening", language="en", audience="veterans")
    code = open_the_door(house, address)

    (words,) = pages(house.visit("iryna").get(f"{address}/poster-{size}.pdf").body)

    assert f"{code[:3]} {code[3:6]} {code[6:]}" in words
    assert "localhost/en/join" in words
    assert "+380 00 000 00 01" in words
    assert house.row(Group, "evening").label in words
    for hidden in (TITLE, "veterans", "Iryna", "Centre one", "Центр"):
        assert hidden not in words


def test_a_group_is_by_invitation_until_somebody_opens_it(house: House, address: str) -> None:
    page = house.visit("iryna").get(address)

    assert page.one("input[name=door][checked]")["value"] == "invitation"
    assert not page.soup.select(".group-code")
    house.visit("iryna").get(f"{address}/poster-a4.pdf", status=404)
    assert house.count(GroupDoor) == 0


def test_opening_twice_keeps_one_code(house: House, address: str) -> None:
    first = open_the_door(house, address)

    assert open_the_door(house, address) == first
    assert len(first) == 10
    assert house.count(GroupDoor) == 1


def test_a_group_that_is_closed_again_has_no_poster(house: House, address: str) -> None:
    open_the_door(house, address)

    house.visit("iryna").submit(f"{address}/door", door="invitation")

    house.visit("iryna").get(f"{address}/poster-a4.pdf", status=404)


def test_a_renewed_code_is_another_one(house: House, address: str) -> None:
    old = open_the_door(house, address)

    house.visit("iryna").submit(f"{address}/door/renew")

    assert code_on(house, address) != old


def test_an_unknown_choice_changes_nothing(house: House, address: str) -> None:
    house.visit("iryna").submit(f"{address}/door", door="ajar", status=422)

    assert house.count(GroupDoor) == 0


def test_an_ended_group_shows_no_door(house: House, address: str) -> None:
    house.change(Group, "evening", ended_on=today())

    assert not house.visit("iryna").get(address).soup.select("#door")


@pytest.mark.parametrize("who", ["petro", "ostap", "olena"])
def test_nobody_else_opens_the_door(house: House, address: str, who: str) -> None:
    stranger = house.visit(who)

    stranger.submit(f"{address}/door", door="open", status=404)
    stranger.submit(f"{address}/door/renew", status=404)
    stranger.get(f"{address}/poster-a4.pdf", status=404)

    assert house.count(GroupDoor) == 0
