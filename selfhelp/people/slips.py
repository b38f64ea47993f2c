"""What stands on a slip's paper: the address of its token and the QR code that holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypedDict

import segno
from flask import current_app, request

QUIET_BORDER = 4
"""Modules of white around a QR code, without which cameras miss it."""


class QrPath(TypedDict):
    """A QR code as one SVG path: `<svg viewBox="0 0 size size"><path d=path/></svg>`."""

    size: int
    path: str


def slip_address(language: str, token: str) -> str:
    """Return the address in a slip's QR code; the fragment never reaches a server or its logs."""
    root = str(current_app.config["PUBLIC_URL"]) or request.host_url
    return f"{root.rstrip('/')}/{language}/s#{token}"


def qr_path(url: str) -> QrPath:
    """Draw a QR code that survives a fold or a stain, in one unit for each of its modules."""
    code = segno.make_qr(url, error="m")
    rows = [tuple(row) for row in code.matrix]
    drawn = "".join(
        f"M{x + QUIET_BORDER} {y + QUIET_BORDER}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for x, length in _dark_runs(row)
    )
    return {"size": len(rows) + 2 * QUIET_BORDER, "path": drawn}


def _dark_runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for is_dark, run in groupby(row):
        length = len(list(run))
        if is_dark:
            yield start, length
        start += length
