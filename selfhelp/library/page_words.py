"""How pages say things of the content: times, names of lenses, the rows of a block."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import ceil
from typing import cast

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from markupsafe import Markup, escape

from .blocks import things_of
from .models import Block, Module, Row

LATIN = re.compile(r"[A-Za-z]{2,}(?:[ ,.&/:+-]*[A-Za-z0-9]+)*")
HOUR = 60 * 60
DAY = 24 * HOUR
HOURS_RATHER_THAN_DAYS = 3 * DAY


def duration(seconds: float) -> str:
    """Say how long something takes: seconds below a minute, else whole minutes."""
    if seconds < 60:
        return str(ngettext("%(num)s second", "%(num)s seconds", round(seconds)))
    return str(ngettext("%(num)s minute", "%(num)s minutes", max(1, round(seconds / 60))))


def megabytes(size: int) -> str:
    """Say how much has to be fetched, rounded up: 1.2, or 1,2 in Ukrainian."""
    return str(format_decimal(ceil(size / 100_000) / 10, format="0.0"))


def counting(seconds: float) -> str:
    """Write a count to say slowly: 1, 2, 3, 4."""
    return ", ".join(str(number) for number in range(1, int(seconds) + 1))


def first_phrase(text: str) -> str:
    """Give what a sentence begins with: "Shoulders" of "Shoulders. What holds them?"."""
    return re.split(r"[.:?]", text, maxsplit=1)[0]


def names_marked(text: str, lang: str) -> Markup:
    """Mark names in Latin letters as such for voices, and let addresses break at their strokes."""
    begun, pieces = 0, []
    for found in LATIN.finditer(text):
        name = Markup("/<wbr>").join(found[0].split("/"))
        marked = Markup('<span lang="en">{}</span>').format(name) if lang != "en" else name
        pieces += [escape(text[begun : found.start()]), marked]
        begun = found.end()
    return Markup("").join([*pieces, escape(text[begun:])])


def placeless(text: str) -> str:
    """Leave out the sentences that speak of a centre: a public page knows none."""
    sentences = re.split(r"(?<=[.?])\s+", text)
    return " ".join(sentence for sentence in sentences if "{" not in sentence)


def span(seconds: int) -> str:
    """Say a time for a plan: 10 minutes, 24 hours, 7 days."""
    if seconds < HOUR:
        return duration(seconds)
    if seconds < HOURS_RATHER_THAN_DAYS:
        return str(ngettext("%(num)s hour", "%(num)s hours", seconds // HOUR))
    return str(ngettext("%(num)s day", "%(num)s days", seconds // DAY))


def things(block: Block) -> tuple[Row, ...]:
    """Give the rows of a block that can be done, ticked or chosen."""
    return things_of(block.kind, block.rows)


def kinds(module: Module) -> frozenset[str]:
    """Tell which kinds of blocks stand in a module: a page carries only what they need."""
    return frozenset(block.kind for step in module.steps for block in step.blocks)


def asks_of_a_body(module: Module) -> bool:
    """Say whether an exercise of a module asks for something that people may leave out."""
    return any(block.params.get("tags") for step in module.steps for block in step.blocks)


def level_of(block: Block, level: str) -> Row:
    """Find a level of referral among those that a route shows."""
    return next(row for row in block.shared if row.key == level)


def lens_names(lenses: Iterable[str]) -> list[str]:
    """Say for whom an aside is meant."""
    names = all_lenses()
    return [names[lens] for lens in lenses]


def all_lenses() -> dict[str, str]:
    """Name every lens the way a person would say it of themselves."""
    return {
        "idp": _("For people who have moved because of the war"),
        "military-family": _("For those close to someone who serves"),
        "veteran": _("For veterans"),
        "bereaved": _("For those who live with a loss"),
        "missing": _("For those who wait for news of a missing or captured person"),
        "mothers": _("For mothers"),
        "older": _("For older people"),
        "disability": _("For people with a disability"),
        "teen": _("For teenagers"),
    }


def lenses_in_use(modules: Iterable[Module]) -> dict[str, str]:
    """Name the lenses that some text has words for: a choice that shows nothing would be a promise."""
    blocks = (block for module in modules for step in module.steps for block in step.blocks)
    used = {
        lens
        for block in blocks
        if block.kind == "lens"
        for lens in cast("tuple[str, ...]", block.params["for"])
    }
    return {lens: name for lens, name in all_lenses().items() if lens in used}


def settings_of_studies() -> dict[str, str]:
    """Name how people of a study practised, those nearest to a centre first."""
    return {
        "group": _("In a group"),
        "guided": _("With a person beside"),
        "alone": _("Alone, on a phone or a computer"),
        "single": _("One kind of exercise by itself"),
    }


def all_body_tags() -> dict[str, str]:
    """Name everything that a person may want to leave out."""
    return {
        "closes-eyes": _("Closing the eyes"),
        "breath": _("Attention to the breath"),
        "touch": _("Touching my body"),
        "body-scan": _("Attention to the body, part by part"),
        "sound": _("Listening to sounds"),
        "imagery": _("Imagining pictures"),
        "movement": _("Movement"),
        "lying": _("Lying down"),
    }
