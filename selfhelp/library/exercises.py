"""Exercises that stand alone: by need, by length, and those that a person may put into a kit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from selfhelp.markup import resolve

from .blocks import things_of
from .library import Library
from .models import Block, Module, Step

SHORT_SECONDS = 2 * 60
LONG_SECONDS = 5 * 60


@dataclass(frozen=True, slots=True)
class Exercise:
    """One thing to practise: a whole tool, or the step of a module that stands alone."""

    title: str
    summary: str
    seconds: int
    href: str
    theme: str


def exercises_of(modules: Iterable[Module]) -> Iterator[Exercise]:
    """Give every tool, and of every other module the step that stands alone."""
    for module in modules:
        theme = module.themes[0] if module.themes else ""
        if module.kind == "tool":
            href = resolve(f"tool:{module.id}", module.lang) or ""
            yield Exercise(module.title, module.summary, module.minutes * 60, href, theme)
        elif (step := module.step(module.now)) is not None:
            yield _standing_alone(module, step, theme)


def _standing_alone(module: Module, step: Step, theme: str) -> Exercise:
    href = f"{resolve(f'module:{module.id}', module.lang)}#{step.id}"
    summary = _("From the module “%(title)s”", title=module.title)
    return Exercise(step.title, summary, step.seconds, href, theme)


def by_need(offered: list[Exercise]) -> list[tuple[str, str, list[Exercise]]]:
    """Group exercises by what they are for."""
    needs = (
        ("alarm", _("Air alarm, shelter"), {"alarm"}),
        ("panic", _("It came over me"), {"panic"}),
        ("tension", _("Anger, shaking, a hard talk or news"), {"anger", "shaking", "talk", "news"}),
        ("heavy", _("Sadness, no strength"), {"grief", "empty"}),
        ("sleep", _("Sleep does not come"), {"sleep"}),
        ("far", _("Far away, not quite here"), {"far"}),
        ("grounding", _("To find support"), {"grounding"}),
        ("child", _("A child is with me"), {"child"}),
    )
    groups = [
        (name, title, [exercise for exercise in offered if exercise.theme in themes])
        for name, title, themes in needs
    ]
    known = frozenset().union(*(themes for _name, _title, themes in needs))
    rest = [exercise for exercise in offered if exercise.theme not in known]
    return [group for group in [*groups, ("other", _("For any moment"), rest)] if group[2]]


def by_length(offered: list[Exercise]) -> list[tuple[str, str, list[Exercise]]]:
    """Group exercises by how long they take."""
    short = [exercise for exercise in offered if exercise.seconds <= SHORT_SECONDS]
    longer = [exercise for exercise in offered if exercise.seconds > LONG_SECONDS]
    middle = [exercise for exercise in offered if exercise not in short + longer]
    groups = [
        ("short", _("1–2 min"), short),
        ("middle", _("3–5 min"), middle),
        ("longer", _("Longer"), longer),
    ]
    return [group for group in groups if group[2]]


def kit_of(library: Library, block: Block, lang: str) -> list[Exercise]:
    """List what a kit may hold: what its author names, with the words beside it, or every tool."""
    words = {row.key: row.cell(0) for row in things_of(block.kind, block.rows)}
    named = [library.module(lang, name) for name in words]
    modules = [module for module in named if module is not None] or library.tools(lang)
    return [
        replace(exercise, title=module.title, summary=words.get(module.id, ""))
        for module in modules
        for exercise in exercises_of([module])
    ]
