"""Every piece of text that people read in a file, with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .blocks import row_lines, row_of, spoken_line, spoken_lines
from .models import Row
from .reading import Manuscript, RawBlock, RawLine, RawProse, RawStep
from .sheets import Place, Sheet

MARKS = re.compile(r"[*_`>\\]")
LINK = re.compile(r"!?\[(?P<words>[^\]\n]*)\]\([^)\n]*\)")
LIST_MARK = re.compile(r"^[ \t]*(?:[-+*]|\d+[.)])[ \t]+", re.MULTILINE)
APOSTROPHES = str.maketrans("'ʼ`", "’’’")
FRONT_KEYS = ("title", "summary", "goal")
FRONT_LISTS = ("materials",)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a cell, a spoken line or a title."""

    line: int
    text: str
    """As written; a paragraph may go over several lines."""
    step: str = ""
    """The id of the step, empty for the front matter."""

    @property
    def words(self) -> str:
        """The text without Markdown marks and links, on one line."""
        without_lists = LIST_MARK.sub("", LINK.sub(r"\g<words>", self.text))
        return " ".join(MARKS.sub("", without_lists).split())

    @property
    def even(self) -> str:
        """The text in small letters with one kind of apostrophe and space; places stay the same."""
        return self.text.translate(APOSTROPHES).lower().replace("\n", " ")

    def line_at(self, offset: int) -> int:
        """Tell the line of a place in the text."""
        return self.line + self.text.count("\n", 0, offset)


def everything(manuscript: Manuscript) -> Iterator[Passage]:
    """Go through all the text of a file from the title to the last sentence."""
    yield from front_passages(manuscript)
    for step in manuscript.steps:
        yield Passage(step.line, step.title, step.id)
        yield from step_passages(step)


def body(manuscript: Manuscript) -> list[Passage]:
    """List the text of all steps, without titles."""
    return [passage for step in manuscript.steps for passage in step_passages(step)]


def front_passages(manuscript: Manuscript) -> Iterator[Passage]:
    """Go through the words of the front matter."""
    values = manuscript.front.values
    for key in FRONT_KEYS:
        if isinstance(values, dict) and isinstance(values.get(key), str):
            yield Passage(manuscript.front.line(key), values[key])
    for key in FRONT_LISTS:
        words = values.get(key) if isinstance(values, dict) else None
        for number, word in enumerate(words if isinstance(words, list) else []):
            yield Passage(manuscript.front.line(key, number), str(word))


def sheet_passages(sheet: Sheet, lang: str) -> Iterator[Passage]:
    """Go through the words of one language in a YAML file: whatever stands under its key."""
    yield from _spoken(sheet, sheet.values, (), lang)


def _spoken(sheet: Sheet, values: object, place: Place, lang: str) -> Iterator[Passage]:
    if isinstance(values, dict):
        for key, value in values.items():
            if key == lang:
                yield from _words_of(sheet, value, (*place, key))
            else:
                yield from _spoken(sheet, value, (*place, key), lang)
    elif isinstance(values, list):
        for number, value in enumerate(values):
            yield from _spoken(sheet, value, (*place, number), lang)


def _words_of(sheet: Sheet, words: object, place: Place) -> Iterator[Passage]:
    """Take a sentence, or a list of them."""
    if isinstance(words, str):
        yield Passage(sheet.line(*place), words)
    elif isinstance(words, list):
        for number, word in enumerate(words):
            yield from _words_of(sheet, word, (*place, number))


def step_passages(step: RawStep) -> Iterator[Passage]:
    """Go through the text of one step, without its title."""
    for part in step.parts:
        if isinstance(part, RawProse):
            yield from prose_passages(part, step.id)
        else:
            yield from block_passages(part, step.id)


def prose_passages(prose: RawProse, step: str) -> Iterator[Passage]:
    """Go through paragraphs and list items."""
    held: list[RawLine] = []
    for number, text in enumerate(prose.text.split("\n"), start=prose.line):
        if held and (not text.strip() or LIST_MARK.match(text)):
            yield _joined(held, step)
            held = []
        if text.strip():
            held.append(RawLine(number, text))
    if held:
        yield _joined(held, step)


def block_passages(block: RawBlock, step: str) -> Iterator[Passage]:
    """Go through cells, spoken lines or sentences of a block; keys and pauses are not text."""
    rows, spoken = row_lines(block), spoken_lines(block)
    for line in block.lines:
        if line in spoken:
            yield Passage(line.number, spoken_line(line.text).text, step)
        elif line in rows:
            for cell in _words_in(block, row_of(line.text)):
                yield Passage(line.number, cell, step)
        else:
            yield Passage(line.number, line.text, step)


def _words_in(block: RawBlock, row: Row) -> tuple[str, ...]:
    """The last cell of a route is the id of a level."""
    return row.cells[:-1] if block.kind == "route" else row.cells


def _joined(lines: list[RawLine], step: str) -> Passage:
    return Passage(lines[0].number, "\n".join(line.text for line in lines), step)
