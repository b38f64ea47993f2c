"""The poster of a group: how to ask for a place, and nothing about whom it is for."""

from __future__ import annotations

from ..ui.poster import PosterLine, Size, draw_poster
from .rules import Poster


def poster_as_pdf(poster: Poster, size: Size) -> bytes:
    """Draw the code of a group, for a camera and for a person."""
    lines = (
        PosterLine(poster.code, 42, 2, is_strong=True),
        *(PosterLine(line, 20, 5) for line in poster.how),
        PosterLine(poster.phone, 26, 8, is_strong=True),
    )
    return draw_poster(poster.group, poster.address, lines, size)
