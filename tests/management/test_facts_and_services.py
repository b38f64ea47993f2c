"""What a centre tells about getting in, and what it offers."""

from __future__ import annotations

import pytest

from selfhelp.centres.models import Centre
from selfhelp.centres.services import BadList, Named, read_list
from tests.groups.house import House
from tests.management.test_keeping_a_centre import opened
from tests.visitor import Visitor

FACTS = "/en/staff/centre/one/facts"
SERVICES = "/en/staff/centre/one/services"


def test_a_fact_is_told_with_its_note_in_the_language_of_the_page(house: House) -> None:
    nadiia = house.visit("nadiia")

    nadiia.submit(
        FACTS, seen=opened(nadiia, "facts"),
        **{"ramp_is": "yes", "ramp_uk": "з двору", "ramp_en": "from the yard"},
    )  # fmt: skip

    visitor = Visitor(house.app)
    ramp = visitor.get("/en/centres/one").one('[data-fact="ramp"]')
    assert ramp.get_text() == "Ramp: yes — from the yard"
    assert "з двору" in visitor.get("/uk/centres/one").text


def test_what_becomes_unknown_is_asked_by_phone(house: House) -> None:
    nadiia = house.visit("nadiia")

    nadiia.submit(FACTS, seen=opened(nadiia, "facts"), lift_is="unknown")

    assert house.row(Centre, "one").facts == {"ramp": {"is": "yes"}}
    fact = Visitor(house.app).get("/en/centres/one").one('[data-fact="lift"]')
    assert fact.get_text() == "Lift: ask by phone"


def test_an_answer_that_does_not_exist_is_refused(house: House) -> None:
    nadiia = house.visit("nadiia")

    page = nadiia.submit(FACTS, status=422, seen=opened(nadiia, "facts"), lift_is="perhaps")

    assert page.one("[role=alert] a")["href"] == "#lift_is"


def test_the_second_of_two_reads_the_stored_answer_in_words(house: House) -> None:
    nadiia = house.visit("nadiia")
    before = opened(nadiia, "facts")
    nadiia.submit(FACTS, seen=before, parking_is="yes")

    page = nadiia.submit(FACTS, status=409, seen=before, parking_is="no")

    assert "Parking: yes" in page.one("[role=alert]").get_text()


def test_a_service_is_told_with_its_waiting_time(house: House) -> None:
    nadiia = house.visit("nadiia")

    nadiia.submit(
        SERVICES, seen=opened(nadiia, "services"),
        **{"service_individual": "2", "service_skills-group": "ask", "service_children": "0"},
    )  # fmt: skip

    visitor = Visitor(house.app)
    page = visitor.get("/en/centres/one")
    offers = {
        str(one["data-service"]): one.get_text() for one in page.soup.select("[data-service]")
    }
    assert offers["individual"].endswith("waiting about 2 weeks")
    assert offers["skills-group"].endswith("ask by phone")
    assert offers["children"].endswith("without waiting")
    (centre,) = visitor.get("/api/v1/centres?region=r-one").json["centres"]
    weeks = {one["kind"]: one["waiting_weeks"] for one in centre["services"]}
    assert weeks == {"individual": 2, "skills-group": None, "children": 0}


def test_a_service_can_be_taken_back(house: House) -> None:
    house.change(Centre, "one", services={"individual": {"weeks": 2}})
    nadiia = house.visit("nadiia")

    nadiia.submit(SERVICES, seen=opened(nadiia, "services"), service_individual="")

    assert house.row(Centre, "one").services == {}


@pytest.mark.parametrize("typed", ["13", "-1", "soon"])
def test_a_waiting_time_out_of_the_list_is_refused(house: House, typed: str) -> None:
    nadiia = house.visit("nadiia")

    page = nadiia.submit(
        SERVICES, status=422, seen=opened(nadiia, "services"), service_individual=typed
    )

    assert page.one("[role=alert] a")["href"] == "#service_individual"


@pytest.mark.parametrize(
    "text", ["- {id: a, uk: а}", "- {id: a, uk: а, en: a}\n- {id: a, uk: б, en: b}", "a: b", "- ["]
)
def test_a_broken_list_of_the_content_stops_the_start_and_names_its_file(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.mktemp("content") / "services.yml"
    file.write_text(text)

    with pytest.raises(BadList, match=r"services\.yml"):
        read_list(file, Named)
