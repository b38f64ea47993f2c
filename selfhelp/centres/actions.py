"""Change the places of the directory."""

from __future__ import annotations

from uuid import uuid4

from ..db import insert_new
from .models import Region
from .regions import REGIONS


def enter_regions() -> int:
    """Bring the 27 regions of Ukraine into the database; what is there stays as it is."""
    rows = [
        {"id": uuid4(), "slug": one.slug, "iso": one.iso, "name_uk": one.name_uk, "name_en": one.name_en}
        for one in REGIONS
    ]  # fmt: skip
    return len(insert_new(Region, rows, Region.__table__.c.id))
