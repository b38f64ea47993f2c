"""Archive → library: words from each language, everything else from the source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from . import shapes
from .archive import AUDIO_LOCK, STEPS_LOCK, TRANSLATION_LOCK, Archive, Work, words_path
from .instrument_building import instruments_of
from .library import Library
from .models import LANGUAGES, Alias, HelpContact, HelpTexts, Module, Nudge, Programme
from .module_building import build_module, shared_words
from .paper_building import cards_of, room_cards_of, studies_of
from .paper_models import RunSheet
from .run_sheet_building import build_run_sheet
from .voices import voices_of

UNSEEN = frozenset(
    {
        "README.md",
        "LICENSE",
        STEPS_LOCK,
        TRANSLATION_LOCK,
        AUDIO_LOCK,
        *map(words_path, LANGUAGES),
    }
)
"""Files that no page shows: a change in them is not a new version of the content."""
COMPARE = "compare"
"""A folder of the author's own, with texts that ours must not repeat."""
Thing = TypeVar("Thing")


def build_library(archive: Archive) -> Library:
    """Build the library out of an archive without faults of structure."""
    return Library(
        version=version_of(archive.root),
        shelf=_by_language(lambda lang: _shelf(archive, lang)),
        ways=_by_language(lambda lang: (_programme(each, lang) for each in archive.programmes)),
        numbers=_by_language(lambda lang: _contacts(archive.help, lang)),
        texts=MappingProxyType({lang: _help_texts(archive.help, lang) for lang in LANGUAGES}),
        reminders=_by_language(lambda lang: (_nudge(each, lang) for each in archive.nudges)),
        aliases=tuple(Alias(alias.id, alias.uk, alias.en) for alias in archive.aliases),
        names=MappingProxyType(
            {
                "uk": MappingProxyType({alias.id: alias.uk for alias in archive.aliases}),
                "en": MappingProxyType({alias.id: alias.en for alias in archive.aliases}),
            }
        ),
        sheets=_by_language(lambda lang: _run_sheets(archive, lang)),
        findings=_by_language(lambda lang: studies_of(archive.evidence, lang)),
        small_cards=_by_language(lambda lang: cards_of(archive.home_cards, lang)),
        room=_by_language(lambda lang: room_cards_of(archive.room_cards, lang)),
        instruments=_by_language(lambda lang: instruments_of(archive.instruments.values(), lang)),
        published=MappingProxyType(
            {work.id: ever_published(archive, work) for work in archive.works}
        ),
    )


def version_of(root: Path) -> str:
    """Digest every file that people see something of."""
    digest = blake2b(digest_size=16)
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root)
        if file.is_file() and _is_seen(path):
            content = file.read_bytes()
            digest.update(f"{path.as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def ever_published(archive: Archive, work: Work) -> frozenset[str]:
    """Collect the ids of a module's steps: those of today, the retired, the recorded."""
    today = {step.id for step in work.source.manuscript.steps} if work.source else set()
    retired = set(work.front.retired) if work.front else set()
    return frozenset(today | retired | set(archive.published.get(work.id, ())))


def _is_seen(path: Path) -> bool:
    hidden = any(part.startswith((".", COMPARE)) for part in path.parts)
    return not hidden and path.as_posix() not in UNSEEN


def _by_language(make: Callable[[str], Iterable[Thing]]) -> Mapping[str, tuple[Thing, ...]]:
    return MappingProxyType({lang: tuple(make(lang)) for lang in LANGUAGES})


def _shelf(archive: Archive, lang: str) -> list[Module]:
    order = [module for programme in archive.programmes for module in programme.modules]
    works = sorted(archive.works, key=lambda work: order.index(work.id))
    words = shared_words(archive, lang)
    return [
        replace(build_module(work, lang, words), recordings=tuple(voices_of(archive, work, lang)))
        for work in works
    ]


def _run_sheets(archive: Archive, lang: str) -> list[RunSheet]:
    words = shared_words(archive, lang)
    sheets = (build_run_sheet(meeting, lang, words) for meeting in archive.meetings)
    return sorted(sheets, key=lambda sheet: (sheet.programme, sheet.order))


def _programme(shape: shapes.ProgrammeShape, lang: str) -> Programme:
    return Programme(
        id=shape.id,
        lang=lang,
        title=shape.title.spoken(lang),
        summary=shape.summary.spoken(lang),
        audience=shape.audience,
        icon=shape.icon,
        modules=tuple(shape.modules),
    )


def _contacts(help_shape: shapes.HelpShape | None, lang: str) -> list[HelpContact]:
    return [_contact(contact, lang) for contact in help_shape.contacts] if help_shape else []


def _contact(shape: shapes.ContactShape, lang: str) -> HelpContact:
    return HelpContact(
        id=shape.id,
        lang=lang,
        number=shape.number,
        name=shape.name.spoken(lang),
        purpose=shape.purpose,
        audience=shape.audience.spoken(lang),
        hours=shape.hours.spoken(lang) if shape.hours else "",
        cost=shape.cost.spoken(lang),
        source=shape.source,
        source_date=str(shape.source_date),
        checked_on=shape.checked_on,
        verified=shape.verified,
    )


def _help_texts(help_shape: shapes.HelpShape | None, lang: str) -> HelpTexts:
    if help_shape is None:
        return HelpTexts(lang, "", "")

    return HelpTexts(lang, help_shape.panel.spoken(lang), help_shape.when.spoken(lang))


def _nudge(shape: shapes.NudgeShape, lang: str) -> Nudge:
    return Nudge(shape.id, lang, shape.kind, shape.uk if lang == "uk" else shape.en)
