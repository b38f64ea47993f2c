"""What the content becomes once it is read: values that never change while the program runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from .instruments import Instrument

LANGUAGES = ("uk", "en")
"""Every module and tool stands in each of these; the first is the one people get by default."""

Kind = Literal["module", "tool", "note"]
StepType = Literal["read", "measure", "practice", "choose", "plan", "note"]
PartKind = Literal["prepare", "open", "practice", "talk", "break", "plan", "close", "fidelity"]
"""What a part of a meeting is for."""
Setting = Literal["group", "guided", "alone", "single"]
"""How people of a study practised: in a group, with a guide, alone; or one exercise by itself."""
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
class MeetingPart:
    """Some minutes of a meeting: what to do, say, ask and play in them."""

    id: str
    title: str
    kind: PartKind
    starts: int
    """Minutes from the beginning of the meeting."""
    minutes: int
    parts: tuple[Prose | Block, ...]

    @property
    def ends(self) -> int:
        """Minutes from the beginning of the meeting."""
        return self.starts + self.minutes


@dataclass(frozen=True, slots=True)
class RunSheet:
    """What those who lead a meeting hold in their hands, in one language. Phones never keep it."""

    id: str
    lang: str
    programme: str
    order: int
    """First, second, … meeting of the programme."""
    module: str
    """The module that goes with the meeting."""
    version: str
    title: str
    summary: str
    goal: str
    minutes: int
    fewest: int
    most: int
    """People in the room."""
    facilitators: int
    materials: tuple[str, ...]
    review: Review
    parts: tuple[MeetingPart, ...]

    @property
    def is_draft(self) -> bool:
        """The clinical or the language review is still missing."""
        return not self.review.is_complete


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
class Study:
    """What one study found, in one language."""

    id: str
    setting: Setting
    name: str
    who: str
    found: str
    source: str
    is_draft: bool


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A small card that people take home from a meeting, in one language."""

    id: str
    """The module it goes with."""
    lang: str
    title: str
    lines: tuple[str, ...]
    is_draft: bool


