"""The text of one file → front matter, steps, prose and raw blocks, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .findings import Finding
from .sheets import Sheet, read_sheet

STEP = re.compile(r"^##\s+(?P<title>\S.*?)\s*\{#(?P<id>[a-z0-9-]+)(?P<attributes>[^}]*)\}\s*$")
OPENING = re.compile(r"^:::(?P<kind>[a-z]+)\s*(?:\{(?P<attributes>[^}]*)\})?\s*$")
ATTRIBUTE = re.compile(r"^(?P<name>[a-z]+)=(?P<value>\S+)$")
EXCUSE = re.compile(r"\s*<!--\s*lint-ok:\s*\S.*?-->\s*$")
EXCUSE_IN_YAML = re.compile(r"\s#\s*lint-ok:\s*\S")
RAW_HTML = re.compile(r"<[A-Za-z/!?]")
CLOSING = ":::"


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line of a file, without its end."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class RawProse:
    """Markdown between blocks; its lines follow each other in the file."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block as it was written."""

    kind: str
    line: int
    attributes: Mapping[str, str] = field(hash=False)
    lines: tuple[RawLine, ...] = ()
    """The lines inside that are not empty."""


@dataclass(frozen=True, slots=True)
class RawStep:
    """A step as it was written."""

    id: str
    title: str
    line: int
    attributes: Mapping[str, str] = field(hash=False)
    parts: tuple[RawProse | RawBlock, ...] = ()

    @property
    def blocks(self) -> tuple[RawBlock, ...]:
        """The blocks alone, in order."""
        return tuple(part for part in self.parts if isinstance(part, RawBlock))


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One file of a module, tool or note: one language."""

    path: str
    text: str
    front: Sheet
    steps: tuple[RawStep, ...]
    excused: frozenset[int]
    """Lines that end in `<!-- lint-ok: reason -->`."""
    findings: tuple[Finding, ...]

    def step(self, step_id: str) -> RawStep | None:
        """Find a step by its id."""
        return next((step for step in self.steps if step.id == step_id), None)


def read_manuscript(path: str, text: str) -> Manuscript:
    """Read one file; what could not be read is told in its findings."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    lines = [RawLine(number, line) for number, line in enumerate(text.split("\n"), start=1)]
    fence = _end_of_front(lines)
    if fence is None:
        return _without_front(path, text)

    front = read_sheet(path, "\n".join(line.text for line in lines[1:fence]), first_line=2)
    body = _Body(path)
    for line in lines[1:fence]:
        body.refuse_html(line)
    for line in lines[fence + 1 :]:
        body.take(line)
    steps = body.finish()
    findings = (*front.findings, *body.findings)
    return Manuscript(path, text, front, steps, _excused(lines, fence), findings)


def _end_of_front(lines: list[RawLine]) -> int | None:
    if lines[0].text.rstrip() != "---":
        return None

    return next((n for n, line in enumerate(lines) if n and line.text.rstrip() == "---"), None)


def _without_front(path: str, text: str) -> Manuscript:
    message = "The file does not begin with front matter between two lines of three hyphens."
    missing = Finding(path, 1, "E10", message, "Begin with --- and close the keys with ---.")
    return Manuscript(path, text, Sheet(path, None, {}), (), frozenset(), (missing,))


def _excused(lines: Iterable[RawLine], fence: int) -> frozenset[int]:
    return frozenset(
        line.number
        for line in lines
        if (EXCUSE_IN_YAML if line.number <= fence else EXCUSE).search(line.text)
    )


