"""A full group has a line: offers go to those who asked first, and pass on when they are not answered."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from selfhelp.clock import now
from selfhelp.config import BadSettings, read_settings
from selfhelp.groups.models import Group
from selfhelp.joining.models import JoinRequest
from selfhelp.joining.rules import OFFER_LASTS
from tests.groups.house import House, statements
from tests.joining.doors import (
    JOIN,
    asking_of,
    asks,
    code_of,
    confirm,
    people_page,
    request_of,
    seat_of,
)
from tests.visitor import Visitor


@pytest.fixture
def taras(house: House) -> Visitor:
    """First in line in front of a full group."""
    house.change(Group, "evening", places=1)
    return asks(house, "taras")


@pytest.fixture
def lesia(house: House, taras: Visitor) -> Visitor:
    """Second in line."""
    return asks(house, "lesia")


def free_a_place(house: House) -> None:
    seat = house.ids["olena's seat"]
    house.visit("iryna").submit(f"{people_page(house)}/{seat}/remove")


def told_long_ago(house: House, name: str) -> None:
    house.ids["request"] = request_of(house, name).id
    house.change(JoinRequest, "request", told_at=now() - OFFER_LASTS)


def test_who_asks_at_a_full_group_waits(taras: Visitor, lesia: Visitor) -> None:
    assert (asking_of(taras)["stand"], asking_of(taras)["before"]) == ("waiting", 0)
    assert (asking_of(lesia)["stand"], asking_of(lesia)["before"]) == ("waiting", 1)


def test_nobody_who_waits_can_be_confirmed(house: House, taras: Visitor) -> None:
    confirm(house, "taras", status=422)

    assert seat_of(house, "taras") is None


def test_a_freed_place_is_offered_to_the_first(
    house: House, taras: Visitor, lesia: Visitor
) -> None:
    free_a_place(house)

    assert asking_of(taras)["stand"] == "offered"
    assert asking_of(lesia)["stand"] == "waiting"


def test_leaving_frees_a_place_too(house: House, taras: Visitor) -> None:
    house.visit("olena").put("/api/v1/membership", json={"leave": True})

    assert asking_of(taras)["stand"] == "offered"


def test_an_added_place_is_offered_too(house: House, taras: Visitor, lesia: Visitor) -> None:
    house.change(Group, "evening", places=3)

    assert [asking_of(one)["stand"] for one in (taras, lesia)] == ["offered", "offered"]


def test_the_clock_starts_when_the_phone_has_shown_the_offer(house: House, taras: Visitor) -> None:
    free_a_place(house)
    assert asking_of(taras)["answer_by"] is None

    seen = taras.put(JOIN, json={"seen": True}).json["asking"]

    assert seen["answer_by"] is not None
    assert taras.put(JOIN, json={"seen": True}).json["asking"] == seen


def test_the_clock_starts_when_the_centre_has_told_of_it(house: House, taras: Visitor) -> None:
    free_a_place(house)
    page = f"{people_page(house)}/requests/{request_of(house, 'taras').id}"

    house.visit("iryna").submit(f"{page}/told")

    assert asking_of(taras)["answer_by"] is not None
    assert "answers by" in house.visit("iryna").get(people_page(house)).text


def test_no_clock_runs_for_those_who_wait(house: House, taras: Visitor, lesia: Visitor) -> None:
    free_a_place(house)

    lesia.put(JOIN, json={"seen": True})

    assert request_of(house, "lesia").told_at is None


def test_an_offer_that_passed_is_the_next_persons(
    house: House, taras: Visitor, lesia: Visitor
) -> None:
    free_a_place(house)
    told_long_ago(house, "taras")

    assert asking_of(lesia)["stand"] == "offered"
    assert (asking_of(taras)["stand"], asking_of(taras)["before"]) == ("waiting", 0)
    late = taras.put(JOIN, json={"take": True}, status=422)
    assert late.json["title"].startswith("Місце перейшло")


def test_a_place_that_was_taken_is_held_until_the_facilitator_confirms(
    house: House, taras: Visitor, lesia: Visitor
) -> None:
    free_a_place(house)
    for _again in range(2):
        assert taras.put(JOIN, json={"take": True}).json["asking"]["stand"] == "held"

    assert asking_of(lesia)["stand"] == "waiting"
    confirm(house, "taras")
    assert taras.get("/api/v1/me").json["group"] is not None
    assert asking_of(lesia)["stand"] == "waiting"


def test_whoever_lets_the_next_one_go_stands_at_the_end(
    house: House, taras: Visitor, lesia: Visitor
) -> None:
    free_a_place(house)

    taras.put(JOIN, json={"later": True})

    assert asking_of(lesia)["stand"] == "offered"
    assert (asking_of(taras)["stand"], asking_of(taras)["before"]) == ("waiting", 0)


def test_whoever_leaves_the_line_makes_room(house: House, taras: Visitor, lesia: Visitor) -> None:
    free_a_place(house)

    taras.delete(JOIN, json={}, status=200)

    assert asking_of(lesia)["stand"] == "offered"


def test_slips_are_not_printed_for_places_that_are_promised(house: House, taras: Visitor) -> None:
    free_a_place(house)

    page = house.visit("iryna").submit(f"{people_page(house)}/slips", count="1", status=422)

    assert "0 places are free" in page.text


@pytest.mark.parametrize("wish", [{}, {"seen": True, "take": True}, {"take": False}])
def test_one_clear_wish_at_a_time(house: House, taras: Visitor, wish: dict[str, bool]) -> None:
    taras.put(JOIN, json=wish, status=422)


def test_somebody_without_a_request_decides_nothing(house: House) -> None:
    house.visit("olena").put(JOIN, json={"take": True}, status=404)


def test_the_page_of_a_long_line_asks_as_little_as_a_short_one(app: Flask, house: House) -> None:
    iryna, counts = house.visit("iryna"), []
    for more in (range(3), range(3, 30)):
        for number in more:
            asks(house, f"p{number}")
        with statements(app) as sent:
            iryna.get(people_page(house))
        counts.append(len(sent))

    assert counts[0] == counts[1]


def test_a_line_has_an_end(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfhelp.joining.rules.LONGEST_LINE", 1)
    asks(house, "taras")
    house.participant("roman")

    answer = house.visit("roman").post(JOIN, json={"code": code_of(house)}, status=422)

    assert "телефон" in answer.json["title"]
    assert house.count(JoinRequest) == 1


def test_held_places_are_forgotten_for_the_next_in_line(house: House, taras: Visitor) -> None:
    free_a_place(house)
    taras.put(JOIN, json={"take": True})
    lesia = asks(house, "lesia")
    house.ids["request"] = request_of(house, "taras").id
    house.change(JoinRequest, "request", held_since=now() - timedelta(days=14))

    assert asking_of(lesia)["stand"] == "offered"
    taras.put(JOIN, json={"take": True}, status=404)


def test_the_setting_says_how_long_an_offer_waits(
    app: Flask, house: House, taras: Visitor, lesia: Visitor
) -> None:
    app.config["OFFER_HOURS"] = 72
    free_a_place(house)
    told_long_ago(house, "taras")

    assert asking_of(taras)["stand"] == "offered"
    assert "72 hours" in house.visit("iryna").get(people_page(house).replace("/uk/", "/en/")).text
    app.config["OFFER_HOURS"] = 1
    house.change(JoinRequest, "request", told_at=now() - timedelta(hours=1))
    assert asking_of(taras)["stand"] == "waiting"
    assert asking_of(lesia)["stand"] == "offered"


@pytest.mark.parametrize("wrong", ["0", "337", "two", "-1", "1.5"])
def test_an_offer_waits_an_hour_at_least_and_two_weeks_at_most(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(BadSettings, match="OFFER_HOURS"):
        read_settings({"SELFHELP_OFFER_HOURS": wrong}, instance_dir=tmp_path)