@dataclass(frozen=True, slots=True)
class RoomPart:
    """Who or what a part of a card is for, and its lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoomCard:
    """A card for those who lead a group, for when something happens in the room; in one language."""

    id: str
    lang: str
    title: str
    summary: str
    parts: tuple[RoomPart, ...]
    is_draft: bool


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


@dataclass(frozen=True, slots=True)
class Library:
    """All content of one version, in every language. Modules and tools share one namespace of ids."""

    version: str
    """Changes when any content that people see changes."""
    shelf: Mapping[str, tuple[Module, ...]] = field(hash=False, repr=False)
    """Language → modules, tools and notes, in the order of programmes.yml."""
    ways: Mapping[str, tuple[Programme, ...]] = field(hash=False, repr=False)
    """Language → programmes."""
    numbers: Mapping[str, tuple[HelpContact, ...]] = field(hash=False, repr=False)
    """Language → help contacts, in the order of their file."""
    texts: Mapping[str, HelpTexts] = field(hash=False, repr=False)
    """Language → the words around the contacts."""
    reminders: Mapping[str, tuple[Nudge, ...]] = field(hash=False, repr=False)
    """Language → nudge texts."""
    aliases: tuple[Alias, ...] = field(repr=False, default=())
    names: Mapping[str, Mapping[str, str]] = field(hash=False, repr=False, default_factory=dict)
    """Language → id of an alias → the word itself."""
    published: Mapping[str, frozenset[str]] = field(hash=False, repr=False, default_factory=dict)
    """Module id → every step id it has or ever had."""

    sheets: Mapping[str, tuple[RunSheet, ...]] = field(hash=False, repr=False, default_factory=dict)
    """Language → run-sheets, in the order of the meetings."""
    findings: Mapping[str, tuple[Study, ...]] = field(hash=False, repr=False, default_factory=dict)
    """Language → what studies found."""
    small_cards: Mapping[str, tuple[HomeCard, ...]] = field(
        hash=False, repr=False, default_factory=dict
    )
    """Language → cards to take home."""
    room: Mapping[str, tuple[RoomCard, ...]] = field(hash=False, repr=False, default_factory=dict)
    """Language → cards for those who lead."""
    instruments: Mapping[str, tuple[Instrument, ...]] = field(
        hash=False, repr=False, default_factory=dict
    )
    """Language → scales and questionnaires that may be used in it."""

    def module(self, lang: str, module_id: str) -> Module | None:
        """Find a module, tool or note by its id."""
        return next((module for module in self.everything(lang) if module.id == module_id), None)

    def modules(self, lang: str) -> tuple[Module, ...]:
        """List the modules and notes, without the tools."""
        return tuple(module for module in self.everything(lang) if module.kind != "tool")

    def tools(self, lang: str) -> tuple[Module, ...]:
        """List the "right now" tools."""
        return tuple(module for module in self.everything(lang) if module.kind == "tool")

    def everything(self, lang: str) -> tuple[Module, ...]:
        """List modules, tools and notes together."""
        return self.shelf.get(lang, ())

    def programmes(self, lang: str) -> tuple[Programme, ...]:
        """List the programmes in their order."""
        return self.ways.get(lang, ())

    def programme(self, lang: str, programme_id: str) -> Programme | None:
        """Find a programme by its id."""
        return next(
            (programme for programme in self.programmes(lang) if programme.id == programme_id), None
        )

    def of_programme(self, lang: str, programme: str) -> Iterator[Module]:
        """Go through the modules of one programme in their order."""
        return (module for module in self.everything(lang) if module.programme == programme)

    def run_sheets(self, lang: str) -> tuple[RunSheet, ...]:
        """List what staff hold in their hands at meetings."""
        return self.sheets.get(lang, ())

    def run_sheet(self, lang: str, sheet_id: str) -> RunSheet | None:
        """Find a run-sheet by its id."""
        return next((sheet for sheet in self.run_sheets(lang) if sheet.id == sheet_id), None)

    def run_sheet_with(self, lang: str, module_id: str | None) -> RunSheet | None:
        """Find the run-sheet of the meeting that goes with a module."""
        return next((one for one in self.run_sheets(lang) if one.module == module_id), None)

    def studies(self, lang: str) -> tuple[Study, ...]:
        """List what studies found about programmes of this kind."""
        return self.findings.get(lang, ())

    def home_cards(self, lang: str) -> tuple[HomeCard, ...]:
        """List the cards that people take home."""
        return self.small_cards.get(lang, ())

    def room_cards(self, lang: str) -> tuple[RoomCard, ...]:
        """List the cards for those who lead a group."""
        return self.room.get(lang, ())

    def instrument(self, lang: str, instrument_id: str) -> Instrument | None:
        """Find a scale or a questionnaire; one whose licence leaves the language out is not there."""
        all_of_them = self.instruments.get(lang, ())
        return next((one for one in all_of_them if one.id == instrument_id), None)

    def contacts(self, lang: str) -> tuple[HelpContact, ...]:
        """List the numbers to call."""
        return self.numbers.get(lang, ())

    def help_texts(self, lang: str) -> HelpTexts:
        """Give the words around the contacts; a language without them is a programming error."""
        return self.texts[lang]

    def nudges(self, lang: str) -> tuple[Nudge, ...]:
        """List the reminder texts, and the titles that may stand above them."""
        return self.reminders.get(lang, ())

    def titles(self, lang: str) -> tuple[Nudge, ...]:
        """List the neutral titles that somebody can choose for what comes to the phone."""
        return tuple(nudge for nudge in self.nudges(lang) if nudge.kind == "title")

    def title(self, lang: str, title_id: str) -> str:
        """Say a title; one that is not here any more gives way to the first."""
        titles = self.titles(lang)
        return next((one.text for one in titles if one.id == title_id), titles[0].text)

    def alias_name(self, lang: str, alias_id: str) -> str:
        """Say a word from nature; one that is not here any more goes by its id."""
        return self.names.get(lang, {}).get(alias_id, alias_id)

    def step_ids(self, module_id: str) -> tuple[str, ...]:
        """List the ids of a module's steps in order; empty when there is no such module."""
        module = self.module(LANGUAGES[0], module_id)
        return tuple(step.id for step in module.steps) if module else ()

    def knows(self, module_id: str, step_id: str | None = None) -> bool:
        """Say whether a module, or a step in it, is here or ever was.

        A phone that comes back after months may speak of a step that has left since.
        """
        if module_id not in self.published:
            return False

        return step_id is None or step_id in self.published[module_id]
