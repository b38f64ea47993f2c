"""The poster of a tool: a camera and a person find the exercise, and nothing else stands there."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from selfhelp.app import create_app
from selfhelp.config import Settings
from selfhelp.library.queries import load
from tests.groups.house import furnish
from tests.joining.sheets import pages, qr_codes
from tests.library.folder import CONTENT
from tests.visitor import Visitor

TOOLS = [tool.id for tool in load(CONTENT).tools("uk")]


@pytest.fixture
def open_site(settings: Settings) -> Visitor:
    """Somebody who visits a site that knows its own address."""
    known = settings.model_copy(update={"public_url": "https://stezhka.example"})
    return Visitor(create_app(known))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("lang", ["uk", "en"])
def test_a_camera_and_a_person_find_every_tool(open_site: Visitor, lang: str) -> None:
    for tool in load(CONTENT).tools(lang):
        poster = open_site.get(f"/{lang}/now/{tool.id}/poster-a5.pdf")

        assert qr_codes(poster.body) == [f"https://stezhka.example/{lang}/now/{tool.id}"]
        (words,) = pages(poster.body)
        folded = " ".join(words.split())
        assert tool.title in folded
        assert tool.summary in folded
        assert f"stezhka.example/{lang}/now/{tool.id}" in folded
        assert not re.search(r"\d{3}", folded), "no telephone number"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("size", "width"), [("a4", 595), ("a5", 420)])
def test_the_longest_words_stand_on_one_page(open_site: Visitor, size: str, width: int) -> None:
    longest = max(load(CONTENT).tools("uk"), key=lambda tool: len(tool.title + tool.summary))

    document = pypdfium2.PdfDocument(open_site.get(f"/uk/now/{longest.id}/poster-{size}.pdf").body)

    assert len(document) == 1
    assert round(document[0].get_width()) == width
    assert min(thing.get_bounds()[1] for thing in document[0].get_objects()) > 20


def test_it_is_the_same_bytes_for_everyone_and_kept(open_site: Visitor) -> None:
    first = open_site.get("/uk/now/now-panic/poster-a4.pdf")
    again = open_site.get("/uk/now/now-panic/poster-a4.pdf")

    assert first.body == again.body
    assert "public" in first.headers["Cache-Control"]
    assert "Set-Cookie" not in first.headers


def test_a_site_on_trial_is_never_named_by_a_stranger_for_others(visitor: Visitor) -> None:
    evil = visitor.get("/uk/now/now-panic/poster-a5.pdf", headers={"Host": "evil.example"})
    good = visitor.get("/uk/now/now-panic/poster-a5.pdf")

    assert "public" not in evil.headers["Cache-Control"]
    assert qr_codes(good.body) == ["http://localhost/uk/now/now-panic"]


@pytest.mark.parametrize(
    "path", ["grounding/poster-a5.pdf", "nothing/poster-a5.pdf", "now-panic/poster-a3.pdf"]
)
def test_what_is_no_tool_has_no_poster(visitor: Visitor, path: str) -> None:
    visitor.get(f"/uk/now/{path}", status=404)


def test_it_says_that_the_text_is_a_draft(open_site: Visitor) -> None:
    (words,) = pages(open_site.get("/en/now/now-panic/poster-a4.pdf").body)

    assert "Draft, not yet reviewed by specialists." in words


def test_staff_find_a_poster_of_each_tool_and_phones_keep_none(visitor: Visitor) -> None:
    links = furnish(visitor.app).visit("iryna").get("/uk/staff/run-sheets").links()

    for tool in TOOLS:
        for size in ("a4", "a5"):
            assert f"/uk/now/{tool}/poster-{size}.pdf" in links
    assert ".pdf" not in visitor.get("/sw.js").body.decode()
    assert ".pdf" not in str(visitor.get("/uk/now/now-panic").soup)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("public_url", "is_told"), [("", True), ("https://stezhka.example", False)]
)
def test_an_address_that_phones_do_not_trust_is_told_before_printing(
    settings: Settings, public_url: str, is_told: bool
) -> None:
    app = create_app(settings.model_copy(update={"public_url": public_url}))

    page = furnish(app).visit("iryna").get("/en/staff/run-sheets")

    assert ("does not begin with https" in page.text) is is_told
