"""Markdown → safe HTML, and safe HTML → plain words."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "br"}
OURS = re.compile(r"(?P<scheme>module|tool|help):(?P<id>[a-z0-9-]*)")
FOLDERS = {"module": "modules", "tool": "now"}
RESOLVED = re.compile(r"/[a-z]{2}/(modules/[a-z0-9-]+|now/[a-z0-9-]+|help)")
LINK = re.compile(r"(?P<image>!?)\[[^\]]*\]\((?P<target>[^)\s]*)")
UNWANTED_BLOCKS = ("html_block", "reference")
UNWANTED_PATTERNS = (
    "html",
    "autolink",
    "automail",
    "reference",
    "short_reference",
    "image_link",
    "image_reference",
    "short_image_ref",
)


def to_html(text: str, lang: str) -> str:
    """Turn Markdown into HTML of a few harmless tags; links lead to our own pages only.

    Raw HTML comes out as visible text. Whatever Markdown makes beyond the list loses its tags
    and keeps its words: a centre may add a module of its own, and nobody has to trust it.
    """
    return nh3.clean(
        _converters.of(lang).reset().convert(text),
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_keep_resolved,
        url_schemes=set(),
        link_rel=None,
    ).strip()


def to_text(safe_html: str) -> str:
    """Give the words of safe HTML, one paragraph or list item a line."""
    lines = re.sub(r"</(?:p|li)>|<br>", "\n", safe_html)
    words = html.unescape(re.sub(r"<[^>]*>", "", lines))
    return "\n".join(line.strip() for line in words.splitlines() if line.strip())


def links_in(text: str) -> Iterator[tuple[str, int]]:
    """Go through the targets of links and images with their offsets; images start with `!`."""
    for match in LINK.finditer(text):
        yield match["image"] + match["target"], match.start()


def resolve(target: str, lang: str) -> str | None:
    """Turn `module:`, `tool:` or `help:` into a path; nothing for anything else."""
    match = OURS.fullmatch(target)
    if match is None:
        return None
    if match["scheme"] == "help":
        return None if match["id"] else f"/{lang}/help"
    return f"/{lang}/{FOLDERS[match['scheme']]}/{match['id']}" if match["id"] else None


def _keep_resolved(_tag: str, _attribute: str, value: str) -> str | None:
    return value if RESOLVED.fullmatch(value) else None


def _markdown(lang: str) -> Markdown:
    markdown = Markdown(output_format="html")
    for name in UNWANTED_BLOCKS:
        registry = (
            markdown.preprocessors if name == "html_block" else markdown.parser.blockprocessors
        )
        registry.deregister(name)
    for name in UNWANTED_PATTERNS:
        markdown.inlinePatterns.deregister(name)
    markdown.treeprocessors.register(_OwnLinks(markdown, lang), "own_links", 1)
    return markdown


class _Converters(threading.local):
    """A converter for each language; each thread has its own, for they keep state at work."""

    def __init__(self) -> None:
        self.of = cache(_markdown)


_converters = _Converters()


class _OwnLinks(Treeprocessor):
    """Points links at our pages and takes the others apart."""

    def __init__(self, markdown: Markdown, lang: str) -> None:
        super().__init__(markdown)
        self.lang = lang

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        for link in root.iter("a"):
            path = resolve(link.get("href", ""), self.lang)
            link.attrib.clear()
            if path is None:
                link.tag = "span"
            else:
                link.set("href", path)
