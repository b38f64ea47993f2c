"""Sentences for roles, certificates and passwords that will not do."""

from __future__ import annotations

from flask_babel import gettext as _

from ..people.models import Role
from .rules import SHORTEST_PASSWORD, Certificate, Flaw


def flaw_in_words(flaw: Flaw) -> str:
    """Say what is different about a good password."""
    sentences = {
        Flaw.TOO_SHORT: _(
            "A password here has at least %(count)s letters and signs; a short sentence works well.",
            count=SHORTEST_PASSWORD,
        ),
        Flaw.TOO_LONG: _("This password is longer than 200 signs; a shorter one is enough."),
        Flaw.GUESSABLE: _(
            "This password is easy to guess: it is made of names, common words, repeats or keys in "
            "a row. A few words that have nothing to do with each other work well."
        ),
    }
    return str(sentences[flaw])


def role_in_words(role: str) -> str:
    """Name a role as people say it."""
    names = {
        Role.FACILITATOR: _("facilitator"),
        Role.MANAGER: _("manager"),
        Role.SOCIAL_MANAGER: _("social manager"),
        Role.PSYCHOLOGIST: _("psychologist"),
        Role.VOLUNTEER: _("volunteer"),
        Role.ADMINISTRATOR: _("administrator"),
    }
    return str(names[Role(role)])


def certificate_in_words(kind: str) -> str:
    """Name what the right to lead rests on."""
    names = {
        Certificate.STAFF_PROGRAMME: _("the programme for staff"),
        Certificate.OTHER_TRAINING: _("another training with a certificate"),
    }
    return str(names[Certificate(kind)])


def day_differs() -> str:
    """Say that no certificate has such a day."""
    return str(_("This day is still to come or very long ago. Please look once more."))
