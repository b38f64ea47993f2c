"""A module for some of a group: others do not get it, and the matrix says so."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from selfhelp.db import session
from selfhelp.groups.models import AssignedPerson, Assignment, Membership
from selfhelp.people import actions as people
from tests.groups.house import House, days_ago, statements
from tests.visitor import Visitor


@pytest.fixture
def address(house: House) -> str:
    house.member("taras", "evening", "richka")
    return f"/en/staff/groups/{house.ids['evening']}"


def seat(house: House, name: str) -> str:
    return str(house.ids[f"{name}'s seat"])


def give(
    visitor: Visitor, address: str, *whom: str, module: str = "now-sleep", **more: str
) -> None:
    visitor.submit(f"{address}/assignments", module=module, until="", whom=list(whom), **more)


def change_link(visitor: Visitor, address: str) -> str:
    return str(visitor.get(address).one("a[aria-label^='Change: ']")["href"])


def where_to_send(visitor: Visitor, link: str) -> str:
    return str(visitor.get(link).one("form[action*='?change=']")["action"])


def modules_on_the_phone_of(house: House, name: str) -> list[str]:
    given = house.visit(name).get("/api/v1/me").json["assignments"]
    return [one["module"] for one in given]


def cell_of(house: House, address: str, word: str) -> str:
    page = house.visit("iryna").get(address)
    (row,) = [tr for tr in page.soup.select("table.matrix tbody tr") if word in tr.get_text()]
    return str(row.select("td [role=img]")[-1]["aria-label"])


def test_only_the_chosen_get_it_on_their_phones(house: House, address: str) -> None:
    give(house.visit("iryna"), address, seat(house, "olena"))

    assert modules_on_the_phone_of(house, "olena") == ["now-sleep"]
    assert modules_on_the_phone_of(house, "taras") == []


def test_only_the_chosen_get_it_on_pages_without_javascript(house: House, address: str) -> None:
    give(house.visit("iryna"), address, seat(house, "olena"))

    assert house.visit("olena").get("/uk/mine/group").soup.select("a[href$=now-sleep]")
    assert not house.visit("taras").get("/uk/mine/group").soup.select("a[href$=now-sleep]")


def test_nobody_named_is_everybody(house: House, address: str) -> None:
    give(house.visit("iryna"), address)

    assert modules_on_the_phone_of(house, "olena") == ["now-sleep"]
    assert modules_on_the_phone_of(house, "taras") == ["now-sleep"]


def test_given_again_the_people_change(house: House, address: str) -> None:
    iryna = house.visit("iryna")
    give(iryna, address, seat(house, "olena"))

    give(iryna, address, seat(house, "taras"))
    assert modules_on_the_phone_of(house, "olena") == []
    assert modules_on_the_phone_of(house, "taras") == ["now-sleep"]

    give(iryna, address)
    assert modules_on_the_phone_of(house, "olena") == ["now-sleep"]


def test_given_twice_nothing_doubles(house: House, address: str) -> None:
    for _time in range(2):
        give(house.visit("iryna"), address, seat(house, "olena"), seat(house, "taras"))

    assert house.count(AssignedPerson) == 2
    assert house.count(Assignment) == 1


def test_withdrawn_it_is_gone_for_the_chosen_too(app: Flask, house: House, address: str) -> None:
    iryna = house.visit("iryna")
    give(iryna, address, seat(house, "olena"))
    with app.app_context():
        given = session.scalars(sa.select(Assignment.id)).one()

    iryna.submit(f"{address}/assignments/{given}/withdraw")

    assert modules_on_the_phone_of(house, "olena") == []


def test_from_a_later_day_the_chosen_wait_for_it(house: House, address: str) -> None:
    give(
        house.visit("iryna"),
        address,
        seat(house, "olena"),
        starts_on=days_ago(-3).isoformat(),
    )

    assert modules_on_the_phone_of(house, "olena") == []


def test_the_matrix_says_who_was_not_given_it(house: House, address: str) -> None:
    give(house.visit("iryna"), address, seat(house, "olena"))

    assert cell_of(house, address, "Viburnum") == "not started"
    assert cell_of(house, address, "River") == "not given"
    assert "not given" in house.visit("iryna").get(address).one("ul.legend").get_text()
    table = house.visit("iryna").get(f"{address}/practice.csv").body.decode()
    assert "not given" in table


def test_a_module_on_the_way_of_the_whole_group_stays_in_every_row(
    house: House, address: str
) -> None:
    give(house.visit("iryna"), address, seat(house, "olena"), module="grounding")

    page = house.visit("iryna").get(address)
    assert "not given" not in page.one("table.matrix").get_text()
    assert "not given" not in str(page.one("table.matrix"))
    assert modules_on_the_phone_of(house, "taras") == []


def test_the_page_names_the_chosen(house: House, address: str) -> None:
    give(house.visit("iryna"), address, seat(house, "olena"))

    given = house.visit("iryna").get(address).one(".assignments li").get_text()
    assert "for: Viburnum" in given


def test_when_all_the_chosen_have_gone_nobody_gets_it(
    app: Flask, house: House, address: str
) -> None:
    give(house.visit("iryna"), address, seat(house, "olena"))
    with app.app_context():
        people.erase_participant(house.ids["olena"])
        session.commit()

    assert modules_on_the_phone_of(house, "taras") == []
    page = house.visit("iryna").get(address)
    assert "for nobody who is here now" in page.one(".assignments li").get_text()


def test_somebody_of_another_group_cannot_be_chosen(house: House, address: str) -> None:
    house.member("stranger", "saturday", "kalyna")

    house.visit("iryna").submit(
        f"{address}/assignments", module="now-sleep", whom=[seat(house, "stranger")], status=422
    )

    assert house.count(Assignment) == 0


def test_somebody_who_has_left_cannot_be_chosen(house: House, address: str) -> None:
    house.change(Membership, "taras's seat", left_on=days_ago(1))

    house.visit("iryna").submit(
        f"{address}/assignments", module="now-sleep", whom=[seat(house, "taras")], status=422
    )

    assert house.count(Assignment) == 0


def test_a_refused_form_keeps_who_was_chosen(house: House, address: str) -> None:
    page = house.visit("iryna").submit(
        f"{address}/assignments",
        module="now-sleep",
        until="2020-01-01",
        whom=[seat(house, "olena")],
        status=422,
    )

    assert page.one(f"input[name=whom][value='{seat(house, 'olena')}']").has_attr("checked")


def test_somebody_who_shows_nothing_is_not_said_to_have_not_started(
    house: House, address: str
) -> None:
    house.change(Membership, "taras's seat", is_sharing=False)

    page = house.visit("iryna").get(f"{address}?show=not-started")

    assert "Viburnum" in page.one("table.matrix").get_text()
    assert "River" not in page.one("table.matrix").get_text()
    assert "not started: 1" in page.text


@pytest.mark.parametrize("show", ["talk", "not-started", "nonsense"])
def test_filters_are_plain_links_for_everybody(house: House, address: str, show: str) -> None:
    page = house.visit("iryna").get(f"{address}?show={show}")

    assert len(page.soup.select("ul.whom a")) == 3


def test_as_many_statements_for_thirty_as_for_three(app: Flask, house: House, address: str) -> None:
    counts = [_statements(app, house, address)]
    for place in range(28):
        house.member(f"m{place}", "evening", f"word-{place}")
    every = [seat(house, f"m{place}") for place in range(28)]
    for module in ("now-alarm", "now-panic", "now-far"):
        give(house.visit("iryna"), address, *every, module=module)
    counts.append(_statements(app, house, address))

    assert counts[0] == counts[1]


def _statements(app: Flask, house: House, address: str) -> int:
    give(house.visit("iryna"), address, seat(house, "olena"))
    iryna = house.visit("iryna")
    iryna.get(address)
    with statements(app) as sent:
        iryna.get(address)
    return len(sent)


def test_to_change_it_is_to_see_for_whom_and_when_it_is(house: House, address: str) -> None:
    iryna, day = house.visit("iryna"), days_ago(-7).isoformat()
    iryna.submit(
        f"{address}/assignments", module="now-sleep", until=day, whom=[seat(house, "olena")]
    )

    link = iryna.get(address).one("a[aria-label^='Change: ']")
    page = iryna.get(str(link["href"]))

    assert page.one("#ask").get_text() == link["aria-label"]
    assert page.one("input[name=module]")["value"] == "now-sleep"
    assert page.one("input[name=until]")["value"] == day
    assert page.one("details.whom-some").has_attr("open")
    assert [box["value"] for box in page.soup.select("[name=whom][checked]")] == [
        seat(house, "olena")
    ]


def test_a_new_day_leaves_it_to_the_same_people(house: House, address: str) -> None:
    iryna, day = house.visit("iryna"), days_ago(-7).isoformat()
    give(iryna, address, seat(house, "olena"))
    form = iryna.get(change_link(iryna, address))

    fields = {box["name"]: box["value"] for box in form.soup.select("[name=module], [checked]")}
    iryna.submit(str(form.one("form[action*='?change=']")["action"]), **fields, until=day)

    assert modules_on_the_phone_of(house, "olena") == ["now-sleep"]
    assert modules_on_the_phone_of(house, "taras") == []
    assert "for: Viburnum" in iryna.get(address).one(".assignments li").get_text()


def test_what_is_given_is_changed_where_it_stands_and_not_chosen_once_more(
    house: House, address: str
) -> None:
    iryna = house.visit("iryna")
    before = iryna.get(address)
    assert before.soup.select("option[value=now-sleep]")

    give(iryna, address, seat(house, "olena"))

    assert not iryna.get(address).soup.select("option[value=now-sleep]")


def test_a_manager_who_sees_no_people_changes_the_day_and_not_for_whom(
    house: House, address: str
) -> None:
    give(house.visit("iryna"), address, seat(house, "olena"))
    nadiia, day = house.visit("nadiia"), days_ago(-7).isoformat()

    nadiia.submit(f"{address}/assignments", module="now-sleep", until=day)

    assert modules_on_the_phone_of(house, "olena") == ["now-sleep"]
    assert modules_on_the_phone_of(house, "taras") == []


def test_what_a_manager_gives_anew_is_for_the_whole_group(house: House, address: str) -> None:
    give(house.visit("nadiia"), address)

    assert modules_on_the_phone_of(house, "taras") == ["now-sleep"]


@pytest.mark.parametrize("wish", ["", "nonsense", "withdrawn", "elsewhere"])
def test_what_cannot_be_changed_is_asked_for_in_vain(house: House, address: str, wish: str) -> None:
    withdrawn = house.assignment("evening", "now-sleep")
    house.visit("iryna").submit(f"{address}/assignments/{withdrawn}/withdraw")
    ids = {"withdrawn": withdrawn, "elsewhere": house.assignment("saturday", "now-sleep")}

    page = house.visit("iryna").get(f"{address}?change={ids.get(wish, wish)}")

    assert not page.soup.select("#ask")
    assert page.soup.select("select[name=module]")


def test_a_refused_change_stays_a_change(house: House, address: str) -> None:
    iryna = house.visit("iryna")
    give(iryna, address, seat(house, "olena"))
    send_to = where_to_send(iryna, change_link(iryna, address))

    page = iryna.submit(
        send_to, module="now-sleep", until="2020-01-01", whom=[seat(house, "olena")], status=422
    )

    assert "This day has passed" in page.text
    assert page.one("#ask")
    assert page.one(f"[value='{seat(house, 'olena')}']").has_attr("checked")


def test_a_new_day_for_those_who_have_left_reaches_nobody_else(house: House, address: str) -> None:
    iryna, day = house.visit("iryna"), days_ago(-7).isoformat()
    give(iryna, address, seat(house, "olena"))
    house.change(Membership, "olena's seat", left_on=days_ago(0))
    link = change_link(iryna, address)

    iryna.submit(where_to_send(iryna, link), module="now-sleep", until=day)

    assert modules_on_the_phone_of(house, "taras") == []
    assert "for nobody who is here now" in iryna.get(address).one(".assignments li").get_text()


def test_who_has_left_and_comes_back_still_has_what_was_given(house: House, address: str) -> None:
    iryna, day = house.visit("iryna"), days_ago(-7).isoformat()
    give(iryna, address, seat(house, "olena"), seat(house, "taras"))
    house.change(Membership, "olena's seat", left_on=days_ago(0))
    send_to = where_to_send(iryna, change_link(iryna, address))
    iryna.submit(send_to, module="now-sleep", until=day, whom=[seat(house, "taras")])

    house.change(Membership, "olena's seat", left_on=None)

    assert modules_on_the_phone_of(house, "olena") == ["now-sleep"]


@pytest.mark.parametrize("who", ["iryna", "nadiia"])
def test_what_was_withdrawn_meanwhile_is_not_given_anew_by_a_change(
    house: House, address: str, who: str
) -> None:
    iryna = house.visit("iryna")
    give(iryna, address, seat(house, "olena"))
    visitor = house.visit(who)
    send_to = where_to_send(visitor, change_link(visitor, address))
    iryna.submit(send_to.replace("?change=", "/") + "/withdraw")

    page = visitor.submit(send_to, module="now-sleep", until="2099-12-01", status=422)

    assert "withdrawn meanwhile" in page.text
    assert page.one("option[value=now-sleep]").has_attr("selected")
    assert page.one("input[name=until]")["value"] == "2099-12-01"
    assert modules_on_the_phone_of(house, "taras") == []


def test_people_are_changed_though_the_day_to_talk_about_it_has_passed(
    house: House, address: str
) -> None:
    iryna = house.visit("iryna")
    give(iryna, address, seat(house, "olena"))
    with house.app.app_context():
        session.execute(sa.update(Assignment).values(until=days_ago(1)))
        session.commit()
    send_to = where_to_send(iryna, change_link(iryna, address))

    passed = days_ago(1).isoformat()
    iryna.submit(send_to, module="now-sleep", until=passed, whom=[seat(house, "taras")])

    assert modules_on_the_phone_of(house, "taras") == ["now-sleep"]
    iryna.submit(send_to, module="now-sleep", until=days_ago(2).isoformat(), status=422)
