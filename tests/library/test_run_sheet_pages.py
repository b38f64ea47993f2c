"""Staff read run-sheets on a page of their own; phones of participants never hold one."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from selfhelp.app import create_app
from selfhelp.clock import now
from selfhelp.config import Settings
from tests.groups.house import House, furnish
from tests.visitor import Visitor

SHEETS = ("opora-1", "opora-2", "opora-3", "opora-4", "opora-5")


@pytest.fixture
def house(app: Flask) -> House:
    return furnish(app)


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_each_meeting_can_be_read_from_beginning_to_end(house: House, lang: str) -> None:
    iryna = house.visit("iryna")
    listed = iryna.get(f"/{lang}/staff/run-sheets").links()

    for sheet in SHEETS:
        address = f"/{lang}/staff/run-sheets/{sheet}"
        assert address in listed
        page = iryna.get(address)
        assert len(page.soup.select(".part")) == 10
        assert len(page.soup.select(".part-play")) >= 3
        assert len(page.soup.select(".part-exercise")) == len(page.soup.select(".part-play"))
        assert all(part.get_text(strip=True) for part in page.soup.select(".part-exercise"))
        assert len(page.soup.select(".part-marks li")) == 8
        assert not page.soup.select("main input, main button, main form")


def test_it_says_minutes_words_and_the_text_of_the_exercise(house: House) -> None:
    page = house.visit("iryna").get("/en/staff/run-sheets/opora-1")

    assert "18–33 First exercise: three points of support" in page.text
    assert "6 to 30 in the room; 2 people lead" in page.text
    assert "Think of the handrail on a bus." in page.text
    assert "Exercise: Three points of support" in page.text
    assert "Find the first point of support." in page.text
    assert "Draft, not yet reviewed by specialists." in page.text


@pytest.mark.parametrize("who", ["petro", "nadiia", "ostap"])
def test_managers_and_administrators_read_it_too(house: House, who: str) -> None:
    house.visit(who).get("/uk/staff/run-sheets/opora-1")


@pytest.mark.parametrize("path", ["", "/opora-1"])
def test_nobody_else_reads_it(house: House, visitor: Visitor, path: str) -> None:
    house.visit("olena").get(f"/uk/staff/run-sheets{path}", status=404)
    sent = visitor.get(f"/uk/staff/run-sheets{path}", status=302)

    assert "/uk/staff/sign-in" in sent.headers["Location"]


def test_an_unknown_meeting_is_not_found(house: House) -> None:
    house.visit("iryna").get("/uk/staff/run-sheets/opora-9", status=404)
    house.visit("iryna").get("/uk/staff/run-sheets/grounding", status=404)


def test_the_page_is_for_no_cache(house: House) -> None:
    page = house.visit("iryna").get("/uk/staff/run-sheets/opora-1")

    assert "no-store" in page.headers["Cache-Control"]


def test_a_meeting_leads_to_its_run_sheet(house: House) -> None:
    meeting = house.meeting("evening", now() + timedelta(days=2), module="refocus")
    group = f"/uk/staff/groups/{house.ids['evening']}"
    iryna = house.visit("iryna")

    assert "/uk/staff/run-sheets/opora-2" in iryna.get(group).links()
    assert "/uk/staff/run-sheets/opora-2" in iryna.get(f"{group}/meetings/{meeting}").links()


def test_a_meeting_without_a_module_leads_to_none(house: House) -> None:
    meeting = house.meeting("evening", now() + timedelta(days=2), module=None)
    group = f"/uk/staff/groups/{house.ids['evening']}"
    iryna = house.visit("iryna")

    for path in (group, f"{group}/meetings/{meeting}"):
        assert not [link for link in iryna.get(path).links() if "run-sheets" in link]


def test_phones_keep_no_run_sheet(visitor: Visitor) -> None:
    worker = visitor.get("/sw.js").body.decode()

    assert "/uk/modules/grounding" in worker
    assert "opora-1" not in worker
    assert "/staff" not in worker.split("\n", 1)[0]


def test_no_public_page_shows_one(visitor: Visitor) -> None:
    for path in ("exercises", "programmes/opora"):
        assert "Зустріч 1" not in visitor.get(f"/uk/{path}").text
    visitor.get("/uk/modules/opora-1", status=404)


def test_drafts_are_kept_back_where_only_reviewed_texts_may_be_shown(
    settings: Settings, tmp_path: Path
) -> None:
    content = tmp_path / "content"
    shutil.copytree(settings.content_dir, content)
    for file in ("tools/now-panic", "meetings/opora-2"):
        sign(content / file)

    strict = settings.model_copy(update={"require_review": True, "content_dir": content})
    library = create_app(strict).extensions["library"]

    assert [sheet.id for sheet in library.run_sheets("uk")] == ["opora-2"]


def sign(place: Path) -> None:
    for lang in ("uk", "en"):
        text = (place / f"{lang}.md").read_text("utf-8")
        for review in ("clinical", "language"):
            text = text.replace(
                f'{review}: {{by: "", on: null}}', f'{review}: {{by: "A test", on: 2026-11-01}}'
            )
        (place / f"{lang}.md").write_text(text, "utf-8")
