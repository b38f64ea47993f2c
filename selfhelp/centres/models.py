"""Tables: Region, Community, Centre, SpecialDay."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..clock import now
from ..db import Model


class CentreKind(StrEnum):
    """The two kinds of place."""

    RESILIENCE_CENTRE = "resilience-centre"
    SPACE = "space"


class CentreStatus(StrEnum):
    """How far a centre is from its first visitor."""

    PLANNED = "planned"
    PREPARING = "preparing"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Region(Model):
    """A first-level region of Ukraine."""

    __tablename__ = "region"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(unique=True)
    """Name in addresses: «poltava»."""
    name_uk: Mapped[str]
    name_en: Mapped[str]
    iso: Mapped[str | None] = mapped_column(unique=True)
    """ISO 3166-2 code: UA-53."""


class Community(Model):
    """A territorial community (hromada)."""

    __tablename__ = "community"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    region_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Region.id, ondelete="RESTRICT"), index=True
    )
    """The directory lists communities of a region."""
    name_uk: Mapped[str]
    name_en: Mapped[str]
    code: Mapped[str | None] = mapped_column(unique=True)
    """KATOTTG code, since names of communities repeat."""
    raion: Mapped[str | None]
    """District in which it lies, in Ukrainian."""
    raion_code: Mapped[str | None]
    """KATOTTG code of the district."""

    region: Mapped[Region] = relationship()


class Centre(Model):
    """A Resilience Centre or a "Taking Care of Myself" space."""

    __tablename__ = "centre"
    __table_args__ = (
        sa.CheckConstraint("kind in ('resilience-centre', 'space')", name="kind"),
        sa.CheckConstraint(
            "status in ('planned', 'preparing', 'open', 'paused', 'closed')", name="status"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    community_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Community.id, ondelete="RESTRICT"), index=True
    )
    """The directory lists centres of a community."""
    slug: Mapped[str] = mapped_column(unique=True)
    """Name in addresses."""
    code: Mapped[str | None] = mapped_column(unique=True, index=True)
    """What the programme calls it for good; an import finds its centres by this."""
    host: Mapped[str] = mapped_column(default="", server_default="")
    """Organisation that runs it; staff pages only."""
    changed_at: Mapped[datetime | None] = mapped_column(onupdate=now)
    """When this row was last written; an import is undone only where nobody wrote since."""
    kind: Mapped[str]
    status: Mapped[str]
    """Only open and paused centres stand in the public directory."""
    name_uk: Mapped[str]
    name_en: Mapped[str]
    address_uk: Mapped[str]
    address_en: Mapped[str]
    phone: Mapped[str]
    """Number that people ring, as it is shown."""
    hours: Mapped[dict[str, Any]]
    """Opening hours by weekday, "1" is Monday: {"1": [["09:00", "18:00"]]}; a missing day is closed."""
    facts: Mapped[dict[str, Any]]
    """Accessibility and safety facts by key of `rules.FACTS`: {"step-free": {"is": "yes", "note": {"uk": …}}}."""
    services: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """What it offers by kind of `content/services.yml`: {"group": {"weeks": 2}}; no number means ask."""
    verified_on: Mapped[date | None]
    """Day on which somebody at the centre last confirmed all this."""
    reminders_rest_until: Mapped[date | None]
    """Members of its groups are nudged again from this day on; no reason is kept. Empty: no rest."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    """Made by the demo: no such place exists."""

    community: Mapped[Community] = relationship()


class SpecialDay(Model):
    """A day on which the hours of a centre are not those of its week."""

    __tablename__ = "special_day"
    __table_args__ = (sa.UniqueConstraint("centre_id", "day"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    centre_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Centre.id, ondelete="CASCADE"))
    """Which centre; the unique pair serves the page that asks for its next days."""
    day: Mapped[date]
    spans: Mapped[list[Any]]
    """Hours of this day: [["10:00", "14:00"]]; an empty list is closed."""
    reason_uk: Mapped[str]
    """Why, in a few words that everybody reads; may be empty."""
    reason_en: Mapped[str]
