"""The services in the community that a centre refers people to."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from selfhelp.clock import now
from selfhelp.support.models import CommunityService
from tests.groups.house import House, days_ago, statements, today
from tests.support.requests import SERVICES, key, only, page_of, request, service


def told(**more: str) -> dict[str, str]:
    values = {
        "key": key(), "name": "Legal aid bureau", "kind": "legal", "phone": "+380 00 000 00 55",
        "hours": "weekdays 9–17", "audience": "anybody", "cost": "free", "fact_step_free": "yes",
        "fact_lift": "no",
    }  # fmt: skip
    return values | more


def test_it_is_added_once_and_counts_as_checked_today(house: House) -> None:
    iryna, form = house.visit("iryna"), told()
    iryna.submit(SERVICES, **form)
    iryna.submit(SERVICES, **form)

    added = only(house, CommunityService)
    assert (added.name, added.centre_id) == ("Legal aid bureau", house.ids["one"])
    assert (added.facts, added.verified_on) == ({"step-free": "yes", "lift": "no"}, today())
    assert "Legal aid bureau" in iryna.get(SERVICES).text


def test_what_is_missing_is_named_and_what_was_typed_stays(house: House) -> None:
    iryna = house.visit("iryna")
    page = iryna.submit(SERVICES, status=422, **told(phone="ask Olia", name=""))

    assert page.soup.select("[role=alert] a[href='#name']")
    assert page.one("#phone")["value"] == "ask Olia"
    assert page.one("#hours")["value"] == "weekdays 9–17"
    iryna.submit(SERVICES, status=422, **told(name="x" * 121))
    iryna.submit(SERVICES, status=422, **told(kind="magic"))
    assert house.count(CommunityService) == 0


def test_changing_and_confirming_make_it_fresh_again(house: House) -> None:
    service(house, "old", verified_on=days_ago(61))
    service(house, "older", verified_on=days_ago(90))
    iryna = house.visit("iryna")
    assert iryna.get(SERVICES).text.count("more than 60 days ago") == 2

    iryna.submit(f"{SERVICES}/{house.ids['old']}", **told(name="New name"))
    iryna.submit(f"{SERVICES}/{house.ids['older']}/confirm")

    assert house.row(CommunityService, "old").name == "New name"
    assert "more than 60 days ago" not in iryna.get(SERVICES).text


def test_one_that_is_taken_out_is_no_longer_chosen_and_may_come_back(house: House) -> None:
    service(house, "psychologist nearby")
    request(house, "hers")
    nadiia, to = house.visit("nadiia"), f"{SERVICES}/{house.ids['psychologist nearby']}"

    nadiia.submit(f"{to}/remove")
    nadiia.submit(f"{to}/remove")
    assert "Nearby" not in nadiia.get(SERVICES).text
    assert "Nearby" not in house.visit("iryna").get(f"{page_of(house, 'hers')}/referral").text

    nadiia.submit(f"{to}/bring-back")
    assert "Nearby" in nadiia.get(SERVICES).text


def test_an_old_entry_says_so_where_it_is_chosen(house: House) -> None:
    service(house, "old", verified_on=days_ago(61))
    request(house, "hers")

    text = house.visit("iryna").get(f"{page_of(house, 'hers')}/referral").text

    assert "Not checked for more than 60 days: please ring first" in text
    assert "Entrance without steps: yes" in text
    assert "Lift: ask by phone" in text


def test_another_centre_neither_sees_nor_changes_it(house: House) -> None:
    service(house, "ours")
    petro, to = house.visit("petro"), f"{SERVICES}/{house.ids['ours']}"

    assert "Ours" not in petro.get(SERVICES).text
    petro.get(to, status=404)
    for way in ("", "/confirm", "/remove", "/bring-back"):
        petro.submit(f"{to}{way}", status=404, **told())
    petro.submit(SERVICES, status=422, **told(key=house.ids["ours"].hex))
    petro.submit(SERVICES, status=422, **told(centre=str(house.ids["one"])))
    assert only(house, CommunityService).name == "Ours"


def test_the_number_of_statements_does_not_grow_with_the_list(app: Flask, house: House) -> None:
    sent = []
    for count in (3, 30):
        while house.count(CommunityService) < count:
            service(
                house, f"s{house.count(CommunityService)}", created_at=now() - timedelta(days=1)
            )
        iryna = house.visit("iryna")
        iryna.get(SERVICES)
        with statements(app) as written:
            iryna.get(SERVICES)
        sent.append(len(written))
    assert sent[0] == sent[1]
