"""Every kind of block: its parameters with their limits, and what may stand inside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import get_args

from .shapes import BodyTag, CardSet, Lens

IDENTIFIER = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
SPAN = re.compile(r"^(?P<number>\d{1,3})(?P<unit>min|h|d)$")
SECONDS_OF_A_UNIT = {"min": 60, "h": 3600, "d": 24 * 3600}
QUESTION = "question"
"""The key of the row that an author writes as `? What do you think`."""


class Inside(Enum):
    """What stands between the two lines of a block."""

    ROWS = "rows"
    SPOKEN = "spoken"
    ROWS_AND_SPOKEN = "rows and spoken"
    """Lines with a | are rows, all others are spoken."""
    PROSE = "prose"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Number:
    """A count or a number of seconds."""

    default: int | float | None = None
    least: float = 0
    most: float = 3600

    def read(self, text: str) -> int | float:
        """Read a number, or say what is expected."""
        try:
            number = float(text)
        except ValueError:
            raise ValueError("a number is expected") from None
        if not self.least <= number <= self.most:
            raise ValueError(f"a number from {self.least:g} to {self.most:g} is expected")
        return int(number) if number.is_integer() else number


@dataclass(frozen=True, slots=True)
class Word:
    """One word out of a few, or any id."""

    default: str | None = None
    choices: tuple[str, ...] = ()

    def read(self, text: str) -> str:
        """Read a word, or say what is expected."""
        if self.choices and text not in self.choices:
            raise ValueError(f"one of these is expected: {', '.join(self.choices)}")
        if not IDENTIFIER.match(text):
            raise ValueError("small Latin letters, digits and hyphens are expected")
        return text


@dataclass(frozen=True, slots=True)
class WordList:
    """Words with commas between them."""

    default: tuple[str, ...] | None = None
    choices: tuple[str, ...] = ()

    def read(self, text: str) -> tuple[str, ...]:
        """Read the words, or say what is expected."""
        words = tuple(text.split(","))
        if not all(IDENTIFIER.match(word) for word in words):
            raise ValueError("words with commas and no spaces are expected, such as hands,face")
        if self.choices and not set(words) <= set(self.choices):
            raise ValueError(f"some of these are expected: {', '.join(self.choices)}")
        return words


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in minutes, hours or days, read as seconds; nought when it is not said."""

    default: int | None = 0

    def read(self, text: str) -> int:
        """Read a length of time, or say what is expected."""
        match = SPAN.match(text)
        if match is None or not int(match["number"]):
            raise ValueError("a time such as 10min, 24h or 7d is expected")
        return int(match["number"]) * SECONDS_OF_A_UNIT[match["unit"]]


Parameter = Number | Word | WordList | Span
"""A parameter without a default must be written in the source."""


@dataclass(frozen=True, slots=True)
class Schema:
    """What an author may write in one kind of block."""

    inside: Inside
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    keys: str = ""
    """A regular expression for the keys of rows."""
    needed: frozenset[str] = frozenset()
    """Keys that no block of this kind can do without."""
    cells: tuple[int, int] = (1, 1)
    """Fewest and most texts after the key."""
    may_be_empty: bool = False


BODY_TAGS: tuple[str, ...] = get_args(BodyTag)
LENSES: tuple[str, ...] = get_args(Lens)
CARD_SETS: tuple[str, ...] = get_args(CardSet)
OWN = "own"
"""The set of cards, the target or the parts that the rows of a block name themselves."""
MOVES = ("shake", "still", "sway", "walk", "stretch", "press", "stamp", "rest")
"""The phases of a movement; each is a parameter with its seconds and the key of a row."""

ANY_KEY = r"[a-z0-9]+(-[a-z0-9]+)*"

PRACTICE: Mapping[str, Parameter] = {
    "tags": WordList((), BODY_TAGS),
    # The step that the phone offers to people who struck one of the tags.
    "instead": Word(""),
}

