"""Every page there is, read from the URL map; a new page is walked through without being named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from tempfile import gettempdir
from urllib.parse import urlsplit

from playwright.sync_api import Page

from selfhelp.app import create_app
from selfhelp.config import ROOT, read_settings
from selfhelp.library.queries import load

LIBRARY = load(ROOT / "content")
SLIP = "1000000000000001"
STAFF = ("iryna@example.org", "nadiia@example.org", "ostap@example.org")
"""A facilitator, a manager, an administrator."""

EXAMPLES = {
    "tool_id": [tool.id for tool in LIBRARY.tools("uk")],
    "module_id": [module.id for module in LIBRARY.modules("uk")],
    "programme_id": [programme.id for programme in LIBRARY.programmes("uk") if programme.id != "now"],
    "slug": ["demo-poltava-1"],
    "room_card": [card.id for card in LIBRARY.room_cards("uk")],
    "sheet_id": [sheet.id for sheet in LIBRARY.run_sheets("uk")],
}  # fmt: skip
FILTERED = "centres?region=poltava"
REFUSED = "there-is-no-such-page"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@cache
def _all_paths() -> tuple[str, ...]:
    settings = read_settings(
        {}, database_url="sqlite://", instance_dir=gettempdir(), secret_key="s" * 64, pepper="p" * 64
    )  # fmt: skip
    rules = create_app(settings).url_map.iter_rules()
    found = [FILTERED]
    for rule in rules:
        names = rule.arguments - {"lang"}
        if "lang" in rule.arguments and "GET" in (rule.methods or ()) and names <= EXAMPLES.keys():
            found += _filled(rule.rule.split("/", 2)[2], sorted(names))
    return tuple(sorted(found))


def _filled(rule: str, names: list[str]) -> list[str]:
    paths = []
    for values in product(*(EXAMPLES[name] for name in names)):
        path = rule
        for name, value in zip(names, values, strict=True):
            path = path.replace(f"<{name}>", value)
        paths.append(path)
    return paths


def public_paths() -> list[str]:
    """Pages for everybody, without the language."""
    return [
        path for path in _all_paths() if not path.startswith("mine/") and not _is_for_staff(path)
    ]


def participant_paths() -> list[str]:
    """Pages that need a slip, without the language."""
    return [path for path in _all_paths() if path.startswith("mine/")]


def staff_pages(page: Page, language: str = "uk") -> Iterator[str]:
    """Open pages that links lead the one who is signed in to, one of each kind; name each without the language."""
    kinds, waiting = {"staff"}, ["staff"]
    while waiting:
        path = waiting.pop()
        open_page(page, f"/{language}/{path}")
        links = page.locator(
            f"a[href^='/{language}/staff']:not([download], [href$='.csv'], [href$='.pdf'])"
        )
        for address in links.evaluate_all("all => all.map(({ pathname }) => pathname)"):
            found = str(address).removeprefix(f"/{language}/")
            if UUID.sub("", found) not in kinds:
                kinds.add(UUID.sub("", found))
                waiting.append(found)
        yield path


def _is_for_staff(path: str) -> bool:
    return path.startswith("staff") and path != "staff/sign-in"


def screens(*, all_of_them: bool = True) -> list[tuple[str, str]]:
    """Where in the player something can be shown: the page and the step, or one step of each page."""
    return [
        (f"now/{module.id}" if module.kind == "tool" else f"modules/{module.id}", step.id)
        for module in LIBRARY.everything("uk")
        if module.kind in ("tool", "module")
        for step in module.steps[: None if all_of_them else 1]
    ]


def show_step(page: Page, language: str, path: str, step: str) -> None:
    """Open the player at a step and wait until it plays."""
    if urlsplit(page.url).path != f"/{language}/{path}":
        page.goto(f"/{language}/{path}")
        page.locator(".playing").wait_for()
    page.evaluate("step => { location.hash = step }", step)
    page.locator(f"#{step}").wait_for()
    page.wait_for_function(BLOCKS_ARE_THERE)


def play(page: Page, address: str) -> None:
    """Open the player and wait until it plays: what is touched while the page folds may be missed."""
    page.goto(address)
    page.locator(".playing").wait_for()


def play_anew(page: Page) -> None:
    """Load the player once more and wait until it plays; until then every step is in sight."""
    page.reload()
    page.locator(".playing").wait_for()


BLOCKS_ARE_THERE = """() => [...document.querySelectorAll('[data-screen]:not([hidden]) [data-practice-block]')]
    .every((block) => block.dataset.state)"""


SCRIPTS_HAVE_STARTED = """() => Promise.all([...document.querySelectorAll("[data-module]")].map(
    ({ dataset }) => import(`/static/js/${dataset.module}.js`)
)).then(() => true)"""


def open_page(page: Page, address: str) -> None:
    """Open a page and wait until the phone has painted what it knows."""
    page.goto(address)
    wait_for_scripts(page)


def wait_for_scripts(page: Page) -> None:
    """Wait until what the page asks for listens: a form that is sent before goes its way without scripts."""
    page.wait_for_load_state("load")
    page.evaluate(SCRIPTS_HAVE_STARTED)
    page.locator("[data-unpainted]").wait_for(state="detached")
