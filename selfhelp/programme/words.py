"""Words for the columns of a list of centres, and for what is wrong with a line."""

from __future__ import annotations

from flask_babel import gettext as _

from .rules import Problem


def column_in_words(column: str) -> str:
    """Name a column as a form and a preview show it."""
    names = {
        "code": _("Code of the centre"),
        "region": _("Region"),
        "raion": _("Raion"),
        "raion_code": _("KATOTTG code of the raion"),
        "community_uk": _("Community, in Ukrainian"),
        "community_en": _("Community, in English"),
        "community_code": _("KATOTTG code of the community"),
        "kind": _("Kind of place"),
        "status": _("Status"),
        "host": _("Host organisation"),
        "name_uk": _("Name, in Ukrainian"),
        "name_en": _("Name, in English"),
        "address_uk": _("Address, in Ukrainian"),
        "address_en": _("Address, in English"),
        "phone": _("Phone that people ring"),
    }
    return str(names[column])


def status_in_words(status: str) -> str:
    """Name how far a centre is."""
    names = {
        "planned": _("planned"),
        "preparing": _("preparing"),
        "open": _("open"),
        "paused": _("paused"),
        "closed": _("closed"),
    }
    return str(names[status])


def problem_in_words(problem: Problem) -> str:
    """Say what is wrong with a cell, without its place."""
    return wrong_in_words(problem.code, problem.value)


def wrong_in_words(code: str, value: str) -> str:
    """Say what is wrong, and what would do."""
    sentences = {
        "missing": _("This is needed."),
        "formula": _("A formula is not taken. Please put its result here as plain text."),
        "broken-cell": _("The cell shows an error instead of a value."),
        "too-long": _("This is too long."),
        "no-letters": _("Words are expected here, not a number or a date."),
        "not-a-code": _("A code has up to 40 letters and digits, with - . / _ between them."),
        "not-a-phone": _("A phone number has digits, spaces and brackets only."),
        "not-katottg": _("A KATOTTG code is UA and 17 digits."),
        "unknown-region": _("There is no such region of Ukraine."),
        "unknown-kind": _("A Resilience Centre or a “Taking Care of Myself” space is expected here."),
        "unknown-status": _("Planned, preparing, open, paused or closed is expected here."),
        "twice": _("This code already stands in line %(line)s.", line=value),
        "code-taken": _("Another centre has this code."),
        "community-code-taken": _("Another community has this code."),
        "other-region": _("The community with this code lies in another region."),
        "which-community": _(
            "Several communities of this region have this name. A KATOTTG code would tell which one."
        ),
        "needed-when-open": _("A centre that receives people needs this."),
    }  # fmt: skip
    return str(sentences[code])


def import_status_in_words(status: str) -> str:
    """Say how far an import is."""
    names = {
        "waiting": _("waits for your decision"),
        "done": _("written"),
        "undone": _("undone"),
        "discarded": _("put aside"),
    }
    return str(names[status])