SCHEMAS: Mapping[str, Schema] = {
    "script": Schema(Inside.SPOKEN, {"id": Word(""), **PRACTICE}),
    "senses": Schema(
        Inside.ROWS,
        {"pace": Word("own", ("own",)), **PRACTICE},
        r"[1-9]|end",
        frozenset(),
        (1, 3),
    ),
    "breathe": Schema(
        Inside.ROWS,
        {
            "in": Number(4, 1, 20),
            "hold": Number(0, 0, 20),
            "out": Number(6, 1, 20),
            "rest": Number(0, 0, 20),
            "cycles": Number(9, 1, 100),
            "extend": Number(0, 0, 100),
            **PRACTICE,
        },
        r"in|hold|out|rest|end",
        frozenset({"in", "out"}),
    ),
    "thermo": Schema(
        Inside.ROWS,
        {"when": Word("before", ("before", "after"))},
        r"down|same|up",
        may_be_empty=True,
    ),
    "plan": Schema(
        Inside.ROWS,
        {
            "id": Word(""),
            "remind": Word("none", ("none", "offer")),
            "within": Span(),
            "max": Span(),
            "team": Number(0, 0, 1),
        },
        ANY_KEY,
        frozenset(),
        (1, 2),
    ),
    "note": Schema(Inside.PROSE, {"id": Word("")}),
    "check": Schema(
        Inside.ROWS,
        {"answer": Word()},
        rf"[a-h]|ok|no|{QUESTION}",
        frozenset({QUESTION, "ok", "no"}),
    ),
    "safety": Schema(Inside.PROSE),
    "bodyscan": Schema(
        Inside.ROWS,
        {"parts": WordList((OWN,)), "seconds": Number(20, 5, 120), **PRACTICE},
        ANY_KEY,
        frozenset(),
        (1, 2),
    ),
    "tense": Schema(
        Inside.ROWS,
        {
            "tense": Number(5, 1, 10),
            "release": Number(12, 3, 60),
            # All rounds together: each round takes the next part in turn.
            "rounds": Number(4, 1, 20),
            "parts": WordList(),
            **PRACTICE,
        },
        ANY_KEY,
        frozenset({"tense", "release"}),
        (1, 2),
    ),
    "tick": Schema(Inside.ROWS, {"set": Word(OWN)}, ANY_KEY, may_be_empty=True),
    "help": Schema(Inside.NOTHING),
    "name": Schema(
        Inside.ROWS,
        {
            "id": Word(""),
            "min": Number(1, 0, 4),
            "max": Number(4, 1, 6),
            "frame": Word("thought", ("thought", "feeling", "tone")),
        },
        ANY_KEY,
        frozenset({"prefix"}),
    ),
    "notice": Schema(
        Inside.ROWS,
        {
            "seconds": Number(180, 30, 600),
            "bell": Number(30, 10, 120),
            "target": Word(OWN),
            **PRACTICE,
        },
        ANY_KEY,
        frozenset({"bell"}),
        (1, 2),
    ),
    "cards": Schema(
        Inside.ROWS,
        {
            "id": Word(""),
            "set": Word(OWN, (OWN, *CARD_SETS)),
            "pick": Number(2, 0, 5),
            "rank": Number(0, 0, 1),
        },
        ANY_KEY,
        frozenset(),
        (1, 2),
        may_be_empty=True,
    ),
    "hand": Schema(
        Inside.ROWS,
        {"seconds": Number(60, 20, 300), "alt": Word("cup"), **PRACTICE},
        ANY_KEY,
        frozenset({"hand"}),
    ),
    "people": Schema(
        Inside.ROWS,
        {"id": Word(""), "min": Number(1, 1, 10), "max": Number(5, 1, 10)},
        "who|none|end",
        frozenset({"who", "none"}),
    ),
    "kit": Schema(Inside.ROWS, {"pick": Number(3, 1, 5)}, ANY_KEY, may_be_empty=True),
    "imagine": Schema(
        Inside.ROWS_AND_SPOKEN,
        {"seconds": Number(240, 30, 600), "exits": Number(40, 20, 60), **PRACTICE},
        ANY_KEY,
        frozenset({"exit"}),
    ),
    "move": Schema(
        Inside.ROWS,
        {**{move: Number(0, 5, 180) for move in MOVES}, **PRACTICE},
        rf"{'|'.join(MOVES)}|end",
        frozenset(),
        (1, 3),
    ),
    "draw": Schema(
        Inside.ROWS, {"seconds": Number(120, 30, 600), **PRACTICE}, ANY_KEY, frozenset(), (1, 2)
    ),
    "lens": Schema(Inside.PROSE, {"for": WordList(None, LENSES)}),
    "link": Schema(
        Inside.PROSE,
        {"to": Word(None, ("group", "centre", "help", "module", "tool")), "name": Word("")},
        may_be_empty=True,
    ),
    "route": Schema(Inside.ROWS, {}, ANY_KEY, frozenset({"end"}), (2, 2)),
}

SCHEMAS_OF_MEETINGS: Mapping[str, Schema] = {
    "do": Schema(Inside.ROWS, {}, ANY_KEY),
    "say": Schema(Inside.SPOKEN),
    "ask": Schema(Inside.ROWS, {}, ANY_KEY),
    "play": Schema(Inside.ROWS, {"module": Word(), "step": Word()}, ANY_KEY, may_be_empty=True),
    "mark": Schema(Inside.ROWS, {}, ANY_KEY),
}
"""What stands in a run-sheet: for those who lead, and nothing for phones."""
EVERY_SCHEMA: Mapping[str, Schema] = {**SCHEMAS, **SCHEMAS_OF_MEETINGS}

WORDS_OF_THE_BLOCK: Mapping[str, frozenset[str]] = {
    "bodyscan": frozenset({"end"}),
    "tense": frozenset({"tense", "release", "end"}),
    "name": frozenset({"prefix", "end"}),
    "notice": frozenset({"bell", "end"}),
    "cards": frozenset({"end"}),
    "kit": frozenset({"end"}),
    "imagine": frozenset({"exit"}),
    "move": frozenset({"end"}),
    "draw": frozenset({"end"}),
    "route": frozenset({"end"}),
}
"""Rows of these kinds that are words around the block, and nothing to do, tick or choose."""

TAGS_OF_THE_KIND: Mapping[str, frozenset[str]] = {
    "breathe": frozenset({"breath"}),
    "hand": frozenset({"touch"}),
    "bodyscan": frozenset({"body-scan"}),
    "imagine": frozenset({"imagery"}),
    "move": frozenset({"movement"}),
    "tense": frozenset({"movement"}),
}
"""What an exercise of this kind asks of a body, whatever its author writes."""

TIMED = frozenset(
    {"script", "breathe", "bodyscan", "tense", "notice", "hand", "imagine", "move", "draw"}
)
"""Exercises with a clock: Start, Pause, Stop and Skip."""
