"""Pages stay light: what a phone must fetch, keep and lay out, whatever machine measures it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.bench import weights
from tests.bench.weights import PageWeight

KB = 1024


@pytest.fixture(scope="module")
def pages(browser: Browser, live_server: str) -> list[PageWeight]:
    """Every page of a participant, in Ukrainian: its letters weigh twice as much as English ones."""
    return weights.weigh_pages(browser, live_server)


@pytest.fixture(scope="module")
def first_visit(browser: Browser, live_server: str) -> PageWeight:
    """The first page on a phone that has never been here."""
    return weights.weigh_first_visit(browser, live_server)


def test_the_first_visit_fetches_at_most_60_kilobytes_in_8_requests(
    first_visit: PageWeight,
) -> None:
    fetched = [answer.path for answer in first_visit.answers if answer.is_before_load]

    assert "/uk/" in fetched
    assert "/static/app.css" in fetched
    assert first_visit.sent_before_load <= 60 * KB
    assert first_visit.requests_before_load <= 8, fetched


def test_the_first_visit_starts_with_at_most_15_kilobytes_of_scripts(
    first_visit: PageWeight,
) -> None:
    assert 0 < first_visit.scripts_before_load <= 15 * KB


@pytest.mark.parametrize(
    ("most", "of"),
    [
        pytest.param(25 * KB, lambda page: page.scripts, id="25-kilobytes-of-scripts"),
        pytest.param(14 * KB, lambda page: page.styles, id="14-kilobytes-of-styles"),
        pytest.param(14 * KB, lambda page: page.page, id="14-kilobytes-of-HTML-with-its-headers"),
        pytest.param(800, lambda page: page.nodes, id="800-nodes"),
    ],
)
def test_no_page_of_a_participant_needs_more_than(
    pages: list[PageWeight], most: int, of: Callable[[PageWeight], int]
) -> None:
    assert {page.path: of(page) for page in pages if of(page) > most} == {}
    assert all(of(page) > 0 for page in pages)


def test_players_are_weighed_with_all_that_they_load_when_they_play(
    pages: list[PageWeight],
) -> None:
    played = {page.path: [answer.path for answer in page.answers] for page in pages}

    assert "/static/js/practice.js" in played["/uk/modules/grounding"]
    assert "/static/js/blocks/breathe.js" in played["/uk/now/now-panic"]


def test_one_style_sheet_serves_every_page(pages: list[PageWeight]) -> None:
    sheets = {
        answer.path for page in pages for answer in page.answers if answer.kind == "Stylesheet"
    }

    assert sheets == {"/static/app.css"}


def test_no_page_loads_a_font(pages: list[PageWeight]) -> None:
    assert [a.path for page in pages for a in page.answers if a.kind == "Font"] == []


@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_phone_keeps_25_kilobytes_at_first_and_at_most_250_of_a_language(
    live_server: str, language: str
) -> None:
    kept = weights.weigh_what_is_kept(live_server, language)

    assert 0 < kept.must <= 25 * KB
    assert kept.must < kept.all <= 250 * KB
    assert kept.all < kept.texts <= 250 * KB


def test_the_worker_itself_weighs_at_most_6_kilobytes(live_server: str) -> None:
    assert 0 < weights.sent_size(f"{live_server}/sw.js") <= 6 * KB
