"""The commands `selfhelp content check`, `report` and `lock`.

None of them needs the application: they have to work when broken content keeps it from starting.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import AppGroup

from selfhelp.clock import KYIV, now
from selfhelp.config import read_settings

from . import check as content_check
from .findings import Finding, as_line
from .locks import record
from .models import LANGUAGES
from .report import Entry, report

content = AppGroup("content", help="Check, measure and record the texts that people read.")

folder_option = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Another content folder than the one of the settings.",
)
COLUMNS = (
    "module",
    "lang",
    "words",
    "takes",
    "says",
    "mean",
    "longest",
    "LIX",
    "long %",
    "grade",
    "KB",
    "translation",
    "review",
    "reading",
)
MEANINGS = {
    "takes": "minutes, counted from the words, the pauses and the exercises",
    "says": "minutes that the file names; two more or two fewer are near enough",
    "mean": "words in a sentence, on average",
    "longest": "words in the longest sentence",
    "LIX": "words in a sentence plus the percent of words with over six letters: a folk tale has 22, official news 57",
    "long %": "of a hundred words, how many have five syllables or more",
    "grade": "in which school year an English text is easy to read (Flesch-Kincaid); none for Ukrainian",
    "KB": "size of the file",
    "translation": "source: written first. fresh: compared with it. 2 behind: two steps changed there since",
    "review": "draft, until a psychologist and an editor have signed in the file",
    "reading": "ok, or what is harder to read than the limits in content/README.md",
}
"""What the columns say, for those who write and not for those who program."""


@content.command("check", with_appcontext=False)
@click.option("--json", "as_json", is_flag=True, help="Give the findings as JSON.")
@folder_option
def check_command(as_json: bool, folder: Path | None) -> None:
    """Look for everything to mend, file by file; fail when there is an error."""
    folder = folder or _content_dir()

    findings = content_check.check(folder, now().astimezone(KYIV).date())

    if as_json:
        click.echo(json.dumps([_as_json(finding) for finding in findings], ensure_ascii=False))
    else:
        _tell(findings, folder.name)
    if any(finding.severity == "error" for finding in findings):
        sys.exit(1)


@content.command("report", with_appcontext=False)
@folder_option
def report_command(folder: Path | None) -> None:
    """Show how long every text is, how it reads, and how fresh its translation is."""
    entries = report(folder or _content_dir())
    rows = [COLUMNS, *map(_cells, entries)]

    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    for row in rows:
        click.echo("  ".join(map(str.ljust, row, widths)).rstrip())
    click.echo("\nWhat the columns say")
    for column, meaning in MEANINGS.items():
        click.echo(f"  {column:<13}{meaning}")
    click.echo("\nTogether")
    for line in _together(entries):
        click.echo(f"  {line}")


def _together(entries: Sequence[Entry]) -> Iterator[str]:
    for lang in LANGUAGES:
        words = [entry.measures.words for entry in entries if entry.lang == lang]
        yield f"{lang}: {len(words)} texts, {sum(words)} words"
    drafts = sum(entry.is_draft for entry in entries)
    behind = sum(entry.translation not in ("source", "fresh") for entry in entries)
    hard = sum(bool(entry.beyond) for entry in entries)
    yield f"{drafts} drafts, {behind} translations to compare, {hard} texts harder to read than they should be"


@content.command("lock", with_appcontext=False)
@click.argument("modules", nargs=-1)
@folder_option
def lock_command(modules: Sequence[str], folder: Path | None) -> None:
    """Record step ids, and that the translations of MODULES (or of all) are compared and fresh."""
    recorded = record(folder or _content_dir(), modules)
    click.echo(f"Recorded: {', '.join(recorded)}.")


def _content_dir() -> Path:
    return read_settings(os.environ).content_dir


def _tell(findings: Sequence[Finding], folder: str) -> None:
    for finding in findings:
        click.echo(as_line(finding, folder))

    errors = sum(finding.severity == "error" for finding in findings)
    click.echo(f"{errors} errors, {len(findings) - errors} warnings.")


def _as_json(finding: Finding) -> dict[str, str | int | bool]:
    return {
        **asdict(finding),
        "severity": finding.severity,
        "stops_the_start": finding.stops_the_start,
    }


def _cells(entry: Entry) -> tuple[str, ...]:
    measures = entry.measures
    return (
        entry.module,
        entry.lang,
        str(measures.words),
        f"{entry.minutes:.1f}",
        f"{entry.declared:g}",
        f"{measures.mean:.1f}",
        str(measures.longest),
        f"{measures.lix:.1f}",
        f"{measures.many_syllables:.1f}",
        "–" if measures.grade is None else f"{measures.grade:.1f}",
        f"{entry.kilobytes:.1f}",
        entry.translation,
        "draft" if entry.is_draft else "reviewed",
        "; ".join(entry.beyond) or "ok",
    )
