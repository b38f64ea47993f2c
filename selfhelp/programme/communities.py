"""Territorial communities: found, put right, and taken out when no centre lies there any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import contains_eager

from ..centres.models import Centre, Community, Region
from ..centres.rules import ukrainian_order
from ..db import session
from ..errors import Refusal
from . import queries, rules
from .actions import ChangedMeanwhile
from .columns import OF_A_COMMUNITY
from .models import ImportedCentre
from .queries import Wish
from .versions import version_of

MOST = 100
"""On one page; the largest region has fewer."""


class StillNeeded(Refusal):
    """Something in the database lies in this community."""

    status = 409


class CountedCommunity(NamedTuple):
    """A community with the number of its centres."""

    community: Community
    centres: int


def found(wish: Wish, lang: str) -> list[CountedCommunity]:
    """List the communities of a region and those that words fit, in the order of the alphabet."""
    counted = (
        sa.select(Community, sa.func.count(Centre.id))
        .join(Community.region)
        .outerjoin(Centre, Centre.community_id == Community.id)
        .options(contains_eager(Community.region))
        .group_by(Community.id, Region.id)
    )
    if wish.region:
        counted = counted.where(Region.slug == wish.region)
    if wish.words:
        named = (Community.name_uk, Community.name_en, Community.code, Community.raion)
        counted = counted.where(queries.mention(wish.words, named))
    rows = [CountedCommunity(*row) for row in session.execute(counted)]
    return sorted(
        rows,
        key=lambda row: (
            ukrainian_order(row.community.name_uk if lang == "uk" else row.community.name_en),
            row.community.code or "",
        ),
    )[: MOST + 1]


def by_id(community_id: UUID, *, for_update: bool = False) -> Community | None:
    """Find a community with its region."""
    wanted = (
        sa.select(Community)
        .join(Community.region)
        .options(contains_eager(Community.region))
        .where(Community.id == community_id)
    )
    return session.scalar(wanted.with_for_update(of=Community) if for_update else wanted)


def told_of(community: Community) -> dict[str, str | None]:
    """Tell what stands there, as a form calls it."""
    return {name: getattr(community, column) for name, column in OF_A_COMMUNITY.items()}


def centres_in(community_id: UUID) -> list[Centre]:
    """List the centres of a community, whatever their status."""
    lying = sa.select(Centre).where(Centre.community_id == community_id).order_by(Centre.slug)
    return list(session.scalars(lying.limit(MOST)))


def save(community: Community, told: Mapping[str, str], seen: str) -> list[tuple[str, str, str]]:
    """Change a community that is still as it was `seen`; or return what is wrong."""
    if version_of(community) != seen:
        raise ChangedMeanwhile(
            _(
                "Somebody else changed this community in the meantime. Please compare and save once more."
            )
        )
    code = told.get("community_code")
    others = sa.select(Community.id).where(Community.code == code, Community.id != community.id)
    if code and session.scalar(others):
        return [("community_code", "community-code-taken", code)]
    for name, column in OF_A_COMMUNITY.items():
        setattr(community, column, told.get(name) or None)
    community.name_en = told.get("community_en") or rules.in_latin_letters(community.name_uk)
    session.flush()
    return []


def remove(community: Community) -> None:
    """Take a community out, if nothing in the database lies there."""
    if queries.referred_to(Community, [community.id]):
        raise StillNeeded(
            _("A centre lies in this community. Please move it first, on the page of the centre.")
        )
    leads_back = ImportedCentre.before["community_id"].as_string() == str(community.id)
    if session.scalar(sa.select(ImportedCentre.centre_id).where(leads_back).limit(1)):
        raise StillNeeded(
            _("An import that can still be undone leads back to this community. Please wait a day.")
        )
    session.delete(community)
    session.flush()
