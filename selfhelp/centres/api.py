"""The public directory as JSON, for phones that keep it; no rooms, no hours of groups."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, json, request

from .. import clock
from ..ui.access import everyone
from ..ui.public_pages import public
from . import queries
from .models import Centre, Community, Region, SpecialDay
from .services import offers_of, service_kinds

api = Blueprint("centres_api", __name__, url_prefix="/api/v1")


@api.get("/centres")
@everyone
@public(content_type="application/json", seconds=60, query=("region",))
def centres() -> str:
    """Give the directory, of one region or of all, with the moment of this copy."""
    slug = request.args.get("region", "")
    region = queries.region_named(slug) if slug else None
    if slug and region is None:
        abort(404)

    at = clock.now()
    shown = queries.public_centres(region)
    special = queries.special_days_ahead(shown, at.astimezone(clock.KYIV).date())
    body = {
        "as_of": at.isoformat(timespec="seconds"),
        "region": region and region.slug,
        "centres": [_centre(centre, special[centre.id]) for centre in shown],
    }
    return json.dumps(body, ensure_ascii=False)


def _centre(centre: Centre, special: list[SpecialDay]) -> dict[str, Any]:
    return {
        "slug": centre.slug,
        "kind": centre.kind,
        "status": centre.status,
        "name": _named(centre),
        "address": {"uk": centre.address_uk, "en": centre.address_en},
        "phone": centre.phone,
        "hours": centre.hours,
        "special_days": [_special_day(one) for one in special],
        "facts": centre.facts,
        "services": [
            {
                "kind": offer.kind.id,
                "name": {"uk": offer.kind.uk, "en": offer.kind.en},
                "waiting_weeks": offer.weeks,
            }
            for offer in offers_of(service_kinds(), centre.services)
        ],
        "verified_on": centre.verified_on and centre.verified_on.isoformat(),
        "is_demo": centre.is_demo,
        "community": {"name": _named(centre.community)},
        "region": {"slug": centre.community.region.slug, "name": _named(centre.community.region)},
    }


def _special_day(one: SpecialDay) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "hours": one.spans,
        "reason": {"uk": one.reason_uk, "en": one.reason_en},
    }


def _named(thing: Centre | Community | Region) -> dict[str, str]:
    return {"uk": thing.name_uk, "en": thing.name_en}
