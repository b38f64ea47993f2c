"""Rules for words: what hurts, promises, diagnoses or presses; and clean writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .archive import Archive, words_path
from .findings import Finding
from .models import LANGUAGES
from .passages import Passage, everything, sheet_passages
from .shapes import WordsShape
from .wording import Unwanted, Wording, wording_of

EXCUSE = "or end the line with <!-- lint-ok: reason -->"
FAMILIAR = "E25"
"""Texts for teenagers may be on first-name terms; no other rule depends on the audience."""

FOREIGN_LETTER = Unwanted(
    "E27",
    re.compile(r"[ыэъё]", re.IGNORECASE),
    "This letter is not Ukrainian.",
    "Write the word with Ukrainian letters.",
)
TYPOGRAPHY = (
    Unwanted(
        "E27",
        re.compile(r"(?<=\w)['ʼ`](?=\w)"),
        "A straight apostrophe stands in a word.",
        "Write ’ instead.",
    ),
    Unwanted(
        "E27",
        re.compile(r"(?<=\s)(?:-|--|–)(?=\s)"),
        "A hyphen stands where a dash belongs.",
        "Write — instead.",
    ),
    Unwanted("E27", re.compile(r"(?<=\S) {2,}(?=\S)"), "Two spaces stand together.", "Keep one."),
)


def wordings_of(lists: Mapping[str, WordsShape]) -> tuple[dict[str, Wording], list[Finding]]:
    """Prepare the word lists, and tell of patterns that are no regular expressions."""
    wordings: dict[str, Wording] = {}
    findings: list[Finding] = []
    for lang, words in lists.items():
        try:
            wordings[lang] = wording_of(words)
        except re.error as fault:
            message = f'The pattern "{fault.pattern!s}" is not a regular expression: {fault.msg}.'
            mend = "Correct the brackets and the backslashes."
            findings.append(Finding(words_path(lang), 1, "E10", message, mend))
    return wordings, findings


def check_words(archive: Archive, wordings: Mapping[str, Wording]) -> Iterator[Finding]:
    """Look through every text that people read."""
    for work in (*archive.works, *archive.meetings):
        spoken_to = work.front.audience if work.front else "adult"
        for text in work.texts.values():
            rules = _rules(wordings.get(text.lang), text.lang, spoken_to)
            for finding in _look_through(text.path, everything(text.manuscript), rules):
                if finding.line not in text.manuscript.excused:
                    yield finding

    for path, sheet in archive.sheets.items():
        # Licensed wording is shown exactly as its owner wrote it.
        for lang in () if archive.is_licensed(path) else LANGUAGES:
            passages = sheet_passages(sheet, lang)
            yield from _look_through(path, passages, _rules(wordings.get(lang), lang))


def _rules(wording: Wording | None, lang: str, spoken_to: str = "adult") -> list[Unwanted]:
    listed = wording.unwanted if wording else ()
    rules = [rule for rule in listed if rule.code != FAMILIAR or spoken_to != "teen"]
    return [*rules, *TYPOGRAPHY, *([FOREIGN_LETTER] if lang == "uk" else [])]


def _look_through(
    path: str, passages: Iterable[Passage], rules: Sequence[Unwanted]
) -> Iterator[Finding]:
    for passage in passages:
        even = passage.even
        for rule in rules:
            for match in rule.places_in(passage.text if rule.code == "E27" else even):
                yield _told(path, passage, rule, match)


def _told(path: str, passage: Passage, rule: Unwanted, match: re.Match[str]) -> Finding:
    around = " ".join(passage.text[max(0, match.start() - 15) : match.end() + 15].split())
    mend = rule.mend if rule.code == "E27" else f"{rule.mend.rstrip('.')}, {EXCUSE}."
    line = passage.line_at(match.start())
    return Finding(path, line, rule.code, f"{rule.message} Here: “{around}”.", mend)
