"""Levels of referral and kinds of services in the community, read from the content folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast

import yaml
from flask import current_app
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..centres.services import BadList, Named, Words
from .models import RED_NOW

Lines = Annotated[list[Words], Field(min_length=1, max_length=12)]
LONGEST_WAIT = 24 * 7 * 12
USUAL_HOURS = 72


class BothLanguages(BaseModel):
    """The same lines in Ukrainian and in English."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    uk: Lines
    en: Lines

    def lines(self, lang: str) -> list[str]:
        """Say them in a language."""
        return self.uk if lang == "uk" else self.en


class Level(Named):
    """How soon somebody needs the help that a referral leads to."""

    hours: Annotated[int, Field(ge=0, le=LONGEST_WAIT)]
    consent: bool
    """Whether the person has to agree first."""
    signs: BothLanguages
    steps: BothLanguages


class Route(BaseModel):
    """What the content folder says about consultations and referrals."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    answer_within_hours: Annotated[int, Field(ge=1, le=LONGEST_WAIT)]
    levels: Annotated[list[Level], Field(min_length=1)]
    kinds: Annotated[list[Named], Field(min_length=1)]

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Route:
        for listed in (self.levels, self.kinds):
            ids = [one.id for one in listed]
            if len(ids) != len(set(ids)):
                raise ValueError("twice the same id")
        free = [level.id for level in self.levels if not level.consent]
        if free not in ([], [RED_NOW]):
            raise ValueError(f"only {RED_NOW} may do without consent")
        return self

    def level(self, level_id: str) -> Level | None:
        """Find a level by its id."""
        return next((one for one in self.levels if one.id == level_id), None)

    def level_in_words(self, level_id: str, lang: str) -> str:
        """Name a level; one that has left the file goes by its id."""
        found = self.level(level_id)
        return found.name(lang) if found else level_id

    def kind_in_words(self, kind_id: str, lang: str) -> str:
        """Name a kind of service; one that has left the file goes by its id."""
        found = next((one for one in self.kinds if one.id == kind_id), None)
        return found.name(lang) if found else kind_id


def read_route(content_dir: Path) -> Route:
    """Read the file; a folder without it has no levels, and a wrong one stops the start."""
    file = content_dir / "referrals.yml"
    if not file.exists():
        return Route.model_construct(answer_within_hours=USUAL_HOURS, levels=[], kinds=[])
    try:
        return Route.model_validate(yaml.load(file.read_text("utf-8"), yaml.CSafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError) as fault:
        raise BadList(f"{file.name}: {fault}") from None


def route() -> Route:
    """Return the levels and kinds of the running application."""
    return cast("Route", current_app.extensions["referral_route"])
