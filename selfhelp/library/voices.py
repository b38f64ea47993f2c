"""Which recorded voice belongs to which step, and whether it still says what stands there."""

from __future__ import annotations

from collections.abc import Iterator

from .archive import Archive, Text, Work
from .check_parallel import fingerprints
from .models import Recording
from .recordings import TYPES, Sound

SPOKEN_FOLDERS = ("modules", "notes")
"""Their first page can offer to save recordings; a tool begins with its first instruction."""


def voices_of(archive: Archive, work: Work, lang: str) -> Iterator[Recording]:
    """Give the recordings that phones may play, in the order of the steps."""
    text = work.texts[lang]
    for step in text.manuscript.steps:
        sounds = [sound for sound in sounds_in(work, lang) if sound.step == step.id]
        if len(sounds) == 1 and _may_be_played(archive, work, text, sounds[0]):
            yield _recording(sounds[0])


def sounds_in(work: Work, lang: str) -> list[Sound]:
    """List the files of one language."""
    return [sound for sound in work.sounds if sound.lang == lang]


def is_behind(archive: Archive, work: Work, text: Text, sound: Sound) -> bool:
    """Say whether the words of a step have changed since they were recorded."""
    noted = archive.recorded.get(work.id, {}).get(text.lang, {}).get(sound.step)
    same_sound = noted is not None and noted.sound == sound.digest
    return noted is not None and same_sound and noted.words != words_said(text, sound)


def is_noted(archive: Archive, work: Work, sound: Sound) -> bool:
    """Say whether somebody has recorded in the lock file which words this sound says."""
    noted = archive.recorded.get(work.id, {}).get(sound.lang, {}).get(sound.step)
    return noted is not None and noted.sound == sound.digest


def words_said(text: Text, sound: Sound) -> str:
    """Digest the words of the step that a sound belongs to."""
    return fingerprints(text.manuscript).get(sound.step, "")


def _may_be_played(archive: Archive, work: Work, text: Text, sound: Sound) -> bool:
    belongs = work.folder in SPOKEN_FOLDERS and sound.seconds is not None
    return belongs and not is_behind(archive, work, text, sound)


def _recording(sound: Sound) -> Recording:
    return Recording(sound.step, sound.file, TYPES[sound.kind], sound.size, sound.digest)
