"""The word list of one language, ready for searching."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .passages import APOSTROPHES, Passage
from .shapes import PatternShape, WordsShape


@dataclass(frozen=True, slots=True)
class Unwanted:
    """Words to look for, and what to say when they are found."""

    code: str
    pattern: re.Pattern[str]
    message: str
    mend: str
    unless: re.Pattern[str] | None = None

    def places_in(self, text: str) -> Iterator[re.Match[str]]:
        """Go through the places where the words stand and nothing excuses them."""
        spared = [match.span() for match in self.unless.finditer(text)] if self.unless else []
        for match in self.pattern.finditer(text):
            if not any(start <= match.start() and match.end() <= end for start, end in spared):
                yield match


@dataclass(frozen=True, slots=True)
class Wording:
    """What to avoid in a language, and what some texts have to say."""

    unwanted: tuple[Unwanted, ...]
    body: re.Pattern[str]
    alternative: re.Pattern[str]
    stop: re.Pattern[str]
    eyes_open: re.Pattern[str]


def wording_of(words: WordsShape) -> Wording:
    """Prepare a word list; a pattern that is not a regular expression raises `re.error`."""
    return Wording(
        unwanted=tuple(_unwanted(words)),
        body=any_of(words.body, whole=True),
        alternative=any_of(words.alternative),
        stop=any_of(words.stop),
        eyes_open=any_of(words.eyes_open),
    )


def any_of(phrases: Iterable[str], *, whole: bool = False) -> re.Pattern[str]:
    """Look for words or phrases by their beginnings, or for whole words only."""
    stems = sorted({_escaped(phrase) for phrase in phrases}, key=len, reverse=True)
    end = r"(?![\w’])" if whole else ""
    return re.compile(rf"(?<![\w’])(?:{'|'.join(stems) or '(?!)'}){end}")


def contains(pattern: re.Pattern[str], passages: Iterable[Passage]) -> bool:
    """Say whether the words stand in one of the passages."""
    return any(pattern.search(passage.even) for passage in passages)


def _unwanted(words: WordsShape) -> Iterator[Unwanted]:
    for avoid in words.avoid:
        mend = f"Say instead: {avoid.use}" if avoid.use.strip(" —") else "Leave it out."
        unless = any_of(avoid.unless) if avoid.unless else None
        message = f'"{avoid.stem}" is a word to avoid.'
        yield Unwanted("E20", any_of([avoid.stem]), message, mend, unless)

    yield from _patterns("E23", words.promise, "This sounds like a promise")
    yield from _patterns("E24", words.diagnosis, "This sounds like a diagnosis")
    yield from _patterns("E25", words.familiar, "This does not speak to the reader as «ви»")
    yield from _patterns("E26", words.graphic, "This may bring the event back")


def _patterns(code: str, patterns: Iterable[PatternShape], message: str) -> Iterator[Unwanted]:
    for shape in patterns:
        pattern = re.compile(shape.pattern.translate(APOSTROPHES), re.IGNORECASE)
        yield Unwanted(
            code, pattern, f"{message}: {shape.why.rstrip('.')}.", "Say it in another way."
        )


def _escaped(phrase: str) -> str:
    words = phrase.lower().translate(APOSTROPHES).split()
    return r"\s+".join(re.escape(word) for word in words)
