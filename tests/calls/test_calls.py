"""The page of calls: who is on it, taking a call on, noting one word."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from selfhelp.calls.models import Call
from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.groups.models import Group, Membership
from selfhelp.people import actions as people
from selfhelp.people.models import SignIn
from tests.calls.conftest import CALLS, newcomer, wishes_calls
from tests.groups.house import House, days_ago, statements
from tests.visitor import Page, Visitor


def names(page: Page) -> list[str]:
    return [title.get_text().strip() for title in page.soup.select(".calls h2")]


def seat(house: House, name: str = "olena") -> str:
    return str(house.ids[f"{name}'s seat"])


def take(visitor: Visitor, place: str, status: int = 302) -> Page:
    return visitor.submit(f"{CALLS}/{place}/take", status=status)


def note(visitor: Visitor, place: str, outcome: str = "reached", status: int = 302) -> Page:
    return visitor.submit(f"{CALLS}/{place}/note", outcome=outcome, status=status)


def test_only_people_who_agreed_to_calls_are_on_the_list(house: House) -> None:
    house.member("taras", "evening", "richka")

    assert names(house.visit("iryna").get(CALLS)) == ["Viburnum"]


@pytest.mark.parametrize(
    "change",
    [
        {"calls_agreed_at": None},
        {"consent_at": None},
        {"left_on": days_ago(1)},
        {"paused_since": days_ago(1)},
    ],
)
def test_who_takes_it_back_leaves_or_takes_a_break_is_not_rung(
    house: House, change: dict[str, object]
) -> None:
    house.change(Membership, "olena's seat", **change)

    assert names(house.visit("iryna").get(CALLS)) == []
    assert "does not wish calls now" in take(house.visit("iryna"), seat(house), 409).text
    assert house.count(Call) == 0


def test_a_group_that_has_ended_is_not_rung(house: House) -> None:
    house.change(Group, "evening", ended_on=days_ago(0))

    assert names(house.visit("iryna").get(CALLS)) == []


def test_those_who_asked_come_first_then_the_longest_silence(app: Flask, house: House) -> None:
    newcomer(house, "quiet", "richka", joined=40)
    newcomer(house, "asking", "rosa", joined=1)
    house.change(Membership, "asking's seat", asks_to_talk_since=now())

    assert names(house.visit("iryna").get(CALLS))[0] == "Dew"
    assert names(house.visit("iryna").get(CALLS))[1] == "River"
    assert "quiet for 40 days" in house.visit("iryna").get(CALLS).text


def test_silence_of_somebody_who_does_not_share_is_not_shown(house: House) -> None:
    house.change(Membership, "olena's seat", is_sharing=False)

    page = house.visit("iryna").get(CALLS)

    assert "does not share practice" in page.text
    assert "quiet for" not in page.text


def test_a_phone_that_was_heard_from_ends_the_silence(app: Flask, house: House) -> None:
    with app.app_context():
        people.start_sign_in(session.get_one(people.Participant, house.ids["olena"]))
        session.execute(sa.update(SignIn).values(last_used_at=now() - timedelta(days=3)))
        session.commit()

    assert "quiet for 3 days" in house.visit("iryna").get(CALLS).text


def test_the_list_is_no_longer_than_her_hours(house: House) -> None:
    for number in range(5):
        newcomer(house, f"m{number}", f"word-{number}")
    iryna = house.visit("iryna")

    iryna.submit(f"{CALLS}/hours", calls_a_week="2")
    assert len(names(iryna.get(CALLS))) == 2

    note(iryna, seat(house, "m0"))
    assert len(names(iryna.get(CALLS))) == 2, "a call that was made takes one of the two"


def test_no_hours_are_no_calls(house: House) -> None:
    iryna = house.visit("iryna")

    for _time in range(2):
        iryna.submit(f"{CALLS}/hours", calls_a_week="0")

    assert "Nobody to ring this week" in iryna.get(CALLS).text


@pytest.mark.parametrize("typed", ["", "many", "-1", "61", "1.5"])
def test_hours_that_cannot_be_are_said_beside_the_field(house: House, typed: str) -> None:
    page = house.visit("iryna").submit(f"{CALLS}/hours", calls_a_week=typed, status=422)

    assert page.soup.select("#calls_a_week-error")
    assert page.one("#calls_a_week")["value"] == typed


def test_a_call_that_was_taken_shows_as_taken_to_the_colleague(house: House) -> None:
    take(house.visit("iryna"), seat(house))

    assert "Iryna rings this week" in house.visit("oksana").get(CALLS).text
    assert "Note the call" in house.visit("iryna").get(CALLS).text


def test_the_second_of_two_is_told_kindly_who_was_first(house: House) -> None:
    take(house.visit("iryna"), seat(house))

    page = take(house.visit("oksana"), seat(house), 409)

    assert "Iryna has this call already" in page.text
    assert "has this call already" in note(house.visit("oksana"), seat(house), status=409).text


def test_two_at_once_are_one_call(app: Flask, house: House) -> None:
    both = [house.visit("iryna"), house.visit("oksana")]

    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda one: (
                    one.client.post(
                        f"{CALLS}/{seat(house)}/take", headers={"Sec-Fetch-Site": "same-origin"}
                    ).status_code
                ),
                both,
            )
        )

    assert sorted(answers) == [302, 409]
    assert house.count(Call) == 1


def test_taking_twice_is_one_call(house: House) -> None:
    for _time in range(2):
        take(house.visit("iryna"), seat(house))

    assert house.count(Call) == 1


def test_a_call_that_was_taken_and_forgotten_is_free_again(house: House) -> None:
    with time_machine.travel(now() - timedelta(minutes=31)):
        take(house.visit("oksana"), seat(house))

    take(house.visit("iryna"), seat(house))

    assert "Iryna rings this week" in house.visit("oksana").get(CALLS).text


def test_a_call_is_given_back_and_twice_is_no_harm(house: House) -> None:
    iryna = house.visit("iryna")
    take(iryna, seat(house))

    for _time in range(2):
        iryna.submit(f"{CALLS}/{seat(house)}/give-back")

    take(house.visit("oksana"), seat(house))


def test_a_colleague_cannot_give_back_for_another(house: House) -> None:
    take(house.visit("iryna"), seat(house))

    house.visit("oksana").submit(f"{CALLS}/{seat(house)}/give-back")

    take(house.visit("oksana"), seat(house), 409)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("reached", "reached"),
        ("not-reached", "not reached"),
        ("needs-more", "needs more"),
        ("declined", "declined"),
    ],
)
def test_one_word_is_kept_and_shown_to_both(house: House, outcome: str, words: str) -> None:
    take(house.visit("iryna"), seat(house))
    note(house.visit("iryna"), seat(house), outcome)

    for who in ("iryna", "oksana"):
        assert house.visit(who).get(CALLS).one(".calls strong").get_text() == words


def test_the_word_may_be_changed_by_who_noted_it(house: House) -> None:
    iryna = house.visit("iryna")
    note(iryna, seat(house), "not-reached")
    note(iryna, seat(house), "reached")

    assert house.visit("iryna").get(CALLS).one(".calls strong").get_text() == "reached"
    assert house.count(Call) == 1


def test_nothing_but_the_word_is_kept(house: House) -> None:
    house.visit("iryna").submit(
        f"{CALLS}/{seat(house)}/note", outcome="reached", comment="spoke about her brother"
    )

    assert house.count(Call, Call.outcome == "reached") == 1
    columns = {column.name for column in Call.__table__.columns}
    assert columns == {
        "id", "group_id", "participant_id", "week", "taken_by_id", "taken_at", "outcome", "logged_at",
    }  # fmt: skip


@pytest.mark.parametrize("outcome", ["", "angry", "reached or not"])
def test_another_word_is_refused(house: House, outcome: str) -> None:
    page = note(house.visit("iryna"), seat(house), outcome, status=422)

    assert "one of the four words" in page.text
    assert house.count(Call, Call.outcome.is_not(None)) == 0


def test_next_week_starts_anew(house: House) -> None:
    with time_machine.travel(now() - timedelta(days=7)):
        note(house.visit("iryna"), seat(house))

    page = house.visit("iryna").get(CALLS)

    assert "I will ring" in page.text
    assert not page.soup.select(".calls strong")


@pytest.mark.parametrize("who", ["petro", "nadiia"])
def test_who_does_not_guide_the_group_finds_nothing(house: House, who: str) -> None:
    assert names(house.visit(who).get(CALLS)) == []
    for what in ("take", "note", "give-back"):
        house.visit(who).submit(f"{CALLS}/{seat(house)}/{what}", outcome="reached", status=404)

    assert house.count(Call) == 0


def test_who_has_left_the_centre_rings_nobody(app: Flask, house: House) -> None:
    iryna = house.visit("iryna")
    with app.app_context():
        session.execute(sa.text("delete from post where staff_id = :id"), {"id": _raw(app, house)})
        session.commit()

    iryna.get(CALLS, status=404)
    assert house.count(Call) == 0


def _raw(app: Flask, house: House) -> object:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return house.ids["iryna"].hex if is_sqlite else house.ids["iryna"]


def test_guests_and_participants_find_no_calls(house: House, visitor: Visitor) -> None:
    assert "/sign-in" in visitor.get(CALLS, status=302).headers["Location"]
    house.visit("olena").get(CALLS, status=404)


def test_the_script_of_the_week_stands_there_as_a_draft(house: House) -> None:
    take(house.visit("iryna"), seat(house))

    page = house.visit("iryna").get(CALLS)

    assert re.search(r"Week [2-3]\.", page.text)
    assert "A draft that nobody has reviewed yet" in page.text
    assert page.soup.select("[data-module=calls][data-minutes='15']")


def test_erasing_takes_the_calls_along(app: Flask, house: House) -> None:
    note(house.visit("iryna"), seat(house))
    with app.app_context():
        people.erase_participant(house.ids["olena"])
        session.commit()

    assert house.count(Call) == 0


def test_as_many_statements_for_thirty_people_as_for_three(app: Flask, house: House) -> None:
    house.visit("iryna").submit(f"{CALLS}/hours", calls_a_week="60")
    newcomer(house, "m98", "word-98")
    note(house.visit("iryna"), seat(house, "m98"))
    few = _statements(app, house)
    for number in range(28):
        newcomer(house, f"m{number}", f"word-{number}")
        if number % 3 == 0:
            note(house.visit("iryna"), seat(house, f"m{number}"))

    assert _statements(app, house) == few
    assert len(names(house.visit("iryna").get(CALLS))) == 30


def _statements(app: Flask, house: House) -> int:
    iryna = house.visit("iryna")
    iryna.get(CALLS)
    with statements(app) as sent:
        iryna.get(CALLS)
    return len(sent)


def test_a_number_that_is_not_there_cannot_be_rung(house: House) -> None:
    wishes_calls(house, "olena")

    take(house.visit("iryna"), str(house.ids["olena"]), status=404)
