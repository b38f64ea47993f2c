"""The kinds of blocks in which people choose, and the newer exercises, on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.browser.conftest import command, eventually
from tests.browser.test_player import kinds, notes, written_down
from tests.library.folder import CONTENT, Folder
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
FIRST, SECOND = "modules/every-kind", "modules/more-kinds"
TIMED = {
    "notice": (FIRST, "one-thing"),
    "hand": (FIRST, "kind-hand"),
    "imagine": (FIRST, "place"),
    "move": (SECOND, "motion"),
    "draw": (SECOND, "drawing"),
}


@pytest.fixture(scope="module")
def kinds_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose content has a block of every kind."""
    root = tmp_path_factory.mktemp("kinds")
    content = root / "content"
    content.mkdir()
    folder = Folder(content)
    folder.fill()
    for path in ("help/ua.yml", "words/aliases.yml"):
        folder.write(path, (CONTENT / path).read_text("utf-8"))
    folder.add_every_kind()
    server = _server(root / "instance", content)
    yield server.url
    server.kill()


def _server(instance: Path, content: Path) -> Server:
    instance.mkdir()
    server = Server(instance, demo=False, content_dir=str(content))
    command(server, "db", "upgrade")
    server.start()
    return server


@pytest.fixture
def page(new_phone: NewPhone, kinds_server: str) -> Iterator[Page]:
    """A page on a fresh phone; its console errors fail the test."""
    page = new_phone(base_url=kinds_server).new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    yield page
    assert faults == [], faults


def open_step(page: Page, path: str, step: str, language: str = "en") -> Locator:
    page.goto(f"/{language}/{path}#{step}")
    page.locator(".playing").wait_for()
    block = page.locator(f"#{step} [data-block]").first
    expect(block).to_be_visible()
    return block


def open_timed(page: Page, kind: str) -> Locator:
    page.clock.install()
    block = open_step(page, *TIMED[kind])
    expect(main_button(page)).to_be_visible()
    return block


def main_button(page: Page) -> Locator:
    return page.locator("[data-dock] [data-practice] [data-main]")


def tick(block: Locator, words: str) -> None:
    block.get_by_label(words, exact=True).check()


def come_again(page: Page) -> None:
    page.wait_for_timeout(300)
    page.reload()
    page.locator(".playing").wait_for()


# Timed ones.


@pytest.mark.parametrize("kind", TIMED)
def test_it_waits_runs_pauses_and_comes_to_its_end(page: Page, kind: str) -> None:
    block = open_timed(page, kind)
    page.clock.run_for(60_000)
    expect(block).to_have_attribute("data-state", "waiting")

    main_button(page).click()
    page.clock.run_for(2_000)
    main_button(page).click()
    said = block.locator("[data-cue]").inner_text()
    assert said
    page.clock.run_for(300_000)
    expect(block.locator("[data-cue]")).to_have_text(said)

    main_button(page).click()
    page.clock.run_for(200_000)
    expect(block).to_have_attribute("data-state", "done")
    eventually(page, lambda: ("practised", TIMED[kind][1]) in kinds(page))
    assert {e["step"] for e in written_down(page) if e["kind"] == "practised"} == {TIMED[kind][1]}


@pytest.mark.parametrize("kind", TIMED)
def test_it_can_be_skipped_and_stopped(page: Page, kind: str) -> None:
    block = open_timed(page, kind)
    main_button(page).click()
    page.clock.run_for(1_000)
    stop = page.locator("[data-dock] [data-stop]")
    assert (stop.bounding_box() or {"height": 0})["height"] >= 48
    stop.click()
    expect(block).to_have_attribute("data-state", "done")

    page.reload()
    main_button(page).click()
    page.locator("[data-dock] [data-skip]").click()
    expect(block).to_be_hidden()


def test_the_bell_asks_where_the_attention_was(page: Page) -> None:
    block = open_timed(page, "notice")
    tick(block, "A seam of your sleeve.")
    main_button(page).click()
    cue = block.locator("[data-cue]")
    expect(cue).to_have_text("A seam of your sleeve.")

    page.clock.run_for(31_000)

    expect(cue).to_have_text("Where was your attention? Fine. You can come back.")
    expect(block.locator("[data-more]")).to_have_text("A seam of your sleeve.")


def test_the_other_way_of_a_hand_is_what_is_said(page: Page) -> None:
    block = open_timed(page, "hand")
    tick(block, "Take a warm cup.")
    main_button(page).click()

    expect(block.locator("[data-cue]")).to_have_text("Take a warm cup.")
    page.clock.run_for(31_000)
    expect(block.locator("[data-more]")).to_have_text("Halfway")


