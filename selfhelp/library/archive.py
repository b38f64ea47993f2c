"""The content folder as it lies on the disk: every file read, nothing judged yet."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from . import shapes
from .findings import Finding, did_you_mean
from .instrument_shapes import LICENSED, OWN, LicensedShape, OwnShape
from .kinds import CARD_SETS
from .models import LANGUAGES
from .reading import Manuscript, read_manuscript
from .recordings import Sound, sounds_beside
from .shapes import Front, MeetingFront, MeetingTranslationFront, SourceFront
from .sheets import Sheet, Understood, read_sheet, understand

FOLDERS = ("modules", "tools", "notes")
MEETINGS = "meetings"
STEPS_LOCK = "steps.lock.json"
TRANSLATION_LOCK = "translation.lock.json"
AUDIO_LOCK = "audio.lock.json"
Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class Text:
    """One language of a module: its file and its understood front matter."""

    lang: str
    manuscript: Manuscript
    front: Front | None
    """Nothing when the front matter could not be understood."""

    @property
    def path(self) -> str:
        """Where the file lies."""
        return self.manuscript.path


@dataclass(frozen=True, slots=True)
class Work:
    """One module, tool, note or run-sheet in all its languages."""

    id: str
    folder: str
    texts: Mapping[str, Text] = field(hash=False)
    sounds: tuple[Sound, ...] = ()
    """Recorded voices, in all languages."""

    @property
    def source(self) -> Text | None:
        """The language that holds the parameters."""
        return next((text for text in self.texts.values() if is_source(text.manuscript)), None)

    @property
    def front(self) -> SourceFront | None:
        """The front matter of the source."""
        front = self.source.front if self.source else None
        return front if isinstance(front, SourceFront) else None

    @property
    def meeting(self) -> MeetingFront | None:
        """The front matter of the source, when this is a run-sheet."""
        front = self.source.front if self.source else None
        return front if isinstance(front, MeetingFront) else None

    @property
    def translations(self) -> Iterator[Text]:
        """Every language but the source."""
        return (text for text in self.texts.values() if text is not self.source)

    @property
    def path(self) -> str:
        """Where its files lie."""
        return f"{self.folder}/{self.id}"


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything in the content folder."""

    root: Path
    works: tuple[Work, ...]
    """Modules, tools and notes: what phones hold."""
    meetings: tuple[Work, ...]
    """Run-sheets: what staff hold."""
    programmes: tuple[shapes.ProgrammeShape, ...]
    help: shapes.HelpShape | None
    aliases: tuple[shapes.AliasShape, ...]
    nudges: tuple[shapes.NudgeShape, ...]
    evidence: shapes.EvidenceShape | None
    home_cards: shapes.HomeCardsShape | None
    room_cards: shapes.RoomCardsShape | None
    cards: Mapping[str, tuple[shapes.CardShape, ...]] = field(hash=False)
    """Name of the set → its cards, for the sets that are there."""
    instruments: Mapping[str, OwnShape | LicensedShape] = field(hash=False)
    """Path → scale or questionnaire."""
    levels: tuple[shapes.LevelWordsShape, ...]
    """Levels of referral, the most urgent first."""
    published: dict[str, list[str]] = field(hash=False)
    """Module id → every step id that was ever published (steps.lock.json)."""
    translated: dict[str, dict[str, dict[str, str]]] = field(hash=False)
    """Module id → language → step id → hash of the source it was translated from."""
    recorded: dict[str, dict[str, dict[str, shapes.RecordedShape]]] = field(hash=False)
    """Module id → language → step id → which sound says which words (audio.lock.json)."""
    sheets: Mapping[str, Sheet] = field(hash=False)
    """YAML files by path, for the lines of their keys."""
    lists: tuple[str, ...]
    """Those that features above the library read: their words are looked through all the same."""
    findings: tuple[Finding, ...]
    """What could not be read or understood."""

    def line(self, path: str, *place: str | int) -> int:
        """Tell the line of a key in one of the YAML files."""
        return self.sheets[path].line(*place) if path in self.sheets else 1

    def is_licensed(self, path: str) -> bool:
        """Say whether the words of a YAML file are somebody else's and stand there as they are."""
        return path.startswith(f"{INSTRUMENTS}/") and kind_in(self.sheets[path]) == "licensed"


