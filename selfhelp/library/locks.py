"""What was published and translated so far, kept in two files beside the content."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from selfhelp.errors import Refusal

from . import shapes
from .archive import AUDIO_LOCK, STEPS_LOCK, TRANSLATION_LOCK, Archive, Work, read_archive
from .check_parallel import fingerprints
from .check_structure import check_structure
from .findings import BrokenContent
from .voices import words_said

Fingerprints = dict[str, dict[str, str]]
Voices = dict[str, dict[str, shapes.RecordedShape]]
"""Language → step id → the sound and the words it says."""


class UnknownModule(Refusal):
    """There is nothing of that name in the content folder."""


def record(content_dir: Path, only: Collection[str] = ()) -> list[str]:
    """Record step ids and what each translation belongs to; tell which modules were recorded.

    A step id stays in the record for good. Recording says that somebody compared the languages,
    so it can be done for some modules only. A voice is taken to say the words of the day when it
    was first recorded here: changing a text and recording again does not make an old voice true.
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
    _write_voices(content_dir, archive, works)
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


def _write_voices(content_dir: Path, archive: Archive, works: Collection[Work]) -> None:
    noted = dict(archive.recorded) | {work.id: _said(archive, work) for work in works}
    noted = {name: languages for name, languages in noted.items() if languages}
    if noted or archive.recorded:
        _write(content_dir / AUDIO_LOCK, shapes.AUDIO_LOCK.dump_python(noted))


def _said(archive: Archive, work: Work) -> Voices:
    noted: Voices = {}
    for sound in work.sounds:
        if sound.lang in work.texts:
            known = archive.recorded.get(work.id, {}).get(sound.lang, {}).get(sound.step)
            words = words_said(work.texts[sound.lang], sound)
            if known is None or known.sound != sound.digest:
                known = shapes.RecordedShape(sound=sound.digest, words=words)
            noted.setdefault(sound.lang, {})[sound.step] = known
    return noted


def _write(file: Path, content: object) -> None:
    """Write the whole file or nothing."""
    draft = file.with_suffix(".new")
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)
    draft.write_text(text + "\n", encoding="utf-8")
    draft.replace(file)
