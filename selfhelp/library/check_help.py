"""Rules for help contacts: a source, hours, and a date that is not too old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .archive import HELP, Archive
from .findings import Finding
from .shapes import ContactShape

AGEING_AFTER = 90
"""Days; from here on the author is reminded."""
OLD_AFTER = 180
"""Days; numbers change, and an old one may leave somebody alone."""


def check_help(archive: Archive, today: date) -> Iterator[Finding]:
    """Check every contact; ageing is told here and never stops a program."""
    contacts = archive.help.contacts if archive.help else []
    for place, contact in enumerate(contacts):
        yield from _complete(archive, place, contact)
        yield from _fresh(archive, place, contact, today)


def _complete(archive: Archive, place: int, contact: ContactShape) -> Iterator[Finding]:
    for key, value in (("source", contact.source), ("hours", contact.hours)):
        if not value:
            message = f'"{contact.number}" has no {key}.'
            mend = f"Add {key}: with what the line itself says, or say it is not confirmed."
            yield Finding(HELP, archive.line(HELP, "contacts", place, key), "E63", message, mend)


def _fresh(archive: Archive, place: int, contact: ContactShape, today: date) -> Iterator[Finding]:
    age = (today - contact.checked_on).days
    if 0 <= age <= AGEING_AFTER:
        return

    code = "E63" if age > OLD_AFTER or age < 0 else "W63"
    when = f"{age} days ago" if age >= 0 else "on a day that is still to come"
    line = archive.line(HELP, "contacts", place, "checked_on")
    mend = "Check the number and its hours again, then write today's date in checked_on:"
    yield Finding(HELP, line, code, f'"{contact.number}" was checked {when}.', mend)