PROGRAMMES = "programmes.yml"
HELP = "help/ua.yml"
ALIASES = "words/aliases.yml"
NUDGES = "nudges.yml"
REFERRALS = "referrals.yml"
EVIDENCE = "evidence.yml"
HOME_CARDS = "home-cards.yml"
ROOM_CARDS = "room-cards.yml"
INSTRUMENTS = "instruments"
LISTS = ("calls.yml", "readiness.yml", "services.yml", REFERRALS)
"""Words for staff and for pages of centres. Whoever uses them knows their shapes."""


def read_archive(root: Path) -> Archive:
    """Read the content folder."""
    reader = _Reader(root)
    works = tuple(reader.works(FOLDERS))
    meetings = tuple(reader.works([MEETINGS]))
    programmes = reader.sheet(PROGRAMMES, shapes.PROGRAMMES)
    aliases = reader.sheet(ALIASES, shapes.ALIASES)
    nudges = reader.sheet(NUDGES, shapes.NUDGES)
    referrals = reader.optional(REFERRALS, shapes.LEVELS)
    lists = tuple(reader.lists())
    return Archive(
        root=root,
        works=works,
        meetings=meetings,
        programmes=tuple(programmes or ()),
        help=reader.sheet(HELP, shapes.HELP),
        aliases=tuple(aliases or ()),
        nudges=tuple(nudges or ()),
        evidence=reader.optional(EVIDENCE, shapes.EVIDENCE),
        home_cards=reader.optional(HOME_CARDS, shapes.HOME_CARDS),
        room_cards=reader.optional(ROOM_CARDS, shapes.ROOM_CARDS),
        cards=dict(reader.cards()),
        instruments=dict(reader.instruments()),
        levels=tuple(referrals.levels if referrals else ()),
        published=reader.lock(STEPS_LOCK, shapes.STEPS_LOCK) or {},
        translated=reader.lock(TRANSLATION_LOCK, shapes.TRANSLATION_LOCK) or {},
        recorded=reader.lock(AUDIO_LOCK, shapes.AUDIO_LOCK) or {},
        sheets=reader.sheets,
        lists=lists,
        findings=tuple(reader.findings),
    )


def read_words(archive: Archive) -> tuple[dict[str, shapes.WordsShape], list[Finding]]:
    """Read the word lists, which only the check needs."""
    reader = _Reader(archive.root)
    lists = {lang: reader.sheet(words_path(lang), shapes.WORDS) for lang in LANGUAGES}
    return {lang: words for lang, words in lists.items() if words}, reader.findings


def words_path(lang: str) -> str:
    """Tell where the word list of a language lies."""
    return f"words/{lang}.yml"


def cards_path(name: str) -> str:
    """Tell where a set of cards lies."""
    return f"cards/{name}.yml"


def is_source(manuscript: Manuscript) -> bool:
    """Say whether the file calls itself the source."""
    values = manuscript.front.values
    return isinstance(values, dict) and values.get("source") is True


def kind_in(sheet: Sheet) -> object:
    """Give the kind that a file says it is of."""
    return sheet.values.get("kind") if isinstance(sheet.values, dict) else None


