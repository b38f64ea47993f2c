"""Rules for minutes and for reading ease."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .archive import Archive, Text, Work
from .findings import Finding
from .measures import Measures, measure, sentences_of
from .models import LANGUAGES, Module
from .module_building import build_module, shared_words
from .passages import body

MINUTES = {"module": (5, 15), "tool": (1, 5), "note": (2, 6)}
"""Shortest and longest of each kind, unless programmes.yml says otherwise."""
MINUTES_MAY_DIFFER = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a tired reader should meet; nothing where no limit is set."""

    longest: int | None
    mean: float | None = None
    lix: float | None = None
    many_syllables: float | None = None
    grade: float | None = None


RESIDENTS = {
    "uk": Limits(longest=18, mean=10, lix=42, many_syllables=6),
    "en": Limits(longest=20, grade=6),
}
STAFF = {
    "uk": Limits(longest=28, mean=15, lix=52),
    "en": Limits(longest=None, grade=9),
}


def check_reading(archive: Archive, broken: frozenset[str]) -> Iterator[Finding]:
    """Check minutes and sentences of every module; works with broken files have no minutes."""
    words = {lang: shared_words(archive, lang) for lang in LANGUAGES}
    for work in archive.works:
        if work.front is None or work.source is None:
            continue

        yield from _declared(archive, work, work.source)
        for text in work.texts.values():
            yield from _readable(text, work.front.audience)
            if not broken & {each.path for each in work.texts.values()}:
                yield from _computed(build_module(work, text.lang, words[text.lang]), text)
    for meeting in archive.meetings:
        for text in meeting.texts.values():
            # Most of it is said aloud to people of the group.
            yield from _readable(text, "adult")


def _declared(archive: Archive, work: Work, source: Text) -> Iterator[Finding]:
    if work.front is None:
        return

    shortest, longest = _range(archive, work)
    if not shortest <= work.front.minutes <= longest:
        message = f"{work.front.minutes} minutes is outside {shortest} to {longest}."
        mend = "Shorten or join steps, or give the programme another range in programmes.yml."
        yield Finding(source.path, source.manuscript.front.line("minutes"), "E30", message, mend)


def _range(archive: Archive, work: Work) -> tuple[int, int]:
    front = work.front
    for programme in archive.programmes:
        if front and programme.id == front.programme and programme.minutes:
            return programme.minutes[0], programme.minutes[1]
    return MINUTES[front.kind if front else "module"]


def _computed(module: Module, text: Text) -> Iterator[Finding]:
    minutes = module.seconds / 60
    if abs(minutes - module.minutes) > MINUTES_MAY_DIFFER:
        message = f"Reading and practising takes about {minutes:.1f} minutes, not {module.minutes}."
        line = text.manuscript.front.line("minutes")
        yield Finding(text.path, line, "W30", message, f"Write minutes: {max(1, round(minutes))}")


def beyond(measures: Measures, audience: str, lang: str) -> tuple[str, ...]:
    """Name what is harder to read than it should be for these people."""
    limits = _limits(audience, lang)
    found = [name for name, found, most in _pairs(measures, limits) if found > most]
    if limits.longest is not None and measures.longest > limits.longest:
        found.append(f"A sentence of {measures.longest} words")
    return tuple(found)


def _limits(audience: str, lang: str) -> Limits:
    return (STAFF if audience == "staff" else RESIDENTS)[lang]


def _readable(text: Text, audience: str) -> Iterator[Finding]:
    limits = _limits(audience, text.lang)
    measures = measure((passage.words for passage in body(text.manuscript)), text.lang)
    if limits.longest is not None:
        yield from _long_sentences(text, limits.longest)
    for name, found, most in _pairs(measures, limits):
        if found > most:
            message = f"{name} is {found:.1f}; people read more easily up to {most:g}."
            mend = "Shorten the longest sentences and choose shorter words."
            yield Finding(text.path, _first_line(text), "W40", message, mend)


def _pairs(measures: Measures, limits: Limits) -> Iterator[tuple[str, float, float]]:
    for name, found, most in (
        ("The mean length of a sentence", measures.mean, limits.mean),
        ("LIX", measures.lix, limits.lix),
        (
            "The percent of words with five syllables",
            measures.many_syllables,
            limits.many_syllables,
        ),
        ("The Flesch-Kincaid grade", measures.grade, limits.grade),
    ):
        if found is not None and most is not None:
            yield name, found, most


def _long_sentences(text: Text, longest: int) -> Iterator[Finding]:
    for passage in body(text.manuscript):
        for words in sentences_of(passage.words):
            if len(words) > longest:
                message = f"A sentence has {len(words)} words: “{' '.join(words[:6])} …”."
                mend = f"Make two of it; up to {longest} words are easy to hold on to."
                yield Finding(text.path, passage.line, "W40", message, mend)


def _first_line(text: Text) -> int:
    return text.manuscript.steps[0].line if text.manuscript.steps else 1
