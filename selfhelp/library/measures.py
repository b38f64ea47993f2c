"""How a text reads and how long it takes: words, sentences, syllables, seconds.

The numbers are a hint, a human reads: formulas made for other languages do not fit Ukrainian,
so there are only lengths, LIX and the share of long words, and the Flesch-Kincaid grade in English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .blocks import things_of
from .kinds import MOVES
from .models import Block, ParamValue, Prose, Row

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[’'-])*")
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
JOINTS = re.compile(r"[’'-]")
UKRAINIAN_VOWELS = frozenset("аеєиіїоуюя")
ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
LONG_WORD = 6
MANY_SYLLABLES = 5

READING_SPEED = {"uk": 110, "en": 130}
"""Words a minute, for a slow or tired reader."""
SPEAKING_SPEED = {"uk": 100, "en": 115}
"""Words a minute, for a calm voice."""

SECONDS_TO_TAP = 12
SECONDS_TO_WRITE = 30
SECONDS_FOR_NEXT_QUESTION = 15
SECONDS_TO_CHOOSE = 25
SECONDS_FOR_ONE_CARD = 25
SECONDS_FOR_ONE_THING = 6
SECONDS_FOR_ONE_SENSE = 8


@dataclass(frozen=True, slots=True)
class Measures:
    """How a text reads."""

    words: int
    sentences: int
    mean: float
    """Words in a sentence."""
    longest: int
    """Words in the longest sentence."""
    lix: float
    many_syllables: float
    """Percent of words with five syllables or more."""
    grade: float | None
    """Flesch-Kincaid grade, English only."""


def measure(texts: Iterable[str], lang: str) -> Measures:
    """Measure texts; a sentence never goes over from one text to the next."""
    sentences = [words for text in texts for words in sentences_of(text)]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Measures(0, 0, 0.0, 0, 0.0, 0.0, None)

    mean = len(words) / len(sentences)
    counts = [syllables(word, lang) for word in words]
    return Measures(
        words=len(words),
        sentences=len(sentences),
        mean=mean,
        longest=max(map(len, sentences)),
        lix=mean + _percent(len(JOINTS.sub("", word)) > LONG_WORD for word in words),
        many_syllables=_percent(count >= MANY_SYLLABLES for count in counts),
        grade=0.39 * mean + 11.8 * sum(counts) / len(words) - 15.59 if lang == "en" else None,
    )


def sentences_of(text: str) -> list[list[str]]:
    """Split a text into sentences and these into words."""
    parts = (words_of(part) for part in SENTENCE_END.split(text))
    return [words for words in parts if words]


def words_of(text: str) -> list[str]:
    """List the words of a text."""
    return WORD.findall(text)


def syllables(word: str, lang: str) -> int:
    """Count syllables: vowels in Ukrainian, groups of vowels without a silent e in English."""
    word = word.lower()
    if lang == "uk":
        return max(1, sum(letter in UKRAINIAN_VOWELS for letter in word))

    letters = re.sub(r"[^a-z]", "", word)
    count = len(ENGLISH_VOWELS.findall(letters))
    if count > 1 and letters.endswith("e") and not letters.endswith("le"):
        count -= 1
    return max(1, count)


def seconds(parts: Sequence[Prose | Block], lang: str) -> int:
    """Compute how long one step takes."""
    return round(sum(_seconds_of(part, lang) for part in parts))


def seconds_aloud(parts: Sequence[Prose | Block], lang: str) -> int:
    """Compute how long a voice takes for one step: words said, pauses kept, exercises waited for."""
    return round(sum(_seconds_aloud(part, lang) for part in parts))


def _seconds_aloud(part: Prose | Block, lang: str) -> float:
    if isinstance(part, Prose):
        return _to_say(part.text, lang)
    if part.kind in WAITED_FOR:
        return TIMINGS[part.kind](part)
    pauses = sum(line.pause for line in part.lines)
    said = [line.text for line in part.lines] + [part.text, *_cells(part)]
    return pauses + sum(_to_say(text, lang) for text in said)


def _seconds_of(part: Prose | Block, lang: str) -> float:
    if isinstance(part, Prose):
        return _to_read([part.text], lang)

    timing = TIMINGS.get(part.kind)
    if timing is not None:
        return timing(part) + (_to_read(_cells(part), lang) if part.kind in ALSO_READ else 0)
    if part.lines:
        return sum(line.pause + _to_say(line.text, lang) for line in part.lines)
    return _to_read([part.text, *_cells(part)], lang)


def _cells(block: Block) -> list[str]:
    met = (row for row in block.rows if (block.kind, row.key) not in SELDOM_MET)
    scale = [word for item in block.scale.items for word in item.words] if block.scale else []
    return [*scale, *(cell for row in met for cell in row.cells)]


def _breathe(block: Block) -> float:
    return _number(block, "cycles") * sum(_number(block, key) for key in BREATH)


def _senses(block: Block) -> float:
    counts = [int(row.key) for row in block.rows if row.key.isdigit()]
    return sum(SECONDS_FOR_ONE_THING * count + SECONDS_FOR_ONE_SENSE for count in counts)


def _with_a_clock(block: Block) -> float:
    return seconds_by_params(block.kind, block.params, things_of(block.kind, block.rows))


def seconds_by_params(kind: str, params: Mapping[str, ParamValue], things: Sequence[Row]) -> float:
    """Tell how long a block runs whose parameters alone decide; nought for all others."""
    match kind:
        case "notice" | "hand":
            return _amount(params.get("seconds"))
        case "bodyscan" | "draw":
            return _amount(params.get("seconds")) * len(things)
        case "move":
            return sum(_amount(params.get(move)) for move in MOVES)
    return 0.0


def _cards(block: Block) -> float:
    in_order = SECONDS_TO_WRITE * _number(block, "rank")
    return SECONDS_FOR_ONE_CARD * _number(block, "pick") + in_order


def _each(seconds: float, *, of: str, at_least: float = 0) -> Callable[[Block], float]:
    return lambda block: at_least + seconds * _number(block, of)


def _tense(block: Block) -> float:
    return _number(block, "rounds") * (_number(block, "tense") + _number(block, "release"))


def _writing(block: Block) -> float:
    return SECONDS_TO_WRITE + SECONDS_FOR_NEXT_QUESTION * max(0, len(block.rows) - 1)


BREATH = ("in", "hold", "out", "rest")
TIMINGS: Mapping[str, Callable[[Block], float]] = {
    "breathe": _breathe,
    "senses": _senses,
    "bodyscan": _with_a_clock,
    "notice": _with_a_clock,
    "hand": _with_a_clock,
    "move": _with_a_clock,
    "draw": _with_a_clock,
    "tense": _tense,
    "thermo": lambda block: SECONDS_TO_TAP,
    "plan": _writing,
    "note": _writing,
    "check": lambda block: SECONDS_TO_CHOOSE,
    "name": _each(SECONDS_TO_WRITE, of="min"),
    "cards": _cards,
    "people": _each(SECONDS_TO_WRITE, of="min", at_least=SECONDS_TO_WRITE),
    "kit": _each(SECONDS_FOR_NEXT_QUESTION, of="pick", at_least=SECONDS_TO_TAP),
    "route": lambda block: SECONDS_TO_CHOOSE * len(block.rows),
    # A few people see it, most never do.
    "lens": lambda block: 0,
}
"""How long a block takes where words alone do not tell."""
WAITED_FOR = frozenset(
    {"breathe", "senses", "bodyscan", "notice", "hand", "move", "draw", "tense", "lens"}
)
"""Kinds that have a pace of their own, also when a voice goes along."""
ALSO_READ = frozenset({"name", "cards", "people", "check"})
"""Kinds whose words are read before anything is done."""
SELDOM_MET = frozenset({("check", "no"), ("people", "none")})
"""Rows in whose place another one is read."""


def _number(block: Block, name: str) -> float:
    return _amount(block.params.get(name))


def _amount(value: ParamValue | None) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _to_read(texts: Iterable[str], lang: str) -> float:
    return 60 * sum(len(re.findall(r"\w+", text)) for text in texts) / READING_SPEED[lang]


def _to_say(text: str, lang: str) -> float:
    return 60 * len(text.split()) / SPEAKING_SPEED[lang]


def _percent(hits: Iterable[bool]) -> float:
    found = list(hits)
    return 100 * sum(found) / len(found)