class _Reader:
    """Reads files one by one and remembers what went wrong."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.sheets: dict[str, Sheet] = {}

    def works(self, folders: Iterable[str]) -> Iterator[Work]:
        """Read everything in these folders that stands in a file for each language."""
        for folder in folders:
            for place in sorted((self.root / folder).glob("*/")):
                yield self._work(folder, place)

    def sheet(self, path: str, shape: TypeAdapter[Shape]) -> Shape | None:
        """Read and understand a YAML file that has to be there."""
        text = self._text(path)
        if text is None:
            return None

        sheet = self.sheets[path] = read_sheet(path, text)
        understood = understand(sheet, shape)
        self.findings += understood.findings
        return understood.value

    def optional(self, path: str, shape: TypeAdapter[Shape]) -> Shape | None:
        """Read and understand a YAML file that may be missing."""
        return self.sheet(path, shape) if (self.root / path).exists() else None

    def lists(self) -> Iterator[str]:
        """Read the lists that are there for their words only."""
        for path in LISTS:
            if (self.root / path).exists():
                if path not in self.sheets:
                    self.sheets[path] = read_sheet(path, self._text(path) or "")
                    self.findings += self.sheets[path].findings
                yield path

    def instruments(self) -> Iterator[tuple[str, OwnShape | LicensedShape]]:
        """Read scales and questionnaires."""
        for file in sorted((self.root / INSTRUMENTS).glob("*.yml")):
            path = file.relative_to(self.root).as_posix()
            sheet = self.sheets[path] = read_sheet(path, self._text(path) or "")
            understood: Understood[OwnShape] | Understood[LicensedShape]
            is_licensed = kind_in(sheet) == "licensed"
            understood = understand(sheet, LICENSED) if is_licensed else understand(sheet, OWN)
            self.findings += understood.findings
            if understood.value is not None:
                yield path, understood.value

    def cards(self) -> Iterator[tuple[str, tuple[shapes.CardShape, ...]]]:
        """Read the sets of cards that are there."""
        for name in CARD_SETS:
            cards = self.optional(cards_path(name), shapes.CARDS)
            if cards is not None:
                yield name, tuple(cards)

    def lock(self, path: str, shape: TypeAdapter[Shape]) -> Shape | None:
        """Read a lock file, which may be missing."""
        if not (self.root / path).exists():
            return None

        text = self._text(path)
        try:
            return shape.validate_python(json.loads(text or ""))
        except ValueError:
            message = "The lock file cannot be read."
            mend = "Take the last good version from git, or run: selfhelp content lock"
            self.findings.append(Finding(path, 1, "E10", message, mend))
            return None

    def _work(self, folder: str, place: Path) -> Work:
        texts = {}
        for file in sorted(place.glob("*.md")):
            if file.stem in LANGUAGES:
                texts[file.stem] = self._manuscript(file, is_meeting=folder == MEETINGS)
            else:
                self._unknown_language(file)
        in_order = {lang: texts[lang] for lang in LANGUAGES if lang in texts}
        sounds = () if folder == MEETINGS else tuple(sounds_beside(self.root, place))
        return Work(place.name, folder, in_order, sounds)

    def _manuscript(self, file: Path, *, is_meeting: bool) -> Text:
        path = file.relative_to(self.root).as_posix()
        manuscript = read_manuscript(path, self._text(path) or "")
        self.findings += manuscript.findings
        if manuscript.front.values is None or manuscript.front.findings:
            return Text(file.stem, manuscript, None)

        front = self._front_of_meeting(manuscript) if is_meeting else self._front(manuscript)
        return Text(file.stem, manuscript, front)

    def _front(self, manuscript: Manuscript) -> Front | None:
        if is_source(manuscript):
            source = understand(manuscript.front, shapes.SOURCE_FRONT)
            self.findings += source.findings
            return source.value

        translation = understand(manuscript.front, shapes.TRANSLATION_FRONT)
        self.findings += map(_belongs_to_source, translation.findings)
        return translation.value

    def _front_of_meeting(self, manuscript: Manuscript) -> Front | None:
        understood: Understood[MeetingFront] | Understood[MeetingTranslationFront]
        if is_source(manuscript):
            understood = understand(manuscript.front, shapes.MEETING_FRONT)
        else:
            understood = understand(manuscript.front, shapes.MEETING_TRANSLATION_FRONT)
        self.findings += map(_belongs_to_source, understood.findings)
        return understood.value

    def _unknown_language(self, file: Path) -> None:
        path = file.relative_to(self.root).as_posix()
        message = f'"{file.stem}" is not one of the languages.'
        self.findings.append(Finding(path, 1, "E10", message, did_you_mean(file.stem, LANGUAGES)))

    def _text(self, path: str) -> str | None:
        try:
            return (self.root / path).read_text("utf-8")
        except UnicodeDecodeError:
            message, mend = "The file is not in UTF-8.", "Save it again with the encoding UTF-8."
        except FileNotFoundError:
            message, mend = "The file is missing.", "Bring it back, or write it anew."
        self.findings.append(Finding(path, 1, "E10", message, mend))
        return None


def _belongs_to_source(finding: Finding) -> Finding:
    """Tell a translator that a key is known, only not here."""
    key = finding.message.removeprefix('Unknown key "').removesuffix('".')
    known = SourceFront.model_fields.keys() | MeetingFront.model_fields.keys()
    if key == finding.message or key not in known:
        return finding

    message = f'The key "{key}" belongs to the source language only.'
    return replace(finding, message=message, mend="Take it out of the translation.")
