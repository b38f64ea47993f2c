"""What was published and translated so far, kept in two files beside the content."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from selfhelp.errors import Refusal

from .archive import STEPS_LOCK, TRANSLATION_LOCK, Archive, Work, read_archive
from .check_parallel import fingerprints
from .check_structure import check_structure
from .findings import BrokenContent

Fingerprints = dict[str, dict[str, str]]


class UnknownModule(Refusal):
    """There is nothing of that name in the content folder."""


def record(content_dir: Path, only: Collection[str] = ()) -> list[str]:
    """Record step ids and what each translation belongs to; tell which modules were recorded.

    A step id stays in the record for good. Recording says that somebody compared the languages,
    so it can be done for some modules only.
    """
    archive = read_archive(content_dir)
    broken = [finding for finding in check_structure(archive) if finding.stops_the_start]
    if broken:
        raise BrokenContent(broken)

    works = [work for work in archive.works if not only or work.id in only]
    meetings = [work for work in archive.meetings if not only or work.id in only]
    unknown = sorted(set(only) - {work.id for work in (*works, *meetings)})
    if unknown:
        raise UnknownModule(
            f"There is no module, tool or run-sheet {', '.join(unknown)}. Nothing changed."
        )

    steps = dict(archive.published) | {work.id: _every_step(archive, work) for work in works}
    compared = {work.id: _translated(work) for work in (*works, *meetings)}
    translated = dict(archive.translated) | compared
    _write(content_dir / STEPS_LOCK, steps)
    _write(content_dir / TRANSLATION_LOCK, translated)
    return list(compared)


def _every_step(archive: Archive, work: Work) -> list[str]:
    recorded = archive.published.get(work.id, [])
    today = [step.id for step in work.source.manuscript.steps] if work.source else []
    return [*recorded, *(step_id for step_id in today if step_id not in recorded)]


def _translated(work: Work) -> Fingerprints:
    if work.source is None:
        return {}

    source = fingerprints(work.source.manuscript)
    return {translation.lang: source for translation in work.translations}


def _write(file: Path, content: object) -> None:
    """Write the whole file or nothing."""
    draft = file.with_suffix(".new")
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    draft.write_text(text + "\n", encoding="utf-8")
    draft.replace(file)
