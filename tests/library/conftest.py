"""What the tests of the library share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.library.folder import Folder


@pytest.fixture(scope="session")
def good_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small content folder without faults, to be copied."""
    root = tmp_path_factory.mktemp("good") / "content"
    root.mkdir()
    Folder(root).fill()
    return root


@pytest.fixture
def folder(good_folder: Path, tmp_path: Path) -> Folder:
    """A content folder of the test's own."""
    shutil.copytree(good_folder, tmp_path / "content")
    return Folder(tmp_path / "content")
