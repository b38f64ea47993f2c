"""What holds everywhere, for eyes, ears and hands of many kinds: one walk a language, many questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser

from tests.browser.walking import PHONE, everywhere, look_at

Looks = dict[str, dict[str, Any]]
"""By place, then by question."""


@pytest.fixture(scope="module", params=["uk", "en"])
def looks(request: pytest.FixtureRequest, browser: Browser, live_server: str) -> Iterator[Looks]:
    """What is wrong where."""
    phone = browser.new_context(
        base_url=live_server, viewport=PHONE, service_workers="block", locale="uk-UA",  # type: ignore[arg-type]
        reduced_motion="reduce", bypass_csp=True,
    )  # fmt: skip
    phone.add_init_script(AXE_SCRIPT)
    page = phone.new_page()
    yield {place: look_at(page, place, request.param) for place in everywhere(page, request.param)}
    phone.close()


def wrong(looks: Looks, question: str) -> dict[str, list[str]]:
    assert len(looks) > 50
    return {place: seen[question] for place, seen in looks.items() if seen.get(question)}


def test_axe_finds_nothing_in_any_colours(looks: Looks) -> None:
    assert wrong(looks, "axe") == {}


def test_everything_to_press_is_as_large_as_a_fingertip(looks: Looks) -> None:
    assert wrong(looks, "targets") == {}


def test_each_page_has_one_main_heading_and_none_is_left_out(looks: Looks) -> None:
    assert wrong(looks, "headings") == {}


def test_each_screen_has_at_most_one_filled_button(looks: Looks) -> None:
    found = wrong(looks, "filled")

    assert {place: words for place, words in found.items() if " of " not in place} == {}


def test_with_reduced_motion_nothing_moves(looks: Looks) -> None:
    assert wrong(looks, "motion") == {}


def test_words_are_large_enough(looks: Looks) -> None:
    assert wrong(looks, "small") == {}


def test_short_words_are_never_torn(looks: Looks) -> None:
    found = wrong(looks, "torn")

    assert {place: words for place, words in found.items() if " of " not in place} == {}


def test_a_page_speaks_one_language(looks: Looks) -> None:
    found = wrong(looks, "foreign")

    assert {place: words for place, words in found.items() if " " not in place} == {}


def test_hide_is_always_in_the_same_corner(looks: Looks) -> None:
    places = {seen["hide"][0] for seen in looks.values() if seen["hide"]}

    assert len(places) == 1, places


def test_no_word_leaves_its_box_at_any_width(looks: Looks) -> None:
    assert wrong(looks, "leaving") == {}


def test_wide_spacing_of_text_cuts_nothing_off(looks: Looks) -> None:
    assert wrong(looks, "spacing") == {}


def test_text_twice_as_large_never_scrolls_sideways(looks: Looks) -> None:
    assert wrong(looks, "large") == {}


def test_a_page_enlarged_four_times_never_scrolls_sideways(looks: Looks) -> None:
    assert wrong(looks, "tiny") == {}
