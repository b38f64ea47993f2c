"""Pages of modules, tools, exercises and help numbers, as they stand without a script."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import brotli
import pytest
from flask import Flask

from selfhelp.app import create_app
from selfhelp.config import ROOT, Settings
from selfhelp.errors import Refusal
from selfhelp.library.page_words import duration, first_phrase, placeless
from selfhelp.library.queries import load
from tests.visitor import Page, Visitor

LIBRARY = load(ROOT / "content")
TOOLS = [tool.id for tool in LIBRARY.tools("uk")]
PLAYERS = ["modules/grounding", *(f"now/{tool}" for tool in TOOLS)]
PATHS = ["now", "exercises", "help", "programmes/opora", "programmes/now", *PLAYERS]


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_page_opens_in_both_languages(visitor: Visitor, language: str) -> None:
    for path in PATHS:
        page = visitor.get(f"/{language}/{path}")
        assert page.one("html")["lang"] == language


def test_pages_are_public_and_the_same_bytes_for_everybody(visitor: Visitor) -> None:
    for path in PATHS:
        page = visitor.get(f"/uk/{path}")
        assert page.headers["Cache-Control"].startswith("public")
        assert "Set-Cookie" not in page.headers
        known = visitor.get(
            f"/uk/{path}?x=1", status=304, headers={"If-None-Match": page.headers["ETag"]}
        )
        assert known.body == b""


def test_no_page_is_heavier_than_the_first_packets_of_a_connection(visitor: Visitor) -> None:
    for path in PATHS:
        page = visitor.get(f"/uk/{path}")
        assert len(brotli.compress(page.body)) <= 14 * 1024, path
        assert len(page.soup.find_all(True)) <= 800, path


@pytest.mark.parametrize(
    "path",
    ["modules/nothing", "modules/now-panic", "now/grounding", "now/nothing", "programmes/nothing"],
)
def test_what_is_not_there_is_not_found(visitor: Visitor, path: str) -> None:
    visitor.get(f"/uk/{path}", status=404)


def test_nothing_on_a_page_can_be_submitted(visitor: Visitor) -> None:
    for path in PATHS:
        soup = visitor.get(f"/uk/{path}").soup
        for template in soup.select("template"):
            template.decompose()
        assert soup.select("main form") == [], path
        assert soup.select("main button:not([type=button])") == [], path


def test_a_player_holds_every_step_as_a_section(visitor: Visitor) -> None:
    for path in PLAYERS:
        page = visitor.get(f"/uk/{path}")
        module = LIBRARY.module("uk", path.split("/")[1])
        assert module is not None
        sections = page.soup.select("[data-module=player] section[data-screen=step]")
        assert [section["id"] for section in sections] == [step.id for step in module.steps]
        assert page.one("[data-module=player]")["data-version"] == module.version


def test_a_module_says_what_it_is_before_it_starts(visitor: Visitor) -> None:
    intro = visitor.get("/en/modules/grounding").one("[data-screen=intro]")
    words = intro.get_text(" ")

    assert "About 12 minutes" in words
    assert "You can stop at any time" in words
    assert "Draft, not yet reviewed" in words
    assert intro.select_one("a[data-from-start]")["href"] == "#why"  # type: ignore[index]


def test_a_tool_has_no_screen_before_its_first_step(visitor: Visitor) -> None:
    for tool in TOOLS:
        page = visitor.get(f"/uk/now/{tool}")
        assert page.soup.select("[data-screen=intro]") == []
        assert page.soup.select("[data-screen]")[0]["data-screen"] == "step"


def test_unreviewed_modules_can_be_kept_back(settings: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "content"
    shutil.copytree(ROOT / "content", copy)
    for file in copy.glob("tools/*/*.md"):
        signed = file.read_text().replace(
            '{by: "", on: null}', '{by: "A reviewer", on: 2026-11-20}'
        )
        file.write_text(signed)
    app = create_app(settings.model_copy(update={"require_review": True, "content_dir": copy}))
    strict = Visitor(app)

    strict.get("/uk/modules/grounding", status=404)
    assert "grounding" not in str(strict.get("/uk/programmes/opora").one("main"))
    assert strict.get("/uk/now/now-panic").status == 200
    app.extensions["db"].engine.dispose()


def test_with_nothing_reviewed_the_strict_start_is_refused(settings: Settings) -> None:
    with pytest.raises(Refusal, match="SELFHELP_REQUIRE_REVIEW"):
        create_app(settings.model_copy(update={"require_review": True}))


def test_now_begins_with_an_instruction_and_offers_every_tool(visitor: Visitor) -> None:
    page = visitor.get("/uk/now")
    links = [link for link in page.links() if "/now/" in link]

    assert links[0] == "/uk/now/now-panic"
    assert page.soup.select("main h1 + section .first-step-words")
    assert [link.rsplit("/", 1)[1] for link in links[1:]] == TOOLS
    assert "/uk/help" in page.links()


def test_every_player_is_one_touch_away_from_a_person(visitor: Visitor) -> None:
    for path in PLAYERS:
        page = visitor.get(f"/uk/{path}")
        assert page.one("header .player-call")["href"] == "/uk/help"
        assert page.soup.select(".player-person a[href='/uk/help']") or path.startswith("modules")


def test_exercises_stand_by_time_behind_plain_links_and_by_need_in_folds(visitor: Visitor) -> None:
    page = visitor.get("/en/exercises")
    lengths = [str(link["href"]) for link in page.soup.select(".filter")]

    assert lengths == ["#short", "#middle", "#longer"]
    for name in lengths:
        assert page.soup.select(f"section{name} li a"), name
    needs = page.soup.select("details.by-need")
    assert len(needs) >= 8
    for need in needs:
        assert need.select("li a"), need["id"]
    assert "/en/modules/grounding#five-senses" in page.links()
    for tool in TOOLS:
        assert page.links().count(f"/en/now/{tool}") == 2, tool


def test_a_programme_is_a_path_of_stones(visitor: Visitor) -> None:
    page = visitor.get("/uk/programmes/opora")
    path = page.one("ol.stones[data-module=path]")

    stones = path.select("li.stone")
    assert [stone["data-module-id"] for stone in stones] == [
        module.id for module in LIBRARY.of_programme("uk", "opora")
    ]
    for name in ("data-open", "data-started", "data-done"):
        assert path[name]
    for stone in stones:
        assert stone.select_one("[data-sign]")
        assert stone.select_one("[data-status]")


def test_help_puts_danger_first_and_never_one_emergency_number_alone(visitor: Visitor) -> None:
    page = visitor.get("/uk/help")
    sections = [str(section.get("id")) for section in page.soup.select("section.contacts[id]")]
    danger = [str(link["href"]) for link in page.soup.select("#danger a[href^='tel:']")]

    assert sections[:2] == ["danger", "life"]
    assert {"tel:101", "tel:102", "tel:103", "tel:112"} <= set(danger)
    for tool in PLAYERS:
        calls = calls_on(visitor.get(f"/uk/{tool}"))
        if calls:
            assert {"tel:103", "tel:112", "tel:7333"} <= calls
            assert len(calls) >= 4


def calls_on(page: Page) -> set[str]:
    return {link for link in page.links() if link.startswith("tel:")}


def test_each_number_says_hours_cost_source_and_the_day_of_its_check(visitor: Visitor) -> None:
    page = visitor.get("/uk/help")
    cards = page.soup.select(".contact")

    assert len(cards) == len(LIBRARY.contacts("uk"))
    for contact in LIBRARY.contacts("uk"):
        (card,) = [card for card in cards if card.select_one(f"a[href='tel:{contact.dial}']")]
        words = re.sub(r"\s+", " ", card.get_text(" "))
        for said in (contact.number, contact.name, contact.hours, contact.cost, contact.source):
            assert re.sub(r"\s+", " ", said) in words, contact.id
        assert contact.checked_on.isoformat() in words
        assert "ще не телефонували" in words, "nobody has called the numbers yet"


def test_no_page_shows_a_place_for_words_that_are_missing(visitor: Visitor) -> None:
    for path in PATHS:
        page = visitor.get(f"/uk/{path}")
        assert "{" not in page.one("main").get_text(), path


def test_breathing_without_a_script_is_a_written_count(visitor: Visitor) -> None:
    plain = (
        visitor.get("/en/modules/grounding")
        .one("#long-breath [data-plain]")
        .get_text(" ", strip=True)
    )

    assert "Breathe in : 1, 2, 3, 4" in plain
    assert "Slowly breathe out : 1, 2, 3, 4, 5, 6" in plain
    assert "Repeat 18 times, or fewer. It takes about 3 minutes." in plain


def test_spoken_lines_without_a_script_say_how_long_to_be_quiet(visitor: Visitor) -> None:
    lines = visitor.get("/en/modules/grounding").soup.select("#three-points .lines li")

    assert len(lines) == 9
    assert lines[1].get_text(" ", strip=True).endswith("(slowly count to 8)")


def test_each_sense_without_a_script_shows_its_other_way(visitor: Visitor) -> None:
    cards = visitor.get("/en/modules/grounding").soup.select("#five-senses [data-card]")

    assert len(cards) == 6
    assert all(card.select_one("[data-other]") for card in cards[:5])


def test_the_scale_without_a_script_is_a_list_of_radios_and_a_hint_to_use_paper(
    visitor: Visitor,
) -> None:
    scale = visitor.get("/en/modules/grounding").one("#after .thermo")

    assert [radio["value"] for radio in scale.select("input[type=radio]")] == [
        str(n) for n in range(11)
    ]
    assert "on paper" in scale.get_text()
    assert "The number is lower: A little less tension." in re.sub(r"\s+", " ", scale.get_text())


def test_plan_note_and_check_without_a_script_are_for_paper_and_for_opening(
    visitor: Visitor,
) -> None:
    page = visitor.get("/en/modules/grounding")

    assert len(page.soup.select("#plan .paper dt")) == 4
    assert "write it on paper" in page.one("#after .note [data-plain]").get_text()
    answer = page.one("#plan .check details").get_text(" ", strip=True)
    assert "A little every day, when it is calmer." in answer


def test_body_scan_tension_ticks_safety_and_help_read_without_a_script(visitor: Visitor) -> None:
    scan = visitor.get("/en/now/now-sleep").one(".bodyscan")
    assert len(scan.select("[data-plain] li")) == 7
    assert "count to 30" in scan.get_text()
    tense = visitor.get("/en/now/now-shelter").one(".tense")
    assert len(tense.select("[data-plain] li")) == 3
    assert "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12" in tense.get_text()
    alarm = visitor.get("/en/now/now-alarm")
    assert len(alarm.soup.select(".ticks input[type=checkbox]")) == 5
    assert alarm.soup.select("#shelter .safety[role=note]")
    assert alarm.soup.select(".help-panel[role=note] a[href='tel:112']")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (30, "30 seconds"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (180, "3 minutes"),
        (190, "3 minutes"),
    ],
)
def test_it_says_how_long_something_takes(app: Flask, seconds: int, words: str) -> None:
    with app.test_request_context("/en/now"):
        app.preprocess_request()
        assert duration(seconds) == words


def test_the_first_words_of_a_sentence_name_a_part_of_the_body() -> None:
    assert first_phrase("Shoulders. What holds them?") == "Shoulders"
    assert first_phrase("Hands") == "Hands"


def test_a_public_page_leaves_out_what_it_cannot_know() -> None:
    assert (
        placeless("Call 103. Your centre: {phone}, {hours}. You may stay silent.")
        == "Call 103. You may stay silent."
    )
