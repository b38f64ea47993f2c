"""The scale, the plan, the note and the question: answered kindly, kept on the phone, told to nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.blocks import words_of
from tests.browser.conftest import eventually
from tests.browser.pages import play, play_anew
from tests.browser.test_player import kinds, notes, written_down

NewPhone = Callable[..., BrowserContext]


def kept_note(page: Page, key: str) -> dict[str, Any]:
    """One note of this phone; empty when there is none."""
    note: dict[str, Any] | None = page.evaluate(
        "key => import('/static/js/store.js').then(({ kept }) => kept('notes', key))", key
    )
    return note or {}


def choose(page: Page, step: str, number: int) -> Locator:
    play(page, f"/en/modules/grounding#{step}")
    play_anew(page)
    block = page.locator(f"#{step} .thermo")
    block.locator(f"[value='{number}']").check()
    eventually(page, lambda: kept_note(page, f"tension grounding {step}").get("value") == number)
    return block


@pytest.mark.parametrize(
    ("after", "row"),
    [(3, "down"), (5, "same"), (7, "up")],
)
def test_the_scale_answers_the_difference_kindly(phone: Page, after: int, row: str) -> None:
    before = choose(phone, "before", 5)
    expect(before.locator("[data-answer]")).to_have_text("")

    block = choose(phone, "after", after)

    expect(block.locator("[data-answer]")).to_contain_text(words_of("after", "thermo", row))
    expect(block.locator("[data-answer] .calm")).to_have_count(0)
    assert "5" not in str(written_down(phone)[-1].get("minutes", ""))


@pytest.mark.parametrize(("before", "after"), [(8, None), (10, None), (2, 5), (6, 9)])
def test_a_high_or_rising_number_shows_support_and_tells_nobody(
    phone: Page, before: int, after: int | None
) -> None:
    sent: list[str] = []
    block = choose(phone, "before", before)
    phone.on("request", lambda request: sent.append(request.url))
    if after is not None:
        block = choose(phone, "after", after)

    calm = block.locator("[data-answer] .calm")
    expect(calm).to_be_visible()
    assert calm.locator("a[href^='tel:']").count() >= 4
    assert [url for url in sent if "/api/" in url] == []
    assert all(
        set(event)
        <= {
            "id",
            "kind",
            "module",
            "version",
            "day",
            "at",
            "seq",
            "step",
            "minutes",
            "owner",
            "state",
        }
        for event in written_down(phone)
    )


def test_a_page_of_before_the_limits_came_with_it_rather_offers_support(phone: Page) -> None:
    play(phone, "/en/modules/grounding#before")
    block = phone.locator("#before .thermo")
    block.evaluate("({ dataset }) => { delete dataset.high; delete dataset.rise; }")

    block.locator("[value='1']").check()

    expect(block.locator("[data-answer] .calm")).to_be_visible()


def test_the_scale_has_eleven_large_buttons_with_anchors(phone: Page) -> None:
    play(phone, "/uk/modules/grounding#before")
    steps = phone.locator("#before .scale-step")
    expect(steps).to_have_count(11)
    for step in steps.all():
        box = step.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= 44
    described = phone.locator("#before [value='5']").get_attribute("aria-describedby")
    expect(phone.locator(f"[id='{described}']")).to_have_text("напружено, але я даю собі раду")


def test_a_plan_becomes_a_sentence_that_stays_on_the_phone(phone: Page) -> None:
    play(phone, "/en/modules/grounding#plan")
    form = phone.locator("#plan form")
    example = words_of("plan", "plan", "skill", 1).split(";")[1].strip()
    form.locator("[data-fill=skill]").nth(1).click()
    form.locator("[name=after]").fill("after morning tea")
    expect(form.locator("[data-sentence]")).to_have_text(f"After morning tea — {example}.")
    form.locator("[name=if]").fill("I may forget")
    form.locator("[name=then]").fill("do three long breaths out")
    eventually(phone, lambda: "do three long breaths out" in notes(phone))

    phone.reload()

    sentence = phone.locator("#plan [data-sentence]")
    expect(sentence).to_contain_text(f"After morning tea — {example}.")
    expect(sentence).to_contain_text("I may forget")
    assert kinds(phone).count(("step_done", "plan")) == 0
    phone.locator("#plan [data-erase]").click()
    expect(phone.locator("#plan [data-made]")).to_be_hidden()
    phone.reload()
    expect(phone.locator("#plan [name=after]")).to_have_value("")


def test_a_note_stays_on_the_phone_until_it_is_erased(phone: Page) -> None:
    play(phone, "/en/modules/grounding#after")
    note = phone.locator("#after textarea")
    note.fill("warm hands")
    eventually(phone, lambda: "warm hands" in notes(phone))
    phone.reload()
    expect(note).to_have_value("warm hands")
    assert "warm hands" not in str(written_down(phone))

    phone.locator("#after .note [data-erase]").click()
    expect(note).to_have_value("")
    phone.reload()
    expect(phone.locator("#after textarea")).to_have_value("")


@pytest.mark.parametrize(("answer", "row"), [("a", "no"), ("b", "ok")])
def test_a_question_is_answered_kindly_and_counts_nothing(
    phone: Page, answer: str, row: str
) -> None:
    play(phone, "/en/modules/grounding#plan")
    block = phone.locator("#plan .check")
    expect(block.locator("details")).to_be_hidden()

    block.locator(f"[value={answer}]").check()

    expect(block.locator("[data-answer]")).to_have_text(words_of("plan", "check", row))
    assert block.locator("[data-answer]").get_attribute("role") == "status"
