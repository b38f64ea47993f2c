"""Kinds of services that a centre may offer, read from the content folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

import yaml
from flask import current_app
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ..errors import Refusal

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Words = Annotated[str, Field(min_length=1, max_length=200)]
Shape = TypeVar("Shape", bound="Named")


class BadList(Refusal):
    """A list in the content folder cannot be used; the text names the file."""


class Named(BaseModel):
    """Something with an id and a name in both languages."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: Identifier
    uk: Words
    en: Words

    def name(self, lang: str) -> str:
        """Name it in a language."""
        return self.uk if lang == "uk" else self.en


@dataclass(frozen=True, slots=True)
class Offer:
    """A service that a centre offers."""

    kind: Named
    weeks: int | None
    """How long one waits; None means that it has to be asked."""


def service_kinds() -> tuple[Named, ...]:
    """Return the kinds of services that centres of this application may offer."""
    return cast("tuple[Named, ...]", current_app.extensions["service_kinds"])


def read_kinds(content_dir: Path) -> tuple[Named, ...]:
    """Read the kinds of services; a folder without the file has none."""
    return read_list(content_dir / "services.yml", Named)


def read_list(file: Path, shape: type[Shape]) -> tuple[Shape, ...]:
    """Read a list of named things; whatever is wrong in it stops the start."""
    if not file.exists():
        return ()
    try:
        listed: list[Any] = TypeAdapter(list[Any]).validate_python(
            yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
        )
        found = [shape.model_validate(one) for one in listed]
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError) as fault:
        raise BadList(f"{file.name}: {fault}") from None
    ids = [one.id for one in found]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise BadList(f"{file.name}: twice the same id: {', '.join(twice)}")
    return tuple(found)


def offers_of(kinds: tuple[Named, ...], told: Mapping[str, Any]) -> tuple[Offer, ...]:
    """List what a centre offers, in the order of the content file."""
    return tuple(Offer(kind, told[kind.id].get("weeks")) for kind in kinds if kind.id in told)
