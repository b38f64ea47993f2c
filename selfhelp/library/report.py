"""Every module in every language: how long it is, how it reads, how fresh its translation is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .archive import Archive, Text, Work, read_archive
from .check_parallel import changed_since
from .check_reading import beyond
from .check_structure import check_structure
from .findings import BrokenContent
from .measures import Measures, measure
from .module_building import build_module, shared_words
from .passages import body
from .run_sheet_building import build_run_sheet

STAFF = "staff"
"""Who reads run-sheets."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One language of one module, tool, note or run-sheet."""

    module: str
    lang: str
    minutes: float
    """Computed from the words, pauses and parameters."""
    declared: float
    """What the file says."""
    kilobytes: float
    measures: Measures
    beyond: tuple[str, ...]
    """Which measures are beyond the limits for those who read it."""
    translation: str
    """source, fresh, not recorded, or how many steps are behind."""
    is_draft: bool


def report(content_dir: Path) -> list[Entry]:
    """Measure all modules, tools, notes and run-sheets; refuse content that cannot be shown."""
    archive = read_archive(content_dir)
    broken = [finding for finding in check_structure(archive) if finding.stops_the_start]
    if broken:
        raise BrokenContent(broken)

    return list(_entries(archive))


def _entries(archive: Archive) -> Iterator[Entry]:
    for work in archive.works:
        for text in work.texts.values():
            module = build_module(work, text.lang, shared_words(archive, text.lang))
            measures = _measures(text)
            yield Entry(
                module=work.id,
                lang=text.lang,
                minutes=module.seconds / 60,
                declared=module.minutes,
                kilobytes=len(text.manuscript.text.encode()) / 1024,
                measures=measures,
                beyond=beyond(measures, module.audience, text.lang),
                translation=_translation(archive, work, text),
                is_draft=module.is_draft,
            )
    for meeting in archive.meetings:
        yield from _meeting(archive, meeting)


def _meeting(archive: Archive, meeting: Work) -> Iterator[Entry]:
    """Measure a run-sheet; its minutes are those of its parts."""
    for text in meeting.texts.values():
        sheet = build_run_sheet(meeting, text.lang, shared_words(archive, text.lang))
        measures = _measures(text)
        yield Entry(
            module=meeting.id,
            lang=text.lang,
            minutes=sheet.minutes,
            declared=sheet.minutes,
            kilobytes=len(text.manuscript.text.encode()) / 1024,
            measures=measures,
            beyond=beyond(measures, STAFF, text.lang),
            translation=_translation(archive, meeting, text),
            is_draft=sheet.is_draft,
        )


def _measures(text: Text) -> Measures:
    return measure((passage.words for passage in body(text.manuscript)), text.lang)


def _translation(archive: Archive, work: Work, text: Text) -> str:
    if work.source is None or text is work.source:
        return "source"

    recorded = archive.translated.get(work.id, {}).get(text.lang)
    if not recorded:
        return "not recorded"
    behind = len(changed_since(work.source.manuscript, recorded))
    return f"{behind} behind" if behind else "fresh"
