"""All content together, and how to find something in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .instruments import Instrument
from .models import LANGUAGES, Alias, HelpContact, HelpTexts, Module, Nudge, Programme
from .paper_models import HomeCard, RoomCard, RunSheet, Study


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
