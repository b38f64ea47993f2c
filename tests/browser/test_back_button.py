"""The back button after a form was sent: what was typed is still there, and sending it again breaks nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Error, Locator, Page

from tests.browser.pages import STAFF, UUID, staff_pages
from tests.browser.people import sign_in_as_staff
from tests.groups.house import today
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
FIELDS = "input:not([type=hidden], [type=checkbox], [type=radio], [readonly], [autocomplete=off]), textarea"
"""A browser neither restores nor remembers the title of a group, a room, a colleague: the next one at this desk may read them."""
WORDS = {
    "date": (today() + timedelta(days=9)).isoformat(), "time": "18:00", "number": "3", "email": "nova@example.org",
    "tel": "+380 00 000 00 77",
}  # fmt: skip
"""What a person would type into a field of this kind."""
ONE_OF_MANY = re.compile(rf"{UUID.pattern}|demo-[a-z]+-[a-z0-9]+")
ENDS_THE_WALK = ("/sign-out", "/leave")


@pytest.mark.parametrize("email", STAFF)
def test_after_the_back_button_nothing_typed_is_lost_and_nothing_breaks(
    new_phone: NewPhone, server: Server, email: str
) -> None:
    page = new_phone(base_url=server.url).new_page()
    sign_in_as_staff(page, email)
    lost, broken, tried = [], [], 0
    for path, action in forms_for(page):
        page.goto(f"/uk/{path}")
        typed = fill_in(page, action)
        if not typed or not press(page, action):
            continue
        page.go_back(wait_until="load")
        if urlsplit(page.url).path != f"/uk/{path}" or not form_to(page, action).count():
            continue  # what was decided is decided, and the page says so
        tried += 1
        there = values_of(form_to(page, action))
        lost += [
            f"{path} → {action}: {name} is {there.get(name)!r} and was {value!r}"
            for name, value in typed.items()
            if there.get(name) != value
        ]
        press(page, action)
        if page.locator("h1").count() != 1:
            broken.append(f"{path} → {action}")
    assert broken == []
    assert not lost, "\n".join(lost)
    assert tried > 3


def forms_for(page: Page) -> Iterator[tuple[str, str]]:
    """Name one form of each kind, by its page and where it goes; those with secrets are left out."""
    known = set()
    for path in staff_pages(page):
        open_folds(page)
        typed = page.locator(f":is({FIELDS}):visible")
        forms = page.locator(
            "main form[method=post]:not(:has([type=file], [type=password]))", has=typed
        )
        for action in forms.evaluate_all("all => all.map((form) => form.getAttribute('action'))"):
            kind = ONE_OF_MANY.sub("", f"{path} {action}")
            if action and kind not in known and not action.endswith(ENDS_THE_WALK):
                known.add(kind)
                yield path, action


def open_folds(page: Page) -> None:
    page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true")


def form_to(page: Page, action: str) -> Locator:
    open_folds(page)
    return page.locator(f"main form[method=post][action='{action}']").first


def fill_in(page: Page, action: str) -> dict[str, str]:
    """Type into every field that can be seen; return what stands there then."""
    form = form_to(page, action)
    for field in form.locator(f":is({FIELDS}):visible").all():
        kind = field.get_attribute("type") or "text"
        was = field.input_value()
        field.fill(WORDS.get(kind) or (f"{was} і ще" if kind == "text" and was else "Тихе слово"))
    return values_of(form)


def values_of(form: Locator) -> dict[str, str]:
    fields = form.locator(f":is({FIELDS}):visible")
    return dict(fields.evaluate_all("all => all.map(({ name, value }) => [name, value])"))


def press(page: Page, action: str) -> bool:
    """Send a form as it stands, whatever the browser itself would say to it; say whether a page came."""
    form = form_to(page, action)
    form.evaluate("form => { form.noValidate = true }")
    try:
        with page.expect_navigation(wait_until="load"):
            form.locator("button").first.click()
    except Error as told:  # a sheet to print comes as a file, and the page stays
        if "ERR_ABORTED" not in str(told):
            raise
        return False
    return True
