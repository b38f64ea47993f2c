"""Pages of modules, tools, programmes, exercises and help numbers: the same bytes for everyone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, cast

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    render_template,
    send_file,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from ..errors import Refusal
from ..i18n import current_language, speak_the_path
from ..ui.access import everyone
from ..ui.poster import Size
from ..ui.public_pages import public
from ..ui.site import site_address
from . import page_words
from .exercises import by_length, by_need, exercises_of, kit_of
from .kinds import TIMED
from .library import Library
from .models import HelpContact, Module
from .paper_models import HomeCard, RoomCard, RunSheet, Study
from .posters import tool_poster
from .queries import load

bp = speak_the_path(Blueprint("library", __name__))

CALM_TOOLS = ("now-panic", "now-far", "now-shelter")
"""Tools that the first exercise of `now` may lead to, the best first."""
CALLED_IN_DANGER = ("103", "112")
LISTENING = ("life", "talk")
Paper = TypeVar("Paper", Module, RunSheet, Study, HomeCard, RoomCard)
"""What may be shown only once somebody has reviewed it, where that is asked for."""
ROUTE = "st-route"
"""The module for staff that says whom to refer to, and how soon."""
STAFF = "staff"
"""The audience whose modules are open pages, and are not offered among the exercises."""


@bp.record_once
def read_content(state: BlueprintSetupState) -> None:
    """Read the content when the application is made; wrong content stops the start."""
    app = cast("Flask", state.app)
    if "library" not in app.extensions:
        app.extensions["library"] = load(Path(app.config["CONTENT_DIR"]))
    if app.config["REQUIRE_REVIEW"]:
        app.extensions["library"] = _reviewed(app.extensions["library"])
    app.jinja_env.filters.update(
        duration=page_words.duration,
        counting=page_words.counting,
        first_phrase=page_words.first_phrase,
        names_marked=page_words.names_marked,
        placeless=page_words.placeless,
        span=page_words.span,
        things=page_words.things,
        level_of=page_words.level_of,
        lens_names=page_words.lens_names,
        kinds=page_words.kinds,
        asks_of_a_body=page_words.asks_of_a_body,
        megabytes=page_words.megabytes,
        kit_of=lambda block, lang: kit_of(library(), block, lang),
    )
    app.jinja_env.globals.update(
        calls_in_a_panel=calls_in_a_panel,
        help_texts=help_texts,
        module_titled=lambda name, lang: library().module(lang, name),
        timed_kinds=TIMED,
        lenses_in_use=lambda: page_words.lenses_in_use(library().everything(current_language())),
        all_body_tags=page_words.all_body_tags,
    )


def library() -> Library:
    """Return the content of the running application."""
    return cast("Library", current_app.extensions["library"])


@bp.get("/now")
@everyone
@public
def now() -> str:
    """Show the first instruction at once, and every tool below it."""
    tools = library().tools(current_language())
    first = next((tool for name in CALM_TOOLS for tool in tools if tool.id == name), None)
    return render_template("library/now.html", tools=tools, first=first or tools[0])


@bp.get("/now/<tool_id>")
@everyone
@public
def tool(tool_id: str) -> str:
    """Show a tool whose first instruction is already on the screen."""
    found = _found(tool_id)
    if found.kind != "tool":
        abort(404)
    return _player(found, back=url_for("library.now"))


@bp.get("/now/<tool_id>/poster-<any(a4, a5):size>.pdf")
@everyone
def poster(tool_id: str, size: Size) -> Response:
    """Answer with a poster of a tool."""
    found = _found(tool_id)
    if found.kind != "tool":
        abort(404)
    if current_app.config["PUBLIC_URL"]:
        return _lasting_poster(tool=found, size=size)
    # Without an address of its own the site is on trial, and anybody may call it by another name.
    return Response(_draw_poster(found, size), mimetype="application/pdf")


def _draw_poster(tool: Module, size: Size) -> bytes:
    address = site_address() + url_for("library.tool", tool_id=tool.id)
    return tool_poster(tool, address, size)


_lasting_poster = public(_draw_poster, content_type="application/pdf")


@bp.get("/modules/<module_id>")
@everyone
@public
def module(module_id: str) -> str:
    """Show a module: every step on one page, for the phone to play one by one."""
    found = _found(module_id)
    if found.kind == "tool":
        abort(404)
    return _player(found, back=url_for("library.programme", programme_id=found.programme))


@bp.get("/modules/<module_id>/audio/<step_id>")
@everyone
def recording(module_id: str, step_id: str) -> Response:
    """Send the recorded voice of a step, or the part of it that a player asks for."""
    found = _found(module_id).recording(step_id)
    if found is None:
        abort(404)
    answer = send_file(found.file, mimetype=found.content_type, etag=found.digest, conditional=True)
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


@bp.get("/programmes/<programme_id>")
@everyone
@public
def programme(programme_id: str) -> str:
    """Show the way through a programme as a path of stones."""
    language = current_language()
    found = library().programme(language, programme_id)
    if found is None:
        abort(404)
    modules = [library().module(language, module_id) for module_id in found.modules]
    return render_template(
        "library/programme.html",
        programme=found,
        modules=[module for module in modules if module is not None],
        others=[
            other
            for other in library().programmes(language)
            if other.id != found.id and other.audience != STAFF
        ],
    )


@bp.get("/exercises")
@everyone
@public
def exercises() -> str:
    """Show every exercise by what it is for and by how long it takes."""
    everything = library().everything(current_language())
    offered = list(exercises_of(one for one in everything if one.audience != STAFF))
    return render_template(
        "library/exercises.html", by_need=by_need(offered), by_length=by_length(offered)
    )


@bp.get("/about/evidence")
@everyone
@public
def evidence() -> str:
    """Say what studies found about programmes of this kind, also where they found nothing."""
    studies = library().studies(current_language())
    groups = [
        (title, [study for study in studies if study.setting == setting])
        for setting, title in page_words.settings_of_studies().items()
    ]
    return render_template(
        "library/evidence.html",
        groups=[group for group in groups if group[1]],
        is_draft=any(study.is_draft for study in studies),
    )


@bp.get("/room-cards/<room_card>")
@everyone
@public
def room_card(room_card: str) -> str:
    """Show a card for those who lead a group; open to all, so that their phones keep it."""
    language = current_language()
    cards = {card.id: card for card in library().room_cards(language)}
    if room_card not in cards:
        abort(404)
    return render_template(
        "library/room_card.html", card=cards[room_card], route=library().module(language, ROUTE)
    )


@bp.get("/help")
@everyone
@public
def help_contacts() -> str:
    """Show the numbers to call, danger first."""
    contacts = library().contacts(current_language())
    groups = [
        (name, title, [contact for contact in contacts if contact.purpose == name])
        for name, title in _purposes().items()
    ]
    return render_template("library/help.html", groups=[group for group in groups if group[2]])


def _player(module: Module, *, back: str) -> str:
    return render_template(
        "library/module.html",
        module=module,
        back=back,
        following=_following(module),
        offer_after="plan" if _has_a_plan_to_remind_of(module) else None,
    )


def _has_a_plan_to_remind_of(module: Module) -> bool:
    blocks = [block for step in module.steps for block in step.blocks]
    return module.audience != STAFF and any(
        block.params.get("remind") == "offer" for block in blocks
    )


def _found(module_id: str) -> Module:
    found = library().module(current_language(), module_id)
    if found is None:
        abort(404)
    return found


def _following(module: Module) -> Module | None:
    """Find the next module on the way; tools are no way."""
    if module.kind == "tool":
        return None

    modules = list(library().of_programme(module.lang, module.programme))
    place = [each.id for each in modules].index(module.id)
    return modules[place + 1] if place + 1 < len(modules) else None


class NothingReviewed(Refusal):
    """Only reviewed content may be shown, and no "right now" tool has been reviewed."""


def _reviewed(everything: Library) -> Library:
    """Keep what a clinician and an editor have signed; help right now must be among it."""
    shelf = _signed(everything.shelf)
    if not any(module.kind == "tool" for module in shelf["uk"]):
        raise NothingReviewed(
            "SELFHELP_REQUIRE_REVIEW is on, but no tool for “right now” has its reviewers named yet."
        )
    return replace(
        everything,
        shelf=shelf,
        sheets=_signed(everything.sheets),
        findings=_signed(everything.findings),
        small_cards=_signed(everything.small_cards),
        room=_signed(everything.room),
    )


def _signed(papers: Mapping[str, tuple[Paper, ...]]) -> dict[str, tuple[Paper, ...]]:
    return {
        lang: tuple(paper for paper in in_language if not paper.is_draft)
        for lang, in_language in papers.items()
    }


def _purposes() -> dict[str, str]:
    return {
        "danger": _("Danger now"),
        "life": _("Thoughts of not living"),
        "violence": _("Violence"),
        "child": _("A child or a teenager"),
        "veteran": _("Veterans and their families"),
        "talk": _("To talk with a person"),
        "legal": _("Rights and documents"),
    }


def calls_in_a_panel() -> list[HelpContact]:
    """Choose the numbers of a help panel: danger, then two who listen; never one number alone."""
    contacts = library().contacts(current_language())
    danger = [contact for contact in contacts if contact.dial in CALLED_IN_DANGER]
    listening = [contact for contact in contacts if contact.purpose in LISTENING]
    return danger + listening[:2]


def help_texts() -> tuple[str, str]:
    """Give the words of the help panel and of "when it is time to talk with a specialist"."""
    texts = library().help_texts(current_language())
    return texts.panel, texts.when
