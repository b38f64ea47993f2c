"""Words for the facts and the week of a centre."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from .rules import Fact, OpenDay


def fact_in_words(fact: Fact) -> str:
    """Name a fact."""
    names = {
        "step-free": _("Entrance without steps"),
        "ramp": _("Ramp"),
        "lift": _("Lift"),
        "wide-doors": _("Wide doors"),
        "accessible-wc": _("Accessible toilet"),
        "tactile-path": _("Tactile path"),
        "induction-loop": _("Induction loop"),
        "sign-language": _("Sign language by request"),
        "quiet-room": _("Quiet room"),
        "child-corner": _("Children’s corner"),
        "shelter-inside": _("Shelter in the building"),
        "shelter-near": _("Shelter near by"),
        "generator": _("Generator"),
        "heat-and-light": _("Heat and light during power cuts"),
        "transport-stop": _("Transport stop near by"),
        "parking": _("Parking"),
    }
    return str(names[fact.key])


def answer_in_words(fact: Fact) -> str:
    """Say yes, no, or whom to ask; what is unknown never reads as "no"."""
    answers = {"yes": _("yes"), "no": _("no"), "unknown": _("ask by phone")}
    return str(answers[fact.answer])


def weekday_in_words(weekday: int) -> str:
    """Name a day of the week, 1 is Monday."""
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return str(names[weekday - 1])


def hours_in_words(day: OpenDay) -> str:
    """Say the hours of a day: 09:00–13:00, 14:00–18:00."""
    return spans_in_words(day.spans)


def spans_in_words(spans: Sequence[Sequence[str]]) -> str:
    """Say from when until when, or that it is closed."""
    return ", ".join(f"{start}–{end}" for start, end in spans) or str(_("closed"))


def waiting_in_words(weeks: int | None) -> str:
    """Say how long one waits for a service; what is unknown is asked by phone."""
    if weeks is None:
        return str(_("waiting time: ask by phone"))
    if weeks == 0:
        return str(_("without waiting"))
    return str(ngettext("waiting about %(num)s week", "waiting about %(num)s weeks", weeks))


def status_in_words(status: str) -> str:
    """Say how far a centre is from its first visitor."""
    names = {
        "planned": _("planned"),
        "preparing": _("being prepared"),
        "open": _("open"),
        "paused": _("paused"),
        "closed": _("closed down"),
    }
    return str(names[status])


def kind_in_words(kind: str) -> str:
    """Name the kind of a place."""
    if kind == "space":
        return str(_("“Taking Care of Myself” space"))
    return str(_("Resilience Centre"))
