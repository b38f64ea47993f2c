"""The commands `selfhelp centres regions`, `import` and `export`."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from ..centres.actions import enter_regions
from ..db import session
from ..errors import Refusal
from ..i18n import speaking
from . import actions, exporting, queries, words
from .columns import guess_columns
from .planning import Plan, plan_of
from .rules import Problem
from .sheets import read_sheet

centres = AppGroup("centres", help="Bring centres in from a table, and write them as one.")


class MistakesInFile(Refusal):
    """Some lines cannot be taken, and nobody is there to decide about the others."""


@centres.command("regions")
@with_appcontext
def regions_command() -> None:
    """Enter the 27 regions of Ukraine; a second time changes nothing."""
    new = enter_regions()
    session.commit()
    click.echo(f"{new} regions are new.")


@centres.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change and write nothing.")
@with_appcontext
def import_command(file: Path, dry_run: bool) -> None:
    """Make and change centres by FILE (CSV or XLSX); with a mistake in it nothing is written."""
    with speaking("en"):
        sheet = read_sheet(file.name, file.read_bytes())
        plan = plan_of(sheet.lines, guess_columns(sheet.headings))
        _tell(plan)
        if plan.problems and not dry_run:
            raise MistakesInFile("Please mend these lines first. Nothing was written.")
        if dry_run:
            sys.exit(1 if plan.problems else 0)

        brought = actions.bring(sheet, file.name, None)
        with click.progressbar(length=len(plan.changes), label="Writing centres") as bar:
            actions.confirm(brought, on_each=lambda: bar.update(1))
        session.commit()
    click.echo(f"Written: {brought.made} new, {brought.changed} changed. Import {brought.id}.")


def _tell(plan: Plan) -> None:
    for problem in plan.problems:
        click.echo(_as_line(problem), err=True)
    click.echo(
        f"{plan.lines} lines: {len(plan.made)} new, {len(plan.changed)} to change, "
        f"{plan.same} as they are, {plan.wrong_lines} with mistakes."
    )


def _as_line(problem: Problem) -> str:
    place = f"line {problem.line}, {words.column_in_words(problem.column)}"
    stands = f" ({problem.value})" if problem.value and problem.code != "twice" else ""
    return f"{place}: {words.problem_in_words(problem)}{stands}"


@centres.command("export")
@click.option("--lang", type=click.Choice(["uk", "en"]), default="uk", show_default=True)
@with_appcontext
def export_command(lang: str) -> None:
    """Write all centres as CSV to the standard output."""
    for line in exporting.as_csv(queries.all_centres(), lang):
        click.echo(line.encode(), nl=False)
