"""Blocks of every kind on their pages, as they stand without a script."""

from __future__ import annotations

from collections.abc import Iterator

import brotli
import pytest
from flask import Flask

from selfhelp.library.library import Library
from tests.library.folder import CONTENT, Folder
from tests.visitor import Page, Visitor

FIRST, SECOND = "every-kind", "more-kinds"


@pytest.fixture
def other_library(folder: Folder) -> Library:
    """Content with a block of every kind."""
    folder.write("help/ua.yml", (CONTENT / "help/ua.yml").read_text("utf-8"))
    folder.write("words/aliases.yml", (CONTENT / "words/aliases.yml").read_text("utf-8"))
    folder.add_every_kind()
    return folder.load()


@pytest.fixture
def reader(app: Flask, visitor: Visitor, other_library: Library) -> Iterator[Visitor]:
    """A visitor of an application with that content."""
    usual = app.extensions["library"]
    app.extensions["library"] = other_library
    yield visitor
    app.extensions["library"] = usual


def text_of(page: Page, step: str) -> str:
    (section,) = page.soup.select(f"section#{step}")
    return " ".join(section.get_text(" ", strip=True).split())


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("module", [FIRST, SECOND])
def test_every_word_of_the_author_stands_on_the_page(
    reader: Visitor, other_library: Library, language: str, module: str
) -> None:
    page = reader.get(f"/{language}/modules/{module}")
    found = other_library.module(language, module)
    assert found is not None

    for step in found.steps:
        text = text_of(page, step.id)
        for block in step.blocks:
            for row in block.rows:
                words = row.cells[:-1] if block.kind == "route" else row.cells
                for cell in words:
                    if block.kind != "plan":
                        assert " ".join(cell.split()) in text, (block.kind, row.key)
            for line in block.lines:
                assert line.text in text


def test_nothing_of_them_can_be_sent_and_no_button_is_dead(reader: Visitor) -> None:
    for module in (FIRST, SECOND):
        page = reader.get(f"/uk/modules/{module}")
        assert page.soup.select("main form") == []
        for button in page.soup.select("main button"):
            assert (
                button.find_parent(["template", "form"])
                or button.find_parent(class_="needs-js")
                or button.find_parent(attrs={"data-dock": True})
            ), button


def test_cards_of_a_set_come_from_their_file(reader: Visitor) -> None:
    page = reader.get("/en/modules/every-kind")

    boxes = page.soup.select("#direction fieldset input[type=checkbox]")
    assert len(boxes) == 18
    assert boxes[0]["value"] == "closeness"
    assert "The direction can change at any time." in text_of(page, "direction")


def test_cards_of_an_authors_own_can_be_chosen(reader: Visitor, folder: Folder, app: Flask) -> None:
    for language in ("uk", "en"):
        file = f"modules/every-kind/{language}.md"
        deck = folder.read(file).split("{#needs")[1].split(":::cards")[1].split(":::")[0]
        rows = "one | Раз\ntwo | Два\n" if language == "uk" else "one | One\ntwo | Two\n"
        folder.change(
            file,
            f":::cards{deck}",
            f":::cards{deck}{rows}".replace("set=needs pick=2", "set=own pick=1"),
        )
    app.extensions["library"] = folder.load()

    page = reader.get("/en/modules/every-kind")

    assert [box["value"] for box in page.soup.select("#needs fieldset input")] == ["one", "two"]


def test_practical_needs_lead_to_the_first_consultation(reader: Visitor) -> None:
    page = reader.get("/en/modules/every-kind")

    deck = page.one("#needs .deck")
    assert deck["data-practical"] == "treatment papers"
    assert deck.select("a[href='/en/group']")
    assert page.soup.select("#direction [data-practical-words]") == []


def test_a_kit_offers_what_its_author_names_with_the_words_beside_it(reader: Visitor) -> None:
    page = reader.get("/en/modules/every-kind")

    links = [link["href"] for link in page.soup.select("#my-kit .kit-row a")]
    assert links == ["/en/now/now-panic", "/en/now/now-alarm", "/en/modules/grounding#five-senses"]
    assert "when there is a siren" in text_of(page, "my-kit")


def test_a_kit_without_rows_offers_every_tool(reader: Visitor, folder: Folder, app: Flask) -> None:
    for path in ("uk", "en"):
        file = f"modules/every-kind/{path}.md"
        kit = folder.read(file).split(":::kit")[1].split(":::")[0]
        rows = kit.split("\n", 1)[1]
        folder.change(file, rows, "")
    app.extensions["library"] = folder.load()

    page = reader.get("/uk/modules/every-kind")
    assert [box["value"] for box in page.soup.select("#my-kit input")] == [
        f"/uk/now/{tool.id}" for tool in app.extensions["library"].tools("uk")
    ]


def test_an_aside_is_closed_under_the_name_of_those_it_is_for(reader: Visitor) -> None:
    page = reader.get("/en/modules/more-kinds")

    asides = page.soup.select(".lens")
    assert [aside["data-for"] for aside in asides] == ["missing", "veteran older"]
    assert all("open" not in aside.details.attrs for aside in asides)
    assert "missing or captured" in asides[0].summary.get_text()
    assert all(aside["role"] == "note" for aside in asides)


def test_a_route_shows_each_question_with_its_level(reader: Visitor) -> None:
    page = reader.get("/en/modules/more-kinds")

    levels = [level.strong.get_text() for level in page.soup.select("#way [data-level]")]
    assert levels[0] == "Now: a life is at risk"
    assert len(levels) == 5
    assert "103 or 112" in text_of(page, "way")


def test_a_plan_says_by_when_and_how_long(reader: Visitor) -> None:
    text = text_of(reader.get("/uk/modules/more-kinds"), "first")

    assert "24 години" in text
    assert "10 хвилин" in text


def test_an_exercise_says_what_it_asks_of_a_body(reader: Visitor) -> None:
    page = reader.get("/en/modules/every-kind")

    hand = page.one("[data-block=hand]")
    assert (hand["data-tags"], hand["data-instead"]) == ("touch", "one-thing")
    assert page.one("[data-block=imagine]")["data-tags"] == "imagery"
    assert "data-tags" not in page.one("[data-block=notice]").attrs


def test_modules_for_staff_are_not_among_the_exercises(reader: Visitor) -> None:
    page = reader.get("/en/exercises")

    assert page.soup.select("a[href='/en/modules/every-kind#one-thing']")
    assert page.soup.select("a[href^='/en/modules/more-kinds']") == []


@pytest.mark.parametrize("module", [FIRST, SECOND])
def test_pages_with_every_kind_stay_light(reader: Visitor, module: str) -> None:
    page = reader.get(f"/uk/modules/{module}")

    assert len(brotli.compress(page.body)) <= 14 * 1024
    assert len(page.soup.find_all(True)) <= 800


def test_a_programme_leads_to_the_others_but_not_to_that_of_staff(
    reader: Visitor, folder: Folder, app: Flask
) -> None:
    programmes = folder.read("programmes.yml")
    staff = programmes.split("- id: now")[0].replace("opora", "care").replace("adult", "staff")
    staff = staff.split("modules:")[0] + "modules: []\n"
    folder.write("programmes.yml", programmes + staff)
    app.extensions["library"] = folder.load()

    links = reader.get("/en/programmes/opora").links()

    assert "/en/now" in links
    assert "/en/programmes/care" not in links
