"""What the administrator looks at: regions, centres, imports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, defer

from ..centres.models import Centre, Community, Region
from ..centres.regions import REGIONS
from ..centres.rules import ukrainian_order
from ..db import Model, session
from .models import CentreImport, ImportedCentre, ImportStatus
from .rules import KEPT_FOR

if TYPE_CHECKING:
    from ..people.access import Person

Value = TypeVar("Value")

PAGE = 50
AT_ONCE = 400
"""Values in one statement; databases have limits."""


@dataclass(frozen=True, slots=True)
class CountedRegion:
    """A region with its number of centres."""

    slug: str
    name_uk: str
    name_en: str
    iso: str
    centres: int
    receiving: int
    """How many of them receive people now."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which centres to list."""

    region: str = ""
    status: str = ""
    kind: str = ""
    words: str = ""
    after: str = ""
    """Name in addresses of the last centre of the page before."""


def regions(lang: str) -> list[CountedRegion]:
    """Count the centres of all regions; a region that nobody entered yet stands there with none."""
    receives = sa.case((Centre.status.in_(("open", "paused")), 1))
    counted = (
        sa.select(Region, sa.func.count(Centre.id), sa.func.count(receives))
        .outerjoin(Community, Community.region_id == Region.id)
        .outerjoin(Centre, Centre.community_id == Community.id)
        .group_by(Region.id)
    )
    rows = {
        region.slug: CountedRegion(
            region.slug, region.name_uk, region.name_en, region.iso or "", all_of_them, receiving
        )
        for region, all_of_them, receiving in session.execute(counted)
    }
    for one in REGIONS:
        rows.setdefault(one.slug, CountedRegion(one.slug, one.name_uk, one.name_en, one.iso, 0, 0))
    return sorted(
        rows.values(),
        key=lambda row: ukrainian_order(row.name_uk if lang == "uk" else row.name_en),
    )


def entered_regions() -> list[tuple[str, str, str, str | None]]:
    """List the regions of the database by all their names."""
    entered = sa.select(Region.slug, Region.name_uk, Region.name_en, Region.iso)
    return [(slug, uk, en, iso) for slug, uk, en, iso in session.execute(entered)]


def centres(wish: Wish) -> tuple[list[Centre], str]:
    """List a page of centres in the order of their names in addresses, and where the next begins."""
    wanted = _with_place().order_by(Centre.slug).limit(PAGE + 1)
    if wish.region:
        wanted = wanted.where(Region.slug == wish.region)
    if wish.status:
        wanted = wanted.where(Centre.status == wish.status)
    if wish.kind:
        wanted = wanted.where(Centre.kind == wish.kind)
    if wish.words:
        wanted = wanted.where(mention(wish.words, _NAMES))
    if wish.after:
        wanted = wanted.where(Centre.slug > wish.after)
    found = list(session.scalars(wanted))
    return found[:PAGE], found[PAGE - 1].slug if len(found) > PAGE else ""


_NAMES = (Centre.name_uk, Centre.name_en, Centre.code, Centre.host, Centre.slug,
          Community.name_uk, Community.name_en, Community.code)  # fmt: skip


def mention(words: str, columns: Sequence[InstrumentedAttribute[Any]]) -> sa.ColumnElement[bool]:
    """Say whether words stand in one of these columns."""
    # SQLite folds the case of Latin letters only, so the usual spellings are asked for one by one.
    spellings = {words, words.lower(), words.upper(), words.capitalize(), words.title()}
    return sa.or_(
        *(
            column.contains(spelling, autoescape=True)
            for column in columns
            for spelling in spellings
        )
    )


def centre_named(slug: str, *, for_update: bool = False) -> Centre | None:
    """Find a centre by its name in addresses, whatever its status."""
    wanted = _with_place().where(Centre.slug == slug)
    return session.scalar(wanted.with_for_update(of=Centre) if for_update else wanted)


def all_centres() -> Iterator[Centre]:
    """Go through all centres in the order of their names in addresses, a few hundred at a time."""
    return iter(
        session.scalars(_with_place().order_by(Centre.slug).execution_options(yield_per=500))
    )


def centres_by_code(codes: Sequence[str]) -> dict[str, Centre]:
    """Find the centres that have these codes."""
    found: dict[str, Centre] = {}
    for some in _parts(codes):
        for centre in session.scalars(_with_place().where(Centre.code.in_(some))):
            found[str(centre.code)] = centre
    return found


def communities() -> list[Community]:
    """List all communities with their regions; Ukraine has fewer than 1,500."""
    wanted = sa.select(Community).join(Community.region).options(contains_eager(Community.region))
    return list(session.scalars(wanted))


def taken_slugs() -> set[str]:
    """List all names in addresses."""
    return set(session.scalars(sa.select(Centre.slug)))


def _with_place() -> sa.Select[Centre]:
    return (
        sa.select(Centre)
        .join(Centre.community)
        .join(Community.region)
        .options(contains_eager(Centre.community).contains_eager(Community.region))
    )


def imports(limit: int = 20) -> list[CentreImport]:
    """List the newest imports without what they read."""
    newest = sa.select(CentreImport).order_by(CentreImport.made_at.desc(), CentreImport.id)
    deferred = defer(CentreImport.lines)
    return list(session.scalars(newest.options(deferred).limit(limit)))


def import_of(
    _administrator: Person, import_id: UUID, *, for_update: bool = False
) -> CentreImport | None:
    """Find an import; administrators answer for the whole programme together."""
    wanted = sa.select(CentreImport).where(CentreImport.id == import_id)
    return session.scalar(wanted.with_for_update() if for_update else wanted)


def lines_of(done: CentreImport) -> list[tuple[ImportedCentre, Centre]]:
    """List what an import did, centre by centre."""
    wanted = (
        sa.select(ImportedCentre, Centre)
        .join(Centre, Centre.id == ImportedCentre.centre_id)
        .where(ImportedCentre.import_id == done.id)
        .order_by(Centre.slug)
    )
    return [(line, centre) for line, centre in session.execute(wanted)]


def referred_to(model: type[Model], ids: Sequence[UUID]) -> set[UUID]:
    """Name those of these rows that something else in the database refers to.

    All tables are asked, also those of features that this one has never heard of.
    """
    wanted, own = Model.metadata.tables[model.__tablename__], ImportedCentre.__table__
    keys = [
        key.parent
        for table in Model.metadata.sorted_tables
        if table is not own
        for key in table.foreign_keys
        if key.references(wanted)
    ]
    return {
        one
        for some in _parts(ids)
        for key in keys
        for one in session.scalars(sa.select(key).where(key.in_(some)).distinct())
    }


def _parts(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def over_by(moment: datetime) -> sa.ColumnElement[bool]:
    """Say which imports are over by age."""
    return sa.and_(
        CentreImport.made_at < moment - KEPT_FOR,
        sa.or_(CentreImport.status != ImportStatus.DONE, CentreImport.done_at < moment - KEPT_FOR),
    )
