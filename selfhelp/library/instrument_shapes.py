"""The shapes of instruments/*.yml: scales of our own, and questionnaires that belong to somebody else."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from .shapes import BothLanguages, Identifier, PhoneNumber, Shape, Words

MOST_STEPS = 10
"""More do not fit side by side on a small phone."""
LARGEST_ANSWER = 100
Days = Annotated[int, Field(ge=1, le=365)]


class LicensedWords(Shape):
    """Words in the languages that their owner allows."""

    uk: Words | None = None
    en: Words | None = None

    def spoken(self, lang: str) -> str | None:
        """Give the words of one language, if there are any."""
        return self.uk if lang == "uk" else self.en


class InstrumentShape(Shape):
    """What every instrument tells of itself."""

    format: Literal[1]
    id: Identifier
    kind: Literal["own", "licensed"]
    title: BothLanguages
    licence: str = ""
    attribution: str = ""


class ScaleItemShape(Shape):
    """A question that is answered with a number; the anchors say what some numbers mean."""

    id: Identifier
    type: Literal["scale"]
    min: Annotated[int, Field(ge=0, lt=MOST_STEPS)]
    max: Annotated[int, Field(ge=1, le=MOST_STEPS)]
    text: BothLanguages
    anchors: dict[int, BothLanguages]


class SingleScoreShape(Shape):
    """The number as it was chosen."""

    type: Literal["single"]


class HelpOfferShape(Shape):
    """From which number or rise on the phone shows people to talk to; nobody is told."""

    if_value_at_least: Annotated[int, Field(ge=0, le=MOST_STEPS)]
    or_rise_of: Annotated[int, Field(ge=1, le=MOST_STEPS)]
    action: Literal["show-help-panel"]
    notify: Literal["nobody"]


class CutoffsShape(Shape):
    """Who may read what a score is usually taken for."""

    show_to: list[Identifier]
    text_only: bool
    text: LicensedWords | None = None


class OwnShape(InstrumentShape):
    """A scale of our own. What it may not say is told by the check, not by the shape."""

    validated: bool
    purpose: Annotated[
        list[Literal["before-after", "personal-trend", "screening", "diagnosis"]],
        Field(min_length=1),
    ]
    visible_to: list[Identifier]
    stored: Literal["device", "server-if-shared"]
    items: Annotated[list[ScaleItemShape], Field(min_length=1, max_length=1)]
    score: SingleScoreShape
    bands: list[object] = Field(default_factory=list)
    cutoffs: CutoffsShape | None = None
    help_offer: HelpOfferShape


class ChoiceItemShape(Shape):
    """A question that is answered with one of a few sentences."""

    id: Identifier
    type: Literal["choice"]
    options: Identifier
    """The name of a list under `options`."""
    text: LicensedWords


class OptionShape(LicensedWords):
    """One sentence to choose, and what it counts."""

    v: Annotated[int, Field(ge=0, le=LARGEST_ANSWER)]


class ScoreShape(Shape):
    """How the owner counts the answers."""

    type: Literal["single", "sum"]
    reverse: list[Identifier] = Field(default_factory=list)
    scale_to: Annotated[int, Field(ge=1, le=1000)] | None = None
    missing_allowed: Annotated[int, Field(ge=0, le=20)] = 0


class RiskItemShape(Shape):
    """An answer after which somebody of the staff has to come at once."""

    id: Identifier
    if_at_least: Annotated[int, Field(ge=0, le=LARGEST_ANSWER)]
    action: Literal["staff-now"]
    requires: Literal["on-call-contact"]


class OnCallShape(Shape):
    """Whom staff ring then. This is no line for the public: those stand in help/."""

    name: BothLanguages
    number: PhoneNumber
    hours: BothLanguages | None = None
    checked_on: date


class LicensedShape(InstrumentShape):
    """A questionnaire of somebody else. What its licence asks for is told by the check."""

    licence_proof: str = ""
    languages: Annotated[list[Literal["uk", "en"]], Field(min_length=1)]
    administered_by: Literal["self", "trained-staff"]
    diagnostic: bool
    recall_days: Days | None = None
    items: Annotated[list[ChoiceItemShape], Field(min_length=1, max_length=60)]
    options: dict[Identifier, Annotated[list[OptionShape], Field(min_length=2, max_length=11)]]
    score: ScoreShape
    cutoffs: CutoffsShape | None = None
    risk_items: list[RiskItemShape] = Field(default_factory=list)
    on_call: OnCallShape | None = None
    retention_days: Days


OWN = TypeAdapter(OwnShape)
LICENSED = TypeAdapter(LicensedShape)
