"""Every form of every page, filled in by somebody in a hurry, somebody careless and somebody hostile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import sqlalchemy as sa
from bs4 import Tag
from flask import Flask

from selfhelp.clock import now
from selfhelp.migrations import metadata
from tests.groups.house import House
from tests.trust.rows import ROWS
from tests.trust.worlds import addresses, furnish_everything
from tests.visitor import Page, Visitor, check_page

WHO_FILLS_IN = ("olena", "iryna", "nadiia", "ostap")
FREE_TEXT = {"text", "search", "email", "tel", "url", "textarea", "number", "date", "time", ""}
TRIED: dict[str, Callable[[str], str]] = {
    "nothing": lambda _was: "",
    "spaces": lambda _was: "   ",
    "too long": lambda _was: "ї" * 20_000,
    "the wrong kind": lambda _was: "-1e309",
    "a day that never was": lambda _was: "2026-02-31",
    "a formula": lambda _was: '=HYPERLINK("http://evil.example")',
    "markup": lambda _was: "<img src=x onerror=alert(1)>",
    "a zero byte": lambda _was: "a\x00b",
    "half a letter": lambda _was: "\udc80",
}
WITH_SECRETS = ("/uk/staff/sign-in", "/uk/staff/link", "/uk/staff/account")
"""Where passwords are typed, which no page may hold."""
ANSWERED = frozenset({200, 302, 303, 400, 403, 404, 409, 413, 422, 429})


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form as it stands on a page: where it goes, and what each field holds."""

    page: str
    action: str
    fields: dict[str, str]
    typed: frozenset[str] = field(default_factory=frozenset)
    """Fields that a person types into."""
    kinds: dict[str, str] = field(default_factory=dict)
    """Types of these fields."""
    choices: dict[str, str] = field(default_factory=dict)
    """The first way to answer where nothing is chosen yet."""


@pytest.fixture
def house(app: Flask) -> House:
    return furnish_everything(app)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("what", TRIED)
def test_no_form_breaks_and_every_refusal_is_a_whole_page(
    app: Flask, house: House, what: str
) -> None:
    surprises = []
    for identity in WHO_FILLS_IN:
        visitor = house.visit(identity)
        for form in forms_of(app, house, visitor, identity):
            fields = {
                name: TRIED[what](was) if name in form.typed else was
                for name, was in form.fields.items()
            }
            answer = send(visitor, form, fields)
            if answer.status not in ANSWERED:
                surprises.append(f"{identity} {form.page} → {form.action}: {answer.status}")
            elif answer.headers.get("Content-Type", "").startswith(
                "text/html"
            ) and answer.status in {400, 422}:
                check_page(answer, form.action)
                if "Недійсний варіант" in answer.text:  # the bare words of a library
                    surprises.append(
                        f"{identity} {form.page} → {form.action}: says nothing helpful"
                    )
    assert surprises == []


SENSIBLE = {
    "date": lambda: (now() + timedelta(days=9)).date().isoformat(),
    "time": lambda: "18:00",
    "number": lambda: "3",
    "email": lambda: "nova@example.org",
    "tel": lambda: "+380 00 000 00 77",
}
OF_A_NAME = {
    "phone": "+380 00 000 00 77", "count": "2", "places": "12", "minutes": "60", "until": "", "starts_on": "",
    "hours": "", "code": "Ц-1", "raion_code": "", "community_code": "", **{f"day_{day}": "" for day in range(1, 8)},
}  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_form_sent_twice_makes_nothing_twice(app: Flask, house: House) -> None:
    # Of a slip made anew twice the last one lives: its digits are shown once and kept nowhere.
    grown, taken = [], 0
    for identity in WHO_FILLS_IN:
        visitor = house.visit(identity)
        for form in forms_of(app, house, visitor, identity):
            if form.action.endswith(("/sign-out", "/leave")):
                continue
            fields = filled_sensibly(form)
            first = send(visitor, form, fields)
            once = rows_of_each_table(app)
            send(visitor, form, fields)
            twice = rows_of_each_table(app)
            may_grow = {"slip"} if form.action.endswith("/slip") else set()
            more = [name for name in once if twice[name] > once[name] and name not in may_grow]
            grown += [f"{identity} {form.page} → {form.action}: {name}" for name in more]
            taken += first.status in {200, 302}
    assert grown == []
    assert taken > 80


def filled_sensibly(form: FilledForm) -> dict[str, str]:
    """Fill in what a person would: what is chosen already stays, the first of each choice else."""
    fields = dict(form.choices) | form.fields
    for name in form.typed:
        kind = form.kinds.get(name, "")
        usual = SENSIBLE[kind]() if kind in SENSIBLE else "Тихе слово"
        fields[name] = form.fields[name] or OF_A_NAME.get(name, usual)
    return fields


