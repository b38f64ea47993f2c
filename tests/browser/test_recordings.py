"""Recorded voices: offered with their size, kept by a tap, played offline in slices, removed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Request, Route, expect

from tests.browser.blocks import main_button
from tests.browser.conftest import command, eventually, wait_until_ready_offline
from tests.library.folder import CONTENT, Folder
from tests.library.sounds import FRAME, quiet_mp3
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
MODULE = "/uk/modules/grounding"
RECORDED = {"why": 40.0, "three-points": 90.0, "long-breath": 150.0}
HEARD = """navigator.mediaSession.metadata?.title"""
SAVED = """async () => (await (await caches.open("media-v1")).keys()).map(({ url }) => new URL(url).pathname)"""
SLICE = """async ([address, range]) => {
    const answer = await fetch(address, { headers: { Range: range } });
    return [answer.status, answer.headers.get("Content-Range"), [...new Uint8Array(await answer.arrayBuffer())]];
}"""


@pytest.fixture(scope="module")
def voices_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose grounding has recordings of some steps, in Ukrainian."""
    root = tmp_path_factory.mktemp("voices")
    content = root / "content"
    content.mkdir()
    folder = Folder(content)
    folder.fill()
    for path in ("help/ua.yml", "words/aliases.yml"):
        folder.write(path, (CONTENT / path).read_text("utf-8"))
    for step, seconds in RECORDED.items():
        file = content / f"modules/grounding/audio/uk/{step}.mp3"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(quiet_mp3(seconds))
    instance = root / "instance"
    instance.mkdir()
    server = Server(instance, demo=False, content_dir=str(content))
    command(server, "db", "upgrade")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def page(new_phone: NewPhone, voices_server: Server) -> Page:
    """A page on a fresh phone."""
    return new_phone(base_url=voices_server.url).new_page()


def save(page: Page) -> Locator:
    return page.locator("[data-save]")


def listen(page: Page, step: str) -> Locator:
    return page.locator(f"#{step} [data-recorded] button")


