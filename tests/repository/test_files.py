"""What must hold for the files of the repository themselves."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from selfhelp.config import ROOT

TRACKED = subprocess.run(
    ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.split()


@pytest.mark.parametrize("name", [name for name in TRACKED if name.startswith("requirements/")])
def test_lock_files_hold_names_versions_and_hashes_only(name: str) -> None:
    assert "://" not in Path(ROOT, name).read_text()


def test_every_locked_package_is_pinned_by_hash() -> None:
    for name in ("run", "dev", "bootstrap"):
        text = Path(ROOT, "requirements", f"{name}.txt").read_text()
        for requirement in re.split(r"\n(?=\S)", text):
            if re.match(r"[a-z0-9]", requirement):
                assert "==" in requirement, requirement.splitlines()[0]
                assert "--hash=sha256:" in requirement, requirement.splitlines()[0]


def test_at_most_thirty_packages_are_named_for_running() -> None:
    text = Path(ROOT, "pyproject.toml").read_text()
    named = re.search(r"\ndependencies = \[(.*?)\n\]", text, re.S)
    assert named is not None
    assert len(re.findall(r'^\s+"', named[1], re.M)) <= 30


@pytest.mark.parametrize(
    "name", [name for name in TRACKED if name.endswith((".css", ".html", ".js"))]
)
def test_pages_load_nothing_from_another_host(name: str) -> None:
    text = Path(ROOT, name).read_text()
    loads = re.findall(
        r"""(?:src|href|action|url\(|import\()\s*=?\s*["'(]?\s*((?:https?:)?//[^\s"')]+)""", text
    )
    assert loads == []


@pytest.mark.parametrize("name", [name for name in TRACKED if name.startswith("static/css/")])
def test_css_uses_logical_properties(name: str) -> None:
    text = Path(ROOT, name).read_text()
    assert not re.findall(
        r"(?:margin|padding|border|inset)-(?:left|right)|[;{\s](?:left|right)\s*:|text-align:\s*(?:left|right)",
        text,
    )
