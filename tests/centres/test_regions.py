"""The regions of Ukraine, as the law and ISO 3166-2 name them."""

from __future__ import annotations

import re

import sqlalchemy as sa
from flask import Flask

from selfhelp.centres.actions import enter_regions
from selfhelp.centres.models import Region
from selfhelp.centres.regions import REGIONS
from selfhelp.centres.rules import ukrainian_order
from selfhelp.db import session


def test_there_are_twenty_seven_and_none_twice() -> None:
    assert len(REGIONS) == 27
    for column in zip(*REGIONS, strict=True):
        assert len(set(column)) == 27
    assert all(re.fullmatch(r"UA-\d\d", region.iso) for region in REGIONS)
    assert all(re.fullmatch(r"[a-z-]+", region.slug) for region in REGIONS)


def test_they_stand_in_the_order_of_letters_but_for_the_two_cities() -> None:
    names = [region.name_uk for region in REGIONS[:25]]

    assert names == sorted(names, key=ukrainian_order)
    assert [region.iso for region in REGIONS[25:]] == ["UA-30", "UA-40"]


def test_entering_them_twice_makes_each_once(app: Flask) -> None:
    with app.app_context():
        assert enter_regions() == 27
        assert enter_regions() == 0
        session.commit()
        assert session.scalar(sa.select(sa.func.count()).select_from(Region)) == 27


def test_a_region_that_somebody_entered_stays_as_it_is(app: Flask) -> None:
    with app.app_context():
        session.add(Region(slug="poltava", name_uk="Полтавщина", name_en="Poltava", iso=None))
        session.flush()
        assert enter_regions() == 26
        there = session.scalars(sa.select(Region).where(Region.slug == "poltava")).one()
        assert there.name_uk == "Полтавщина"
