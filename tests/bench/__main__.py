"""Measure what the documents promise, and print it beside the promises: `python -m tests.bench`.

With names of parts (`weights`, `phones`, `serving`, `imports`, `pushes`) only those are measured.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench import imports, phones, pushes, weights
from tests.bench.figures import Figure, kilobytes, table
from tests.bench.serving import figures_of_serving
from tests.server import Server


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", choices=[*PARTS, []])
    parser.add_argument(
        "--plans", type=int, default=pushes.PLANS, help="how many reminders are due at once"
    )
    parser.add_argument(
        "--among", type=int, default=pushes.PLANS, help="how many of them there are at the end"
    )
    asked = parser.parse_args()
    pushes_due = partial(pushes.figures_of_pushes, plans=asked.plans, among=asked.among)
    parts = PARTS | {"pushes": pushes_due}

    figures: list[Figure] = []
    for name in asked.parts or parts:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            figures += parts[name](Path(folder))
        loads = " ".join(f"{load:.1f}" for load in os.getloadavg())
        print(f"{name}: {time.monotonic() - begun:.0f} s, load average {loads}", flush=True)
    print(table(figures))
    return 0 if all(figure.is_kept for figure in figures) else 1


def figures_of_weights(folder: Path) -> list[Figure]:
    """Weigh the first visit, every page of a participant, and what a phone keeps."""
    with _demo(folder) as (browser, server):
        first = weights.weigh_first_visit(browser, server.url)
        pages = weights.weigh_pages(browser, server.url)
        kept = weights.weigh_what_is_kept(server.url)
        worker = weights.sent_size(f"{server.url}/sw.js")
    return [
        _size("first visit of /uk/ until load, with headers", first.sent_before_load, 60),
        Figure("requests of it before load", first.requests_before_load, "", 8),
        _size("its scripts before load", first.scripts_before_load, 15),
        _heaviest("scripts", pages, lambda page: page.scripts, 25),
        _heaviest("styles", pages, lambda page: page.styles, 14),
        _heaviest("HTML with headers", pages, lambda page: page.page, 14),
        _most_nodes(pages),
        _size("kept in one language, in parcels", kept.all, 250),
        _size("of it before the worker starts", kept.must, 25),
        _size("the texts alone, page by page", kept.texts, 250),
        _size("sw.js", worker, 6),
    ]


def figures_of_phones(folder: Path) -> list[Figure]:
    """See how soon a slow phone shows something, on a slow network and on none."""
    with _demo(folder) as (browser, server):
        first = phones.first_visits_on_slow_4g(browser, server.url)
        awake = phones.openings_offline(browser, server.url, "/uk/now", is_asleep=False)
        asleep = phones.openings_offline(browser, server.url, "/uk/now", is_asleep=True)
        ready = phones.ready_offline_on_slow_4g(browser, server.port)
    return [
        Figure("first paint of /uk/, 4× CPU, slow 4G", first.first, "s", 1.8),
        Figure("largest paint of it", first.largest, "s", 1.8),
        Figure("first paint of /uk/now offline, 4× CPU", awake.first, "s", 0.5),
        Figure("the same, the worker has to start", asleep.first, "s", 0.5),
        Figure("ready offline after the first visit, slow 4G", ready, "s", 30),
    ]


PARTS: dict[str, Callable[[Path], list[Figure]]] = {
    "weights": figures_of_weights,
    "phones": figures_of_phones,
    "serving": figures_of_serving,
    "imports": lambda _folder: imports.measure(),
    "pushes": pushes.figures_of_pushes,
}


@contextmanager
def _demo(folder: Path) -> Iterator[tuple[Browser, Server]]:
    server = Server(folder)
    server.start()
    try:
        with phones.opened_browser() as browser:
            yield browser, server
    finally:
        server.stop()


def _size(name: str, count: int, limit: float | None = None) -> Figure:
    return Figure(name, kilobytes(count), "KB", limit)


def _heaviest(
    what: str,
    pages: list[weights.PageWeight],
    of: Callable[[weights.PageWeight], int],
    limit: float,
) -> Figure:
    page = max(pages, key=of)
    return _size(f"{what} of the heaviest page ({page.path})", of(page), limit)


def _most_nodes(pages: list[weights.PageWeight]) -> Figure:
    page = max(pages, key=lambda page: page.nodes)
    return Figure(f"nodes of the largest page ({page.path})", page.nodes, "", 800)


if __name__ == "__main__":
    sys.exit(main())
