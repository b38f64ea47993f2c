"""What changes the list of services in the community: added, changed, confirmed, taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import gettext as _

from ..clock import KYIV, now
from ..db import session
from ..errors import Refusal
from . import queries, rules
from .actions import FormIsOld
from .models import CommunityService

if TYPE_CHECKING:
    from ..people.access import Person


class ListIsFull(Refusal):
    """A list has as many services as one page can show."""


def add_service(
    staff: Person, key: UUID, centre_id: UUID, told: Mapping[str, Any]
) -> CommunityService:
    """Write a service into the list of a centre; the same form sent twice makes one."""
    there = session.get(CommunityService, key)
    if there is not None:
        if there.centre_id not in staff.centres(*queries.KEEPERS):
            raise FormIsOld(_("Please open the page anew and try once more."))
        return there

    _refuse_a_long_list(centre_id)
    at = now()
    service = CommunityService(
        id=key, centre_id=centre_id, created_at=at, verified_on=at.astimezone(KYIV).date(), **told
    )
    session.add(service)
    session.flush()
    return service


def _refuse_a_long_list(centre_id: UUID) -> None:
    listed = sa.select(sa.func.count()).select_from(CommunityService)
    live = listed.where(
        CommunityService.centre_id == centre_id, CommunityService.removed_at.is_(None)
    )
    if (session.scalar(live) or 0) >= rules.MOST_SERVICES:
        raise ListIsFull(_("The list is full. Please remove something first."))


def change_service(service: CommunityService, told: Mapping[str, Any]) -> None:
    """Write what was learned about a service; whoever changes it has asked there."""
    for name, value in told.items():
        setattr(service, name, value)
    confirm_service(service)


def confirm_service(service: CommunityService) -> None:
    """Note that everything about a service is right as of today."""
    service.verified_on = now().astimezone(KYIV).date()


def remove_service(service: CommunityService) -> None:
    """Take a service out of the list; sheets made before still name it."""
    if service.removed_at is None:
        service.removed_at = now()


def bring_back_service(service: CommunityService) -> None:
    """Refer people to a service again."""
    service.removed_at = None
