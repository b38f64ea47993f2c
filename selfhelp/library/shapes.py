"""The shapes of front matter and of the YAML files: which keys, which values."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from .models import Panel
from .paper_models import Setting

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Version = Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
Words = Annotated[str, Field(min_length=1)]
PhoneNumber = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ]*$")]

Audience = Literal["adult", "teen", "parent", "staff"]
Need = Literal["paper", "private", "lying"]
Caution = Literal["breath", "body", "touch", "imagery", "loss", "movement", "eating"]
Lens = Literal[
    "idp",
    "military-family",
    "veteran",
    "bereaved",
    "missing",
    "mothers",
    "older",
    "disability",
    "teen",
]
BodyTag = Literal[
    "closes-eyes", "breath", "touch", "body-scan", "sound", "imagery", "movement", "lying"
]
"""What an exercise asks of a body, and a person may want to leave out."""
CardSet = Literal["needs", "values", "body"]
Purpose = Literal["danger", "life", "violence", "child", "veteran", "talk", "legal"]
NudgeKind = Literal["practice", "plan", "next", "meet", "kind", "evening", "back", "pause", "title"]


class Shape(BaseModel):
    """A mapping with known keys only: a typing slip is told, never swallowed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SignatureShape(Shape):
    """Who and when."""

    by: str = ""
    on: date | None = None


class ReviewShape(Shape):
    """Who wrote, translated and reviewed."""

    written: SignatureShape = SignatureShape()
    translated: SignatureShape = SignatureShape()
    clinical: SignatureShape = SignatureShape()
    language: SignatureShape = SignatureShape()


class RecordedShape(Shape):
    """Which sound says which words."""

    sound: str
    words: str


class TranslationFront(Shape):
    """The front matter of a translation: words only."""

    format: Literal[1]
    id: Identifier
    lang: Literal["uk", "en"]
    version: Version
    title: Words
    summary: Words
    goal: Words
    review: ReviewShape


class SourceFront(TranslationFront):
    """The front matter of the source language: words and everything else."""

    source: Literal[True]
    kind: Literal["module", "tool", "note"] = "module"
    programme: Identifier
    order: Annotated[int, Field(ge=1)]
    minutes: Annotated[int, Field(ge=1, le=60)]
    audience: Audience
    themes: list[Identifier]
    needs: list[Need] = []
    caution: list[Caution] = []
    now: str = ""
    help: Panel | None = None
    lens: list[Lens] = []
    licence: Words
    sources: list[Words]
    retired: list[Identifier] = []


class GroupShape(Shape):
    """How many people a meeting is made for."""

    min: Annotated[int, Field(ge=1)]
    max: Annotated[int, Field(ge=1)]
    facilitators: Annotated[int, Field(ge=1)]


class MeetingTranslationFront(TranslationFront):
    """The front matter of a run-sheet's translation: words only."""

    kind: Literal["meeting"]
    materials: list[Words]


class MeetingFront(MeetingTranslationFront):
    """The front matter of a run-sheet's source."""

    source: Literal[True]
    programme: Identifier
    order: Annotated[int, Field(ge=1)]
    module: Identifier
    """The module that goes with the meeting."""
    minutes: Annotated[int, Field(ge=1, le=240)]
    group: GroupShape
    licence: Words


class BothLanguages(Shape):
    """The same words in both languages."""

    uk: Words
    en: Words

    def spoken(self, lang: str) -> str:
        """Give the words of one language."""
        return self.uk if lang == "uk" else self.en


class ProgrammeShape(Shape):
    """One entry of programmes.yml."""

    id: Identifier
    title: BothLanguages
    summary: BothLanguages
    audience: Audience
    icon: Identifier
    modules: list[Identifier]
    minutes: Annotated[list[int], Field(min_length=2, max_length=2)] | None = None
    """Shortest and longest module of the programme, when the usual range does not fit."""


class ContactShape(Shape):
    """One help contact; what may be missing is told by the check, not by the shape."""

    id: Identifier
    number: PhoneNumber
    name: BothLanguages
    purpose: Purpose = Field(alias="for")
    audience: BothLanguages
    hours: BothLanguages | None = None
    cost: BothLanguages
    source: str = ""
    source_date: str | int | date = ""
    checked_on: date
    verified: str = ""


class HelpShape(Shape):
    """The whole of a help file."""

    panel: BothLanguages
    when: BothLanguages
    contacts: Annotated[list[ContactShape], Field(min_length=1)]


class AliasShape(Shape):
    """One entry of words/aliases.yml."""

    id: Identifier
    uk: Words
    en: Words


class CardShape(BothLanguages):
    """One entry of cards/*.yml."""

    id: Identifier
    practical: bool = False
    """A need that the centre's first consultation can help with."""


