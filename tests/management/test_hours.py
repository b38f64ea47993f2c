"""The week of a centre, and the days on which it is different."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from selfhelp.centres.models import Centre, SpecialDay
from selfhelp.management.rules import UnclearHoursError, spans_of
from tests.groups.house import House, everything_stored, statements, today
from tests.management.test_keeping_a_centre import opened
from tests.visitor import Visitor

HOURS = "/en/staff/centre/one/hours"
SPECIAL = "/en/staff/centre/one/special-days"
TOMORROW = today() + timedelta(days=1)
HOLIDAY = {
    "day": TOMORROW.isoformat(), "hours": "", "reason_uk": "свято", "reason_en": "a holiday",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("", []),
        ("9-18", [["09:00", "18:00"]]),
        ("09:00–13:00, 14:00–18:00", [["09:00", "13:00"], ["14:00", "18:00"]]),
        ("14.00 - 18.00; 9.30-13", [["09:30", "13:00"], ["14:00", "18:00"]]),
        ("0-24", [["00:00", "24:00"]]),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, understood: list[list[str]]) -> None:
    assert spans_of(typed) == understood


@pytest.mark.parametrize(
    "typed", ["yes", "9", "18-9", "9-9", "9-25", "9:70-10", "24:30-25", "9-13, 12-18", "9-10," * 7]
)
def test_hours_that_cannot_be_are_refused(typed: str) -> None:
    with pytest.raises(UnclearHoursError):
        spans_of(typed)


def test_a_manager_changes_the_week(house: House) -> None:
    nadiia = house.visit("nadiia")

    nadiia.submit(HOURS, seen=opened(nadiia, "hours"), day_1="", day_2="9-13, 14-18")

    assert house.row(Centre, "one").hours == {"2": [["09:00", "13:00"], ["14:00", "18:00"]]}
    page = Visitor(house.app).get("/en/centres/one")
    assert page.one('tr[data-day="1"] td').get_text() == "closed"
    assert page.one('tr[data-day="2"] td').get_text() == "09:00–13:00, 14:00–18:00"


def test_an_unclear_day_is_named_and_the_others_stay_as_typed(house: House) -> None:
    nadiia = house.visit("nadiia")

    page = nadiia.submit(
        HOURS, status=422, seen=opened(nadiia, "hours"), day_1="always", day_6="10-14"
    )

    assert page.one("[role=alert] a")["href"] == "#day_1"
    assert page.one("input[name=day_1]")["value"] == "always"
    assert page.one("input[name=day_6]")["value"] == "10-14"


def test_a_special_day_is_told_on_the_public_page_and_to_phones(house: House) -> None:
    house.visit("nadiia").submit(SPECIAL, **HOLIDAY)

    visitor = Visitor(house.app)
    page = visitor.get("/en/centres/one")
    line = page.one("[data-special-day]")
    assert line["data-special-day"] == HOLIDAY["day"]
    assert "closed — a holiday" in line.get_text()
    assert page.one("[data-hours]")["data-special"] == f'{{"{HOLIDAY["day"]}": []}}'
    assert page.body.count(b"data-special=") == 1
    (told,) = visitor.get("/api/v1/centres?region=r-one").json["centres"][0]["special_days"]
    assert told == {
        "day": HOLIDAY["day"], "hours": [], "reason": {"uk": "свято", "en": "a holiday"},
    }  # fmt: skip
    assert HOLIDAY["day"] in visitor.get("/en/centres?region=r-one").body.decode()


def test_the_public_page_looks_two_weeks_ahead(house: House) -> None:
    nadiia = house.visit("nadiia")
    last, beyond = (today() + timedelta(days=days) for days in (13, 14))
    for day in (today(), last, beyond):
        nadiia.submit(SPECIAL, **HOLIDAY | {"day": day.isoformat(), "hours": "10-12"})

    told = Visitor(house.app).get("/uk/centres/one").soup.select("[data-special-day]")

    assert [line["data-special-day"] for line in told] == [today().isoformat(), last.isoformat()]


def test_the_same_day_twice_is_one(house: House) -> None:
    nadiia = house.visit("nadiia")

    nadiia.submit(SPECIAL, **HOLIDAY)
    nadiia.submit(SPECIAL, **HOLIDAY)

    assert house.count(SpecialDay) == 1


def test_other_words_for_a_day_that_is_there_are_refused_with_what_is_stored(house: House) -> None:
    nadiia = house.visit("nadiia")
    nadiia.submit(SPECIAL, **HOLIDAY | {"hours": "10-12"})

    page = nadiia.submit(SPECIAL, status=422, **HOLIDAY | {"hours": "14-15"})

    assert "10:00–12:00" in page.one("[role=alert]").get_text()
    assert page.one("input[name=hours]")["value"] == "14-15"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("day", ""),
        ("day", "soon"),
        ("day", (today() - timedelta(days=1)).isoformat()),
        ("hours", "maybe"),
        ("reason_uk", "x" * 121),
    ],
)
def test_a_special_day_that_cannot_be_is_refused(house: House, field: str, typed: str) -> None:
    page = house.visit("nadiia").submit(SPECIAL, status=422, **HOLIDAY | {field: typed})

    assert page.one("[role=alert] a")["href"] == f"#{field}"
    assert house.count(SpecialDay) == 0


def test_a_special_day_can_be_taken_back_even_twice(house: House) -> None:
    nadiia = house.visit("nadiia")
    nadiia.submit(SPECIAL, **HOLIDAY)
    address = str(nadiia.get(HOURS).one('form[action*="/remove"]')["action"])

    nadiia.submit(address)
    nadiia.submit(address)

    assert house.count(SpecialDay) == 0


def test_nobody_touches_the_days_of_another_centre(house: House) -> None:
    ostap, nadiia = house.visit("ostap"), house.visit("nadiia")
    ostap.submit("/en/staff/centre/two/special-days", **HOLIDAY)
    address = str(ostap.get("/en/staff/centre/two/hours").one('form[action*="/remove"]')["action"])
    before = everything_stored(house.app)

    nadiia.submit(address, status=404)
    nadiia.submit(address.replace("/two/", "/one/"))

    assert everything_stored(house.app) == before


@pytest.mark.parametrize("count", [3, 30])
def test_the_directory_takes_as_many_statements_for_thirty_centres(
    app: Flask, house: House, count: int
) -> None:
    for number in range(count):
        centre = house.centre(f"more-{number}")
        house._add(SpecialDay, centre_id=centre, day=TOMORROW, spans=[], reason_uk="", reason_en="")

    with statements(app) as sent:
        answer = Visitor(app).get("/api/v1/centres").json

    assert len([one for one in answer["centres"] if one["special_days"]]) == count
    assert len([one for one in sent if one.lstrip().startswith("SELECT")]) == 2