def test_an_imagining_says_the_way_back_again_and_again(page: Page) -> None:
    block = open_timed(page, "imagine")
    tick(block, "A place that you make up")
    main_button(page).click()
    expect(page.locator("[data-dock] [data-stop]")).to_have_text("Come back")
    expect(block.locator("[data-more]")).to_have_text("A place that you make up")

    heard = []
    for _ in range(80):
        heard.append("You can come back" in block.locator("[data-cue]").inner_text())
        page.clock.run_for(1_000)

    longest = max(
        len(quiet) for quiet in "".join("x" if said else "." for said in heard).split("x")
    )
    assert sum(heard) > 3
    assert longest <= 25


def test_a_movement_is_said_the_way_one_sits(page: Page) -> None:
    block = open_timed(page, "move")
    tick(block, "Very small, for a shelter")
    main_button(page).click()
    expect(block.locator("[data-cue]")).to_have_text("Move your fingers in a pocket.")

    page.clock.run_for(21_000)

    expect(block.locator("[data-cue]")).to_have_text("Sit quietly.")


# Those in which people choose.


def test_a_name_is_said_in_a_sentence_and_kept_only_if_asked(page: Page) -> None:
    block = open_step(page, FIRST, "named")
    tick(block, "I will be late")
    block.get_by_label("In your own words").fill("nobody sees me")
    block.get_by_label("In your own words").press("Enter")
    said = block.locator("[data-named] li")
    assert said.all_inner_texts() == [
        "I notice a thought that I will be late.",
        "I notice a thought that nobody sees me.",
    ]
    come_again(page)
    expect(said).to_have_count(0)

    tick(block, "it all rests on me")
    tick(block, "Keep it on this phone")
    come_again(page)
    expect(said).to_have_text(["I notice a thought that it all rests on me."])

    block.get_by_role("button", name="Erase").click()
    expect(said).to_have_count(0)
    come_again(page)
    expect(block.get_by_label("it all rests on me")).not_to_be_checked()


def test_what_is_touched_before_the_script_came_counts(page: Page) -> None:
    held: list[Route] = []
    page.route("**/js/blocks/cards.js*", lambda route: held.append(route))
    page.goto(f"/en/{FIRST}#needs")
    block = page.locator("#needs [data-block]").first
    tick(block, "Sleep")
    tick(block, "Warmth")

    eventually(page, lambda: bool(held))
    for route in held:
        route.continue_()

    expect(block.locator("[data-said]")).to_have_text("Chosen: 2 of 2")
    eventually(page, lambda: "picked" in notes(page))
    come_again(page)
    expect(block.get_by_label("Sleep", exact=True)).to_be_checked()
    expect(block.get_by_label("Warmth", exact=True)).to_be_checked()


def test_no_more_cards_are_picked_than_fit_and_a_pick_can_be_undone(page: Page) -> None:
    block = open_step(page, FIRST, "needs")
    tick(block, "Sleep")
    tick(block, "Warmth")
    expect(block.get_by_label("Quiet", exact=True)).to_be_disabled()
    expect(block.locator("[data-said]")).to_have_text("Chosen: 2 of 2")

    block.get_by_label("Sleep", exact=True).uncheck()
    tick(block, "Money or papers")

    expect(block.get_by_text("the first consultation at a centre")).to_be_visible()
    come_again(page)
    expect(block.get_by_label("Warmth", exact=True)).to_be_checked()
    expect(block.get_by_label("Sleep", exact=True)).not_to_be_checked()


def test_cards_are_put_in_order_with_buttons_alone(page: Page) -> None:
    block = open_step(page, FIRST, "direction")
    for card in ("Care", "Humour", "Home"):
        tick(block, card)
    order = block.locator("[data-picked] [data-words]")
    expect(order).to_have_text(["Care", "Humour", "Home"])

    block.get_by_role("button", name="Move up: Home").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    expect(order).to_have_text(["Home", "Care", "Humour"])
    expect(block.get_by_role("button", name="Move down: Home")).to_be_focused()
    come_again(page)
    expect(order).to_have_text(["Home", "Care", "Humour"])


def test_my_people_stay_on_the_phone_with_a_number_to_call(page: Page) -> None:
    block = open_step(page, FIRST, "my-people")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    block.get_by_label("Name or initials").fill("O.")
    block.get_by_label("Phone number").fill("+380 00 000 00 00")
    block.get_by_role("button", name="Add").click()
    block.get_by_label("Name or initials").fill("Aunt")
    block.get_by_role("button", name="Add").click()

    expect(block.get_by_label("Name or initials")).to_be_hidden()
    come_again(page)
    expect(block.locator("[data-list] [data-words]")).to_have_text(["O.", "Aunt"])
    assert block.get_by_role("link", name="Call: O.").get_attribute("href") == "tel:+380000000000"
    assert not any("Aunt" in each or "380000000000" in each for each in sent)

    block.get_by_role("button", name="Take out: O.").click()
    expect(block.locator("[data-list] [data-words]")).to_have_text(["Aunt"])


