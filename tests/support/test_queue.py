"""The queue of first consultations: who sees it, who takes what, what comes of it."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from selfhelp.clock import now
from selfhelp.support.models import Consultation
from tests.groups.house import House, statements, today
from tests.support.requests import QUEUE, key, only, page_of, request


def test_it_shows_when_how_and_until_when_and_no_person(house: House) -> None:
    request(house, "hers", participant_id=house.ids["olena"], way="phone", spoken_code="482715")

    page = house.visit("iryna").get(QUEUE)

    assert "482 715" in page.text
    assert "from the phone, will come to the centre" in page.text
    assert "kalyna" not in page.body.decode().lower()
    assert str(house.ids["olena"]) not in page.body.decode()


def test_what_waits_longest_stands_first_and_is_said_kindly(house: House) -> None:
    request(house, "new", spoken_code="111111")
    request(house, "old", spoken_code="222222", asked_at=now() - timedelta(days=5))

    text = house.visit("larysa").get(QUEUE).text

    assert text.index("222 222") < text.index("111 111")
    assert "waits longer than meant" in text
    assert "overdue" not in text.lower()


def test_another_centre_neither_sees_nor_opens_it(house: House) -> None:
    request(house, "hers", spoken_code="482715")
    petro = house.visit("petro")

    assert "482 715" not in petro.get(QUEUE).text
    assert "482 715" not in petro.get(f"{QUEUE}?code=482715").text
    petro.get(page_of(house, "hers"), status=404)
    for way in ("take", "hand-back", "time", "outcome", "taken-back", "referral"):
        petro.submit(f"{page_of(house, 'hers')}/{way}", status=404)


def test_the_manager_sees_figures_and_nobody_in_them(house: House) -> None:
    request(house, "late", spoken_code="482715", asked_at=now() - timedelta(days=5))
    request(house, "done", outcome="individual", closed_at=now())
    request(house, "elsewhere", "two")
    nadiia = house.visit("nadiia")

    page = nadiia.get(QUEUE)

    assert "1 person waits for a conversation; 1 of them longer than meant" in page.text
    assert "Individual meetings here: 1" in page.text
    assert "482 715" not in page.text
    assert not page.soup.select(f"form[action='{QUEUE}/desk']")
    nadiia.get(page_of(house, "late"), status=404)
    nadiia.submit(f"{QUEUE}/desk", status=404)


def test_a_visitor_at_the_desk_gets_a_code_and_two_taps_make_one(house: House) -> None:
    iryna, form = house.visit("iryna"), {"key": key(), "wish": "come"}
    to = [iryna.submit(f"{QUEUE}/desk", **form).headers["Location"] for _tap in range(2)]

    row = only(house, Consultation)
    assert to[0] == to[1]
    assert (row.way, row.participant_id, row.centre_id) == ("desk", None, house.ids["one"])
    assert row.held_by_id == house.ids["iryna"]
    assert f"{row.spoken_code[:3]} {row.spoken_code[3:]}" in iryna.get(to[0]).text


def test_a_desk_form_without_a_wish_or_with_anothers_key_makes_nothing(house: House) -> None:
    request(house, "theirs", "two")
    iryna = house.visit("iryna")

    assert iryna.submit(f"{QUEUE}/desk", status=422).soup.select("[role=alert]")
    iryna.submit(f"{QUEUE}/desk", key=house.ids["theirs"].hex, wish="come", status=422)
    foreign = {"key": key(), "wish": "come", "centre": str(house.ids["two"])}
    iryna.submit(f"{QUEUE}/desk", status=422, **foreign)
    assert house.count(Consultation) == 1


def test_what_a_colleague_took_is_hers_for_a_day(house: House) -> None:
    request(house, "hers")
    page = page_of(house, "hers")
    house.visit("iryna").submit(f"{page}/take")
    larysa = house.visit("larysa")

    assert "Iryna looks after it until" in larysa.get(page).text
    refused = larysa.submit(f"{page}/take", status=409)
    assert "Iryna looks after this request now" in refused.text
    larysa.submit(f"{page}/outcome", outcome="group", status=409)
    assert only(house, Consultation).held_by_id == house.ids["iryna"]

    house.change(Consultation, "hers", held_until=now() - timedelta(minutes=1))
    larysa.submit(f"{page}/take")
    assert only(house, Consultation).held_by_id == house.ids["larysa"]


def test_handing_it_back_lets_a_colleague_take_it_at_once(house: House) -> None:
    request(house, "hers")
    page = page_of(house, "hers")
    house.visit("iryna").submit(f"{page}/take")
    house.visit("iryna").submit(f"{page}/hand-back")
    house.visit("larysa").submit(f"{page}/take")

    assert only(house, Consultation).held_by_id == house.ids["larysa"]


def test_a_time_is_offered_and_one_that_is_over_is_not(house: House) -> None:
    request(house, "hers")
    iryna, to = house.visit("iryna"), f"{page_of(house, 'hers')}/time"
    tomorrow = today() + timedelta(days=1)

    iryna.submit(to, status=422, day=str(today() - timedelta(days=1)), hour="10:00")
    kept = iryna.submit(to, status=422, day=str(tomorrow), hour="")
    assert kept.one("#day")["value"] == str(tomorrow)
    iryna.submit(to, day=str(tomorrow), hour="10:00")

    row = only(house, Consultation)
    assert row.meets_at is not None
    assert row.held_until > row.meets_at


def test_something_comes_of_it_once_and_later_taps_change_nothing(house: House) -> None:
    request(house, "hers")
    iryna, to = house.visit("iryna"), f"{page_of(house, 'hers')}/outcome"

    iryna.submit(to, status=422)
    iryna.submit(to, status=422, outcome="referral")
    iryna.submit(to, outcome="group")
    iryna.submit(to, outcome="group")
    iryna.submit(to, outcome="individual", status=409)

    assert only(house, Consultation).outcome == "group"


def test_the_person_takes_it_back_at_the_desk(house: House) -> None:
    request(house, "hers")
    house.visit("iryna").submit(f"{page_of(house, 'hers')}/taken-back")

    assert only(house, Consultation).outcome == "taken-back"


def test_a_code_finds_it_also_after_it_was_closed(house: House) -> None:
    request(house, "hers", spoken_code="482715", outcome="group", closed_at=now())
    iryna = house.visit("iryna")

    assert "482 715" not in iryna.get(QUEUE).text
    assert "482 715" in iryna.get(f"{QUEUE}?show=closed&code=482+715").text
    assert "Nothing has this code" in iryna.get(f"{QUEUE}?code=000000").text


def test_the_number_of_statements_does_not_grow_with_the_queue(app: Flask, house: House) -> None:
    sent = []
    for count in (3, 30):
        while house.count(Consultation) < count:
            number = house.count(Consultation)
            request(house, f"r{number}", spoken_code=f"{number:06}", held_by_id=house.ids["iryna"])
        iryna = house.visit("iryna")
        iryna.get(QUEUE)
        with statements(app) as written:
            iryna.get(QUEUE)
        sent.append(len(written))
    assert sent[0] == sent[1]


def test_the_first_page_of_staff_says_what_waits_and_blames_nobody(house: House) -> None:
    assert "conversation" not in house.visit("iryna").get("/en/staff").text
    request(house, "late", asked_at=now() - timedelta(days=5))
    request(house, "soon", asked_at=now() - timedelta(hours=60))

    page = house.visit("iryna").get("/en/staff")

    assert "2 people wait for a first conversation" in page.text
    assert "1 of them longer than meant" in page.text
    assert QUEUE in page.links()
    assert "first conversation" not in house.visit("petro").get("/en/staff").text