def voices_asked_for(page: Page) -> list[str]:
    """What a phone fetches from now on, as far as it is a voice."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/audio/" in request.url:
            asked.append(request.url)

    page.context.on("request", note)
    return asked


def state(page: Page) -> Locator:
    return page.locator("[data-module=recordings] [data-state]")


def test_it_is_kept_by_a_tap_played_in_flight_mode_and_removed_again(page: Page) -> None:
    asked = voices_asked_for(page)
    page.goto(MODULE)
    wait_until_ready_offline(page)
    expect(save(page)).to_have_text("Зберегти аудіо (0,3 МБ)")
    assert asked == []
    assert page.evaluate(SAVED) == []
    assert page.locator("[data-recorded]").count() == 0

    save(page).click()
    expect(state(page)).to_contain_text("Аудіо на цьому телефоні")
    assert len(page.evaluate(SAVED)) == len(RECORDED)
    expect(save(page)).to_be_hidden()

    page.context.set_offline(True)
    page.goto(f"{MODULE}#why")
    expect(listen(page, "why")).to_be_visible()
    assert page.evaluate(HEARD) is None
    listen(page, "why").click()
    expect(listen(page, "why")).to_have_text("Зупинити голос")
    assert page.evaluate(HEARD) == "Аудіо", "a locked screen shows no title of a page"
    listen(page, "why").click()
    expect(listen(page, "why")).to_have_text("Слухати")

    # The voice falls silent when its step is left, and a step without a recording has no such button.
    listen(page, "why").click()
    page.locator("[data-next]").click()
    expect(page.locator("#before")).to_be_visible()
    expect(listen(page, "before")).to_have_count(0)
    page.go_back()
    expect(listen(page, "why")).to_have_text("Слухати")

    _answers_in_slices(page)

    page.goto(MODULE)
    page.locator("[data-remove]").click()
    expect(state(page)).to_contain_text("більше немає")
    assert page.evaluate(SAVED) == []
    expect(listen(page, "why")).to_have_count(0)
    expect(save(page)).to_be_visible()


def test_it_falls_silent_when_an_exercise_begins(page: Page) -> None:
    page.goto(MODULE)
    wait_until_ready_offline(page)
    save(page).click()
    expect(state(page)).to_contain_text("Аудіо на цьому телефоні")
    page.goto(f"{MODULE}#three-points")
    listen(page, "three-points").click()
    expect(listen(page, "three-points")).to_have_text("Зупинити голос")

    main_button(page).click()

    expect(listen(page, "three-points")).to_have_text("Слухати")


def _answers_in_slices(page: Page) -> None:
    """Players ask so, and Safari plays nothing that does not come so."""
    address = page.locator("[data-module=recordings] data").first.get_attribute("value")
    size = len(quiet_mp3(RECORDED["why"]))
    frame = list(FRAME)
    expected = {
        "bytes=0-1": [206, f"bytes 0-1/{size}", frame[:2]],
        "bytes=36-71": [206, f"bytes 36-71/{size}", frame],
        f"bytes={size - 36}-": [206, f"bytes {size - 36}-{size - 1}/{size}", frame],
        f"bytes={size - 36}-{size + 99}": [206, f"bytes {size - 36}-{size - 1}/{size}", frame],
        "bytes=-36": [206, f"bytes {size - 36}-{size - 1}/{size}", frame],
        f"bytes={size}-": [416, f"bytes */{size}", []],
    }
    assert {asked: page.evaluate(SLICE, [address, asked]) for asked in expected} == expected


def test_what_breaks_off_is_kept_as_far_as_it_came_and_the_rest_follows(
    page: Page, voices_server: Server
) -> None:
    page.goto(MODULE)
    wait_until_ready_offline(page)
    cut = f"{voices_server.url}{MODULE}/audio/three-points*"

    def portal(route: Route) -> None:
        """The network of a café answers everything with a page of its own."""
        route.fulfill(status=200, content_type="text/html", body="<h1>Welcome</h1>")

    for answer in (portal, lambda route: route.abort()):
        page.context.route(cut, answer)
        save(page).click()
        expect(save(page)).to_be_enabled()  # the words of the try before stand there until then
        expect(state(page)).to_contain_text("Збережено 1 з 3. Зв’язок перервався")
        expect(save(page)).to_have_text("Зберегти решту аудіо")
        assert page.evaluate(SAVED) == [f"{MODULE}/audio/why"]
        page.context.unroute(cut)

    asked = voices_asked_for(page)
    save(page).click()
    expect(state(page)).to_contain_text("Аудіо на цьому телефоні")
    assert not any("/why" in address for address in asked), "what is there is not fetched twice"
    assert len(page.evaluate(SAVED)) == len(RECORDED)


def test_a_recording_that_cannot_be_played_says_so_and_the_text_stays(page: Page) -> None:
    page.goto(MODULE)
    wait_until_ready_offline(page)
    save(page).click()
    expect(state(page)).to_contain_text("Аудіо на цьому телефоні")
    page.evaluate("""async () => {
        const cache = await caches.open("media-v1");
        for (const { url } of await cache.keys()) await cache.put(url, new Response("nothing", { headers: { "Content-Type": "audio/mpeg" } }));
    }""")

    page.goto(f"{MODULE}#why")
    listen(page, "why").click()

    expect(page.locator("#why [data-failed]")).to_be_visible()
    expect(page.locator("#why .prose p").first).to_be_visible()
    expect(listen(page, "why")).to_be_hidden()


def test_a_newer_recording_takes_the_place_of_the_older_one(page: Page) -> None:
    page.goto(MODULE)
    wait_until_ready_offline(page)
    save(page).click()
    expect(state(page)).to_contain_text("Аудіо на цьому телефоні")
    page.evaluate("""async (module) => {
        const cache = await caches.open("media-v1");
        await cache.put(`${module}/audio/why?d=0000000000000000`, new Response("old"));
        await cache.put("/uk/modules/room/audio/why?d=0", new Response("of another module"));
    }""", MODULE)  # fmt: skip

    page.reload()
    expect(state(page)).to_contain_text("Аудіо на цьому телефоні")

    eventually(page, lambda: len(page.evaluate(SAVED)) == len(RECORDED) + 1)
    assert "/uk/modules/room/audio/why" in page.evaluate(SAVED)


def test_without_javascript_the_browser_plays_it_and_fetches_nothing_before(
    new_phone: NewPhone, voices_server: Server
) -> None:
    page = new_phone(base_url=voices_server.url, java_script_enabled=False).new_page()
    asked = voices_asked_for(page)

    page.goto(MODULE)

    expect(page.locator("audio")).to_have_count(len(RECORDED))
    expect(page.locator("[data-save]")).to_be_hidden()
    assert asked == []
