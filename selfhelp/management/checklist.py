"""The readiness checklist, read from the content folder."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from flask import current_app

from ..centres.services import BadList, Named, read_list


class Area(Named):
    """A part of the checklist with its lines."""

    items: list[Named]


def read_checklist(content_dir: Path) -> tuple[Area, ...]:
    """Read the checklist; whatever is wrong in it stops the start."""
    areas = read_list(content_dir / "readiness.yml", Area)
    ids = item_ids(areas)
    if len(ids) != len(set(ids)):
        raise BadList("readiness.yml: twice the same id in items")
    return areas


def checklist() -> tuple[Area, ...]:
    """Return the checklist of the running application."""
    return cast("tuple[Area, ...]", current_app.extensions["checklist"])


def item_ids(areas: tuple[Area, ...]) -> list[str]:
    """List the ids of all lines in order."""
    return [item.id for area in areas for item in area.items]
