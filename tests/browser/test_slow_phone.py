"""A phone whose storage takes its time to open: what people touch meanwhile and what was kept are both there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.blocks import open_block
from tests.browser.conftest import eventually
from tests.browser.pages import open_page, play
from tests.browser.test_player import notes

NewPhone = Callable[..., BrowserContext]
CAN_BE_SLOW = """
    const { open } = IDBFactory.prototype;
    const awake = new Promise((wake) => { window.wake = wake; });
    if (!localStorage.slow) wake();
    IDBFactory.prototype.open = function (...name) {
        const request = open.apply(this, name);
        Object.defineProperty(request, "onsuccess", {
            set: (act) => request.addEventListener("success", () => awake.then(() => act.call(request))),
        });
        return request;
    };
"""
FAILS_ONCE = """
    const { get } = IDBObjectStore.prototype;
    window.failed = new Set();
    IDBObjectStore.prototype.get = function (key) {
        if (String(key).startsWith("cards ") && !failed.has(key)) {
            failed.add(key);
            throw new DOMException("connection lost", "UnknownError");
        }
        return get.call(this, key);
    };
"""
DARK_IS_KEPT = """
    import("/static/js/store.js").then(({ kept }) => kept("device", "practice-dark"))
"""
FIELDS = {
    "note": ("modules/grounding#after", "#after textarea"),
    "plan": ("modules/grounding#plan", "#plan [name=after]"),
}


@pytest.fixture
def page(new_phone: NewPhone, live_server: str) -> Page:
    """A page on a phone that is quick until `be_slow`."""
    page = new_phone(base_url=live_server).new_page()
    page.add_init_script(CAN_BE_SLOW)
    return page


def be_slow(page: Page) -> None:
    """From the next page on, storage waits for `wake`."""
    page.evaluate("localStorage.slow = 1")


def wake(page: Page) -> None:
    page.evaluate("window.wake()")


def come_again_slowly(page: Page, kind: str) -> None:
    """Load the player once more; the script of a block of this kind then waits for the storage."""
    be_slow(page)
    page.reload()
    page.locator(".playing").wait_for()
    page.evaluate("kind => import(`/static/js/blocks/${kind}.js`).then(() => true)", kind)


def be_quick_and_come_again(page: Page) -> None:
    page.evaluate("localStorage.removeItem('slow')")
    page.reload()


def box(page: Page, words: str) -> Locator:
    return page.get_by_label(words, exact=True)


@pytest.mark.parametrize("kind", FIELDS)
def test_a_field_comes_with_what_was_written_in_it(page: Page, kind: str) -> None:
    address, field = FIELDS[kind]
    play(page, f"/en/{address}")
    page.locator(field).fill("after tea")
    eventually(page, lambda: "after tea" in notes(page))
    come_again_slowly(page, kind)
    expect(page.locator(field)).to_have_count(0)

    wake(page)

    expect(page.locator(field)).to_have_value("after tea")


def test_people_of_before_stay_when_one_more_is_added(page: Page) -> None:
    play(page, "/en/modules/kindness#my-people")
    block = page.locator("#my-people [data-block]")
    block.get_by_label("Name or initials").fill("O.")
    block.get_by_role("button", name="Add").click()
    eventually(page, lambda: "O." in notes(page))
    come_again_slowly(page, "people")
    expect(block.get_by_label("Name or initials")).to_have_count(0)

    wake(page)
    block.get_by_label("Name or initials").fill("Aunt")
    block.get_by_role("button", name="Add").click()

    eventually(page, lambda: "Aunt" in notes(page))
    be_quick_and_come_again(page)
    expect(block.locator("[data-list] [data-words]")).to_have_text(["O.", "Aunt"])


def test_a_card_that_is_touched_early_joins_those_of_before(page: Page) -> None:
    play(page, "/en/modules/needs-values#direction")
    box(page, "Care").check()
    eventually(page, lambda: "picked" in notes(page))
    come_again_slowly(page, "cards")
    box(page, "Humour").check()

    wake(page)

    order = page.locator("#direction [data-picked] [data-words]")
    expect(order).to_have_text(["Care", "Humour"])
    be_quick_and_come_again(page)
    expect(order).to_have_text(["Care", "Humour"])


def test_a_voice_that_is_touched_early_joins_those_of_before(page: Page) -> None:
    play(page, "/en/modules/kindness#tone")
    box(page, "strictly").check()
    box(page, "Keep it on this phone").check()
    eventually(page, lambda: "words" in notes(page))
    come_again_slowly(page, "name")
    box(page, "in a hurry").check()

    wake(page)

    expect(page.locator("#tone [data-named] li")).to_have_count(2)
    be_quick_and_come_again(page)
    expect(box(page, "strictly")).to_be_checked()
    expect(box(page, "in a hurry")).to_be_checked()


def test_what_is_erased_early_does_not_come_back(page: Page) -> None:
    play(page, "/en/modules/needs-values#direction")
    block = page.locator("#direction [data-block=cards]")
    box(page, "Care").check()
    eventually(page, lambda: "picked" in notes(page))
    come_again_slowly(page, "cards")
    box(page, "Humour").check()
    block.get_by_role("button", name="Erase").click()

    wake(page)

    expect(block.locator("[data-state]")).to_have_text("Erased.")
    assert "picked" not in notes(page)
    be_quick_and_come_again(page)
    expect(block.locator("[data-said]")).to_contain_text("0")
    expect(block.locator("input:checked")).to_have_count(0)


def test_no_more_voices_are_kept_than_fit_and_those_of_before_stay(page: Page) -> None:
    play(page, "/en/modules/kindness#tone")
    for words in ("strictly", "in a hurry"):
        box(page, words).check()
    box(page, "Keep it on this phone").check()
    eventually(page, lambda: "hurry" in notes(page))
    come_again_slowly(page, "name")
    for words in ("warmly", "with blame"):
        box(page, words).check()

    wake(page)

    expect(page.locator("#tone [data-named] li")).to_have_count(2)
    expect(box(page, "strictly")).to_be_checked()
    expect(box(page, "warmly")).not_to_be_checked()
    expect(box(page, "warmly")).to_be_disabled()


def test_a_kit_of_before_is_joined_by_what_is_touched_early(page: Page) -> None:
    play(page, "/en/modules/room#my-kit")
    kit = page.locator("#my-kit [data-block=kit] fieldset input")
    kit.nth(0).check()
    eventually(page, lambda: "exercises" in notes(page))
    come_again_slowly(page, "kit")
    kit.nth(1).check()

    wake(page)

    expect(page.locator("#my-kit [data-block=kit] input:checked")).to_have_count(2)
    eventually(page, lambda: notes(page).count("'path'") == 2)


def test_what_cannot_be_read_is_not_written_over(page: Page) -> None:
    play(page, "/en/modules/needs-values#direction")
    box(page, "Care").check()
    eventually(page, lambda: "picked" in notes(page))
    page.add_init_script(FAILS_ONCE)
    page.reload()
    page.locator(".playing").wait_for()
    blocks = page.locator("[data-block=cards]").count()
    page.wait_for_function("blocks => failed.size === blocks", arg=blocks)
    box(page, "Humour").check()

    state = page.locator("#direction [data-block=cards] [data-state]")
    expect(state).to_have_text("This was not kept. Perhaps there is no room on this phone.")
    assert "humour" not in notes(page)
    assert "care" in notes(page)


def test_what_is_left_out_early_joins_what_was_left_out_before(page: Page) -> None:
    open_page(page, "/en/you")
    page.get_by_text("Leave out in exercises").first.click()
    page.get_by_label("Movement").check()
    eventually(page, lambda: "movement" in notes(page))
    be_slow(page)
    page.reload()
    page.get_by_text("Leave out in exercises").first.click()
    page.get_by_label("Touching my body").check()

    wake(page)

    eventually(page, lambda: "touch" in notes(page))
    assert "movement" in notes(page)
    expect(page.get_by_label("Movement")).to_be_checked()
    expect(page.get_by_label("Touching my body")).to_be_checked()


def test_a_black_screen_that_is_asked_for_early_stays_asked_for(page: Page) -> None:
    open_page(page, "/en/")
    be_slow(page)
    block = open_block(page, "breathe")
    block.locator(".practice-settings summary").click()
    block.locator("[data-dark]").check()

    wake(page)

    eventually(page, lambda: page.evaluate(DARK_IS_KEPT))
    expect(block.locator("[data-dark]")).to_be_checked()


def test_digits_that_are_typed_early_stay_beside_a_code_of_before(page: Page) -> None:
    open_page(page, "/en/join")
    page.evaluate(
        "import('/static/js/typed-offline.js').then(({ keepCode }) => keepCode('1000000012'))"
    )
    be_slow(page)
    page.reload()
    page.locator("[name=slip]").fill("1000 0000")

    wake(page)

    expect(page.locator("[data-forget]")).to_be_visible()
    expect(page.locator("[name=slip]")).to_have_value("1000 0000")
