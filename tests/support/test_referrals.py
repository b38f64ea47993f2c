"""Referring somebody on: consent first, the least that is needed, a sheet, and what was heard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.people import actions as people
from selfhelp.support.models import Consultation, Referral
from selfhelp.support.rules import CONSENT_VERSION, MOST_REFERRALS
from tests.groups.house import House, days_ago, today
from tests.joining.sheets import pages
from tests.support.requests import QUEUE, key, only, page_of, referral, request, service


@pytest.fixture
def house(house: House) -> House:
    request(house, "hers", participant_id=house.ids["olena"], spoken_code="482715")
    service(house, "service")
    service(house, "theirs", "two")
    return house


def wishes(house: House, level: str = "amber-72h", **more: str) -> dict[str, str]:
    agreed = {"key": key(), "level": level, "service": str(house.ids["service"]), "agrees": "y"}
    return agreed | more


def address(house: House) -> str:
    return f"{page_of(house, 'hers')}/referral"


@pytest.mark.parametrize(
    ("level", "hours"), [("red-24h", 24), ("amber-72h", 72), ("green-2w", 336), ("red-now", 24)]
)
def test_each_level_is_meant_to_be_heard_of_in_its_time(
    house: House, level: str, hours: int
) -> None:
    house.visit("iryna").submit(address(house), **wishes(house, level))

    made = only(house, Referral)
    assert made.due_at - made.made_at == timedelta(hours=hours)
    assert only(house, Consultation, Consultation.id == house.ids["hers"]).outcome == "referral"


def test_consent_is_noted_with_its_text_and_its_time(house: House) -> None:
    house.visit("iryna").submit(address(house), **wishes(house, may_tell_back="y"))

    made = only(house, Referral)
    assert (made.consent_version, made.may_tell_back) == (CONSENT_VERSION, True)
    assert now() - made.consent_at < timedelta(minutes=1)
    assert made.participant_id == house.ids["olena"]


def test_without_consent_nothing_is_passed_on_and_what_was_typed_stays(house: House) -> None:
    wish = wishes(house)
    del wish["agrees"]

    page = house.visit("iryna").submit(address(house), status=422, **wish)

    assert "Without the person’s agreement nothing is passed on" in page.text
    assert page.soup.select("input[name=level][value=amber-72h][checked]")
    assert page.one("select option[selected]")["value"] == str(house.ids["service"])
    assert house.count(Referral) == 0


def test_a_life_at_risk_does_not_wait_for_consent_and_the_page_says_what_to_do(
    house: House,
) -> None:
    iryna = house.visit("iryna")
    assert "Do not leave the person alone" in iryna.get(address(house)).text

    made = iryna.submit(address(house), key=key(), level="red-now", service="")
    page = iryna.get(made.headers["Location"])

    assert "Ring 103 or 112" in page.text
    assert "waits longer than meant" not in page.text
    assert "Do not leave the person alone" in page.text
    assert only(house, Referral).consent_at is None
    iryna.get(f"{made.headers['Location']}/sheet.pdf", status=404)


def test_two_taps_make_one_referral_and_a_service_of_others_none(house: House) -> None:
    iryna, wish = house.visit("iryna"), wishes(house)
    iryna.submit(address(house), **wish)
    iryna.submit(address(house), **wish)
    assert house.count(Referral) == 1

    iryna.submit(address(house), status=422, **wishes(house, service=str(house.ids["theirs"])))
    iryna.submit(address(house), status=422, **wishes(house, service=""))
    iryna.submit(address(house), status=422, **wishes(house, level="red"))
    assert house.count(Referral) == 1


def test_there_are_a_few_referrals_at_most_and_none_after_it_was_taken_back(house: House) -> None:
    iryna = house.visit("iryna")
    for _one in range(MOST_REFERRALS):
        iryna.submit(address(house), **wishes(house))
    iryna.submit(address(house), status=422, **wishes(house))

    request(house, "gone", outcome="taken-back", closed_at=now())
    iryna.submit(f"{page_of(house, 'gone')}/referral", status=409, **wishes(house))
    assert house.count(Referral) == MOST_REFERRALS


def test_the_sheet_holds_the_code_the_places_and_the_consent_and_no_person(house: House) -> None:
    referral(house, "way", "hers", "service", level="amber-72h", participant_id=house.ids["olena"])
    pdf = house.visit("iryna").get(f"/en/staff/referrals/{house.ids['way']}/sheet.pdf").body

    (text,) = pages(pdf)
    for told in ("482 715", "Within 72 hours", "Service", "+380 00 000 00 77", "Centre one",
                 "+380 00 000 00 01", "may tell the centre", "Name, if the person wishes"):  # fmt: skip
        assert told in text, told
    for never in ("kalyna", "Viburnum", "Iryna", "evening", str(house.ids["olena"])):
        assert never not in text


def test_the_sheet_speaks_ukrainian_too(house: House) -> None:
    referral(house, "way", "hers", "service", may_tell_back=False)
    pdf = house.visit("iryna").get(f"/uk/staff/referrals/{house.ids['way']}/sheet.pdf").body

    (text,) = pages(pdf)
    assert "Аркуш перенаправлення" in text
    assert "нічого не повідомляє" in text


def test_what_was_heard_closes_it_and_later_news_takes_its_place(house: House) -> None:
    referral(house, "way", "hers", "service", made_at=now() - timedelta(days=20))
    iryna, to = house.visit("iryna"), f"/en/staff/referrals/{house.ids['way']}"
    assert "482 715" in iryna.get(QUEUE).text
    assert "waits longer than meant" in iryna.get(to).text

    iryna.submit(f"{to}/reply", reply="not-arrived", heard_on=str(days_ago(3)))
    iryna.submit(f"{to}/reply", reply="arrived", heard_on=str(today()))

    heard = only(house, Referral)
    assert (heard.outcome, heard.heard_on) == ("arrived", today())
    assert "waits longer than meant" not in iryna.get(to).text


def test_a_day_that_cannot_be_is_refused(house: House) -> None:
    referral(house, "way", "hers", "service", made_at=now() - timedelta(days=2))
    iryna, to = house.visit("iryna"), f"/en/staff/referrals/{house.ids['way']}/reply"

    for day in (days_ago(3), days_ago(-1)):
        iryna.submit(to, status=422, reply="arrived", heard_on=str(day))
    iryna.submit(to, status=422, reply="arrived", heard_on="soon")
    iryna.submit(to, status=422, heard_on=str(today()))
    assert only(house, Referral).outcome is None


def test_a_handover_is_ticked_once_and_may_be_unticked(house: House) -> None:
    referral(house, "way", "hers", "service")
    iryna, to = house.visit("iryna"), f"/en/staff/referrals/{house.ids['way']}/handover"

    iryna.submit(to, wish="yes")
    first = only(house, Referral).handed_over_at
    iryna.submit(to, wish="yes")
    assert only(house, Referral).handed_over_at == first
    iryna.submit(to, wish="no")
    assert only(house, Referral).handed_over_at is None


def test_another_centre_and_the_manager_do_not_find_it(house: House) -> None:
    referral(house, "way", "hers", "service")
    to = f"/en/staff/referrals/{house.ids['way']}"
    for who in ("petro", "nadiia", "ostap"):
        stranger = house.visit(who)
        stranger.get(to, status=404)
        stranger.get(f"{to}/sheet.pdf", status=404)
        stranger.submit(f"{to}/reply", status=404, reply="arrived", heard_on=str(today()))
        stranger.submit(f"{to}/handover", status=404)


def test_the_first_page_reminds_of_what_was_not_heard_of(house: House) -> None:
    referral(house, "way", "hers", "service", made_at=now() - timedelta(days=20))

    text = house.visit("iryna").get("/en/staff").text

    assert "Of 1 referral we have not heard yet; a short call would help" in text


def test_erasing_takes_the_referral_with_it(app: Flask, house: House) -> None:
    referral(house, "way", "hers", "service", participant_id=house.ids["olena"])
    with app.app_context():
        people.erase_participant(house.ids["olena"])
        session.commit()

    assert house.count(Referral) == 0