def test_nobody_right_now_is_an_answer_that_leads_to_people(page: Page) -> None:
    block = open_step(page, FIRST, "my-people")
    block.get_by_text("Nobody right now").first.click()

    expect(block.get_by_text("You can talk with people of your centre.")).to_be_visible()
    expect(block.get_by_role("link", name="Call a person")).to_be_visible()


def test_the_kit_stands_on_the_first_page_until_it_is_erased(page: Page) -> None:
    block = open_step(page, FIRST, "my-kit")
    block.get_by_role("checkbox").nth(0).check()
    block.get_by_role("checkbox").nth(2).check()
    eventually(page, lambda: notes(page).count("'path'") == 2)

    page.goto("/en/")
    links = page.locator("[data-kit] a")
    expect(links).to_have_count(2)
    assert links.nth(1).get_attribute("href") == "/en/modules/grounding#five-senses"

    block = open_step(page, FIRST, "my-kit")
    block.get_by_role("button", name="Erase").click()
    expect(block.locator("[data-state]")).to_have_text("Erased.")
    page.goto("/en/")
    expect(page.locator("[data-kit]")).to_be_hidden()


def test_an_aside_is_seen_only_by_those_who_chose_it(page: Page) -> None:
    page.goto(f"/en/{SECOND}#aside")
    page.locator(".playing").wait_for()
    aside = page.get_by_text("Not knowing is hard.")
    page.wait_for_timeout(300)
    expect(aside).to_be_hidden()

    page.goto("/en/you")
    page.get_by_text("Show words for some people").first.click()
    page.get_by_label("For those who wait for news").check()
    eventually(page, lambda: "lenses" in notes(page))
    page.goto(f"/en/{SECOND}#aside")

    expect(aside).to_be_visible()
    expect(page.get_by_text("let it be quiet")).to_be_hidden()


def test_what_is_struck_once_comes_with_another_way_everywhere(page: Page) -> None:
    page.goto("/en/you")
    page.get_by_text("Leave out in exercises").first.click()
    page.get_by_label("Touching my body").check()
    page.get_by_label("Imagining pictures").check()
    eventually(page, lambda: "imagery" in notes(page))

    hand = open_step(page, FIRST, "kind-hand")
    expect(hand.get_by_label("Take a warm cup.")).to_be_checked()

    place = open_step(page, FIRST, "place")
    expect(place.get_by_text("that you chose to leave out")).to_be_visible()
    place.get_by_role("link", name="Another way: One thing").click()
    expect(page.locator("#one-thing")).to_be_visible()

    page.goto("/en/you")
    page.get_by_role("button", name="Erase this choice").click()
    eventually(page, lambda: "left-out" not in notes(page))
    place = open_step(page, FIRST, "place")
    page.wait_for_timeout(300)
    expect(place.get_by_text("that you chose to leave out")).to_be_hidden()


def test_a_struck_exercise_is_skipped_with_one_touch(page: Page) -> None:
    page.goto("/en/you")
    page.get_by_text("Leave out in exercises").first.click()
    page.get_by_label("Movement").check()
    eventually(page, lambda: "movement" in notes(page))

    move = open_step(page, SECOND, "motion")
    move.get_by_role("button", name="Skip this exercise").click()

    expect(page.locator("#drawing")).to_be_visible()
    eventually(page, lambda: ("skipped", "motion") in kinds(page))


def test_a_route_asks_one_question_at_a_time(page: Page) -> None:
    block = open_step(page, SECOND, "way")
    expect(block.locator("[data-question]:visible")).to_have_count(1)
    block.get_by_role("button", name="No", exact=True).click()
    expect(block.get_by_text("Is there violence at home?")).to_be_focused()

    block.get_by_role("button", name="Yes", exact=True).click()

    expect(block.get_by_text("Within 24 hours")).to_be_visible()
    block.get_by_role("button", name="From the first question").click()
    expect(block.get_by_text("Is a life in danger now?")).to_be_focused()
    for _ in range(4):
        block.get_by_role("button", name="No", exact=True).click()
    expect(block.get_by_text("Say that the door is open.")).to_be_visible()
    expect(block.locator("[data-level]:visible")).to_contain_text("Within two weeks")
