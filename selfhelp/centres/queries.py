"""The public directory: regions, and the open or paused centres of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from ..db import session
from .models import Centre, CentreStatus, Community, Region, SpecialDay
from .rules import LOOK_AHEAD, ukrainian_order

SHOWN = (CentreStatus.OPEN, CentreStatus.PAUSED)


def regions_with_centres(lang: str = "uk") -> list[tuple[Region, int]]:
    """List the regions that have something to show, with the number of their centres."""
    shown = (
        sa.select(Region, sa.func.count(Centre.id))
        .join(Community, Community.region_id == Region.id)
        .join(Centre, Centre.community_id == Community.id)
        .where(Centre.status.in_(SHOWN))
        .group_by(Region.id)
    )
    rows = [(region, count) for region, count in session.execute(shown)]
    return sorted(rows, key=lambda row: _letters(row[0], lang))


def region_named(slug: str) -> Region | None:
    """Find a region by its name in addresses."""
    return session.scalar(sa.select(Region).where(Region.slug == slug))


def public_centres(region: Region | None = None, lang: str = "uk") -> list[Centre]:
    """List the centres that people may come to, of one region or of all, in the order of letters."""
    shown = _directory().where(Centre.status.in_(SHOWN))
    if region is not None:
        shown = shown.where(Community.region_id == region.id)
    return sorted(session.scalars(shown), key=lambda centre: _place(centre, lang))


def by_community(centres: Sequence[Centre]) -> list[tuple[Community, list[Centre]]]:
    """Gather centres, already in order, under their communities."""
    gathered = groupby(centres, key=lambda centre: centre.community)
    return [(community, list(those)) for community, those in gathered]


def public_centre(slug: str) -> Centre | None:
    """Find a centre that people may come to."""
    return session.scalar(_directory().where(Centre.slug == slug, Centre.status.in_(SHOWN)))


def special_days_ahead(centres: Sequence[Centre], today: date) -> dict[UUID, list[SpecialDay]]:
    """List the special days of the coming two weeks by centre, in one statement for all of them."""
    ahead = (
        sa.select(SpecialDay)
        .where(SpecialDay.centre_id.in_([centre.id for centre in centres]))
        .where(SpecialDay.day >= today, SpecialDay.day < today + LOOK_AHEAD)
        .order_by(SpecialDay.day)
    )
    gathered: dict[UUID, list[SpecialDay]] = defaultdict(list)
    for one in session.scalars(ahead):
        gathered[one.centre_id].append(one)
    return gathered


def _directory() -> sa.Select[Centre]:
    return (
        sa.select(Centre)
        .join(Centre.community)
        .join(Community.region)
        .options(contains_eager(Centre.community).contains_eager(Community.region))
    )


def _place(centre: Centre, lang: str) -> tuple[object, ...]:
    community = centre.community
    return (
        _letters(community.region, lang),
        _letters(community, lang),
        str(community.id),
        _letters(centre, lang),
        centre.slug,
    )


def _letters(thing: Region | Community | Centre, lang: str) -> tuple[tuple[int, int], ...]:
    return ukrainian_order(thing.name_uk if lang == "uk" else thing.name_en)
