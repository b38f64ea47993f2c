"""A small content folder of real texts, in which a test plants one fault."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from selfhelp.library.check import check
from selfhelp.library.findings import Finding
from selfhelp.library.library import Library
from selfhelp.library.locks import record
from selfhelp.library.queries import load

CONTENT = Path(__file__).parents[2] / "content"
TODAY = date(2026, 3, 1)
CHECKED = date(2026, 2, 1)

UK = "modules/grounding/uk.md"
EN = "modules/grounding/en.md"
TOOLS = ("now-alarm", "now-shelter", "now-panic")
PANIC = "tools/now-panic/uk.md"
TENSION = "instruments/tension.yml"

PROGRAMMES = """\
- id: opora
  title: {uk: Опора, en: Steady}
  summary: {uk: Навички на кожен день, en: Skills for every day}
  audience: adult
  icon: path
  modules:
    - grounding
- id: now
  title: {uk: Просто зараз, en: Right now}
  summary: {uk: Коли важко, en: When it is hard}
  audience: adult
  icon: hand
  modules:
    - now-alarm
    - now-shelter
    - now-panic
"""
HELP = f"""\
panel: {{uk: "Ваш центр: {{phone}}", en: "Your centre: {{phone}}"}}
when: {{uk: Коли важко довго, en: When it is hard for long}}
contacts:
  - id: ambulance
    number: "103"
    name: {{uk: Швидка допомога, en: Ambulance}}
    for: danger
    audience: {{uk: Усі, en: Everyone}}
    hours: {{uk: Цілодобово, en: Day and night}}
    cost: {{uk: Безкоштовно, en: Free}}
    source: a test
    source_date: 2026-02
    checked_on: {CHECKED}
    verified: stored-copy
"""
KINDS = Path(__file__).with_name("kinds")
"""Two modules that hold a block of every kind."""
ALIASES = """\
- {id: kalyna, uk: Калина, en: Viburnum}
- {id: richka, uk: Річка, en: River}
"""


class Folder:
    """A content folder without faults, until a test changes something."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def fill(self) -> None:
        """Write everything that a small content folder needs."""
        for path in ("modules/grounding", *(f"tools/{tool}" for tool in TOOLS)):
            shutil.copytree(CONTENT / path, self.root / path)
        self.write("programmes.yml", PROGRAMMES)
        self.write("help/ua.yml", HELP)
        self.write("words/aliases.yml", ALIASES)
        for path in ("words/uk.yml", "words/en.yml", "nudges.yml", TENSION):
            self.write(path, (CONTENT / path).read_text("utf-8"))
        record(self.root)

    def add_every_kind(self) -> None:
        """Add modules with a block of every kind, and the files that they take words from."""
        for module in KINDS.iterdir():
            shutil.copytree(module, self.root / "modules" / module.name)
            self.change(
                "programmes.yml", "    - grounding\n", f"    - grounding\n    - {module.name}\n"
            )
        for path in ("cards/needs.yml", "cards/values.yml", "cards/body.yml", "referrals.yml"):
            self.write(path, (CONTENT / path).read_text("utf-8"))
        record(self.root)

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def read(self, path: str) -> str:
        """Read a file."""
        return (self.root / path).read_text("utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        """Replace the first place of a text, which has to be there."""
        text = self.read(path)
        assert old in text, f"{old!r} is not in {path}"
        self.write(path, text.replace(old, new, 1))

    def line_of(self, path: str, text: str) -> int:
        """Tell the line where a text stands first."""
        lines = self.read(path).split("\n")
        return next(number for number, line in enumerate(lines, start=1) if text in line)

    def findings(self, today: date = TODAY) -> list[Finding]:
        """Run the whole content check."""
        return check(self.root, today)

    def errors(self) -> list[Finding]:
        """Run the check and keep the errors."""
        return [finding for finding in self.findings() if finding.severity == "error"]

    def one(self, code: str) -> Finding:
        """Run the check and give the one finding of a rule."""
        found = [finding for finding in self.findings() if finding.code == code]
        assert len(found) == 1, f"{code}: {found}"
        return found[0]

    def load(self) -> Library:
        """Read the library as the program does at its start."""
        return load(self.root)
