"""What some phones have and others have not: a dark screen, a wake lock, vibration, a voice."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.blocks import main_button, open_block
from tests.browser.test_player import LIBRARY, forward

NewPhone = Callable[..., BrowserContext]
SPEECH = """
    window.spoken = [];
    const voices = %s.map((lang) => ({ lang, localService: true, name: lang }));
    const stage = new EventTarget();
    Object.assign(stage, {
        speaking: false, pending: false, getVoices: () => voices, cancel() {},
        speak(utterance) { spoken.push([utterance.lang, utterance.text]); setTimeout(() => utterance.onend?.(), 50); },
    });
    Object.defineProperty(window, 'speechSynthesis', { value: stage });
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


def test_the_screen_can_be_black_while_it_runs_and_only_then(phone: Page) -> None:
    block = open_block(phone, "breathe")
    block.locator(".practice-settings summary").click()
    block.locator("[data-dark]").check()
    main_button(phone).click()
    assert phone.evaluate("document.documentElement.dataset.theme") == "black"
    assert (
        phone.evaluate(
            "document.getAnimations().filter(({ playState }) => playState === 'running').length"
        )
        == 0
    )

    phone.locator("[data-dock] [data-stop]").click()

    assert phone.evaluate("document.documentElement.dataset.theme ?? null") is None


def test_it_keeps_the_screen_awake_while_it_runs(phone: Page) -> None:
    phone.add_init_script(
        """window.awake = 0;
        Object.defineProperty(navigator, 'wakeLock', { value: {
            request: async () => { awake += 1; return { release: async () => { awake -= 1; } }; },
        } });"""
    )
    open_block(phone, "breathe")
    main_button(phone).click()
    phone.wait_for_function("() => awake === 1")
    main_button(phone).click()
    phone.wait_for_function("() => awake === 0")


def test_it_says_so_when_the_screen_may_go_dark(phone: Page) -> None:
    phone.add_init_script("Object.defineProperty(navigator, 'wakeLock', { value: undefined });")
    block = open_block(phone, "breathe")
    main_button(phone).click()

    expect(block.locator("[data-may-darken]")).to_be_visible()


def test_it_vibrates_only_when_asked_to(phone: Page) -> None:
    phone.add_init_script("window.pulses = []; navigator.vibrate = (pulse) => pulses.push(pulse);")
    block = open_block(phone, "breathe")
    main_button(phone).click()
    phone.clock.run_for(5_000)
    assert phone.evaluate("pulses") == []
    phone.locator("[data-dock] [data-stop]").click()
    phone.reload()

    expect(main_button(phone)).to_be_visible()
    block.locator(".practice-settings summary").click()
    block.locator("[data-vibration]").check()
    main_button(phone).click()
    phone.clock.run_for(4_500)

    assert phone.evaluate("pulses") == [60, [160]]


def test_a_foreign_voice_never_reads_ukrainian(phone: Page) -> None:
    phone.add_init_script(SPEECH % "['ru-RU', 'en-US', 'pl-PL']")
    phone.goto("/uk/modules/grounding#why")
    expect(forward(phone)).to_be_visible()
    phone.wait_for_timeout(900)

    expect(phone.locator(".listen")).to_have_count(0)


def test_a_voice_of_the_language_reads_sentence_by_sentence_after_a_tap(phone: Page) -> None:
    phone.add_init_script(SPEECH % "['ru-RU', 'uk_UA']")
    phone.goto("/uk/modules/grounding#why")
    listen = phone.locator("#why .listen button")
    expect(listen).to_be_visible()
    assert phone.evaluate("spoken") == []

    listen.click()
    phone.wait_for_function("() => spoken.length >= 4")

    spoken = phone.evaluate("spoken")
    assert {language for language, _ in spoken} == {"uk_UA"}
    step = LIBRARY.module("uk", "grounding").step("why")  # type: ignore[union-attr]
    paragraph = step.parts[0].text.splitlines()[0]  # type: ignore[union-attr]
    assert spoken[0][1] == step.title  # type: ignore[union-attr]
    assert paragraph.startswith(f"{spoken[1][1]} {spoken[2][1]} {spoken[3][1]}")
    listen.click()
    phone.wait_for_timeout(300)
    heard = phone.evaluate("spoken.length")
    phone.wait_for_timeout(500)
    assert phone.evaluate("spoken.length") == heard


def test_voices_that_arrive_late_are_waited_for(phone: Page) -> None:
    late = (SPEECH % "['uk-UA']").replace(
        "getVoices: () => voices", "getVoices: () => (window.late ? voices : [])"
    )
    phone.add_init_script(
        late
        + "setTimeout(() => { window.late = true; speechSynthesis.dispatchEvent(new Event('voiceschanged')); }, 200);"
    )
    phone.goto("/uk/modules/grounding#why")

    expect(phone.locator("#why .listen button")).to_be_visible()


def test_reading_aloud_ends_when_an_exercise_begins(phone: Page) -> None:
    phone.add_init_script(SPEECH % "['uk-UA']")
    phone.goto("/uk/modules/grounding#three-points")
    phone.locator("#three-points .listen button").click()
    phone.wait_for_function("() => spoken.length >= 1")

    main_button(phone).click()
    heard = phone.evaluate("spoken.length")
    phone.wait_for_timeout(500)

    assert phone.evaluate("spoken.length") == heard
    expect(phone.locator("#three-points .listen button")).to_have_text("Слухати")


def test_a_sentence_that_was_hushed_before_it_began_is_not_spoken(phone: Page) -> None:
    phone.add_init_script((SPEECH % "['uk-UA']").replace("speaking: false", "speaking: true"))
    phone.goto("/uk/modules/grounding#why")
    listen = phone.locator("#why .listen button")
    expect(listen).to_be_visible()

    listen.evaluate("button => { for (let tap = 0; tap < 4; tap += 1) button.click(); }")
    phone.wait_for_timeout(500)

    assert len(phone.evaluate("spoken")) <= 1


def test_an_exercise_goes_on_without_a_voice_that_comes_to_no_end(phone: Page) -> None:
    phone.add_init_script((SPEECH % "['en-GB']").replace("utterance.onend?.()", "null"))
    block = open_block(phone, "script")
    lines = block.locator(".lines .line").all_text_contents()
    block.locator(".practice-settings summary").click()
    block.locator("[data-aloud]").check()
    main_button(phone).click()
    expect(block.locator("[data-cue]")).to_have_text(lines[0])

    for _ in range(90):
        phone.clock.run_for(1_000)

    expect(block.locator("[data-cue]")).not_to_have_text(lines[0])
