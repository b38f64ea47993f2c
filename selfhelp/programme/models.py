"""Tables: CentreImport, ImportedCentre."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..centres.models import Centre
from ..db import Model
from ..people.models import Staff


class ImportStatus(StrEnum):
    """How far an import is."""

    WAITING = "waiting"
    DONE = "done"
    UNDONE = "undone"
    DISCARDED = "discarded"


class CentreImport(Model):
    """A file with centres: read, looked at, and only then written."""

    __tablename__ = "centre_import"
    __table_args__ = (
        sa.CheckConstraint("status in ('waiting', 'done', 'undone', 'discarded')", name="status"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    staff_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey(Staff.id, ondelete="SET NULL"), index=True
    )
    """Who brought it; empty for the command line."""
    filename: Mapped[str]
    status: Mapped[str]
    headings: Mapped[list[Any]]
    """Names of the columns as they stand in the file."""
    lines: Mapped[list[Any]]
    """What was read, [[line, [cell, …]], …]; emptied when the import is over, and after 24 hours."""
    columns: Mapped[dict[str, Any]]
    """Which column holds what: {"code": 0}."""
    made_at: Mapped[datetime] = mapped_column(index=True)
    """The page lists the newest; old ones are forgotten."""
    done_at: Mapped[datetime | None]
    """When it was written; it can be undone for 24 hours."""
    made: Mapped[int] = mapped_column(default=0)
    """How many centres it made."""
    changed: Mapped[int] = mapped_column(default=0)
    """How many centres it changed."""


class ImportedCentre(Model):
    """What one import did to one centre, so that it can be undone."""

    __tablename__ = "imported_centre"

    import_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(CentreImport.id, ondelete="CASCADE"), primary_key=True
    )
    centre_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Centre.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    """A centre that is removed takes its line along."""
    before: Mapped[dict[str, Any]]
    """What stood there before; empty for a centre that the import made."""
