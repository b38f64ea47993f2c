"""Rules for help contacts and for who is on call: a source, hours, and a date that is not too old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .archive import HELP, Archive
from .findings import Finding
from .instrument_shapes import LicensedShape, OnCallShape
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
        line = archive.line(HELP, "contacts", place, "checked_on")
        yield from _fresh(HELP, line, contact, today)
    for path, shape in archive.instruments.items():
        if isinstance(shape, LicensedShape) and shape.on_call:
            line = archive.line(path, "on_call", "checked_on")
            yield from _fresh(path, line, shape.on_call, today)


def _complete(archive: Archive, place: int, contact: ContactShape) -> Iterator[Finding]:
    for key, value in (("source", contact.source), ("hours", contact.hours)):
        if not value:
            message = f'"{contact.number}" has no {key}.'
            mend = f"Add {key}: with what the line itself says, or say it is not confirmed."
            yield Finding(HELP, archive.line(HELP, "contacts", place, key), "E63", message, mend)


def _fresh(
    path: str, line: int, contact: ContactShape | OnCallShape, today: date
) -> Iterator[Finding]:
    age = (today - contact.checked_on).days
    if 0 <= age <= AGEING_AFTER:
        return

    code = "E63" if age > OLD_AFTER or age < 0 else "W63"
    when = f"{age} days ago" if age >= 0 else "on a day that is still to come"
    mend = "Check the number and its hours again, then write today's date in checked_on:"
    yield Finding(path, line, code, f'"{contact.number}" was checked {when}.', mend)
