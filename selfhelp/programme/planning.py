"""What an import would do, found out without writing anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..centres.models import Centre, CentreStatus, Community
from . import queries, rules
from .columns import COLUMNS
from .rules import Lines, Problem, Row

OF_A_CENTRE = ("kind", "status", "host", "name_uk", "name_en", "address_uk", "address_en", "phone")
"""Columns that are columns of the centre itself."""


@dataclass(frozen=True, slots=True)
class Place:
    """A community that is not there yet."""

    region: str
    name_uk: str
    name_en: str
    code: str | None
    raion: str | None
    raion_code: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What one line would do to one centre."""

    line: int
    code: str
    centre: Centre | None
    """None: it would be made."""
    values: dict[str, str]
    """New values by column of the centre."""
    place: Community | Place | None
    """Where it would lie from then on; None: where it lies."""
    news: dict[str, str]
    """What a community that is there has not told yet, by its column."""


@dataclass(slots=True)
class Plan:
    """All that an import would do."""

    lines: int
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    same: int = 0

    @property
    def made(self) -> list[Change]:
        """List the centres that would be made."""
        return [change for change in self.changes if change.centre is None]

    @property
    def changed(self) -> list[Change]:
        """List the centres that would be changed."""
        return [change for change in self.changes if change.centre is not None]

    @property
    def wrong_lines(self) -> int:
        """Count the lines that stay out."""
        return len({problem.line for problem in self.problems})


def plan_of(lines: Lines, columns: Mapping[str, int]) -> Plan:
    """Find out what the lines of a file would change."""
    counted = list(lines)
    regions = rules.names_of_regions(queries.entered_regions())
    rows, problems = rules.read_lines(counted, columns, regions)
    plan = Plan(lines=len(counted), problems=problems)
    known = queries.centres_by_code([row.told["code"] for row in rows])
    atlas = Atlas(queries.communities())
    for row in rows:
        _plan_row(plan, row, known.get(row.told["code"]), atlas)
    plan.problems.sort(key=lambda one: (one.line, COLUMNS.index(one.column)))
    return plan


def _plan_row(plan: Plan, row: Row, centre: Centre | None, atlas: Atlas) -> None:
    change, found = change_by(row.told, centre, atlas, line=row.line)
    plan.problems += [Problem(row.line, *one) for one in found]
    if change is None:
        plan.same += not found
    else:
        plan.changes.append(change)


def change_by(
    told: Mapping[str, str], centre: Centre | None, atlas: Atlas, *, line: int = 0
) -> tuple[Change | None, list[tuple[str, str, str]]]:
    """Find out what is told about a centre would change, or what keeps it from being taken."""
    whole = _as_it_would_be(told, centre)
    missing = rules.missing_in(whole)
    if missing:
        return None, missing
    place, wrong = atlas.place_of(told, centre)
    if wrong:
        return None, [wrong]

    values = {column: told[column] for column in OF_A_CENTRE if column in told}
    if centre is None:
        values = _complete(values)
    else:
        values = {name: value for name, value in values.items() if getattr(centre, name) != value}
        is_at_home = isinstance(place, Community) and place.id == centre.community_id
        place = None if is_at_home and not _news(place, told) else place
        if not values and place is None:
            return None, []
    return Change(line, told.get("code", ""), centre, values, place, _news(place, told)), []


def _news(place: Community | Place | None, told: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(place, Community):
        return {}
    columns = {"community_code": "code", "raion": "raion", "raion_code": "raion_code"}
    return {
        name: told[column]
        for column, name in columns.items()
        if told.get(column) and getattr(place, name) is None
    }


def _as_it_would_be(told: Mapping[str, str], centre: Centre | None) -> dict[str, str]:
    if centre is None:
        return dict(told)
    there = {column: getattr(centre, column) for column in OF_A_CENTRE}
    there |= {
        "region": centre.community.region.slug,
        "community_uk": centre.community.name_uk,
    }
    return there | dict(told)


def _complete(values: dict[str, str]) -> dict[str, str]:
    """Fill what a new centre may leave empty; Latin letters stand in for a missing translation."""
    empty = dict.fromkeys(OF_A_CENTRE, "") | {"status": CentreStatus.PLANNED.value}
    filled = empty | values
    for name in ("name", "address"):
        if not filled[f"{name}_en"]:
            filled[f"{name}_en"] = rules.in_latin_letters(filled[f"{name}_uk"])
    return filled


class Atlas:
    """The communities that are there, and those that an import has already thought of."""

    def __init__(self, communities: Sequence[Community]) -> None:
        """Remember communities by code and by name."""
        self.by_code: dict[str, Community | Place] = {}
        self.by_name: dict[tuple[str, str], list[Community | Place]] = defaultdict(list)
        for community in communities:
            self._remember(community, community.region.slug)

    def place_of(
        self, told: Mapping[str, str], centre: Centre | None
    ) -> tuple[Community | Place | None, Any]:
        """Find where a centre lies by what is told; without a word about it, it stays where it is."""
        asked = {"region", "community_uk", "community_code"} & told.keys()
        if centre is not None and not asked:
            return None, None
        there = centre.community if centre is not None else None
        region = told.get("region") or (there.region.slug if there else "")
        name = told.get("community_uk") or (there.name_uk if there else "")
        return self._find(told, region, name)

    def _find(
        self, told: Mapping[str, str], region: str, name: str
    ) -> tuple[Community | Place | None, Any]:
        code = told.get("community_code")
        if code and code in self.by_code:
            found = self.by_code[code]
            if _region_of(found) != region:
                return None, ("community_code", "other-region", code)
            return found, None
        namesakes = self.by_name[region, name.casefold()]
        if code:
            # A namesake without a code may be the same community; two of them may not.
            uncoded = [one for one in namesakes if one.code is None]
            return (uncoded[0] if len(uncoded) == 1 else self._new(told, region, name)), None
        if len(namesakes) > 1:
            return None, ("community_code", "which-community", name)
        return (namesakes[0] if namesakes else self._new(told, region, name)), None

    def _new(self, told: Mapping[str, str], region: str, name: str) -> Place:
        place = Place(
            region=region,
            name_uk=name,
            name_en=told.get("community_en") or rules.in_latin_letters(name),
            code=told.get("community_code"),
            raion=told.get("raion"),
            raion_code=told.get("raion_code"),
        )
        self._remember(place, region)
        return place

    def _remember(self, place: Community | Place, region: str) -> None:
        if place.code:
            self.by_code[place.code] = place
        self.by_name[region, place.name_uk.casefold()].append(place)


def _region_of(place: Community | Place) -> str:
    return place.region if isinstance(place, Place) else place.region.slug
