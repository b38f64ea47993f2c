"""From the page of a centre in the programme to the pages on which it is kept, and back."""

from __future__ import annotations

from tests.groups.house import House
from tests.visitor import Visitor


def test_an_administrator_finds_page_and_staff_of_a_centre(ostap: Visitor) -> None:
    kept = "/en/staff/centre/one"

    assert kept in ostap.get("/en/staff/programme/centres/one").links()
    assert {f"{kept}/staff", "/en/staff/programme/centres/one"} <= set(ostap.get(kept).links())


def test_a_manager_is_not_led_to_pages_that_are_shut(house: House) -> None:
    links = house.visit("nadiia").get("/en/staff/centre/one").links()

    assert not [link for link in links if "/programme" in link]
