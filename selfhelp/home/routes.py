"""The first pages: shells, the same bytes for everyone, painted by the phone from its own store."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, render_template
from flask.typing import ResponseReturnValue

from ..centres.regions import REGIONS
from ..centres.rules import ukrainian_order
from ..groups.rules import CALLS_VERSION, CONSENT_VERSIONS
from ..i18n import current_language, preferred_language, speak_the_path
from ..library.routes import library
from ..nudges.rules import FOR_RETURNING, ORDINARY
from ..push.encryption import public_key_of
from ..push.words import all_news, plain_nudge, words_of_test
from ..ui.access import everyone
from ..ui.public_pages import public
from .health import healthz
from .metrics import metrics
from .openapi import openapi

bp = speak_the_path(Blueprint("home", __name__))
root = Blueprint("home_root", __name__)

MAIN_PROGRAMME = "opora"
MAY_COME = ORDINARY | FOR_RETURNING | {"pause"}
"""Kinds of nudges that are sent."""

root.get("/healthz")(healthz)
root.get("/metrics")(metrics)
root.get("/api/v1/openapi.json")(openapi)


@root.get("/")
@everyone
def choose_language() -> ResponseReturnValue:
    """Go to the first page in the language of the person."""
    answer = redirect(f"/{preferred_language()}/")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Vary"] = "Cookie, Accept-Language"
    return answer


@bp.get("/")
@everyone
@public
def today() -> str:
    """Show help first, then the way and the group."""
    return render_template(
        "home/today.html", modules=list(library().of_programme(current_language(), MAIN_PROGRAMME))
    )


@bp.get("/group")
@everyone
@public
def group() -> str:
    """Show my group: the next meeting, what the group follows, the person who guides it."""
    return render_template(
        "home/group.html", consent_version=CONSENT_VERSIONS[-1], calls_version=CALLS_VERSION
    )


@bp.get("/plan")
@everyone
@public
def plan() -> str:
    """Show the plans kept on this phone."""
    return render_template("home/plan.html", **_for_reminders())


@bp.get("/reminder")
@everyone
@public
def reminder() -> str:
    """Show what a reminder looks like, on a screen of its own, before anybody is asked."""
    return render_template("home/reminder.html", **_for_reminders())


def _for_reminders() -> dict[str, Any]:
    settings, language, texts = current_app.config, current_language(), library()
    # Without a feed a region would be asked for and change nothing.
    regions = _regions() if settings["ALERT_FEED_URL"] else []
    return {
        "public_key": public_key_of(settings["VAPID_PRIVATE_KEY"]),
        "example": texts.nudges(language)[0].text,
        "plain": plain_nudge(language),
        "titles": texts.titles(language),
        "all_nudges": [one.text for one in texts.nudges(language) if one.kind in MAY_COME],
        "all_news": all_news(language, texts),
        "test_words": words_of_test(language),
        "regions": regions,
    }


def _regions() -> list[tuple[str, str]]:
    is_ukrainian = current_language() == "uk"
    named = [(one.slug, one.name_uk if is_ukrainian else one.name_en) for one in REGIONS]
    return sorted(named, key=lambda region: ukrainian_order(region[1]))


@bp.get("/progress")
@everyone
@public
def progress() -> str:
    """Show what the person has practised: her own evidence, no judgement."""
    return render_template("home/progress.html")


@bp.get("/you")
@everyone
@public
def you() -> str:
    """Show settings, the slip, what is stored where, sign-out and erase."""
    return render_template("home/you.html")


@bp.get("/about")
@everyone
@public
def about() -> str:
    """Say what this is and what is known about it."""
    return render_template("home/about.html")


@bp.get("/privacy")
@everyone
@public
def privacy() -> str:
    """Say what is kept where, and what is not."""
    return render_template("home/privacy.html")


@bp.get("/accessibility")
@everyone
@public
def accessibility() -> str:
    """Say what works for whom, and what does not yet."""
    return render_template("home/accessibility.html")
