"""YAML with the line of every key, and its faults in words an author understands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from .findings import Finding, did_you_mean

try:
    from yaml import CSafeLoader as FastLoader
except ImportError:  # PyYAML was built without its C part: the same, only slower
    from yaml import SafeLoader as FastLoader  # type: ignore[assignment]

Place = tuple[str | int, ...]
Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One piece of YAML: its values, where each stands, and what could not be read."""

    path: str
    values: Any
    lines: Mapping[tuple[str, ...], int]
    """Keys and numbers as they are written: in YAML 5 may be either."""
    findings: tuple[Finding, ...] = ()

    def line(self, *place: str | int) -> int:
        """Tell the line of a key, or of the nearest thing around it."""
        written = tuple(map(str, place))
        while written and written not in self.lines:
            written = written[:-1]
        return self.lines.get(written, 1)


class _PlainLoader(FastLoader):
    """Reads YAML safely, and takes only true and false for a truth: `on:` is a word here."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_PlainLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf")
)


def read_sheet(path: str, text: str, first_line: int = 1) -> Sheet:
    """Read YAML that starts at a line of its file."""
    try:
        loader = _PlainLoader(text)
        tree = loader.get_single_node()
        values = loader.construct_document(tree) if tree else None
    except (yaml.YAMLError, ValueError) as fault:
        return Sheet(path, None, {(): first_line}, (_unreadable(path, fault, first_line),))

    found = list(_walk(tree, (), first_line)) if tree else []
    lines: dict[tuple[str, ...], int] = {(): first_line}
    findings = []
    for place, line in found:
        if place in lines:
            findings.append(_written_twice(path, line, place[-1]))
        lines.setdefault(place, line)
    return Sheet(path, values, lines, tuple(findings))


def _unreadable(path: str, fault: Exception, first_line: int) -> Finding:
    mark = getattr(fault, "problem_mark", None)
    line = first_line + (mark.line if mark else 0)
    problem = getattr(fault, "problem", None) or str(fault)
    message = f"This part cannot be read as YAML: {problem}."
    mend = "Check the colon, the quotes and the indent; put a text with : or ? in quotes."
    return Finding(path, line, "E10", message, mend)


def _written_twice(path: str, line: int, key: str) -> Finding:
    message = f'The key "{key}" stands here a second time; only the last one would count.'
    return Finding(path, line, "E10", message, "Keep one of them.")


def _walk(
    node: yaml.Node, place: tuple[str, ...], first_line: int
) -> Iterator[tuple[tuple[str, ...], int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*place, str(key.value))
            yield inner, first_line + key.start_mark.line
            yield from _walk(value, inner, first_line)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            inner = (*place, str(number))
            yield inner, first_line + value.start_mark.line
            yield from _walk(value, inner, first_line)


@dataclass(frozen=True, slots=True)
class Understood(Generic[Shape]):
    """A sheet in its shape, or nothing and the reasons."""

    value: Shape | None
    findings: tuple[Finding, ...] = ()


def understand(sheet: Sheet, shape: TypeAdapter[Shape]) -> Understood[Shape]:
    """Turn the values of a sheet into a shape, or say line by line why they do not fit."""
    if sheet.findings:
        return Understood(None, sheet.findings)

    try:
        return Understood(shape.validate_python(sheet.values))
    except ValidationError as fault:
        known = _keys_of(shape)
        faults = fault.errors(include_input=False, include_url=False)
        return Understood(None, tuple(_in_plain_words(sheet, each, known) for each in faults))


def _in_plain_words(sheet: Sheet, fault: ErrorDetails, known: set[str]) -> Finding:
    place: Place = tuple(fault["loc"])
    key = str(place[-1]) if place else "the whole"
    line = sheet.line(*place)
    match fault["type"]:
        case "extra_forbidden" if " " in key:
            message = f'A piece of text was read as a key: "{key}".'
            words = message, "Put the whole text in quotes: a comma ends it inside { }."
        case "extra_forbidden":
            words = f'Unknown key "{key}".', did_you_mean(key, known - {key})
        case "missing":
            words = f'The key "{key}" is missing.', f"Add a line that starts with {key}:"
        case "literal_error":
            expected = str(fault.get("ctx", {}).get("expected", ""))
            words = f'"{key}" has a value that is not in the list.', f"Write {expected}."
        case _:
            words = f'"{key}": {fault["msg"]}.', "Correct the value after the colon."
    return Finding(sheet.path, line, "E10", *words)


def _keys_of(shape: TypeAdapter[Any]) -> set[str]:
    """Collect every key the shape knows, at any depth: enough for a good suggestion."""
    schema = shape.json_schema()
    parts = [schema, schema.get("items", {}), *schema.get("$defs", {}).values()]
    return {key for part in parts for key in part.get("properties", {})}
