"""Tables: ReadinessMark, PlanLine."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..centres.models import Centre
from ..db import Model


class ReadinessMark(Model):
    """How far a centre is with one line of the readiness checklist; no row means not yet."""

    __tablename__ = "readiness_mark"
    __table_args__ = (sa.CheckConstraint("state in ('under-way', 'ready')", name="state"),)

    centre_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Centre.id, ondelete="CASCADE"), primary_key=True
    )
    """Which centre."""
    item: Mapped[str] = mapped_column(primary_key=True)
    """Id of the line in `content/readiness.yml`."""
    state: Mapped[str]
    changed_at: Mapped[datetime]


class PlanLine(Model):
    """Something that a centre means to do: what, who by role, until when."""

    __tablename__ = "plan_line"
    __table_args__ = (sa.CheckConstraint("term in ('short', 'long')", name="term"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    centre_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey(Centre.id, ondelete="CASCADE"), index=True
    )
    """The page of a plan lists the lines of one centre."""
    what: Mapped[str]
    who: Mapped[str]
    """A role, never a name: one of `rules.DOERS`."""
    term: Mapped[str]
    """Short or long."""
    until: Mapped[date | None]
    """Day by which it is meant to be done."""
    done_on: Mapped[date | None]
    created_at: Mapped[datetime]
