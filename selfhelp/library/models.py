"""What the content becomes once it is read: values that never change while the program runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from .instruments import Instrument

LANGUAGES = ("uk", "en")
"""Every module and tool stands in each of these; the first is the one people get by default."""

Kind = Literal["module", "tool", "note"]
StepType = Literal["read", "measure", "practice", "choose", "plan", "note"]
Panel = Literal["standard", "strong"]
ParamValue = bool | int | float | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who looked at a text, and when; empty until somebody did."""

    by: str = ""
    on: date | None = None

    @property
    def is_given(self) -> bool:
        """Both a name and a day stand there."""
        return bool(self.by.strip()) and self.on is not None


@dataclass(frozen=True, slots=True)
class Review:
    """The people who wrote, translated and reviewed one language of a module."""

    written: Signature = Signature()
    translated: Signature = Signature()
    clinical: Signature = Signature()
    language: Signature = Signature()

    @property
    def is_complete(self) -> bool:
        """A clinician and an editor have signed."""
        return self.clinical.is_given and self.language.is_given


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs and lists between blocks."""

    html: str
    """Safe to put on a page as it is."""
    text: str
    """The same words without marks, one paragraph or list item a line."""


@dataclass(frozen=True, slots=True)
class Row:
    """One `key | text | text` line of a block; keys are the same in every language."""

    key: str
    cells: tuple[str, ...]

    def cell(self, place: int) -> str:
        """Give the text at a place, or an empty string when the row is shorter."""
        return self.cells[place] if place < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One spoken sentence and the quiet after it."""

    text: str
    pause: int
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Block:
    """An interactive thing inside a step: a breath, a scale, a list to tick."""

    kind: str
    id: str
    """The author's `id=`, or a name from the step and the place: the same in every language."""
    params: Mapping[str, ParamValue] = field(hash=False)
    """Every parameter of the kind, with defaults filled in, always from the source language."""
    rows: tuple[Row, ...] = ()
    lines: tuple[Line, ...] = ()
    html: str = ""
    """The prose of blocks that hold sentences (safety, note); empty for the others."""
    text: str = ""
    """The same prose without marks."""
    line: int = 0
    """Where the block starts in its file."""
    shared: tuple[Row, ...] = ()
    """Rows that come from a file of their own: the levels of a route."""
    scale: Instrument | None = None
    """Question, numbers and help offer of a thermo."""

    def row(self, key: str) -> Row | None:
        """Find a row by its key."""
        return next((row for row in self.rows if row.key == key), None)


@dataclass(frozen=True, slots=True)
class Step:
    """One phone screen of a module."""

    id: str
    title: str
    type: StepType
    parts: tuple[Prose | Block, ...]
    seconds: int
    """How long it takes, computed from the words, pauses and parameters."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks alone, in order."""
        return tuple(part for part in self.parts if isinstance(part, Block))


@dataclass(frozen=True, slots=True)
class Recording:
    """A voice that says the text of one step. Phones fetch it only when somebody wishes."""

    step: str
    file: Path
    content_type: str
    size: int
    """Bytes."""
    digest: str
    """Sixteen hexadecimal digits that change with the bytes."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module, tool or note in one language: words of that language, everything else shared."""

    kind: Kind
    id: str
    lang: str
    programme: str
    order: int
    version: str
    title: str
    summary: str
    goal: str
    minutes: int
    audience: str
    themes: tuple[str, ...]
    needs: tuple[str, ...]
    caution: tuple[str, ...]
    now: str
    """The step that stands alone as "practise now"; empty for notes that have none."""
    help: Panel
    lens: tuple[str, ...]
    licence: str
    review: Review
    sources: tuple[str, ...]
    retired: tuple[str, ...]
    """Ids of steps that were published once and are gone; progress is still stored under them."""
    steps: tuple[Step, ...]
    digest: str
    """Changes when a word, a parameter or a date of this language or of its source changes."""
    recordings: tuple[Recording, ...] = ()
    """Voices for some of the steps, in their order; mostly there are none."""

    @property
    def is_draft(self) -> bool:
        """The clinical or the language review is still missing."""
        return not self.review.is_complete

    @property
    def seconds(self) -> int:
        """How long all steps take together."""
        return sum(step.seconds for step in self.steps)

    def step(self, step_id: str) -> Step | None:
        """Find a step by its id."""
        return next((step for step in self.steps if step.id == step_id), None)

    def recording(self, step_id: str) -> Recording | None:
        """Find the recorded voice of a step."""
        return next((one for one in self.recordings if one.step == step_id), None)


@dataclass(frozen=True, slots=True)
class Programme:
    """Modules in their suggested order, in one language."""

    id: str
    lang: str
    title: str
    summary: str
    audience: str
    icon: str
    modules: tuple[str, ...]
    """Ids of modules, tools or notes."""


@dataclass(frozen=True, slots=True)
class HelpContact:
    """A number to call, in one language."""

    id: str
    lang: str
    number: str
    name: str
    purpose: str
    """What it is for: danger, life, violence, child, veteran, talk or legal."""
    audience: str
    hours: str
    cost: str
    source: str
    source_date: str
    checked_on: date
    verified: str

    @property
    def dial(self) -> str:
        """The number as a `tel:` link wants it: digits, and a plus if there is one."""
        return "".join(sign for sign in self.number if sign.isdigit() or sign == "+")


@dataclass(frozen=True, slots=True)
class HelpTexts:
    """The words around the contacts, in one language."""

    lang: str
    panel: str
    """What the help panel says; `{phone}` and `{hours}` stand for the person's centre."""
    when: str
    """When it is time to talk with a specialist."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A word from nature that stands for a person in a group."""

    id: str
    uk: str
    en: str


@dataclass(frozen=True, slots=True)
class Nudge:
    """A short reminder text that is safe on a lock screen, in one language."""

    id: str
    lang: str
    kind: str
    text: str
