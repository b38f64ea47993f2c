"""Every module, tool, note and module for staff: played to its end in flight mode, read without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from selfhelp.library.models import Block, Module
from tests.browser.conftest import wait_until_ready_offline
from tests.browser.pages import LIBRARY

NewPhone = Callable[..., BrowserContext]
TEXTS = list(LIBRARY.everything("uk"))
HIDDEN_ON_PURPOSE = {("check", "no"), ("imagine", "exit")}
"""What only a running exercise says."""


def path_of(text: Module) -> str:
    return f"/{text.lang}/{'now' if text.kind == 'tool' else 'modules'}/{text.id}"


# A person who answers what is asked, begins each exercise, ends every other one early and skips the rest.
PLAY = """async () => {
    const steps = [], moving = [];
    const until = async (so, what) => {
        const end = performance.now() + 15000;
        while (!so()) {
            if (performance.now() > end) throw new Error(what);
            await new Promise((resolve) => setTimeout(resolve, 10));
        }
    };
    const isShown = (element) => Boolean(element) && element.checkVisibility({ visibilityProperty: true });
    const shown = () => document.querySelector("[data-screen]:not([hidden])");
    const press = (button, what) => {
        if (!isShown(button) || button.disabled) throw new Error(`${what} cannot be pressed`);
        button.click();
    };
    const notice = (step) => {
        const seconds = (animation) => animation.effect.getComputedTiming().duration / 1000;
        if (document.getAnimations().some((one) => one.playState === "running" && seconds(one) > 0.1)) moving.push(step);
    };
    const dock = (name) => document.querySelector(`[data-dock] ${name}`);
    const isOver = (block) => ["done", "skipped"].includes(block.dataset.state);

    await until(() => document.querySelector(".playing"), "the player");
    if (shown().dataset.screen === "intro") press(document.querySelector("[data-from-start]"), "Start");
    let skips = false;
    while (shown().dataset.screen === "step") {
        const screen = shown();
        steps.push(screen.id);
        const blocks = [...screen.querySelectorAll("[data-practice-block]")];
        await until(() => blocks.every((block) => block.dataset.state), `${screen.id}: a block stays asleep`);
        for (const asked of screen.querySelectorAll("fieldset")) {
            const choice = asked.querySelector("input");
            if (isShown(asked) && choice && !choice.checked) choice.click();
        }
        for (const block of blocks) {
            if (isOver(block)) continue;
            await until(() => isShown(dock("[data-practice] [data-main]")), `${screen.id}: nothing to begin with`);
            press(dock("[data-practice] [data-main]"), `${screen.id}: Begin`);
            notice(screen.id);
            if (skips && isShown(dock("[data-practice] [data-skip]"))) press(dock("[data-practice] [data-skip]"), "Skip");
            else if (!isOver(block)) press(dock("[data-practice] [data-stop]"), `${screen.id}: Stop`);
            await until(() => isOver(block), `${screen.id}: the exercise never ends`);
            skips = !skips;
        }
        if (shown() === screen) press(dock("[data-next]"), `${screen.id}: Next`);
        await until(() => shown() !== screen, `${screen.id}: no way on`);
    }
    await until(() => isShown(document.querySelector("[data-feelings]")), "how it is now");
    document.querySelector("[data-feelings] input").click();
    const answered = document.querySelector("[data-feeling=easier]");
    await until(() => isShown(answered), "an answer to how it is now");
    const { progressOf } = await import("/static/js/diary.js");
    const { moduleId } = document.querySelector("[data-module-id]").dataset;
    let done = false;
    await until(() => done || void progressOf(moduleId).then((progress) => (done = progress.done)), "done is not counted");
    return { steps, moving };
}"""


def test_every_text_plays_to_its_end_in_flight_mode_without_motion(
    new_phone: NewPhone, live_server: str
) -> None:
    context = new_phone(base_url=live_server, reduced_motion="reduce")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.goto("/uk/")
    wait_until_ready_offline(page)
    for text in TEXTS:
        if text.audience == "staff":  # phones keep those only once they were opened
            page.goto(path_of(text), wait_until="networkidle")
    context.set_offline(True)

    played = {}
    for text in TEXTS:
        page.goto(path_of(text), wait_until="commit")
        played[text.id] = page.evaluate(PLAY)

    assert len(played) == 44
    assert {text.id: played[text.id]["steps"] for text in TEXTS} == {
        text.id: [step.id for step in text.steps] for text in TEXTS
    }
    assert {name: one["moving"] for name, one in played.items() if one["moving"]} == {}
    assert faults == []


READ = """() => {
    for (const details of document.querySelectorAll("main details")) details.open = true;
    const dead = [...document.querySelectorAll("button")]
        .filter((button) => button.checkVisibility() && !(button.type === "submit" && button.form?.action));
    return { words: document.querySelector("main").innerText, dead: dead.map(({ innerText }) => innerText) };
}"""


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_text_can_be_read_to_its_last_word_without_javascript(
    new_phone: NewPhone, live_server: str, language: str
) -> None:
    page = new_phone(base_url=live_server, java_script_enabled=False).new_page()
    missing: dict[str, list[str]] = {}
    dead: dict[str, list[str]] = {}
    for text in LIBRARY.everything(language):
        page.goto(path_of(text), wait_until="load")  # with its styles: they hide what needs scripts
        found = page.evaluate(READ)
        words = even(found["words"])
        missing[text.id] = [one for one in words_of(text) if even(one) not in words]
        dead[text.id] = found["dead"]

    assert len(missing) == 44
    assert {name: lost for name, lost in missing.items() if lost} == {}
    assert {name: buttons for name, buttons in dead.items() if buttons} == {}


def words_of(text: Module) -> list[str]:
    """Every sentence, cell and title of a text, as its author wrote them."""
    found = [text.title, text.summary if text.kind != "tool" else ""]
    for step in text.steps:
        found.append(step.title)
        for part in step.parts:
            found += part.text.split("\n")
            if isinstance(part, Block):
                found += [line.text for line in part.lines]
                found += [
                    piece
                    for row in part.rows
                    if (part.kind, row.key) not in HIDDEN_ON_PURPOSE
                    for cell in (row.cells[:-1] if part.kind == "route" else row.cells)
                    for piece in (cell.split(";") if part.kind == "plan" else [cell])
                ]
    return [one for one in found if one.strip()]


def even(words: str) -> str:
    """One kind of space, small letters: a page may break lines and raise its voice in headings."""
    return re.sub(r"\s+", " ", words).strip().lower()
