"""While writing: every change shows at the next look, faults stand above the page, a broken file stops nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from selfhelp.config import ROOT
from tests.library.folder import CONTENT
from tests.server import Server

TITLE = "title: Накрило"
EXTEND = "in=3 out=6 cycles=6"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content that an author writes in."""
    copy = tmp_path / "content"
    shutil.copytree(CONTENT, copy)
    return copy


@pytest.fixture
def preview(content: Path, tmp_path: Path) -> Iterator[Server]:
    """The real server as an author starts it."""
    (tmp_path / "instance").mkdir()
    server = Server(tmp_path / "instance", options=("--preview",), content_dir=str(content))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def panic(content: Path) -> Path:
    """The file that is being written."""
    return content / "tools/now-panic/uk.md"


def look(server: Server, path: str = "/uk/now/now-panic") -> tuple[int, str]:
    """Open a page as a browser does that has been here before."""
    asked = Request(server.url + path, headers={"Accept-Encoding": "br", "If-None-Match": '"x"'})
    try:
        with urlopen(asked, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


def change(file: Path, old: str, new: str) -> None:
    """Write in a file what was not there before."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_a_change_shows_at_the_next_look_and_a_broken_file_says_how_to_mend_it(
    preview: Server, panic: Path
) -> None:
    status, page = look(preview)
    assert status == 200
    assert "Preview of tools/now-panic/uk.md: 0 errors, 0 warnings. A draft" in page
    assert look(preview)[1] == page

    change(panic, TITLE, "title: Хвиля страху")
    assert '<h1 tabindex="-1">Хвиля страху</h1>' in look(preview)[1]

    change(panic, EXTEND, "in=9 out=3 cycles=6")
    status, page = look(preview)
    assert status == 503
    assert "The content cannot be shown yet" in page
    assert "content/tools/now-panic/uk.md:" in page
    assert "E50" in page or "E52" in page
    assert look(preview, "/en/help")[0] == 503, "another page does not hide it"

    change(panic, "in=9 out=3 cycles=6", EXTEND)
    status, page = look(preview)
    assert status == 200
    assert "Хвиля страху" in page


def test_a_fault_that_may_be_shown_stands_above_its_own_page(preview: Server, panic: Path) -> None:
    change(panic, "Немає чого взяти?", "Це гарантує спокій. Немає чого взяти?")

    own, other = look(preview)[1], look(preview, "/uk/now/now-far")[1]

    line = panic.read_text("utf-8").split("Це гарантує")[0].count("\n") + 1
    assert "1 errors" in own
    assert f"content/tools/now-panic/uk.md:{line} E23" in own
    assert "Preview of tools/now-far/uk.md: 0 errors" in other


def test_it_starts_on_broken_content_too(content: Path, panic: Path, tmp_path: Path) -> None:
    change(panic, EXTEND, "in=9 out=3 cycles=6")
    (tmp_path / "instance").mkdir()
    server = Server(tmp_path / "instance", options=("--preview",), content_dir=str(content))
    server.first_page = "/sw.js"  # no page can be shown yet
    server.start()
    try:
        assert look(server)[0] == 503
        change(panic, "in=9 out=3 cycles=6", EXTEND)
        assert look(server)[0] == 200
    finally:
        server.kill()


def test_pages_of_a_preview_are_kept_by_nobody(preview: Server) -> None:
    with urlopen(f"{preview.url}/uk/now", timeout=60) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
    worker = look(preview, "/sw.js")[1]
    assert "unregister" in worker
    assert "must" not in worker


@pytest.mark.parametrize(
    ("options", "word"),
    [(["--host", "192.0.2.1"], "answers this machine alone"), (["--workers", "2"], "--workers")],
)
def test_it_is_no_way_to_serve_others(tmp_path: Path, options: list[str], word: str) -> None:
    server = Server(tmp_path, demo=False)
    program = Path(sys.executable).with_name("selfhelp")

    done = subprocess.run(
        [program, "serve", "--preview", "--port", str(server.port), *options],
        cwd=ROOT, env=server.environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert word in done.stderr
