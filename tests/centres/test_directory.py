"""The public directory, as people and phones open it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from selfhelp.centres.models import Centre
from tests.groups.house import House, days_ago, everything_stored
from tests.visitor import Visitor


def test_it_leads_from_region_to_community_to_centre(house: House, visitor: Visitor) -> None:
    regions = visitor.get("/en/centres")
    assert "/en/centres?region=r-one" in regions.links()

    region = visitor.get("/en/centres?region=r-one")
    assert region.one("main summary").get_text() == "Community one"
    assert "/en/centres/one" in region.links()
    assert "Centre two" not in region.text

    assert visitor.get("/en/centres/one").one("h1").get_text() == "Centre one"


def test_it_shows_the_week_the_facts_and_a_number_to_ring(house: House, visitor: Visitor) -> None:
    page = visitor.get("/en/centres/one")

    rows = {row.th.get_text(): row.td.get_text() for row in page.soup.select("tbody tr")}
    assert rows["Monday"] == "09:00–18:00"
    assert rows["Sunday"] == "closed"
    facts = [fact.get_text() for fact in page.soup.select("[data-fact]")]
    assert {"Ramp: yes", "Lift: no", "Generator: ask by phone"} <= set(facts)
    assert page.one('a[href="tel:+380000000001"]')


def test_it_says_when_it_was_checked_and_when_it_was_copied(house: House, visitor: Visitor) -> None:
    page = visitor.get("/en/centres/one")

    checked, copied = (str(time["datetime"]) for time in page.soup.select("time"))
    assert checked == days_ago(0).isoformat()
    assert abs((datetime.now(UTC) - datetime.fromisoformat(copied)).total_seconds()) < 60
    assert "not been checked for a while" not in page.text


def test_it_advises_to_ring_when_nobody_checked_for_long(house: House, visitor: Visitor) -> None:
    house.change(Centre, "one", verified_on=days_ago(61))

    assert "not been checked for a while" in visitor.get("/en/centres/one").text


@pytest.mark.parametrize("status", ["planned", "preparing", "closed"])
def test_it_hides_a_centre_that_does_not_receive_people(
    house: House, visitor: Visitor, status: str
) -> None:
    house.change(Centre, "one", status=status)

    visitor.get("/en/centres/one", status=404)
    assert "/en/centres?region=r-one" not in visitor.get("/en/centres").links()
    assert [centre["slug"] for centre in visitor.get("/api/v1/centres").json["centres"]] == ["two"]


def test_a_paused_centre_stays_with_a_word_about_it(house: House, visitor: Visitor) -> None:
    house.change(Centre, "one", status="paused")

    assert "best to ring before you come" in visitor.get("/en/centres/one").text


def test_an_unknown_region_or_centre_is_not_found(house: House, visitor: Visitor) -> None:
    visitor.get("/uk/centres?region=nowhere", status=404)
    visitor.get("/uk/centres/nowhere", status=404)
    visitor.get("/api/v1/centres?region=nowhere", status=404)


def test_a_demo_centre_says_that_it_does_not_exist(house: House, visitor: Visitor) -> None:
    house.change(Centre, "one", is_demo=True)

    assert "there is no such place" in visitor.get("/en/centres/one").text
    assert "there is no such place" in visitor.get("/en/centres?region=r-one").text
    assert "there is no such place" not in visitor.get("/en/centres/two").text


def test_phones_get_the_same_directory_with_its_moment(house: House, visitor: Visitor) -> None:
    answer = visitor.get("/api/v1/centres?region=r-two").json

    (centre,) = answer["centres"]
    assert centre["name"] == {"uk": "Центр two", "en": "Centre two"}
    assert centre["hours"] == {"1": [["09:00", "18:00"]]}
    assert datetime.fromisoformat(answer["as_of"]).tzinfo is not None


def test_no_public_page_tells_a_room_a_group_or_an_audience(house: House, visitor: Visitor) -> None:
    house.meeting("evening", datetime.now(UTC))

    for path in ("/uk/centres", "/uk/centres?region=r-one", "/uk/centres/one", "/api/v1/centres"):
        text = visitor.get(path).body.decode()
        assert not [
            word for word in ("room 7", "bereaved", "title that staff", "В-1") if word in text
        ]


def test_everybody_gets_the_same_bytes_and_no_cookie(house: House, visitor: Visitor) -> None:
    olena = house.visit("olena")

    for path in ("/uk/centres", "/uk/centres/one", "/api/v1/centres"):
        mine, theirs = olena.get(path), visitor.get(path)
        assert mine.body == theirs.body
        assert "public" in mine.headers["Cache-Control"]
        assert "Set-Cookie" not in mine.headers


def test_a_directory_is_in_the_order_of_ukrainian_letters(
    app: Flask, house: House, visitor: Visitor
) -> None:
    for name in ("є-центр", "їжак", "ґанок", "гай"):
        house.centre(name, name_uk=name)

    listed = [str(link) for link in visitor.get("/uk/centres").links() if "region=r-" in str(link)]
    slugs = [link.split("region=r-")[1] for link in listed]
    assert slugs.index("%D0%B3%D0%B0%D0%B9") < slugs.index("%D2%91%D0%B0%D0%BD%D0%BE%D0%BA")
    assert slugs.index("%D1%94-%D1%86%D0%B5%D0%BD%D1%82%D1%80") < slugs.index(
        "%D1%97%D0%B6%D0%B0%D0%BA"
    )


def test_looking_around_changes_nothing(app: Flask, house: House, visitor: Visitor) -> None:
    before = everything_stored(app)

    for path in ("/uk/centres", "/uk/centres?region=r-one", "/uk/centres/one", "/api/v1/centres"):
        visitor.get(path)

    assert everything_stored(app) == before
