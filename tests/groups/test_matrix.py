"""A group's page: who sees it, what it tells, and what it never tells."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from flask import Flask

from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.groups.models import Group, GroupFacilitator, Membership
from selfhelp.people.models import Post, Role
from tests.groups.house import AUDIENCE, House, days_ago, everything_stored, statements
from tests.visitor import Page, Visitor


@pytest.fixture
def address(house: House) -> str:
    return f"/en/staff/groups/{house.ids['evening']}"


def row_of(page: Page, alias: str) -> str:
    """Read a row as somebody does who hears the page: the words of the row, then each cell by its heading."""
    titles = [
        str(title.get_text()) for title in page.soup.select("table.matrix thead .visually-hidden")
    ]
    (row,) = (
        row for row in page.soup.select("table.matrix tbody tr") if alias in row.th.get_text()
    )
    cells = [str(cell["aria-label"]) for cell in row.select("td [role=img]")]
    told = [f"{title}: {cell}" for title, cell in zip(titles, cells, strict=False)]
    return f"{' '.join(row.get_text(' ').split())} | {', '.join(told)}"


def test_the_facilitator_sees_words_from_nature_and_how_far_each_is(
    house: House, address: str
) -> None:
    house.did("olena", "step_done", "grounding", days_ago(2), "why")
    house.member("taras", "evening", "richka")
    house.did("taras", "module_done", "grounding", days_ago(1))

    page = house.visit("iryna").get(address)

    assert "grounding" not in row_of(page, "Viburnum")
    assert "A steady point: begun" in row_of(page, "Viburnum")
    assert "A steady point: finished" in row_of(page, "River")


@pytest.mark.parametrize(
    ("kind", "step", "words"),
    [
        ("opened", None, "opened"),
        ("skipped", "why", "begun"),
        ("practised", "why", "opened"),
        ("module_done", None, "finished"),
    ],
)
def test_each_kind_of_event_is_told_in_words(
    house: House, address: str, kind: str, step: str | None, words: str
) -> None:
    house.did("olena", kind, "grounding", days_ago(1), step, 3 if kind == "practised" else None)

    assert f"A steady point: {words}" in row_of(house.visit("iryna").get(address), "Viburnum")


def test_practice_from_before_the_day_of_joining_is_not_shown_even_when_it_arrives_late(
    house: House, address: str
) -> None:
    house.did("olena", "module_done", "grounding", days_ago(11))

    assert "A steady point: not started" in row_of(house.visit("iryna").get(address), "Viburnum")


def test_practice_of_a_blackout_is_shown_when_it_arrives_late(house: House, address: str) -> None:
    house.did("olena", "opened", "grounding", days_ago(0))
    house.did("olena", "module_done", "grounding", days_ago(9))

    assert "A steady point: finished" in row_of(house.visit("iryna").get(address), "Viburnum")


def test_the_same_late_event_sent_twice_changes_nothing(
    app: Flask, house: House, address: str
) -> None:
    house.did("olena", "step_done", "grounding", days_ago(3), "why")
    before = row_of(house.visit("iryna").get(address), "Viburnum")

    house.did("olena", "step_done", "grounding", days_ago(3), "why")

    assert row_of(house.visit("iryna").get(address), "Viburnum") == before


def test_a_row_without_sharing_says_so_and_nothing_else(house: House, address: str) -> None:
    house.did("olena", "module_done", "grounding", days_ago(1))
    house.change(Membership, "olena's seat", is_sharing=False)

    assert (
        row_of(house.visit("iryna").get(address), "Viburnum")
        == "Viburnum Does not share practice now | "
    )


def test_a_row_without_consent_says_so_and_nothing_else(house: House, address: str) -> None:
    house.member("taras", "evening", "richka", agreed=False)
    house.did("taras", "module_done", "grounding", days_ago(1))

    assert (
        row_of(house.visit("iryna").get(address), "River")
        == "River Has not agreed yet, so nothing is shown | "
    )


def test_thirty_days_after_the_end_nothing_is_shown_any_more(house: House, address: str) -> None:
    house.did("olena", "module_done", "grounding", days_ago(2))
    house.change(Group, "evening", ended_on=days_ago(30))
    assert "finished" in row_of(house.visit("iryna").get(address), "Viburnum")

    house.change(Group, "evening", ended_on=days_ago(31))
    assert row_of(house.visit("iryna").get(address), "Viburnum") == "Viburnum Not shown any more | "


def test_somebody_who_left_is_not_in_the_matrix(house: House, address: str) -> None:
    house.change(Membership, "olena's seat", left_on=days_ago(1))

    assert "Viburnum" not in house.visit("iryna").get(address).text


def test_last_heard_from_stands_in_words(house: House, address: str) -> None:
    assert "not yet" in row_of(house.visit("iryna").get(address), "Viburnum")

    house.visit("olena").get("/api/v1/me")

    assert "today" in row_of(house.visit("iryna").get(address), "Viburnum")


def test_who_asks_to_talk_stands_first_and_the_links_filter(house: House, address: str) -> None:
    house.member("taras", "evening", "richka", asks_to_talk_since=now())
    house.did("taras", "opened", "grounding", days_ago(1))
    iryna = house.visit("iryna")

    rows = [
        row.th.get_text(" ").split()[0]
        for row in iryna.get(address).soup.select("table.matrix tbody tr")
    ]
    assert rows == ["River", "Viburnum"]
    talk = iryna.get(f"{address}?show=talk")
    assert "River" in talk.text
    assert "Viburnum" not in talk.one("table.matrix").get_text()
    waiting = iryna.get(f"{address}?show=not-started")
    assert "Viburnum" in waiting.text
    assert "River" not in waiting.one("table.matrix").get_text()


def test_it_tells_no_participant_and_no_time_of_day(house: House, address: str) -> None:
    house.did("olena", "module_done", "grounding", days_ago(1))

    body = house.visit("iryna").get(address).body.decode()

    assert str(house.ids["olena"]) not in body
    assert AUDIENCE not in body


def test_it_says_how_fresh_it_is(house: House, address: str) -> None:
    assert "As of" in house.visit("iryna").get(address).text


def test_an_empty_group_says_how_people_come_in(house: House, address: str) -> None:
    house.change(Membership, "olena's seat", left_on=days_ago(0))

    assert "Nobody is in this group yet" in house.visit("iryna").get(address).text


def test_it_hides_the_group_from_the_facilitator_of_another_centre(
    house: House, address: str
) -> None:
    house.visit("petro").get(address, status=404)


def test_it_hides_the_group_from_a_colleague_who_does_not_guide_it(
    house: House, address: str
) -> None:
    house.staff("solomiia", Role.FACILITATOR, "one")

    house.visit("solomiia").get(address, status=404)


def test_a_manager_sees_the_groups_of_her_centre_only(house: House, address: str) -> None:
    nadiia = house.visit("nadiia")

    nadiia.get(address)
    nadiia.get(f"/en/staff/groups/{house.ids['saturday']}", status=404)


def test_a_manager_sees_a_group_without_its_people(house: House, address: str) -> None:
    nadiia = house.visit("nadiia")

    page = nadiia.get(address)

    assert "1 person" in page.text
    assert not page.soup.select("table.matrix, [data-names-desk], [name=whom]")
    nadiia.get(f"{address}/practice.csv", status=404)


def test_a_manager_who_guides_the_group_sees_its_people(
    app: Flask, house: House, address: str
) -> None:
    with app.app_context():
        session.add(
            Post(staff_id=house.ids["nadiia"], centre_id=house.ids["one"], role=Role.FACILITATOR)
        )
        session.add(GroupFacilitator(group_id=house.ids["evening"], staff_id=house.ids["nadiia"]))
        session.commit()

    page = house.visit("nadiia").get(address)
    assert len(page.soup.select("table.matrix tbody tr")) == 1
    assert page.soup.select("[name=whom]")


def test_it_hides_groups_from_the_administrator_and_from_participants(
    house: House, address: str
) -> None:
    house.visit("ostap").get(address, status=404)
    house.visit("olena").get(address, status=404)


def test_a_stranger_is_asked_to_sign_in(house: House, address: str, visitor: Visitor) -> None:
    assert "/staff/sign-in" in visitor.get(address, status=302).headers["Location"]


def test_who_left_the_centre_does_not_keep_its_groups(
    app: Flask, house: House, address: str
) -> None:
    with app.app_context():
        session.query(Post).filter_by(staff_id=house.ids["iryna"]).update(
            {"centre_id": house.ids["two"]}
        )
        session.commit()

    house.visit("iryna").get(address, status=404)


def test_each_look_is_logged_by_ids_and_without_names(
    house: House, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    iryna = house.visit("iryna")

    with caplog.at_level(logging.INFO, "selfhelp.groups"):
        iryna.get(address)

    (line,) = (record.getMessage() for record in caplog.records if record.name == "selfhelp.groups")
    assert str(house.ids["evening"]) in line
    assert str(house.ids["iryna"]) in line
    assert "Iryna" not in line
    assert "В-" not in line


def test_thirty_members_cost_as_many_statements_as_three(
    app: Flask, house: House, address: str
) -> None:
    iryna = house.visit("iryna")
    counts = []
    for size in (3, 30):
        for number in range(house.count(Membership), size):
            house.member(f"p{number}", "evening", f"word{number}")
            house.did(f"p{number}", "opened", "grounding", days_ago(1))
        with statements(app) as sent:
            iryna.get(address)
        counts.append(len([statement for statement in sent if not statement.startswith("BEGIN")]))

    assert counts[0] == counts[1]
    assert counts[1] <= 10


def test_looking_changes_nothing(app: Flask, house: House, address: str) -> None:
    house.meeting("evening", now() + timedelta(days=1))
    house.assignment("evening", "now-sleep", days_ago(-3))
    iryna = house.visit("iryna")
    before = everything_stored(app)

    iryna.get(address)
    iryna.get("/en/staff")

    assert everything_stored(app) == before
