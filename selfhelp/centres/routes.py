"""Pages of the public directory: region → community → centre."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from flask import Blueprint, Flask, abort, current_app, render_template, request
from flask.sansio.blueprints import BlueprintSetupState

from .. import clock
from ..i18n import current_language, speak_the_path
from ..ui.access import everyone
from ..ui.public_pages import public
from . import queries, rules, services, words
from .models import Centre, SpecialDay

bp = speak_the_path(Blueprint("centres", __name__, url_prefix="/centres"))

FRESH_FOR = 60
"""Seconds for which a page of the directory is not made anew."""


@bp.record_once
def _read_kinds(state: BlueprintSetupState) -> None:
    folder = Path(state.app.config["CONTENT_DIR"])
    state.app.extensions["service_kinds"] = services.read_kinds(folder)


Part = Callable[[Centre], str]
"""Something public that a feature above shows on a centre's page; centres know nothing of it."""


def add_part(app: Flask, part: Part) -> None:
    """Let a feature above put its part on the public page of a centre."""
    app.extensions.setdefault("centre_parts", []).append(part)


PartOfRegion = Callable[[Sequence[Centre]], str]
"""The same for the page of a region; the centres are those that everybody finds there."""


def add_part_of_region(app: Flask, part: PartOfRegion) -> None:
    """Let a feature above put its part on the public page of a region."""
    app.extensions.setdefault("region_parts", []).append(part)


@bp.get("")
@everyone
@public(seconds=FRESH_FOR, query=("region",))
def directory() -> str:
    """Show the regions, or the communities and centres of one."""
    slug = request.args.get("region", "")
    if not slug:
        regions = queries.regions_with_centres(current_language())
        return render_template("centres/regions.html", regions=regions)

    region = queries.region_named(slug)
    if region is None:
        abort(404)

    centres = queries.public_centres(region, current_language())
    return render_template(
        "centres/region.html",
        region=region,
        communities=queries.by_community(centres),
        special=queries.special_days_ahead(centres, _today()),
        special_json=_special_json,
        week_json=rules.week_as_json,
        dial=rules.dial,
        words=words,
        parts=[part(centres) for part in current_app.extensions.get("region_parts", ())],
    )


@bp.get("/<slug>")
@everyone
@public(seconds=FRESH_FOR)
def show(slug: str) -> str:
    """Show one centre: where, when, how to get in, whom to ring."""
    centre = queries.public_centre(slug)
    if centre is None:
        abort(404)

    return page_of(centre)


def page_of(centre: Centre, *, is_preview: bool = False) -> str:
    """Make the page of a centre, for everybody or as a preview for those who keep it."""
    special = queries.special_days_ahead([centre], _today())[centre.id]
    return render_template(
        "centres/centre.html",
        centre=centre,
        facts=rules.facts_of(centre.facts, current_language()),
        offers=services.offers_of(services.service_kinds(), centre.services),
        week=rules.week(centre.hours),
        week_json=rules.week_as_json(centre.hours),
        special=special,
        special_json=_special_json(special),
        dial=rules.dial(centre.phone),
        is_stale=rules.is_stale(centre.verified_on, _today()),
        is_preview=is_preview,
        words=words,
        parts=[part(centre) for part in current_app.extensions.get("centre_parts", ())],
    )


def _special_json(days: list[SpecialDay]) -> str:
    return rules.special_as_json((one.day, one.spans) for one in days)


def _today() -> date:
    return clock.now().astimezone(clock.KYIV).date()
