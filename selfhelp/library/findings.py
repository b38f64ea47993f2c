"""What the content check says: where, which rule, what is wrong in plain words, how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from selfhelp.errors import Refusal

Severity = Literal["error", "warning"]

STOPS_THE_START = frozenset(
    {"E01", "E02", "E03", "E04", "E05", "E06", "E07", "E10"}
    | {"E50", "E51", "E52", "E53", "E60", "E61"}
    | {"E65", "E66", "E67", "E68"}
)
"""Faults that would put wrong content before a person.

Nothing starts with one of these. Every other rule is about words, ageing or review: it fails
`content check`, and never a program that people are using.
"""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to look at in one line of one file."""

    path: str
    """Relative to the content folder."""
    line: int
    code: str
    message: str
    mend: str

    @property
    def severity(self) -> Severity:
        """Errors stop publishing, warnings are for the author."""
        return "error" if self.code.startswith("E") else "warning"

    @property
    def stops_the_start(self) -> bool:
        """The content would be wrong to show."""
        return self.code in STOPS_THE_START


class BrokenContent(Refusal):
    """The content cannot be shown as it is; the text lists every place and how to mend it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings))
        places = "\n".join(as_line(finding) for finding in self.findings)
        super().__init__(f"The content cannot be shown as it is.\n{places}")


def as_line(finding: Finding, folder: str = "content") -> str:
    """Write a finding on one line, the way editors make clickable."""
    place = f"{folder}/{finding.path}:{finding.line}"
    return f"{place} {finding.code} {finding.message} → {finding.mend}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the closest known word, or list them all."""
    choices = sorted(known)
    close = get_close_matches(word, choices, n=1)
    if close:
        return f'Did you mean "{close[0]}"?'

    return f"Use one of: {', '.join(choices)}." if choices else "Take it out."
