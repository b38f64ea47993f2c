"""Making requests, services and referrals as staff and participants do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.support.models import CommunityService, Consultation, Referral
from tests.groups.house import House, today

QUEUE = "/en/staff/consultations"
SERVICES = "/en/staff/services"


def request(house: House, name: str, centre: str = "one", **more: Any) -> UUID:
    """A request at a centre; somebody with that name at the desk unless a participant is named."""
    asked: datetime = more.pop("asked_at", now())
    values: dict[str, Any] = {
        "centre_id": house.ids[centre], "participant_id": None, "spoken_code": f"{len(house.ids):06}",
        "way": "desk", "wish": "come", "asked_at": asked, "due_at": asked + timedelta(hours=72),
    }  # fmt: skip
    return house._add(Consultation, name, **(values | more))


def service(house: House, name: str, centre: str = "one", **more: Any) -> UUID:
    """A service in the community that a centre keeps."""
    values: dict[str, Any] = {
        "centre_id": house.ids[centre], "name": name.title(), "kind": "psychologist",
        "phone": "+380 00 000 00 77", "hours": "9–17", "audience": "", "cost": "free",
        "facts": {"step-free": "yes"}, "verified_on": today(), "created_at": now(),
    }  # fmt: skip
    return house._add(CommunityService, name, **(values | more))


def referral(house: House, name: str, of: str, to: str | None, **more: Any) -> UUID:
    """A referral that somebody agreed to."""
    made: datetime = more.pop("made_at", now())
    values: dict[str, Any] = {
        "consultation_id": house.ids[of], "service_id": house.ids[to] if to else None,
        "level": "green-2w", "made_at": made, "due_at": made + timedelta(days=14),
        "consent_version": "2026-11", "consent_at": made, "may_tell_back": True,
    }  # fmt: skip
    return house._add(Referral, name, **(values | more))


def page_of(house: House, name: str) -> str:
    """The address of a request's page."""
    return f"{QUEUE}/{house.ids[name]}"


def key() -> str:
    """The id that a page puts into an empty form."""
    return uuid4().hex


def only(house: House, model: type[Any], *conditions: Any) -> Any:
    """The one row of a table."""
    with house.app.app_context():
        return session.scalars(sa.select(model).where(*conditions)).one()
