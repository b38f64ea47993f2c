"""What a member decides: consent, sharing, asking to talk; and how people come in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.errors import Refusal
from selfhelp.groups import actions
from selfhelp.groups.models import Group, Membership
from tests.groups.house import House, days_ago, everything_stored, today
from tests.visitor import Visitor

WORDS = ["kalyna", "richka", "rosa"]


@pytest.fixture
def taras(house: House) -> Visitor:
    """Somebody who has a place and has not agreed yet."""
    house.member("taras", "evening", "richka", agreed=False, joined=30)
    return house.visit("taras")


def put(visitor: Visitor, status: int = 200, **wish: Any) -> Any:
    return visitor.put("/api/v1/membership", json=wish, status=status).json


def test_consent_is_recorded_with_its_text_and_time_and_counts_from_this_day(
    house: House, taras: Visitor
) -> None:
    group = put(taras, consent="2026-11")["group"]

    seat = house.row(Membership, "taras's seat")
    assert (group["consent"], group["sees_from"]) == (True, today().isoformat())
    assert (seat.consent_version, seat.joined_on) == ("2026-11", today())
    assert now() - seat.consent_at < timedelta(minutes=1)


def test_practice_from_before_consent_stays_unseen(house: House, taras: Visitor) -> None:
    house.did("taras", "module_done", "grounding", days_ago(5))

    put(taras, consent="2026-11")

    page = house.visit("iryna").get(f"/en/staff/groups/{house.ids['evening']}")
    assert "A steady point: finished" not in str(page.one("table.matrix"))


def test_agreeing_twice_keeps_the_first_day_and_time(house: House, taras: Visitor) -> None:
    put(taras, consent="2026-11")
    house.change(Membership, "taras's seat", joined_on=days_ago(4))
    before = house.row(Membership, "taras's seat").consent_at

    put(taras, consent="2026-11")

    seat = house.row(Membership, "taras's seat")
    assert (seat.joined_on, seat.consent_at) == (days_ago(4), before)


def test_consent_to_a_text_that_was_never_shown_is_refused(
    app: Flask, house: House, taras: Visitor
) -> None:
    before = everything_stored(app)

    put(taras, consent="2031-01", sharing=False, status=422)

    assert everything_stored(app) == before


def test_sharing_stops_and_starts(house: House) -> None:
    olena = house.visit("olena")

    assert put(olena, sharing=False)["group"]["sharing"] is False
    assert put(olena, sharing=True)["group"]["sharing"] is True


def test_asking_to_talk_is_raised_and_taken_back_by_the_member(house: House) -> None:
    olena = house.visit("olena")

    assert put(olena, asks_to_talk=True)["group"]["asks_to_talk"] is True
    since = house.row(Membership, "olena's seat").asks_to_talk_since
    put(olena, asks_to_talk=True)
    assert house.row(Membership, "olena's seat").asks_to_talk_since == since
    assert put(olena, asks_to_talk=False)["group"]["asks_to_talk"] is False


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"sharing": "yes"},
        {"sharing": 1},
        {"alias": "rosa"},
        {"consent": "x" * 33},
        {"consent": None},
    ],
)
def test_an_unclear_wish_changes_nothing(app: Flask, house: House, wish: dict[str, Any]) -> None:
    olena = house.visit("olena")
    before = everything_stored(app)

    put(olena, status=400, **wish)

    assert everything_stored(app) == before


def test_broken_json_and_another_type_change_nothing(house: House) -> None:
    olena = house.visit("olena")

    olena.put("/api/v1/membership", data=b"{", content_type="application/json", status=400)
    olena.put(
        "/api/v1/membership", data=b'{"sharing": false}', content_type="text/plain", status=415
    )

    assert house.row(Membership, "olena's seat").is_sharing


def test_somebody_without_a_group_is_told_kindly(house: House) -> None:
    house.participant("marta")

    put(house.visit("marta"), sharing=False, status=404)


def test_guests_staff_and_other_sites_decide_nothing(house: House, visitor: Visitor) -> None:
    put(visitor, sharing=False, status=401)
    put(house.visit("iryna"), sharing=False, status=404)
    house.visit("olena").put(
        "/api/v1/membership",
        json={"sharing": False},
        headers={"Sec-Fetch-Site": "cross-site"},
        status=403,
    )

    assert house.row(Membership, "olena's seat").is_sharing


def come_in(app: Flask, house: House, name: str, **wish: Any) -> Membership:
    person = house.participant(name)
    with app.app_context():
        group = session.get_one(Group, house.ids["evening"])
        membership = actions.add_member(group, person, WORDS, **wish)
        session.commit()
    return membership


def test_each_member_gets_a_word_that_nobody_there_has(app: Flask, house: House) -> None:
    words = {come_in(app, house, name).alias for name in ("marta", "bohdan")}

    assert words == {"richka", "rosa"}


def test_nothing_is_agreed_by_coming_in(app: Flask, house: House) -> None:
    membership = come_in(app, house, "marta", alias="rosa")

    assert (membership.alias, membership.consent_at, membership.joined_on) == (
        "rosa",
        None,
        today(),
    )


def test_a_taken_word_a_full_group_and_a_second_place_are_refused(app: Flask, house: House) -> None:
    with pytest.raises(actions.NoWordLeft):
        come_in(app, house, "marta", alias="kalyna")
    house.change(Group, "evening", places=1)
    with pytest.raises(actions.GroupIsFull):
        come_in(app, house, "bohdan")
    with app.app_context():
        group = session.get_one(Group, house.ids["evening"])
        with pytest.raises(actions.AlreadyAMember):
            actions.add_member(group, house.ids["olena"], WORDS)


def test_when_all_words_are_taken_it_says_so(app: Flask, house: House) -> None:
    come_in(app, house, "marta")
    come_in(app, house, "bohdan")

    with pytest.raises(Refusal):
        come_in(app, house, "hanna")
