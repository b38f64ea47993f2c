"""Rules between languages: the same steps, blocks, rows and pauses; a translation that is fresh."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from .archive import Archive, Text, Work
from .blocks import (
    params_of,
    row_lines,
    row_of,
    rows_of,
    spoken_lines,
    spoken_of,
    with_defaults,
)
from .findings import Finding
from .kinds import EVERY_SCHEMA
from .passages import front_passages
from .reading import Manuscript, RawBlock, RawStep

FRONT = "@front"
"""Stands for title, summary and goal where steps are listed by id."""
PAUSE_MAY_DIFFER = 3
"""Seconds."""


def check_parallel(archive: Archive, work: Work) -> Iterator[Finding]:
    """Compare every translation with its source."""
    if work.source is None:
        return

    for translation in work.translations:
        yield from _steps(work.source, translation)
        for source_step in work.source.manuscript.steps:
            own_step = translation.manuscript.step(source_step.id)
            if own_step is not None:
                yield from _step(translation.path, source_step, own_step)
        yield from _fresh(archive, work, work.source, translation)


def fingerprints(manuscript: Manuscript) -> dict[str, str]:
    """Digest the words of the front matter and of each step; parameters are no words."""
    front = "\n".join(passage.text for passage in front_passages(manuscript))
    return {FRONT: _digest(front)} | {step.id: _digest(_words(step)) for step in manuscript.steps}


def _words(step: RawStep) -> str:
    parts = (
        "\n".join([part.kind, *(line.text for line in part.lines)])
        if isinstance(part, RawBlock)
        else part.text
        for part in step.parts
    )
    return "\n".join([step.title, *parts])


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _steps(source: Text, own: Text) -> Iterator[Finding]:
    expected = [step.id for step in source.manuscript.steps]
    found = [step.id for step in own.manuscript.steps]
    if expected == found:
        return

    steps = own.manuscript.steps
    place = next(
        (n for n, pair in enumerate(zip(expected, found, strict=False)) if len({*pair}) > 1), None
    )
    step = steps[place] if place is not None else (steps[-1] if steps else None)
    message = f"The steps differ from the source: here {', '.join(found) or 'none'}."
    mend = f"Write them in this order: {', '.join(expected)}."
    yield Finding(own.path, step.line if step else 1, "E03", message, mend)


def _step(path: str, source: RawStep, own: RawStep) -> Iterator[Finding]:
    for name, value in own.attributes.items():
        if value != source.attributes.get(name):
            message = f"{name}={value} differs from the source."
            yield Finding(path, own.line, "E07", message, f"Take {name}= out of the translation.")

    kinds, own_kinds = [[block.kind for block in step.blocks] for step in (source, own)]
    if kinds != own_kinds:
        message = f"The blocks differ from the source: here {', '.join(own_kinds) or 'none'}."
        mend = f"Write them in this order: {', '.join(kinds) or 'none'}."
        yield Finding(path, own.line, "E04", message, mend)
        return

    for source_block, own_block in zip(source.blocks, own.blocks, strict=True):
        if source_block.kind in EVERY_SCHEMA:
            yield from _parameters(path, source_block, own_block)
            yield from _rows(path, source_block, own_block)
            yield from _pauses(path, source_block, own_block)


def _parameters(path: str, source: RawBlock, own: RawBlock) -> Iterator[Finding]:
    expected = with_defaults(source)
    for name, value in params_of(own).items():
        if value != expected.get(name):
            message = f'The parameter "{name}" differs from the source.'
            mend = "Take it out of the translation: the source decides."
            yield Finding(path, own.line, "E07", message, mend)


def _rows(path: str, source: RawBlock, own: RawBlock) -> Iterator[Finding]:
    expected = [row.key for row in rows_of(source)]
    found = [row.key for row in rows_of(own)]
    if len(source.lines) != len(own.lines):
        message = f"Here are {len(own.lines)} rows, in the source {len(source.lines)}."
        yield Finding(path, own.line, "E06", message, "Translate every row, one by one.")
    elif expected != found:
        yield _other_key(path, own, expected, found)
    else:
        yield from _cells(path, source, own)


def _other_key(path: str, own: RawBlock, expected: list[str], found: list[str]) -> Finding:
    mend = "Keep the keys and their order; translate only what follows."
    pairs = zip(row_lines(own), found, expected, strict=False)
    for line, key, key_of_source in pairs:
        if key != key_of_source:
            message = f'The key "{key}" is "{key_of_source}" in the source.'
            return Finding(path, line.number, "E05", message, mend)
    message = f"The rows differ from the source: here {', '.join(found) or 'none'}."
    return Finding(path, own.line, "E05", message, mend)


def _cells(path: str, source: RawBlock, own: RawBlock) -> Iterator[Finding]:
    for source_line, own_line in zip(row_lines(source), row_lines(own), strict=True):
        expected, found = len(row_of(source_line.text).cells), len(row_of(own_line.text).cells)
        if expected != found:
            message = f"This row has {found} texts, in the source {expected}."
            yield Finding(path, own_line.number, "E06", message, "Translate every text of the row.")


def _pauses(path: str, source: RawBlock, own: RawBlock) -> Iterator[Finding]:
    pairs = zip(spoken_of(source), spoken_of(own), spoken_lines(own), strict=False)
    for source_line, own_line, place in pairs:
        if abs(source_line.pause - own_line.pause) > PAUSE_MAY_DIFFER:
            message = f"The pause is {own_line.pause} s, in the source {source_line.pause} s."
            mend = "Keep the pauses of the source, or nearly."
            yield Finding(path, place.number, "W07", message, mend)


def _fresh(archive: Archive, work: Work, source: Text, own: Text) -> Iterator[Finding]:
    """Tell which steps changed in the source since they were translated."""
    recorded = archive.translated.get(work.id, {}).get(own.lang, {})
    if not recorded:
        message = "Nobody recorded which source text this translation belongs to."
        mend = "Compare the two languages, then run: selfhelp content lock"
        yield Finding(own.path, 1, "W08", message, mend)
        return

    for name in changed_since(source.manuscript, recorded):
        step = own.manuscript.step(name)
        words = "Title, summary or goal" if name == FRONT else f'The step "{name}"'
        message = f"{words} changed in the source since this translation."
        mend = "Compare the two languages, mend this one, then run: selfhelp content lock"
        yield Finding(own.path, step.line if step else 1, "W08", message, mend)


def changed_since(source: Manuscript, recorded: dict[str, str]) -> list[str]:
    """List what reads differently today than when it was recorded, or was never recorded."""
    today = fingerprints(source)
    return [name for name, digest in today.items() if recorded.get(name) != digest]
