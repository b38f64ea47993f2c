"""Opening a block on a phone, and what its author wrote."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_player import LIBRARY, written_down

TIMED = {
    "script": ("modules/grounding", "three-points"),
    "breathe": ("modules/grounding", "long-breath"),
    "tense": ("now/now-shelter", "press"),
    "bodyscan": ("now/now-sleep", "rest"),
}


def words_of(step: str, kind: str, key: str, place: int = 0) -> str:
    """What the author of grounding wrote in a row, in English."""
    module = LIBRARY.module("en", "grounding")
    assert module is not None
    (block,) = [block for block in module.step(step).blocks if block.kind == kind]  # type: ignore[union-attr]
    row = block.row(key)
    assert row is not None
    return row.cell(place)


def main_button(page: Page) -> Locator:
    return page.locator("[data-dock] [data-practice] [data-main]")


def block_of(page: Page, kind: str) -> Locator:
    return page.locator(f"[data-block={kind}]:visible")


def open_block(page: Page, kind: str, *, language: str = "en") -> Locator:
    path, step = TIMED[kind]
    page.clock.install()
    page.goto(f"/{language}/{path}#{step}")
    expect(main_button(page)).to_be_visible()
    return block_of(page, kind)


def practised(page: Page) -> list[dict[str, Any]]:
    page.wait_for_timeout(200)
    return [event for event in written_down(page) if event["kind"] == "practised"]
