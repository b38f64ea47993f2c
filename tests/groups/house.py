"""Two centres and their people: Iryna guides Olena's group, Petro guides another, Nadiia manages the first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from selfhelp.centres.models import Centre, Community, Region
from selfhelp.clock import KYIV, now
from selfhelp.db import Model, database, session
from selfhelp.groups.models import Assignment, Group, GroupFacilitator, Membership
from selfhelp.meetings.models import Meeting
from selfhelp.people import actions as people
from selfhelp.people.models import Participant, Post, Role, Staff
from selfhelp.progress import actions as progress
from selfhelp.progress.batches import Batch, UnderstoodEvent
from tests.visitor import Visitor

AUDIENCE = "bereaved"
TITLE = "the title that staff gave"


def today() -> date:
    return now().astimezone(KYIV).date()


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


@dataclass
class House:
    """Makes people, groups and meetings; every call commits, or a whole block of them."""

    app: Flask
    ids: dict[str, UUID] = field(default_factory=dict)
    _rows: list[Model] | None = None
    """What waits for the end of a block."""

    @contextmanager
    def in_one_commit(self) -> Iterator[None]:
        self._rows = []
        yield
        self._write(self._rows)
        self._rows = None

    def centre(self, name: str, **more: Any) -> UUID:
        region = self._add(
            Region, slug=f"r-{name}", name_uk=f"Область {name}", name_en=f"Region {name}"
        )
        community = self._add(
            Community,
            f"community {name}",
            region_id=region,
            name_uk=f"Громада {name}",
            name_en=f"Community {name}",
        )
        values: dict[str, Any] = {
            "slug": name, "kind": "resilience-centre", "status": "open",
            "name_uk": f"Центр {name}", "name_en": f"Centre {name}",
            "address_uk": "вул. Тиха, 1", "address_en": "1 Tykha Street",
            "phone": "+380 00 000 00 01", "hours": {"1": [["09:00", "18:00"]]},
            "facts": {"ramp": {"is": "yes"}, "lift": {"is": "no"}}, "verified_on": today(),
        }  # fmt: skip
        return self._add(Centre, name, community_id=community, **(values | more))

    def staff(self, name: str, role: Role, centre: str | None) -> UUID:
        staff = self._add(
            Staff, name, email=f"{name}@example.org", name=name.title(),
            password_hash="-", language="uk", created_at=now(), may_lead_since=days_ago(100),
            certificate_kind="other-training", certificate_on=days_ago(100),
        )  # fmt: skip
        self._add(Post, staff_id=staff, role=role, centre_id=self.ids[centre] if centre else None)
        return staff

    def group(self, name: str, centre: str, guide: str | None, **more: Any) -> UUID:
        values: dict[str, Any] = {
            "centre_id": self.ids[centre], "label": f"В-{10 + len(self.ids)}", "title": TITLE,
            "programme": "opora", "audience": AUDIENCE, "language": "uk", "places": 30, "created_at": now(),
        }  # fmt: skip
        group = self._add(Group, name, **(values | more))
        if guide:
            self._keep(GroupFacilitator(group_id=group, staff_id=self.ids[guide]))
        return group

    def member(
        self,
        name: str,
        group: str,
        alias: str,
        *,
        joined: int = 10,
        agreed: bool = True,
        **more: Any,
    ) -> UUID:
        person = self.participant(name)
        values: dict[str, Any] = {
            "joined_on": days_ago(joined), "is_sharing": True,
            "consent_version": "2026-11" if agreed else None, "consent_at": now() if agreed else None,
        }  # fmt: skip
        self._add(
            Membership,
            f"{name}'s seat",
            group_id=self.ids[group],
            participant_id=person,
            alias=alias,
            **(values | more),
        )
        return person

    def participant(self, name: str) -> UUID:
        return self._add(Participant, name, language="uk", created_at=now())

    def meeting(self, group: str, starts_at: datetime, ordinal: int = 1, **more: Any) -> UUID:
        values: dict[str, Any] = {"minutes": 90, "room": "room 7", "module": "grounding"}
        return self._add(
            Meeting,
            group_id=self.ids[group],
            starts_at=starts_at,
            ordinal=ordinal,
            **(values | more),
        )

    def assignment(self, group: str, module: str, until: date | None = None) -> UUID:
        return self._add(
            Assignment, group_id=self.ids[group], module=module, until=until, given_at=now()
        )

    def did(
        self,
        name: str,
        kind: str,
        module: str,
        on: date,
        step: str | None = None,
        minutes: int | None = None,
    ) -> None:
        """Let something that happened on a day arrive now."""
        one = uuid4()
        event = UnderstoodEvent(str(one), one, kind, module, step, "1.0.0", on, None, 1, minutes)
        with self.app.app_context():
            progress.record(self.ids[name], Batch((event,), ()))
            session.commit()

    def visit(self, name: str) -> Visitor:
        """Sign somebody in on a browser of her own."""
        with self.app.app_context():
            person = session.get(Staff, self.ids[name]) or session.get_one(
                Participant, self.ids[name]
            )
            token = people.start_sign_in(person)
            session.commit()
        visitor = Visitor(self.app)
        visitor.client.set_cookie("sign-in", token)
        return visitor

    def row(self, model: type[Model], name: str) -> Any:
        with self.app.app_context():
            return session.get_one(model, self.ids[name])

    def change(self, model: type[Model], name: str, **values: Any) -> None:
        with self.app.app_context():
            session.execute(
                sa.update(model).where(model.__table__.c.id == self.ids[name]).values(**values)
            )
            session.commit()

    def count(self, model: type[Model], *conditions: Any) -> int:
        with self.app.app_context():
            return (
                session.scalar(sa.select(sa.func.count()).select_from(model).where(*conditions))
                or 0
            )

    def _add(self, model: type[Model], called: str | None = None, /, **values: Any) -> UUID:
        one = uuid4()
        self._keep(model(id=one, **values))
        if called:
            self.ids[called] = one
        return one

    def _keep(self, row: Model) -> None:
        if self._rows is None:
            self._write([row])
        else:
            self._rows.append(row)

    def _write(self, rows: list[Model]) -> None:
        with self.app.app_context():
            for row in rows:
                session.add(row)
                session.flush()
            session.commit()


def furnish(app: Flask) -> House:
    """Two centres, each with a group; Olena is a member of Iryna's."""
    house = House(app)
    with house.in_one_commit():
        house.centre("one")
        house.centre("two")
        house.staff("iryna", Role.FACILITATOR, "one")
        house.staff("petro", Role.FACILITATOR, "two")
        house.staff("nadiia", Role.MANAGER, "one")
        house.staff("ostap", Role.ADMINISTRATOR, None)
        house.group("evening", "one", "iryna")
        house.group("saturday", "two", "petro")
        house.member("olena", "evening", "kalyna")
    return house


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Write down every statement that the database is sent."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    with app.app_context():
        engine = database().engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def everything_stored(app: Flask) -> dict[str, list[str]]:
    """Read the whole database, but for the moment a sign-in was last used."""
    with app.app_context():
        return {
            table.name: sorted(
                repr([value for column, value in row.items() if column != "last_used_at"])
                for row in session.execute(sa.select(table)).mappings()
            )
            for table in Model.metadata.sorted_tables
        }
