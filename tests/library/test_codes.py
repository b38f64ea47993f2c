"""Every code of the check is explained to authors, and every code that is explained is checked."""

from __future__ import annotations

import re

from selfhelp.config import ROOT
from tests.library.folder import CONTENT

CODE = re.compile(r"\b[EW]\d\d\b")
LIBRARY = ROOT / "selfhelp" / "library"
TESTS = ROOT / "tests" / "library"


def codes_in(*texts: str) -> set[str]:
    return {code for text in texts for code in CODE.findall(text)}


def test_the_guide_explains_every_code_and_no_other() -> None:
    guide = (CONTENT / "README.md").read_text("utf-8")
    table = re.findall(r"^\| ([EW\d, ]+) \|", guide, re.MULTILINE)
    program = [file.read_text("utf-8") for file in LIBRARY.glob("*.py")]

    assert codes_in(*table) == codes_in(*program)


def test_every_code_has_a_test() -> None:
    program = [file.read_text("utf-8") for file in LIBRARY.glob("*.py")]
    tests = [file.read_text("utf-8") for file in TESTS.glob("*.py")]

    assert codes_in(*program) - codes_in(*tests) == set()
