"""Who and what the demo has: places with numbers that cannot exist, first names, thirty slips."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..groups.models import Audience
from ..people.models import Role

SECRET = "100000000"  # noqa: S105 - meant to be known, it stands in the documents
PEOPLE = 30


@dataclass(frozen=True, slots=True)
class Place:
    """A centre of the demo, with its community and region."""

    slug: str
    region: tuple[str, str, str, str]
    """Slug, name in Ukrainian and English, ISO 3166-2 code."""
    community: tuple[str, str]
    name: tuple[str, str]
    address: tuple[str, str]
    phone: str
    hours: dict[str, list[list[str]]]
    facts: dict[str, dict[str, Any]]
    kind: str = "resilience-centre"
    verified_days_ago: int = 9


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff of the demo."""

    name: str
    email: str
    role: Role
    place: str | None
    """Slug of the centre, None for the whole programme."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A group of the demo."""

    key: str
    place: str
    label: str
    title: str
    audience: Audience
    guide: str
    """E-mail of who guides it."""
    first_slip: int
    last_slip: int
    room: str
    meets_in_days: tuple[int, ...]
    code: str = ""
    """Ten digits with which anybody asks for a place; a group without them is by invitation."""


@dataclass(frozen=True, slots=True)
class Story:
    """What one participant has done so far."""

    steps: int = 0
    """How many steps of the first module."""
    is_done: bool = False
    days_ago: tuple[int, ...] = ()
    """Days with practice."""
    heard_days_ago: int | None = None
    has_agreed: bool = True
    is_sharing: bool = True
    asks_to_talk: bool = False
    tools: tuple[str, ...] = field(default=())


POLTAVA = ("poltava", "Полтавська область", "Poltava region", "UA-53")
VOLYN = ("volyn", "Волинська область", "Volyn region", "UA-07")
WORKDAYS = {str(day): [["09:00", "13:00"], ["14:00", "18:00"]] for day in range(1, 6)}
YES, NO = {"is": "yes"}, {"is": "no"}

PLACES = (
    Place(
        slug="demo-poltava-1",
        region=POLTAVA,
        community=("Демонстраційна громада «Ворскла»", "Demo community “Vorskla”"),
        name=("Центр життєстійкості (демо, 1)", "Resilience Centre (demo, 1)"),
        address=("вул. Демонстраційна, 1", "1 Demonstratsiina Street"),
        phone="+380 00 000 00 01",
        hours=WORKDAYS | {"6": [["10:00", "14:00"]]},
        facts={
            "step-free": YES,
            "ramp": YES | {"note": {"uk": "з двору", "en": "from the yard"}},
            "lift": NO,
            "wide-doors": YES,
            "accessible-wc": YES,
            "quiet-room": YES,
            "child-corner": YES,
            "shelter-inside": YES,
            "generator": YES,
            "heat-and-light": YES,
            "transport-stop": YES | {"note": {"uk": "100 м", "en": "100 m"}},
        },
    ),
    Place(
        slug="demo-poltava-space",
        region=POLTAVA,
        community=("Демонстраційна громада «Псел»", "Demo community “Psel”"),
        name=("Простір «Дбаю про себе» (демо)", "“Taking Care of Myself” space (demo)"),
        address=("вул. Демонстраційна, 2, бібліотека", "2 Demonstratsiina Street, the library"),
        phone="+380 00 000 00 02",
        hours={str(day): [["10:00", "17:00"]] for day in (2, 4, 6)},
        facts={"step-free": YES, "accessible-wc": YES, "shelter-near": YES, "parking": NO},
        kind="space",
    ),
    Place(
        slug="demo-volyn-1",
        region=VOLYN,
        community=("Демонстраційна громада «Стохід»", "Demo community “Stokhid”"),
        name=("Центр життєстійкості (демо, 2)", "Resilience Centre (demo, 2)"),
        address=("вул. Демонстраційна, 3", "3 Demonstratsiina Street"),
        phone="+380 00 000 00 03",
        hours=WORKDAYS,
        facts={
            "step-free": YES,
            "sign-language": YES
            | {"note": {"uk": "попросіть за три дні", "en": "ask three days ahead"}},
            "induction-loop": NO,
            "shelter-near": YES | {"note": {"uk": "200 м", "en": "200 m"}},
            "generator": NO,
        },
    ),
    Place(
        slug="demo-volyn-2",
        region=VOLYN,
        community=("Демонстраційна громада «Турія»", "Demo community “Turiia”"),
        name=("Центр життєстійкості (демо, 3)", "Resilience Centre (demo, 3)"),
        address=("вул. Демонстраційна, 4", "4 Demonstratsiina Street"),
        phone="+380 00 000 00 04",
        hours={str(day): [["09:00", "18:00"]] for day in range(1, 6)},
        facts={},
        verified_days_ago=75,
    ),
)

STAFF = (
    Colleague("Ірина", "iryna@example.org", Role.FACILITATOR, "demo-poltava-1"),
    Colleague("Петро", "petro@example.org", Role.FACILITATOR, "demo-volyn-1"),
    Colleague("Надія", "nadiia@example.org", Role.MANAGER, "demo-poltava-1"),
    Colleague("Остап", "ostap@example.org", Role.ADMINISTRATOR, None),
)

GROUPS = (
    Circle(
        key="first",
        place="demo-poltava-1",
        label="В-12",
        title="Вечірня група",
        audience=Audience.OPEN,
        guide="iryna@example.org",
        first_slip=1,
        last_slip=12,
        room="кімната 2",
        meets_in_days=(0, 7),
        code="1000000012",
    ),
    Circle(
        key="second",
        place="demo-poltava-1",
        label="К-34",
        title="Ранкова група",
        audience=Audience.MOTHERS,
        guide="iryna@example.org",
        first_slip=13,
        last_slip=21,
        room="кімната 1",
        meets_in_days=(2,),
    ),
    Circle(
        key="third",
        place="demo-volyn-1",
        label="Т-20",
        title="Суботня група",
        audience=Audience.DISPLACED,
        guide="petro@example.org",
        first_slip=22,
        last_slip=30,
        room="зала",
        meets_in_days=(4,),
    ),
)

STORIES = {
    1: Story(heard_days_ago=1),
    2: Story(steps=8, is_done=True, days_ago=(9, 6, 5, 2, 0), heard_days_ago=0),
    3: Story(steps=8, is_done=True, days_ago=(8, 4), heard_days_ago=2, tools=("now-sleep",)),
    4: Story(steps=3, days_ago=(3,), heard_days_ago=1, asks_to_talk=True),
    5: Story(steps=5, days_ago=(7, 1), heard_days_ago=1),
    6: Story(steps=1, heard_days_ago=5),
    7: Story(steps=8, is_done=True, days_ago=(10, 3), heard_days_ago=3, is_sharing=False),
    8: Story(steps=2, days_ago=(6,), heard_days_ago=6, tools=("now-sleep",)),
    9: Story(steps=8, is_done=True, days_ago=(5, 4, 3), heard_days_ago=0),
    10: Story(steps=0, heard_days_ago=4, tools=("now-sleep",)),
    11: Story(steps=4, days_ago=(2,), heard_days_ago=2),
    12: Story(),
    13: Story(steps=2, heard_days_ago=1),
    14: Story(has_agreed=False),
    22: Story(steps=8, is_done=True, days_ago=(4,), heard_days_ago=1),
    23: Story(steps=1, heard_days_ago=0, asks_to_talk=True),
}
"""By slip; who is missing has agreed and not begun."""
