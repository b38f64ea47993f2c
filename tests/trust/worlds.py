"""Two centres with twin data: one of each thing that an address can name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from uuid import UUID, uuid4

from flask import Flask
from werkzeug.routing import Rule

from selfhelp.centres.models import Centre
from selfhelp.clock import now
from selfhelp.db import session
from selfhelp.groups.models import Group
from selfhelp.joining import asking
from selfhelp.programme.actions import bring
from selfhelp.programme.sheets import Sheet
from selfhelp.support.models import CommunityService
from tests.groups.house import House, furnish
from tests.support import requests as support


@dataclass(frozen=True, slots=True)
class World:
    """A centre with one of each thing that an address can name, and the names of these in a house."""

    centre: str
    group: str
    guide: str
    member: str
    mark: str
    """Before the names of what the two worlds have alike."""

    @property
    def word(self) -> str:
        """Stands wherever staff of this centre may write, and nowhere else."""
        return f"only-in-{self.centre}"

    def ids_of(self, house: House) -> set[str]:
        """Name everything that nobody of another centre may hear of."""
        named = (self.centre, self.group, self.guide, self.member, f"{self.member}'s seat")
        alike = (f"{self.mark}{name}" for name in ALIKE)
        return {house.ids[name].hex for name in (*named, *alike)}


FIRST = World("one", "evening", "iryna", "olena", "")
SECOND = World("two", "saturday", "petro", "stranger", "twin ")
ALIKE = ("meeting", "assignment", "request", "consultation", "service", "referral")


def furnish_everything(app: Flask) -> House:
    """A house with two centres, each with one of each thing that an address can name."""
    house = furnish(app)
    house.staff("manager-of-two", "manager", "two")  # type: ignore[arg-type]
    house.member("stranger", "saturday", "richka")
    for world in (FIRST, SECOND):
        _furnish_world(app, house, world)
    house.ids["import"] = centre_import(app)
    return house


def _furnish_world(app: Flask, house: House, world: World) -> None:
    mark, word = world.mark, world.word
    house.ids[f"{mark}meeting"] = house.meeting(world.group, now() + timedelta(days=2), room=word)
    house.ids[f"{mark}assignment"] = house.assignment(world.group, "grounding")
    house.ids[f"{mark}request"] = request_for_a_place(app, house, world)
    support.request(house, f"{mark}consultation", world.centre)
    support.service(house, f"{mark}service", world.centre)
    support.referral(house, f"{mark}referral", f"{mark}consultation", f"{mark}service")
    house.change(Group, world.group, title=word)
    house.change(CommunityService, f"{mark}service", audience=word)
    house.change(Centre, world.centre, host=word)


def request_for_a_place(app: Flask, house: House, world: World) -> UUID:
    """Somebody asks for a place in the group of a world, which is open."""
    asker = house.participant(f"{world.mark}asker")
    with app.app_context():
        asking.set_door(session.get_one(Group, house.ids[world.group]), is_open=True)
        request = asking.ask(house.ids[world.group], asker)
        session.commit()
        return request.id


def centre_import(app: Flask) -> UUID:
    """A file that waits to be decided on."""
    with app.app_context():
        sheet = Sheet(("Код",), ((2, ("NOT-YET",)),))
        brought = bring(sheet, "centres.csv", None)
        session.commit()
        return brought.id


SEVERAL = {
    "section": ("profile", "hours", "facts", "services"),
    "what": ("done", "open", "remove"),
    "size": ("a4", "a5"),
}
"""Parts of addresses that hold one of a few words: each of them is an address of its own."""


def addresses(app: Flask, house: House, world: World = FIRST) -> Iterator[tuple[Rule, str, str]]:
    """Every address of a world, with its method."""
    values = {
        "lang": "uk", "language": "uk", "name": "app.css", "tool_id": "now-panic", "module_id": "grounding",
        "programme_id": "opora", "sheet_id": "opora-1", "card_id": "grounding", "slug": world.centre,
        "group_id": house.ids[world.group], "staff_id": house.ids[world.guide], "role": "facilitator",
        "membership_id": house.ids[f"{world.member}'s seat"], "passkey_id": uuid4(), "sign_in_id": uuid4(),
        "special_day_id": uuid4(), "community_id": house.ids["community one"], "line_id": uuid4(), "import_id": house.ids["import"], "part": "must", "number": 0,
        "step_id": "why", "room_card": "distress", "staff_module": "st-footing",
    }  # fmt: skip
    values |= {f"{name}_id": house.ids[f"{world.mark}{name}"] for name in ALIKE}
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        chosen = [name for name in SEVERAL if name in rule.arguments]
        for words in product(*(SEVERAL[name] for name in chosen)):
            known = values | dict(zip(chosen, words, strict=True))
            wanted = {name: known[name] for name in rule.arguments}
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method, adapter.build(rule.endpoint, wanted, method=method)
