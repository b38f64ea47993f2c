"""Rules for files, ids and steps: what has to hold before anything can be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from selfhelp.markup import links_in

from .archive import (
    ALIASES,
    FOLDERS,
    HELP,
    NUDGES,
    PROGRAMMES,
    STEPS_LOCK,
    Archive,
    Text,
    Work,
    cards_path,
)
from .check_blocks import check_blocks
from .check_files import check_identity, check_languages, check_step_ids
from .check_instruments import check_instruments
from .check_kinds import check_kinds
from .check_papers import check_papers
from .check_parallel import check_parallel
from .check_run_sheets import check_run_sheet
from .findings import Finding, did_you_mean
from .models import LANGUAGES, StepType
from .passages import everything
from .reading import RawStep

STEP_TYPES = get_args(StepType)
STEPS = {"module": (4, 8), "tool": (1, 3), "note": (1, 4)}
"""Fewest and most steps of each kind."""
FOLDER_OF = {"module": "modules", "tool": "tools", "note": "notes"}


def check_structure(archive: Archive) -> list[Finding]:
    """Find everything that would make the content wrong to show."""
    findings = list(archive.findings)
    for work in archive.works:
        findings += _check_work(archive, work)
    for meeting in archive.meetings:
        findings += check_run_sheet(archive, meeting)
    findings += check_papers(archive)
    findings += check_instruments(archive)
    findings += _ids(archive)
    findings += _programmes(archive)
    findings += _vanished_modules(archive)
    return findings


def _check_work(archive: Archive, work: Work) -> Iterator[Finding]:
    yield from check_languages(work)
    for text in work.texts.values():
        yield from check_identity(work, text)
        yield from _steps(text, of_source=text is work.source)
        yield from _links(archive, text)
    yield from _published(archive, work)
    yield from _shape(work)
    yield from check_blocks(work)
    yield from check_kinds(archive, work)
    yield from check_parallel(archive, work)


def _steps(text: Text, *, of_source: bool) -> Iterator[Finding]:
    yield from check_step_ids(text)
    for step in text.manuscript.steps:
        yield from _heading(text, step, of_source=of_source)


def _heading(text: Text, step: RawStep, *, of_source: bool) -> Iterator[Finding]:
    for name in step.attributes.keys() - {"type"}:
        message = f'Unknown parameter "{name}" in a heading.'
        yield Finding(text.path, step.line, "E10", message, did_you_mean(name, ["type"]))

    kind = step.attributes.get("type", "" if of_source else STEP_TYPES[0])
    if kind not in STEP_TYPES:
        message = f'The step "{step.id}" has no known type.'
        mend = f"Write type= with one of: {', '.join(STEP_TYPES)}."
        yield Finding(text.path, step.line, "E10", message, mend)


def _links(archive: Archive, text: Text) -> Iterator[Finding]:
    known_names = _names_by_scheme(archive)
    for line, target in _targets(text):
        scheme, _, name = target.partition(":")
        names = known_names.get(scheme)
        if names is None:
            message = f'The link or image "{target}" leads out of the content.'
            mend = "Link only to module:, tool: or help:, and tell the rest in words."
            yield Finding(text.path, line, "E10", message, mend)
        elif name not in names:
            message = f'The link "{target}" leads nowhere.'
            yield Finding(text.path, line, "E10", message, did_you_mean(name, names))


def _targets(text: Text) -> Iterator[tuple[int, str]]:
    for passage in everything(text.manuscript):
        for target, offset in links_in(passage.text):
            yield passage.line_at(offset), target


def _names_by_scheme(archive: Archive) -> dict[str, set[str]]:
    by_folder = {
        folder: {work.id for work in archive.works if work.folder == folder} for folder in FOLDERS
    }
    return {
        "module": by_folder["modules"] | by_folder["notes"],
        "tool": by_folder["tools"],
        "help": {""},
    }


def _published(archive: Archive, work: Work) -> Iterator[Finding]:
    """Keep the promise that a step id never vanishes: progress is stored under it."""
    if work.source is None or work.front is None:
        return

    path, line = work.source.path, work.source.manuscript.front.line("retired")
    today = {step.id for step in work.source.manuscript.steps}
    retired, recorded = set(work.front.retired), set(archive.published.get(work.id, ()))
    for step_id in sorted(recorded - today - retired):
        message = f'The step "{step_id}" was published once and is gone.'
        mend = f"Bring it back, or write it into retired: [{step_id}]"
        yield Finding(path, line, "E03", message, mend)
    for step_id in sorted(today & retired):
        message = f'The step "{step_id}" is retired and still here.'
        yield Finding(path, line, "E03", message, "Give the step a new id.")
    unrecorded = sorted(today - recorded)
    if unrecorded:
        message = f"Not recorded in {STEPS_LOCK}: {', '.join(unrecorded)}."
        yield Finding(path, 1, "W03", message, "Before publishing, run: selfhelp content lock")


def _shape(work: Work) -> Iterator[Finding]:
    if work.source is None or work.front is None:
        return

    path, front, kind = work.source.path, work.source.manuscript.front, work.front.kind
    if FOLDER_OF[kind] != work.folder:
        message = f'A "{kind}" does not belong into the folder {work.folder}/.'
        mend = f"Correct kind: or move it to {FOLDER_OF[kind]}/."
        yield Finding(path, front.line("kind"), "E10", message, mend)

    fewest, most = STEPS[kind]
    steps = [step.id for step in work.source.manuscript.steps]
    if not fewest <= len(steps) <= most:
        message = f"A {kind} has {fewest} to {most} steps; this one has {len(steps)}."
        mend = "Join steps, or move some into another module."
        yield Finding(path, front.line("id"), "E60", message, mend)

    now = work.front.now
    if now not in steps and (now or kind != "note"):
        message = f'now: "{now}" is not a step of this {kind}.'
        yield Finding(path, front.line("now"), "E61", message, did_you_mean(now, steps))


def _programmes(archive: Archive) -> Iterator[Finding]:
    fronts = {work.id: work.front for work in archive.works}
    listed = [name for programme in archive.programmes for name in programme.modules]
    for place, programme in enumerate(archive.programmes):
        for number, name in enumerate(programme.modules):
            line = archive.line(PROGRAMMES, place, "modules", number)
            front = fronts.get(name)
            if name not in fronts:
                message = f'"{name}" is neither a module nor a tool.'
                yield Finding(PROGRAMMES, line, "E10", message, did_you_mean(name, fronts))
            elif listed.count(name) > 1 or (front and front.programme != programme.id):
                message = f'"{name}" stands in two programmes, or says another one itself.'
                mend = "List it once, under the programme of its front matter."
                yield Finding(PROGRAMMES, line, "E10", message, mend)

    for work in archive.works:
        if archive.programmes and work.source and work.id not in listed:
            message = f'"{work.id}" is not listed in {PROGRAMMES}.'
            line = work.source.manuscript.front.line("programme")
            yield Finding(work.source.path, line, "E10", message, "Add it to its programme.")


def _ids(archive: Archive) -> Iterator[Finding]:
    """Find ids and words that stand for two things."""
    every_work = (*archive.works, *archive.meetings)
    works = ((f"{work.path}/{LANGUAGES[0]}.md", 1, work.id) for work in every_work)
    yield from _twice(works)
    for path, entries, keys in (
        (PROGRAMMES, archive.programmes, ("id",)),
        (ALIASES, archive.aliases, ("id", *LANGUAGES)),
        *((cards_path(name), cards, ("id", *LANGUAGES)) for name, cards in archive.cards.items()),
        (NUDGES, archive.nudges, ("id",)),
    ):
        for key in keys:
            names = (
                (path, archive.line(path, n, key), getattr(entry, key))
                for n, entry in enumerate(entries)
            )
            yield from _twice(names)
    contacts = archive.help.contacts if archive.help else []
    ids = (
        (HELP, archive.line(HELP, "contacts", n, "id"), each.id) for n, each in enumerate(contacts)
    )
    yield from _twice(ids)


def _twice(names: Iterable[tuple[str, int, str]]) -> Iterator[Finding]:
    first: set[str] = set()
    for path, line, name in names:
        if name in first:
            message = f'"{name}" stands for two different things.'
            yield Finding(path, line, "E10", message, "Choose another id or word for one of them.")
        first.add(name)


def _vanished_modules(archive: Archive) -> Iterator[Finding]:
    for name in sorted(archive.published.keys() - {work.id for work in archive.works}):
        message = f'The module "{name}" was published once and is gone.'
        mend = "Bring its folder back: people have progress in it."
        yield Finding(STEPS_LOCK, 1, "E03", message, mend)