def rows_of_each_table(app: Flask) -> dict[str, int]:
    """Count all rows but those of sign-ins."""
    with app.extensions["db"].engine.connect() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in metadata().sorted_tables
            if table.name != "sign_in"
        }


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_typed_is_still_there_after_a_refusal(app: Flask, house: House) -> None:
    words, lost, refused = "Тихе слово", [], 0
    for identity in WHO_FILLS_IN:
        visitor = house.visit(identity)
        for form in forms_of(app, house, visitor, identity):
            if len(form.typed) < 2:
                continue
            for wrong in sorted(form.typed):
                fields = form.fields | dict.fromkeys(form.typed, words) | {wrong: ""}
                answer = send(visitor, form, fields)
                if answer.status != 422:
                    continue
                refused += 1
                kept = {name for name, value in values_on(answer).items() if value == words}
                shown = form.typed & set(values_on(answer))
                lost += [
                    f"{form.page}: {name}"
                    for name in shown - kept - {wrong}
                    if may_keep(answer, name)
                ]
    assert sorted(set(lost)) == []
    assert refused > 10


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_typed_outlives_the_sign_in(app: Flask, house: House) -> None:
    words, lost, tried = "Тихе слово", [], 0
    for identity in ("iryna", "nadiia", "ostap"):
        visitor = house.visit(identity)
        forms = [one for one in forms_of(app, house, visitor, identity) if one.fields]
        somebody = Visitor(app)  # the sign-in has ended meanwhile
        for form in forms:
            if not form.action.startswith("/uk/staff/") or form.action.startswith(WITH_SECRETS):
                continue
            tried += 1
            sent = form.fields | dict.fromkeys(form.typed, words)
            given_back = values_on(send(somebody, form, sent))
            lost += [
                f"{form.page} → {form.action}: {name}"
                for name, value in sent.items()
                if given_back.get(name) != " ".join(value.split())
            ]
    assert sorted(set(lost)) == []
    assert tried > 10


def may_keep(answer: Page, name: str) -> bool:
    """A browser shows only a number in a field for numbers, and a day in one for days."""
    element = answer.soup.select_one(f'[name="{name}"]')
    return element is not None and element.get("type") not in {"number", "date", "time", "password"}


def forms_of(app: Flask, house: House, visitor: Visitor, identity: str) -> Iterator[FilledForm]:
    """Open every page that somebody may open, and read the forms on it."""
    for rule, method, path in addresses(app, house):
        if method != "GET" or identity not in ROWS[rule.endpoint]:
            continue
        page = Page(visitor.client.get(path))
        if page.status != 200 or not page.headers["Content-Type"].startswith("text/html"):
            continue
        for form in page.soup.select("form[method=post]"):
            yield read_form(path, form)


def read_form(path: str, form: Tag) -> FilledForm:
    fields, typed, kinds, choices = {}, set(), {}, {}
    for element in form.select("[name]"):
        name, kind = str(element["name"]), str(element.get("type", ""))
        if element.name == "textarea":
            kind = "textarea"
        if kind in {"checkbox", "radio"} and not element.has_attr("checked"):
            if kind == "radio":
                choices.setdefault(name, str(element["value"]))
            continue
        if element.name == "select":
            options = element.select("option")
            chosen = element.select_one("option[selected]") or (options[0] if options else None)
            fields[name] = str(chosen.get("value", "")) if chosen else ""
            continue
        fields[name] = str(element.get("value", ""))
        if kind in FREE_TEXT and element.name != "button":
            typed.add(name)
            kinds[name] = kind
    action = str(form.get("action") or path)
    return FilledForm(path, action, fields, frozenset(typed), kinds, choices)


def send(visitor: Visitor, form: FilledForm, fields: dict[str, str]) -> Page:
    body = "&".join(f"{quoted(name)}={quoted(value)}" for name, value in fields.items())
    return Page(
        visitor.client.post(
            form.action, data=body, content_type="application/x-www-form-urlencoded",
            headers={"Sec-Fetch-Site": "same-origin", "Referer": f"http://localhost{form.page}"},
        )
    )  # fmt: skip


def quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogateescape"))


def values_on(page: Page) -> dict[str, str]:
    """What stands in the fields of a page."""
    found = {}
    for element in page.soup.select("form input[name], form textarea[name]"):
        value = element.get_text() if element.name == "textarea" else element.get("value", "")
        found[str(element["name"])] = str(value).strip()
    return found
