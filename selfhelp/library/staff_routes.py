"""Pages of what staff hold in their hands and hang on walls. Phones never keep them."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, url_for

from ..i18n import current_language, speak_the_path
from ..people.access import staff_only
from ..ui.site import is_trusted_by_phones, site_address
from .models import Block, Step
from .routes import calls_in_a_panel, library

bp = speak_the_path(Blueprint("run_sheets", __name__, url_prefix="/staff"))


@bp.get("/run-sheets")
@staff_only()
def show_all() -> str:
    """List the run-sheets of meetings, and what else can be printed."""
    language = current_language()
    return render_template(
        "library/run_sheets.html",
        sheets=library().run_sheets(language),
        cards=library().home_cards(language),
        room_cards=library().room_cards(language),
        tools=library().tools(language),
        is_address_trusted=is_trusted_by_phones(),
    )


@bp.get("/run-sheets/<sheet_id>")
@staff_only()
def show(sheet_id: str) -> str:
    """Show one run-sheet, to be read in the room or printed."""
    sheet = library().run_sheet(current_language(), sheet_id)
    if sheet is None:
        abort(404)
    module = library().module(sheet.lang, sheet.module)
    return render_template(
        "library/run_sheet.html",
        sheet=sheet,
        module=module,
        exercise_of=_exercise_of,
        room_cards=library().room_cards(sheet.lang),
    )


@bp.get("/home-cards/<card_id>.pdf")
@staff_only()
def home_card(card_id: str) -> Response:
    """Answer with a sheet of cards to take home."""
    # Fonts and drawing take long to load and much memory, and most processes never print.
    from .home_cards import cards_as_pdf

    cards = {card.id: card for card in library().home_cards(current_language())}
    if card_id not in cards:
        abort(404)
    address = site_address() + url_for("library.module", module_id=card_id)
    pdf = cards_as_pdf(cards[card_id], address, calls_in_a_panel())
    return Response(pdf, mimetype="application/pdf")


def _exercise_of(block: Block) -> Step | None:
    """Find the exercise to be played; none when its module is not to be shown yet."""
    module = library().module(current_language(), str(block.params["module"]))
    return module.step(str(block.params["step"])) if module else None
