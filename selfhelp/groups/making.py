"""What makes a group, changes it and ends it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from flask_babel import gettext as _

from ..centres.models import Centre
from ..clock import KYIV, now
from ..db import session
from ..errors import Refusal
from ..people.models import Post, Role, Staff
from ..staffing import rules as staffing
from . import rules
from .models import Audience, Format, Group, Membership

if TYPE_CHECKING:
    from ..people.access import Person

GUIDES = (Role.FACILITATOR, Role.MANAGER)


class TooFewPlaces(Refusal):
    """More people are in the group than it would have places."""


class MayNotLead(Refusal):
    """Somebody would lead a group whose training is not noted yet."""


class FormIsOld(Refusal):
    """The form of a new group carries the id of something else."""


class NobodyGuides(Refusal):
    """A group would be left without anybody who guides it."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What somebody says of a new group."""

    key: UUID
    """Made with the empty form; the group's id."""
    centre_id: UUID
    title: str
    weekday: int
    hour: time
    places: int
    programme: str
    language: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a group is to be from now on."""

    title: str
    weekday: int
    hour: time
    places: int
    programme: str
    language: str
    format: str
    audience: str
    facilitators: Sequence[UUID]


def centres_of(staff: Person) -> list[Centre]:
    """List the centres where somebody may make a group."""
    mine = sa.select(Centre).where(Centre.id.in_(staff.centres(*GUIDES)))
    return list(session.scalars(mine.order_by(Centre.name_uk, Centre.id).limit(200)))


def colleagues(centre_id: UUID) -> list[Staff]:
    """List who may guide a group of a centre."""
    return list(
        session.scalars(
            sa.select(Staff)
            .where(
                Staff.suspended_at.is_(None),
                Staff.posts.any(sa.and_(Post.centre_id == centre_id, Post.role.in_(GUIDES))),
            )
            .order_by(Staff.name, Staff.id)
            .limit(200)
        )
    )


def leaders(centre_id: UUID) -> list[Staff]:
    """List who may lead a group of a centre: their training is noted."""
    return [one for one in colleagues(centre_id) if is_leader(one)]


def is_leader(colleague: Staff) -> bool:
    """Say whether the training of somebody is noted."""
    return staffing.may_lead(colleague.may_lead_since, now().astimezone(KYIV).date())


def group_made_before(staff: Person, key: UUID) -> Group | None:
    """Find the group that the same form has made already."""
    return session.scalar(
        sa.select(Group).where(Group.id == key, Group.centre_id.in_(staff.centres(*GUIDES)))
    )


def make_group(staff: Person, beginning: Beginning) -> Group:
    """Make a group under a neutral label; a facilitator who makes it guides it."""
    guides = _first_guides(staff, beginning.centre_id)
    # Two groups made at once must not get one label: the centre's row stands in line.
    session.scalar(sa.select(Centre.id).where(Centre.id == beginning.centre_id).with_for_update())
    if session.get(Group, beginning.key) is not None:
        raise FormIsOld(_("Please open the form once more; what you typed can be taken over."))
    taken = set(
        session.scalars(sa.select(Group.label).where(Group.centre_id == beginning.centre_id))
    )
    group = Group(
        id=beginning.key,
        centre_id=beginning.centre_id,
        label=rules.make_label(taken, secrets.randbelow(10**6)),
        title=beginning.title,
        programme=beginning.programme,
        audience=Audience.OPEN.value,
        language=beginning.language,
        places=beginning.places,
        weekday=beginning.weekday,
        hour=beginning.hour,
        format=Format.ROOM.value,
        created_at=now(),
    )
    group.facilitators = guides
    session.add(group)
    session.flush()
    return group


def _first_guides(staff: Person, centre_id: UUID) -> list[Staff]:
    if centre_id not in staff.centres(Role.FACILITATOR):
        return []
    maker = session.get_one(Staff, staff.id)
    if is_leader(maker):
        return [maker]
    if centre_id in staff.centres(Role.MANAGER):
        return []  # she manages the centre as well and chooses the guides next
    raise MayNotLead(
        _(
            "To lead a group, the training has to be noted first: by you, on the page “My training”, or as a certificate by the manager of your centre. Until then the manager can make the group and choose who leads it."
        )
    )


def change_group(group: Group, wishes: Wishes) -> None:
    """Let a group be what its facilitators wish."""
    _refuse_too_few_places(group, wishes.places)
    guides = [one for one in colleagues(group.centre_id) if one.id in set(wishes.facilitators)]
    if not guides:
        raise NobodyGuides(_("Please choose at least one person who guides the group."))
    _refuse_untrained([one for one in guides if one not in group.facilitators])

    for name in ("title", "weekday", "hour", "places", "programme", "language", "format"):
        setattr(group, name, getattr(wishes, name))
    group.audience, group.facilitators = wishes.audience, guides


def _refuse_untrained(newcomers: Sequence[Staff]) -> None:
    # Who guides already stays: people in the room are not to lose their facilitator overnight.
    names = [one.name for one in newcomers if not is_leader(one)]
    if names:
        raise MayNotLead(
            _(
                "The training of %(names)s is not noted yet. Once the programme for staff is finished or the manager has noted a certificate, this works.",
                names=", ".join(names),
            )
        )


def hand_over(staff: Person, group: Group, to: UUID) -> Staff:
    """Give a group to a colleague: a facilitator in her own place, a manager in everybody's."""
    heir = next((one for one in leaders(group.centre_id) if one.id == to), None)
    if heir is None:
        raise MayNotLead(_("This colleague cannot take the group now. Please choose another one."))
    guides = [one for one in group.facilitators if one.id not in (staff.id, heir.id)]
    is_manager = group.centre_id in staff.centres(Role.MANAGER)
    group.facilitators = [heir] if is_manager else [*guides, heir]
    return heir


def heirs(staff: Person, group: Group) -> list[Staff]:
    """List to whom somebody may hand a group over."""
    return [one for one in leaders(group.centre_id) if one.id != staff.id]


def _refuse_too_few_places(group: Group, places: int) -> None:
    present = sa.select(sa.func.count()).select_from(Membership)
    taken = session.scalar(
        present.where(Membership.group_id == group.id, Membership.left_on.is_(None))
    )
    if places < (taken or 0):
        raise TooFewPlaces(
            _(
                "%(count)s people are in the group already. Fewer places are not possible.",
                count=taken,
            )
        )


def end_group(group: Group) -> None:
    """End a group today; practice is shown for thirty days more, and a second time nothing changes."""
    if group.ended_on is None:
        group.ended_on = now().astimezone(KYIV).date()
