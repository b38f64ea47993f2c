"""What everybody may read of the services that centres keep: on a centre's page and on its region's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Flask, render_template
from flask_babel import gettext as _
from markupsafe import Markup

from ..centres.models import Centre
from ..centres.routes import add_part, add_part_of_region
from ..centres.rules import dial
from ..clock import KYIV, now
from ..i18n import current_language
from . import queries, words
from .levels import route
from .models import CommunityService


def init_app(app: Flask) -> None:
    """Put the public services on the pages of the directory."""
    add_part(app, part_of_centre)
    add_part_of_region(app, part_of_region)


def part_of_centre(centre: Centre) -> str:
    """Tell who else helps near a centre; nothing at all when it shows nobody."""
    services = queries.public_services([centre.id], _today())
    return _part(str(_("Who else helps nearby")), services)


def part_of_region(centres: Sequence[Centre]) -> str:
    """Tell whom the centres of a region know; what two of them keep stands there once, as checked last."""
    services = queries.public_services([each.id for each in centres], _today())
    last: dict[tuple[str, str], CommunityService] = {}
    for one in services:
        there = last.setdefault((dial(one.phone), one.kind), one)
        if there.verified_on < one.verified_on:
            last[dial(one.phone), one.kind] = one
    chosen = [one for one in services if last[dial(one.phone), one.kind] is one]
    return _part(str(_("Who else helps in this region")), chosen, says_where=True)


def _part(heading: str, services: Sequence[CommunityService], *, says_where: bool = False) -> str:
    if not services:
        return ""
    kinds = {one.id: one.name(current_language()) for one in route().kinds}
    return Markup(  # noqa: S704 - our own template, escaped when it was rendered
        render_template(
            "support/_public.html",
            heading=heading,
            services=services,
            says_where=says_where,
            kinds=kinds,
            dial=dial,
            words=words,
        )
    )


def _today() -> date:
    return now().astimezone(KYIV).date()
