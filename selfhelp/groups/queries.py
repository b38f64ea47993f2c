"""Who is in a group, who guides it, and what its facilitators are told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from ..centres.models import Centre
from ..clock import KYIV
from ..db import session
from ..library.library import Library
from ..library.models import LANGUAGES, Module
from ..people import queries as people
from ..people.models import Post, Role, Staff
from ..progress import queries as progress
from . import rules
from .giving import is_meant_for
from .models import Assignment, Group, GroupFacilitator, Membership
from .rules import Row, Seat, Standing

if TYPE_CHECKING:
    from ..people.access import Person


def groups_guided_by(staff: Person) -> list[Group]:
    """List the groups that somebody guides or, as a manager, answers for; ended ones last."""
    return list(session.scalars(guided_groups, _asking(staff)))


def group_guided_by(staff: Person, group_id: UUID, *, for_update: bool = False) -> Group | None:
    """Find a group if this person guides it or manages its centre; else it is as if there were none."""
    wanted = guided_group.with_for_update(of=Group) if for_update else guided_group
    return session.scalar(wanted, _asking(staff) | {"group": group_id})


def _asking(staff: Person) -> dict[str, Any]:
    return {
        "staff": staff.id,
        "leads_at": list(staff.centres(Role.FACILITATOR)),
        "manages": list(staff.centres(Role.MANAGER)),
    }


guides = sa.exists().where(
    GroupFacilitator.group_id == Group.id, GroupFacilitator.staff_id == sa.bindparam("staff")
)
# Somebody who left a centre must not keep its groups: the post has to be there still.
is_guided = sa.or_(
    sa.and_(guides, Group.centre_id.in_(sa.bindparam("leads_at", expanding=True))),
    Group.centre_id.in_(sa.bindparam("manages", expanding=True)),
)
with_centre = joinedload(Group.centre, innerjoin=True)
guided_groups = (
    sa.select(Group)
    .where(is_guided)
    .options(with_centre)
    .order_by(Group.ended_on.is_not(None), Group.created_at, Group.id)
    .limit(200)
)
guided_group = (
    sa.select(Group).where(Group.id == sa.bindparam("group"), is_guided).options(with_centre)
)


def sees_practice(staff: Person, group: Group) -> bool:
    """Say whether somebody who opens a group guides it; a manager alone sees no rows of people."""
    if group.centre_id not in staff.centres(Role.MANAGER):
        return True
    if group.centre_id not in staff.centres(Role.FACILITATOR):
        return False
    return session.get(GroupFacilitator, (group.id, staff.id)) is not None


def members(group: Group) -> list[Membership]:
    """List the people who are in a group now."""
    return list(session.scalars(present_members, {"group": group.id}))


present_members = (
    sa.select(Membership)
    .where(Membership.group_id == sa.bindparam("group"), Membership.left_on.is_(None))
    .order_by(Membership.alias)
)


class Given(NamedTuple):
    """A module that somebody is asked to follow."""

    module: str
    until: date | None
    given_at: datetime


def assignments(group_id: UUID, participant_id: UUID, today: date) -> list[Given]:
    """List what somebody in a group is asked to follow now, the newest last."""
    asked = {"group": group_id, "participant": participant_id, "today": today}
    return [Given(*row) for row in session.connection().execute(own_assignments, asked).all()]


def all_assignments(group_id: UUID) -> list[Assignment]:
    """List what a group is asked to follow now or from a later day, for those who guide it."""
    return list(session.scalars(live_assignments, {"group": group_id}))


live_assignments = (
    sa.select(Assignment)
    .where(Assignment.group_id == sa.bindparam("group"), Assignment.withdrawn_at.is_(None))
    .order_by(Assignment.given_at, Assignment.id)
)
own_assignments = live_assignments.where(
    is_meant_for(sa.bindparam("participant")),
    sa.or_(Assignment.starts_on.is_(None), Assignment.starts_on <= sa.bindparam("today")),
).with_only_columns(Assignment.module, Assignment.until, Assignment.given_at)


def modules_followed(
    library: Library, lang: str, group: Group, given: Sequence[Assignment | Given]
) -> list[Module]:
    """List the modules of the group's own programme, then what it was given beyond them."""
    own = list(library.of_programme(lang, group.programme))
    beyond = (library.module(lang, one.module) for one in given)
    return own + [module for module in beyond if module is not None and module not in own]


def asking_to_talk(groups: Sequence[Group]) -> dict[UUID, int]:
    """Count by group how many members ask to talk; groups where nobody asks are missing."""
    counted = (
        sa.select(Membership.group_id, sa.func.count())
        .where(
            Membership.group_id.in_([group.id for group in groups]),
            Membership.left_on.is_(None),
            Membership.asks_to_talk_since.is_not(None),
        )
        .group_by(Membership.group_id)
    )
    return dict(session.execute(counted).all())