class LevelWordsShape(BaseModel):
    """What a route shows of a level of referral; what else stands there belongs to others."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    id: Identifier
    uk: Words
    en: Words
    steps: dict[str, list[Words]] = {}


class LevelsShape(BaseModel):
    """What a route shows of referrals.yml."""

    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    levels: list[LevelWordsShape]


class StudyShape(Shape):
    """One study in evidence.yml."""

    id: Identifier
    setting: Setting
    name: BothLanguages
    who: BothLanguages
    found: BothLanguages
    source: Words


class EvidenceShape(Shape):
    """The whole of evidence.yml."""

    review: ReviewShape
    studies: Annotated[list[StudyShape], Field(min_length=1)]


class HomeCardShape(Shape):
    """One card of home-cards.yml; its id is that of the module it goes with."""

    id: Identifier
    title: BothLanguages
    lines: Annotated[list[BothLanguages], Field(min_length=2, max_length=6)]


class HomeCardsShape(Shape):
    """The whole of home-cards.yml."""

    review: ReviewShape
    cards: Annotated[list[HomeCardShape], Field(min_length=1)]


class RoomPartShape(Shape):
    """One part of a card: who or what for, and a few lines."""

    title: BothLanguages
    lines: Annotated[list[BothLanguages], Field(min_length=1, max_length=4)]


class RoomCardShape(Shape):
    """One card of room-cards.yml."""

    id: Identifier
    title: BothLanguages
    summary: BothLanguages
    parts: Annotated[list[RoomPartShape], Field(min_length=2, max_length=10)]


class RoomCardsShape(Shape):
    """The whole of room-cards.yml."""

    review: ReviewShape
    cards: Annotated[list[RoomCardShape], Field(min_length=1)]


class NudgeShape(Shape):
    """One entry of nudges.yml."""

    id: Identifier
    kind: NudgeKind
    uk: Words
    en: Words


CALLED_BY_ID = {"n12": "meet", "n13": "meet", "n14": "meet", "n19": "pause", "n20": "pause"}
"""Texts that are said at one moment only: tomorrow, today, another time; there may be fewer; goodbye."""
ANY_DAY, NOT_EARLY = frozenset({"practice", "plan", "kind"}), frozenset({"n09"})


def _with_all_that_is_sent(nudges: list[NudgeShape]) -> list[NudgeShape]:
    if not any(nudge.kind == "title" for nudge in nudges):
        raise ValueError("one entry of the kind title is needed: it stands above every reminder")
    if not any(nudge.kind in ANY_DAY and nudge.id not in NOT_EARLY for nudge in nudges):
        raise ValueError("one entry of the kind practice, plan or kind is needed for any hour")
    kinds = {nudge.id: nudge.kind for nudge in nudges}
    for text_id, kind in CALLED_BY_ID.items():
        if kinds.get(text_id) != kind:
            raise ValueError(f"{text_id} of the kind {kind} is needed: it is sent by its id")
    return nudges


class AvoidShape(Shape):
    """A word to avoid, by its stem, and what to write instead."""

    stem: Words
    use: str
    unless: list[Words] = []
    """Phrases in which the word may stand, such as "this is not treatment"."""


class PatternShape(Shape):
    """A regular expression to avoid, and why."""

    pattern: Words
    why: Words


class WordsShape(Shape):
    """The word list of one language."""

    avoid: list[AvoidShape]
    promise: list[PatternShape]
    diagnosis: list[PatternShape]
    graphic: list[PatternShape]
    familiar: list[PatternShape] = []
    body: list[Words]
    alternative: list[Words]
    stop: list[Words]
    eyes_open: list[Words]


Front = SourceFront | TranslationFront
"""Those of run-sheets are translations with more keys."""

SOURCE_FRONT = TypeAdapter(SourceFront)
TRANSLATION_FRONT = TypeAdapter(TranslationFront)
MEETING_FRONT = TypeAdapter(MeetingFront)
MEETING_TRANSLATION_FRONT = TypeAdapter(MeetingTranslationFront)
PROGRAMMES = TypeAdapter(list[ProgrammeShape])
HELP = TypeAdapter(HelpShape)
ALIASES = TypeAdapter(list[AliasShape])
CARDS = TypeAdapter(Annotated[list[CardShape], Field(min_length=2, max_length=24)])
LEVELS = TypeAdapter(LevelsShape)
EVIDENCE = TypeAdapter(EvidenceShape)
HOME_CARDS = TypeAdapter(HomeCardsShape)
ROOM_CARDS = TypeAdapter(RoomCardsShape)
NUDGES = TypeAdapter(Annotated[list[NudgeShape], AfterValidator(_with_all_that_is_sent)])
WORDS = TypeAdapter(WordsShape)
STEPS_LOCK = TypeAdapter(dict[str, list[str]])
TRANSLATION_LOCK = TypeAdapter(dict[str, dict[str, dict[str, str]]])
AUDIO_LOCK = TypeAdapter(dict[str, dict[str, dict[str, RecordedShape]]])
