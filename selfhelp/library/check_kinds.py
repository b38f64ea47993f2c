"""Rules of single kinds: what has to fit together inside a block, and around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .archive import Archive, Text, Work, cards_path
from .blocks import row_lines, row_of, rows_of, spoken_of, things_of, with_defaults
from .findings import Finding, did_you_mean
from .kinds import MOVES, OWN, SCHEMAS
from .measures import SPEAKING_SPEED
from .models import ParamValue
from .reading import RawBlock

FEWEST_QUESTIONS, MOST_QUESTIONS = 4, 6
MAY_DIFFER = 0.25
"""The part by which an imagining may be shorter or longer than it says."""
WORDS_OF_LOSS = {
    "uk": re.compile(
        r"\b(?:втрат|втрач|горюв|горе\b|горя\b|скорбо|жалоб|загибел|загинул|помер)", re.I
    ),
    "en": re.compile(r"\b(?:loss|lost|griev|grief|closure|bereave|mourn|died|death)", re.I),
}


@dataclass(frozen=True, slots=True)
class _Place:
    """A block of a text, and everything that it may point at."""

    archive: Archive
    text: Text
    block: RawBlock
    steps: frozenset[str]
    """Ids of the steps of its module."""
    of_source: RawBlock
    """The same block in the source."""
    params: Mapping[str, ParamValue]
    """Its parameters."""

    def told(self, message: str, mend: str, *, code: str = "E10", line: int = 0) -> Finding:
        return Finding(self.text.path, line or self.block.line, code, message, mend)

    def word(self, name: str) -> str:
        """Give a parameter that is a word."""
        return str(self.params.get(name, ""))

    def number(self, name: str) -> float:
        """Give a parameter that is a number."""
        value = self.params.get(name, 0)
        return float(value) if isinstance(value, int | float) else 0.0

    @property
    def keys(self) -> list[str]:
        """The keys of what can be done, ticked or chosen."""
        return [row.key for row in things_of(self.block.kind, rows_of(self.block))]


def check_kinds(archive: Archive, work: Work) -> Iterator[Finding]:
    """Check what the shape of a single row cannot tell, in every language."""
    if work.source is None:
        return

    steps = frozenset(step.id for step in work.source.manuscript.steps)
    for text in work.texts.values():
        for step in text.manuscript.steps:
            source = work.source.manuscript.step(step.id)
            for block, of_source in zip(step.blocks, source.blocks if source else (), strict=False):
                if block.kind == of_source.kind and block.kind in SCHEMAS:
                    place = _Place(archive, text, block, steps, of_source, with_defaults(of_source))
                    yield from _check(place)


def _check(place: _Place) -> Iterator[Finding]:
    yield from _instead(place)
    match place.block.kind:
        case "cards" | "tick":
            yield from _set(place)
        case "name" | "people":
            yield from _fewest_and_most(place)
        case "notice":
            yield from _target(place)
        case "hand":
            yield from _other_than_the_hand(place)
        case "kit":
            yield from _exercises(place)
        case "imagine":
            yield from _length(place)
        case "move":
            yield from _moves(place)
        case "lens":
            yield from _not_knowing(place)
        case "link":
            yield from _named(place)
        case "route":
            yield from _levels(place)


def _instead(place: _Place) -> Iterator[Finding]:
    step = place.word("instead")
    if step and step not in place.steps:
        message = f"instead={step}, but there is no such step here."
        yield place.told(message, did_you_mean(step, place.steps))


def _set(place: _Place) -> Iterator[Finding]:
    name = place.word("set")
    is_shared = name in place.archive.cards
    if not place.keys and not is_shared:
        message = f"The block :::{place.block.kind} is empty, and {cards_path(name)} is not there."
        yield place.told(message, "Write its rows, or name a set of cards.")
    elif place.block.kind == "cards" and place.keys and name != OWN:
        message = f"The words of the set {name} stand in {cards_path(name)}."
        yield place.told(message, "Take the rows out, or write set=own.")
    count = len(place.archive.cards[name]) if is_shared and not place.keys else len(place.keys)
    if place.block.kind == "cards" and 0 < count < place.number("pick"):
        message = f"There are {count} cards, and {place.word('pick')} are to be picked."
        yield place.told(message, "Make pick= smaller.")


def _fewest_and_most(place: _Place) -> Iterator[Finding]:
    if place.number("min") > place.number("max"):
        yield place.told("min is larger than max.", "Make min= at most as large as max=.")
    if place.block.kind == "name" and len(place.keys) < 2:
        message = "There are fewer than two examples to touch."
        yield place.told(message, "Add rows: key | example")


def _target(place: _Place) -> Iterator[Finding]:
    if not place.keys:
        message = "Nothing here says what one could notice."
        yield place.told(message, "Add a row: tea | what to notice")
    elif place.word("target") not in (OWN, *place.keys):
        message = f"target={place.word('target')}, but there is no such row."
        yield place.told(message, did_you_mean(place.word("target"), [OWN, *place.keys]))
    if place.number("bell") > place.number("seconds"):
        yield place.told("The bell comes after the end.", "Make bell= smaller than seconds=.")


def _other_than_the_hand(place: _Place) -> Iterator[Finding]:
    expected = {"hand", place.word("alt"), "end"}
    keys = {row.key for row in rows_of(place.block)}
    if place.word("alt") not in keys or not keys <= expected:
        message = "The rows are not “hand” and the one that alt= names."
        mend = f"Write: hand | text and {place.word('alt')} | text"
        yield place.told(message, mend)


def _exercises(place: _Place) -> Iterator[Finding]:
    known = {work.id for work in place.archive.works}
    for line in row_lines(place.block):
        key = row_of(line.text).key
        if key not in known | {"end"}:
            message = f'"{key}" is neither a module nor a tool.'
            yield place.told(message, did_you_mean(key, known), line=line.number)
    if 0 < len(place.keys) < place.number("pick"):
        yield place.told("There are fewer exercises than may be picked.", "Make pick= smaller.")


def _length(place: _Place) -> Iterator[Finding]:
    speed = SPEAKING_SPEED[place.text.lang]
    lines = spoken_of(place.block)
    found = sum(line.pause + 60 * len(line.text.split()) / speed for line in lines)
    declared = place.number("seconds")
    if abs(found - declared) > MAY_DIFFER * declared:
        message = f"The lines take about {found:.0f} seconds, not {declared:.0f}."
        yield place.told(message, "Change the pauses, or write what it is.", code="W30")


def _moves(place: _Place) -> Iterator[Finding]:
    timed = {move for move in MOVES if place.number(move)}
    for move in sorted(timed ^ set(place.keys)):
        message = f'The phase "{move}" has only its seconds or only a row.'
        yield place.told(message, f"Name it in both places: {{{move}=60}} and {move} | text")
    for line in row_lines(place.block):
        row = row_of(line.text)
        if row.key in MOVES and len(row.cells) < 2:
            message = f'The phase "{row.key}" has no seated way.'
            mend = "Add a text after | for people who sit or lie."
            yield place.told(message, mend, code="E53", line=line.number)


def _not_knowing(place: _Place) -> Iterator[Finding]:
    """To families of the missing nobody speaks of loss."""
    lenses = place.params.get("for", ())
    if not isinstance(lenses, tuple) or "missing" not in lenses:
        return

    for line in place.block.lines:
        match = WORDS_OF_LOSS[place.text.lang].search(line.text)
        if match and line.number not in place.text.manuscript.excused:
            message = f"“{match[0]}” stands in words for families of the missing."
            mend = "Speak of not knowing (невідомість), never of loss."
            yield place.told(message, mend, code="E28", line=line.number)


def _named(place: _Place) -> Iterator[Finding]:
    kind, name = place.word("to"), place.word("name")
    folders = {"module": ("modules", "notes"), "tool": ("tools",)}.get(kind, ())
    known = {work.id for work in place.archive.works if work.folder in folders}
    if folders and name not in known:
        message = f'to={kind} and name="{name}" lead nowhere.'
        yield place.told(message, did_you_mean(name, known))


def _levels(place: _Place) -> Iterator[Finding]:
    known = {level.id for level in place.archive.levels}
    levels = {row.key: row.cell(1) for row in rows_of(place.of_source)}
    for line in row_lines(place.block):
        row = row_of(line.text)
        if row.cell(1) in known and row.cell(1) != levels.get(row.key, row.cell(1)):
            message = f'"{row.cell(1)}" is "{levels[row.key]}" in the source.'
            mend = "Keep the level; translate only the question."
            yield place.told(message, mend, code="E07", line=line.number)
        elif row.cell(1) not in known:
            message = f'"{row.cell(1)}" is not a level of referrals.yml.'
            yield place.told(message, did_you_mean(row.cell(1), known), line=line.number)
    if not FEWEST_QUESTIONS <= len(place.keys) <= MOST_QUESTIONS:
        message = f"A route asks {FEWEST_QUESTIONS} to {MOST_QUESTIONS} questions."
        yield place.told(message, "Join questions, or take some out.")
