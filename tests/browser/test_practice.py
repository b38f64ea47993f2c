"""Exercises that take time: nothing starts by itself, everything can be paused, stopped and skipped."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.blocks import TIMED, block_of, main_button, open_block, practised, words_of
from tests.browser.conftest import eventually
from tests.browser.test_player import filled_buttons, forward, kinds

NewPhone = Callable[..., BrowserContext]
IN = words_of("long-breath", "breathe", "in")
OUT = words_of("long-breath", "breathe", "out")


def go_away(page: Page) -> None:
    page.evaluate(
        "Object.defineProperty(document, 'hidden', { value: true, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))"
    )


def come_back(page: Page) -> None:
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.parametrize("kind", TIMED)
def test_nothing_starts_by_itself(phone: Page, kind: str) -> None:
    block = open_block(phone, kind)

    phone.clock.run_for(60_000)

    expect(block).to_have_attribute("data-state", "waiting")
    assert filled_buttons(phone) == [main_button(phone).inner_text()]
    assert "button-quiet" in str(forward(phone).get_attribute("class"))
    assert practised(phone) == []


@pytest.mark.parametrize("kind", TIMED)
def test_it_pauses_and_goes_on_where_it_was(phone: Page, kind: str) -> None:
    block = open_block(phone, kind)
    cue = block.locator("[data-cue]")
    main_button(phone).click()
    assert filled_buttons(phone) == ["Pause"]
    phone.clock.run_for(1_000)

    main_button(phone).click()
    said = cue.inner_text()
    phone.clock.run_for(300_000)
    expect(cue).to_have_text(said)
    expect(block).to_have_attribute("data-state", "paused")

    main_button(phone).click()
    expect(block).to_have_attribute("data-state", "running")
    phone.clock.run_for(1_000)
    expect(block).to_have_attribute("data-state", "running")


@pytest.mark.parametrize("kind", TIMED)
def test_its_controls_are_large_and_on_the_screen_while_it_runs(phone: Page, kind: str) -> None:
    open_block(phone, kind, language="uk")
    main_button(phone).click()

    buttons = phone.locator("[data-dock] button:visible")
    expect(buttons).to_have_count(3)
    for button in buttons.all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 48
        assert box["y"] + box["height"] <= 640


@pytest.mark.parametrize("kind", TIMED)
@pytest.mark.parametrize("how", ["button", "escape"])
def test_it_stops_and_what_was_practised_counts(phone: Page, kind: str, how: str) -> None:
    block = open_block(phone, kind)
    main_button(phone).click()
    phone.clock.run_for(9_000)

    if how == "button":
        phone.locator("[data-dock] [data-stop]").click()
    else:
        phone.keyboard.press("Escape")

    expect(block).to_have_attribute("data-state", "done")
    assert filled_buttons(phone) == [forward(phone).inner_text()]
    eventually(phone, lambda: bool(practised(phone)))
    (event,) = practised(phone)
    assert event["step"] == TIMED[kind][1]
    assert event["minutes"] == 1


@pytest.mark.parametrize("kind", TIMED)
def test_skipping_is_kind_and_moves_on(phone: Page, kind: str) -> None:
    open_block(phone, kind)
    step = TIMED[kind][1]
    expect(forward(phone)).to_have_text("Skip")

    forward(phone).click()

    expect(phone.locator(f"#{step}")).to_be_hidden()
    eventually(phone, lambda: ("skipped", step) in kinds(phone))
    assert practised(phone) == []


@pytest.mark.parametrize("kind", TIMED)
def test_it_comes_to_its_end_and_can_be_done_once_more(phone: Page, kind: str) -> None:
    block = open_block(phone, kind)
    main_button(phone).click()

    phone.clock.run_for(6 * 60_000)

    expect(block).to_have_attribute("data-state", "done")
    eventually(phone, lambda: bool(practised(phone)))
    minutes = [event["minutes"] for event in practised(phone)]
    assert minutes == list(range(1, len(minutes) + 1))
    expect(forward(phone)).to_be_focused()
    block.locator("[data-repeat]").click()
    expect(block).to_have_attribute("data-state", "running")


def test_a_look_of_a_few_seconds_is_not_counted_as_practice(phone: Page) -> None:
    open_block(phone, "breathe")
    main_button(phone).click()
    phone.clock.run_for(3_000)
    phone.locator("[data-dock] [data-stop]").click()

    assert practised(phone) == []


def test_minutes_are_whole_and_hold_no_pause(phone: Page) -> None:
    open_block(phone, "breathe")
    main_button(phone).click()
    phone.clock.run_for(125_000)
    main_button(phone).click()
    phone.clock.run_for(600_000)
    phone.locator("[data-dock] [data-stop]").click()

    eventually(phone, lambda: [event["minutes"] for event in practised(phone)] == [1, 2])


def test_a_hidden_page_holds_the_practice_and_asks_on_return(phone: Page) -> None:
    block = open_block(phone, "breathe")
    main_button(phone).click()
    phone.clock.run_for(2_000)
    go_away(phone)
    phone.clock.run_for(120_000)
    come_back(phone)

    expect(block).to_have_attribute("data-state", "away")
    expect(block.get_by_text("You were away. The exercise has waited for you.")).to_be_visible()
    shown = phone.locator("[data-dock] button:visible").all_inner_texts()
    assert sorted(shown) == ["Continue", "Start again", "Stop"]
    main_button(phone).click()
    expect(block).to_have_attribute("data-state", "running")
    expect(block.locator("[data-left]")).to_have_text("3:00 left")

    go_away(phone)
    come_back(phone)
    phone.locator("[data-dock] [data-again]").click()
    expect(block).to_have_attribute("data-state", "running")
    phone.clock.run_for(1_000)
    expect(block.locator("[data-cue]")).to_have_text(IN)


def test_breathing_says_each_phase_once_and_counts_beside_it(phone: Page) -> None:
    block = open_block(phone, "breathe")
    phone.evaluate(
        """() => {
            window.said = [];
            const cue = document.querySelector('[data-block=breathe] [data-cue]');
            new MutationObserver(() => said.push(cue.textContent)).observe(cue, { childList: true, characterData: true, subtree: true });
        }"""
    )
    main_button(phone).click()
    phone.clock.run_for(20_500)

    said = [text for text in phone.evaluate("said") if text]
    assert said == [
        IN,
        OUT,
        IN,
        OUT,
        IN,
    ]
    assert block.locator("[data-cue]").get_attribute("role") == "status"
    assert block.locator("[data-left]").get_attribute("role") == "timer"
    assert block.locator("[data-pacer]").get_attribute("aria-hidden") == "true"


def test_breathing_extends_to_five_minutes(phone: Page) -> None:
    block = open_block(phone, "breathe")
    block.locator("[data-choice=length] [value='30']").check()
    main_button(phone).click()

    expect(block.locator("[data-left]")).to_have_text("5:00 left")


def test_breathing_goes_lighter_in_the_same_time(phone: Page) -> None:
    block = open_block(phone, "breathe")
    block.locator("[data-choice=pace] [value=gentle]").check()
    main_button(phone).click()
    expect(block.locator("[data-left]")).to_have_text("3:00 left")

    phone.clock.run_for(3_300)

    expect(block.locator("[data-cue]")).to_have_text(OUT)


def test_breathing_at_ones_own_pace_changes_when_touched(phone: Page) -> None:
    block = open_block(phone, "breathe")
    block.locator("[data-choice=pace] [value=own]").check()
    main_button(phone).click()
    phone.clock.run_for(30_000)
    expect(block.locator("[data-cue]")).to_have_text(IN)

    block.locator("[data-tap]").click()
    expect(block.locator("[data-cue]")).to_have_text(OUT)
    block.locator("[data-tap]").press("Space")
    expect(block.locator("[data-cue]")).to_have_text(IN)
    expect(block.locator("[data-left]")).to_have_text("")


def test_a_script_says_line_after_line(phone: Page) -> None:
    block = open_block(phone, "script")
    lines = block.locator(".lines .line").all_text_contents()
    expect(block.locator("[data-cue]")).to_have_text(lines[0])
    main_button(phone).click()

    seen = []
    for _ in range(120):
        phone.clock.run_for(1_000)
        if block.get_attribute("data-state") != "running":
            break
        seen.append(block.locator("[data-cue]").inner_text())

    assert list(dict.fromkeys(seen)) == lines


def test_a_script_can_be_read_by_oneself(phone: Page) -> None:
    block = open_block(phone, "script")
    expect(block.locator(".lines")).to_be_hidden()

    block.locator("summary").first.click()

    expect(block.locator(".lines li").last).to_be_visible()


def test_parts_of_the_body_are_chosen_first(phone: Page) -> None:
    block = open_block(phone, "bodyscan")
    boxes = block.locator("[data-options] input[type=checkbox]")
    expect(boxes).to_have_count(7)
    for box in boxes.all()[:-1]:
        box.uncheck()
    main_button(phone).click()
    phone.clock.run_for(1_000)

    kept = block.locator("[data-part=legs] [data-usual]").text_content()
    expect(block.locator("[data-cue]")).to_have_text(str(kept))
    expect(block.locator("[data-left]")).to_have_text("")
    phone.clock.run_for(31_000)
    expect(block).to_have_attribute("data-state", "done")


def test_tension_gives_time_to_read_then_to_press_then_longer_to_let_go(phone: Page) -> None:
    block = open_block(phone, "tense")
    block.locator("[data-options] [value=hands]").uncheck()
    main_button(phone).click()
    phone.clock.run_for(500)
    shoulders = str(block.locator("[data-part=shoulders] [data-usual]").text_content())
    expect(block.locator("[data-cue]")).to_have_text(shoulders)

    phone.clock.run_for(6_000)
    expect(block.locator("[data-cue]")).to_have_text(str(block.get_attribute("data-word-tense")))
    phone.clock.run_for(5_000)
    expect(block.locator("[data-cue]")).to_have_text(str(block.get_attribute("data-word-release")))


def test_senses_go_card_by_card_and_each_has_another_way(phone: Page) -> None:
    phone.goto("/en/modules/grounding#five-senses")
    block = block_of(phone, "senses")
    expect(block.locator("[data-card]:visible")).to_have_count(1)
    expect(block.locator("[data-usual]:visible")).to_have_text(
        words_of("five-senses", "senses", "5", 1)
    )
    assert block.locator(".dot:visible").count() == 5

    block.locator(".swap:visible").click()
    expect(block.locator("[data-other]:visible")).to_have_text(
        words_of("five-senses", "senses", "5", 2)
    )
    expect(block.locator("[data-usual]:visible")).to_have_count(0)
    block.locator(".dot:visible").first.click()
    for _ in range(5):
        main_button(phone).click()
    expect(block.locator("[data-card]:visible h3")).to_have_text(
        words_of("five-senses", "senses", "end")
    )
    main_button(phone).click()

    expect(block).to_have_attribute("data-state", "done")
    expect(forward(phone)).to_be_focused()
    assert filled_buttons(phone) == ["Next"]


def test_senses_can_be_stopped_and_skipped(phone: Page) -> None:
    phone.goto("/en/now/now-far")
    expect(forward(phone)).to_have_text("Skip")
    forward(phone).click()
    expect(phone.locator("#say")).to_be_visible()

    phone.go_back()
    phone.reload()
    main_button(phone).click()
    phone.locator("[data-dock] [data-stop]").click()
    assert filled_buttons(phone) == ["Next"]


WAYS_OUT = {"close": "[data-close]", "call": ".player-call", "hide": "[data-hide]"}


@pytest.mark.parametrize("kind", ["breathe", "senses"])
@pytest.mark.parametrize("way", WAYS_OUT)
def test_what_was_practised_counts_when_somebody_leaves_in_the_middle(
    phone: Page, kind: str, way: str
) -> None:
    phone.clock.install()
    phone.goto(f"/en/modules/grounding#{'five-senses' if kind == 'senses' else TIMED[kind][1]}")
    expect(main_button(phone)).to_be_visible()
    main_button(phone).click()
    phone.clock.run_for(125_000)

    phone.locator(WAYS_OUT[way]).click()
    phone.wait_for_url(lambda url: "grounding" not in url)

    eventually(phone, lambda: [event["minutes"] for event in practised(phone)] == [1, 2])


def test_what_was_practised_before_one_starts_again_counts(phone: Page) -> None:
    open_block(phone, "breathe")
    main_button(phone).click()
    phone.clock.run_for(125_000)
    go_away(phone)
    come_back(phone)
    phone.locator("[data-dock] [data-again]").click()
    phone.clock.run_for(20_000)
    phone.locator("[data-dock] [data-stop]").click()

    eventually(phone, lambda: [event["minutes"] for event in practised(phone)] == [1, 2, 1])


def test_a_pause_and_a_stop_are_one_practice(phone: Page) -> None:
    open_block(phone, "breathe")
    main_button(phone).click()
    phone.clock.run_for(20_000)
    main_button(phone).click()
    main_button(phone).click()
    phone.clock.run_for(20_000)
    phone.locator("[data-dock] [data-stop]").click()

    eventually(phone, lambda: bool(practised(phone)))
    assert [event["minutes"] for event in practised(phone)] == [1]
