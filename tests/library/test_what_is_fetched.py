"""What a phone fetches carries no weight that nobody sees."""

from __future__ import annotations

import re

import pytest

from selfhelp.config import ROOT
from selfhelp.ui import assets
from tests.visitor import Visitor


@pytest.mark.parametrize("name", ["player.js", "practice.js", "blocks/breathe.js"])
def test_a_script_comes_without_its_comments_and_indents(visitor: Visitor, name: str) -> None:
    written = (ROOT / "static/js" / name).read_text("utf-8")
    sent = visitor.get(f"/static/js/{name}").body.decode()

    assert "\n// " in f"\n{written}"
    assert not any(line.startswith((" ", "//")) or not line for line in sent.splitlines())
    code = [line.strip() for line in written.splitlines()]
    code = [line for line in code if line and not line.startswith("//")]
    for line, came in zip(code, sent.splitlines(), strict=True):
        assert line.startswith(came)
        assert line.removeprefix(came).lstrip().startswith("//") or line == came


def test_the_style_sheet_comes_without_comments_and_says_the_same(visitor: Visitor) -> None:
    written = "".join(
        (ROOT / "static/css" / f"{part}.css").read_text("utf-8") for part in assets.STYLES
    )
    sent = visitor.get("/static/app.css").body.decode()

    assert "/*" in written
    assert "/*" not in sent
    assert len(sent) < 0.9 * len(written)
    assert sent.count("{") == written.count("{")
    assert squeezed(sent) == squeezed(re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL))


def squeezed(style: str) -> str:
    """Leave out what never means anything: spaces, and the mark before a closing brace."""
    return re.sub(r"\s", "", style).replace(";}", "}")


def test_no_text_of_a_style_sheet_would_lose_a_space() -> None:
    for sheet in (ROOT / "static/css").glob("*.css"):
        texts = re.findall(r'"[^"]*"', sheet.read_text("utf-8"))
        assert [text for text in texts if re.search(r"[{};,:] | [{};,]|/\*", text)] == [], (
            sheet.name
        )


def test_no_text_of_a_script_goes_over_several_lines() -> None:
    for script in (ROOT / "static/js").rglob("*.js"):
        for number, line in enumerate(script.read_text("utf-8").splitlines(), start=1):
            assert line.count("`") % 2 == 0, f"{script.name}:{number}"


def test_a_public_page_comes_without_indents(visitor: Visitor) -> None:
    lines = visitor.get("/uk/now/now-panic").body.decode().splitlines()

    assert len(lines) > 50
    assert not any(line.startswith(" ") or not line for line in lines)


def test_a_page_carries_only_the_pieces_that_its_blocks_need(visitor: Visitor) -> None:
    quiet = visitor.get("/uk/modules/fam-loss").soup
    full = visitor.get("/uk/modules/grounding").soup

    assert full.select("template[data-calm]")
    assert full.select("template[data-stage]")
    assert not quiet.select("template[data-calm]")


def test_phones_keep_nothing_that_only_staff_use(visitor: Visitor) -> None:
    worker = visitor.get("/sw.js").body.decode()

    assert "/static/js/player.js" in worker
    for name in ("passkey", "names", "names-vault", "staff-link", "blocks/route"):
        assert f"/static/js/{name}.js" not in worker
