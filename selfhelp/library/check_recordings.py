"""Rules for recorded voices: they belong to a step, every phone plays them, they say what stands there."""

from __future__ import annotations

from collections.abc import Iterator

from .archive import AUDIO_LOCK, Archive, Text, Work
from .findings import Finding, did_you_mean
from .measures import seconds_aloud
from .models import LANGUAGES
from .module_building import build_module, shared_words
from .recordings import AUDIO, TYPES, Sound
from .voices import SPOKEN_FOLDERS, is_behind, is_noted, sounds_in

MAY_DIFFER = 0.3
"""The part by which a recording may be shorter or longer than its text takes aloud."""
MEGABYTE = 1_000_000
HEAVIEST_MODULE = 2 * MEGABYTE
HEAVIEST_MINUTE = 200_000
"""Bytes: on a weak network each of them is paid for in patience."""


def check_recordings(archive: Archive, broken: frozenset[str]) -> Iterator[Finding]:
    """Check every file in every folder `audio/`; where texts are broken nothing can be compared."""
    for work in archive.works:
        if not work.sounds:
            continue

        is_whole = work.front and not broken & {each.path for each in work.texts.values()}
        for sound in work.sounds:
            fault = _misplaced(work, sound) or _unplayable(work, sound)
            if fault:
                yield Finding(sound.path, 1, "E12", *fault)
            elif is_whole:
                text = work.texts[sound.lang]
                yield from _true_to_the_text(archive, work, text, sound)
        for lang in LANGUAGES:
            yield from _light(work, lang)


def _misplaced(work: Work, sound: Sound) -> tuple[str, str] | None:
    if work.folder not in SPOKEN_FOLDERS:
        message = "A tool has no first page that could offer to save a recording."
        return message, "Keep recordings beside modules and notes only."
    if sound.lang not in work.texts:
        mend = f"Put it into {AUDIO}/{LANGUAGES[0]}/ or {AUDIO}/{LANGUAGES[1]}/ of its module."
        return f'"{sound.lang}" is not one of the languages.', mend
    steps = [step.id for step in work.texts[sound.lang].manuscript.steps]
    if sound.step not in steps:
        return f'There is no step "{sound.step}" here.', did_you_mean(sound.step, steps)
    return None


def _unplayable(work: Work, sound: Sound) -> tuple[str, str] | None:
    kinds = " or ".join(f".{kind}" for kind in TYPES)
    if sound.kind not in TYPES:
        message = f'".{sound.kind}" is a kind of file that some phones do not play.'
        return message, f"Save the recording as {kinds}."
    if sound.seconds is None:
        message = f"The file holds no sound of the kind .{sound.kind}."
        return message, f"Save the recording again as {kinds}."
    same = [one for one in sounds_in(work, sound.lang) if one.step == sound.step]
    if len(same) > 1:
        return f'"{sound.step}" has {len(same)} recordings.', "Keep one of them."
    return None


def _true_to_the_text(archive: Archive, work: Work, text: Text, sound: Sound) -> Iterator[Finding]:
    if is_behind(archive, work, text, sound):
        message = "The text has changed since this was recorded; phones do not get the recording."
        mend = (
            "Record the step anew, then run: selfhelp content lock. If nobody can hear the change, "
            f"take the lines of this step out of {AUDIO_LOCK} first."
        )
        yield Finding(sound.path, 1, "E11", message, mend)
    elif not is_noted(archive, work, sound):
        message = "Nobody noted which words this recording says."
        mend = "Listen to it with the text in hand, then run: selfhelp content lock"
        yield Finding(sound.path, 1, "W11", message, mend)

    step = build_module(work, text.lang, shared_words(archive, text.lang)).step(sound.step)
    expected = seconds_aloud(step.parts, text.lang) if step else 0
    found = sound.seconds or 0.0
    if abs(found - expected) > MAY_DIFFER * expected:
        message = f"It plays for {found:.0f} seconds; the text takes about {expected:.0f} aloud."
        mend = "Listen to the end: something may be cut off, left out or added."
        yield Finding(sound.path, 1, "E11", message, mend)


def _light(work: Work, lang: str) -> Iterator[Finding]:
    sounds = sounds_in(work, lang)
    for sound in sounds:
        minutes = (sound.seconds or 0.0) / 60
        if minutes and sound.size / minutes > HEAVIEST_MINUTE:
            message = f"A minute of it is {sound.size / minutes / 1000:.0f} KB."
            mend = f"Save it in mono with at most 24 kbit/s: {HEAVIEST_MINUTE // 1000} KB a minute."
            yield Finding(sound.path, 1, "W13", message, mend)
    together = sum(sound.size for sound in sounds)
    if together > HEAVIEST_MODULE:
        message = f"The recordings of this language are {together / MEGABYTE:.1f} MB together."
        mend = f"Save them smaller: up to {HEAVIEST_MODULE // MEGABYTE} MB for a module."
        yield Finding(sounds[0].path, 1, "E13", message, mend)
