"""What may be said in a call, read from the content folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast

from flask import current_app
from pydantic import BaseModel, ConfigDict, Field

from ..centres.services import BadList, Named, read_list
from .rules import WEEKS

Thought = Annotated[str, Field(min_length=1, max_length=300)]


class Said(BaseModel):
    """One thought in both languages."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    uk: Thought
    en: Thought

    def text(self, lang: str) -> str:
        """Say it in a language."""
        return self.uk if lang == "uk" else self.en


class Script(Named):
    """What may be said in the calls of one week."""

    lines: list[Said]


def read_scripts(content_dir: Path) -> tuple[Script, ...]:
    """Read the scripts of all weeks; whatever is wrong in them stops the start."""
    scripts = read_list(content_dir / "calls.yml", Script)
    expected = [f"week-{week}" for week in range(1, WEEKS + 1)]
    if scripts and [script.id for script in scripts] != expected:
        raise BadList(f"calls.yml: the ids have to be {', '.join(expected)}")
    return scripts


def script_of(week: int) -> Script | None:
    """Return the script of a week, if the content folder has any."""
    scripts = cast("tuple[Script, ...]", current_app.extensions["call_scripts"])
    return scripts[week - 1] if scripts else None