def rows_of(
    group: Group,
    those: Sequence[Membership],
    modules: Sequence[str],
    today: date,
    for_some: Mapping[str, Collection[UUID]] | None = None,
) -> list[Row]:
    """Make the rows that a facilitator sees; members are shown their own by the same hand.

    As many statements for thirty people as for three. `for_some` names who was given a module
    that is not on everybody's way.
    """
    shown = {member.participant_id for member in those if _is_shown(group, member, today)}
    practice = progress.last_days_of(shown, modules)
    heard = people.last_heard_from(shown)
    given = {module: (for_some or {}).get(module, shown) for module in modules}
    rows = []
    for member in those:
        who = member.participant_id
        days = practice.get(who, {})
        at = heard.get(who)
        heard_on = at.astimezone(KYIV).date() if at else None
        cells = {
            module: rules.cell_state(
                days.get(module), member.joined_on, is_given=who in those_given
            )
            for module, those_given in given.items()
        }
        rows.append(
            Row(
                alias=member.alias,
                standing=_standing(member),
                cells=cells if who in shown else {},
                last_heard_days=rules.days_since(heard_on, member.joined_on, today),
                asks_to_talk=member.asks_to_talk_since is not None,
            )
        )
    return rows


def _is_shown(group: Group, member: Membership, today: date) -> bool:
    in_time = rules.is_practice_shown(group.ended_on, today)
    return in_time and _standing(member) is Standing.SHARING


def _standing(member: Membership) -> Standing:
    return rules.standing_of(
        has_agreed=member.consent_at is not None,
        is_sharing=member.is_sharing,
        is_paused=member.paused_since is not None,
    )


def group_of(participant_id: UUID, today: date, *, for_update: bool = False) -> Membership | None:
    """Find the place that somebody has in a group."""
    return session.scalar(
        own_place_for_update if for_update else own_place, _own(participant_id, today)
    )


def _own(participant_id: UUID, today: date) -> dict[str, Any]:
    return {"participant": participant_id, "ended_since": today - rules.SHOWN_AFTER_THE_END}


is_own_place = (
    Membership.participant_id == sa.bindparam("participant"),
    Membership.left_on.is_(None),
    sa.or_(Group.ended_on.is_(None), Group.ended_on >= sa.bindparam("ended_since")),
)
own_place = (
    sa.select(Membership)
    .join(Membership.group)
    .where(*is_own_place)
    .options(contains_eager(Membership.group))
    .order_by(Membership.joined_on.desc(), Membership.id)
    .limit(1)
)
own_place_for_update = own_place.with_for_update(of=Membership)


def seat_of(participant_id: UUID, library: Library, today: date) -> Seat | None:
    """Show somebody her place in a group, as her phone keeps it."""
    connection = session.connection()
    found = connection.execute(own_seat, _own(participant_id, today)).first()
    if found is None:
        return None
    guides = connection.scalars(guides_of_group, {"group": found.group_id})
    return Seat(
        group_id=found.group_id,
        label=found.label,
        alias={lang: library.alias_name(lang, found.alias) for lang in LANGUAGES},
        centre_name={"uk": found.name_uk, "en": found.name_en},
        centre_phone=found.phone,
        centre_slug=found.slug,
        facilitators=list(guides),
        has_agreed=found.consent_at is not None,
        is_sharing=found.is_sharing,
        asks_to_talk=found.asks_to_talk_since is not None,
        sees_from=found.joined_on,
        is_paused=found.paused_since is not None,
        wishes_calls=found.calls_agreed_at is not None,
        rests_until=found.reminders_rest_until,
    )


# Columns instead of rows of models: every phone asks for this at every start.
own_seat = (
    sa.select(
        Membership.group_id,
        Membership.alias,
        Membership.joined_on,
        Membership.is_sharing,
        Membership.paused_since,
        Membership.asks_to_talk_since,
        Membership.consent_at,
        Membership.calls_agreed_at,
        Group.label,
        Centre.name_uk,
        Centre.name_en,
        Centre.phone,
        Centre.slug,
        Centre.reminders_rest_until,
    )
    .join(Membership.group)
    .join(Group.centre)
    .where(*is_own_place)
    .order_by(Membership.joined_on.desc(), Membership.id)
    .limit(1)
)
is_still_there = sa.exists().where(Post.staff_id == Staff.id, Post.centre_id == Group.centre_id)
guides_of_group = (
    sa.select(Staff.name)
    .join(GroupFacilitator, GroupFacilitator.staff_id == Staff.id)
    .join(Group, Group.id == GroupFacilitator.group_id)
    .where(Group.id == sa.bindparam("group"), is_still_there, Staff.suspended_at.is_(None))
    .order_by(Staff.name)
)