class _Body:
    """Takes the lines after the front matter one by one and remembers where it is."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self._steps: list[RawStep] = []
        self._heading: RawStep | None = None
        self._parts: list[RawProse | RawBlock] = []
        self._prose: list[RawLine] = []
        self._block: RawBlock | None = None
        self._rows: list[RawLine] = []

    def take(self, line: RawLine) -> None:
        """Take one line."""
        line = RawLine(line.number, EXCUSE.sub("", line.text).rstrip())
        self.refuse_html(line)
        if line.text.startswith("#"):
            self._start_step(line)
        elif line.text.startswith(CLOSING):
            self._open_or_close(line)
        elif self._block is not None:
            self._rows.extend([line] if line.text.strip() else [])
        else:
            self._take_prose(line)

    def refuse_html(self, line: RawLine) -> None:
        """Tell of raw HTML: it is never passed on to a page."""
        if RAW_HTML.search(line.text):
            self._say(line, "Raw HTML stands in the text.", "Write it in plain words or Markdown.")

    def finish(self) -> tuple[RawStep, ...]:
        """Close what is open and give the steps."""
        self._end_step()
        if not self._steps:
            mend = "Start a step with a line such as: ## Title {#step-id type=read}"
            self._say(RawLine(1, ""), "The file has no steps.", mend)
        return tuple(self._steps)

    def _start_step(self, line: RawLine) -> None:
        self._end_step()
        heading = STEP.match(line.text)
        if heading is None:
            message = "This heading is not the start of a step: it has no id or not two signs #."
            self._say(line, message, "Write it as: ## Title {#step-id type=read}")
            return

        attributes = self._attributes(line, heading["attributes"])
        self._heading = RawStep(heading["id"], heading["title"], line.number, attributes)

    def _open_or_close(self, line: RawLine) -> None:
        if line.text.strip() == CLOSING and self._block is not None:
            self._end_block()
            return

        self._end_prose()
        self._tell_unclosed()
        opening = OPENING.match(line.text)
        if opening is None:
            message = "This line starts with ::: but neither opens nor closes a block."
            self._say(line, message, "Open a block as :::kind {a=1 b=2} and close it with :::")
            return

        attributes = self._attributes(line, opening["attributes"] or "")
        self._block = RawBlock(opening["kind"], line.number, attributes)

    def _take_prose(self, line: RawLine) -> None:
        if self._heading is None and line.text.strip() and not self._steps:
            self._say(line, "This text stands before the first step.", "Move it into a step.")
        if line.text.strip() or self._prose:
            self._prose.append(line)

    def _attributes(self, line: RawLine, text: str) -> dict[str, str]:
        attributes: dict[str, str] = {}
        for word in text.split():
            match = ATTRIBUTE.match(word)
            if match is None or match["name"] in attributes:
                message = f'"{word}" is not a parameter, or stands here twice.'
                self._say(line, message, "Write name=value once, with no spaces around the =.")
            else:
                attributes[match["name"]] = match["value"]
        return attributes

    def _end_step(self) -> None:
        self._tell_unclosed()
        self._end_prose()
        if self._heading is not None:
            heading, parts = self._heading, tuple(self._parts)
            step = RawStep(heading.id, heading.title, heading.line, heading.attributes, parts)
            self._steps.append(step)
        self._heading, self._parts = None, []

    def _tell_unclosed(self) -> None:
        if self._block is None:
            return

        message = f"The block :::{self._block.kind} is not closed."
        self._say(RawLine(self._block.line, ""), message, "Add a line with ::: after its last row.")
        self._end_block()

    def _end_block(self) -> None:
        if self._block is not None:
            kind, line, attributes = self._block.kind, self._block.line, self._block.attributes
            self._parts.append(RawBlock(kind, line, attributes, tuple(self._rows)))
        self._block, self._rows = None, []

    def _end_prose(self) -> None:
        while self._prose and not self._prose[-1].text.strip():
            self._prose.pop()
        if self._prose:
            text = "\n".join(line.text for line in self._prose)
            self._parts.append(RawProse(self._prose[0].number, text))
        self._prose = []

    def _say(self, line: RawLine, message: str, mend: str) -> None:
        self.findings.append(Finding(self.path, line.number, "E10", message, mend))
