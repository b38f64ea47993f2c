"""The poster of a tool for walls of shelters, schools and clinics: its code, and no telephone number."""

from __future__ import annotations

from flask_babel import gettext as _

from ..ui.poster import PosterLine, Size, draw_poster
from .models import Module


def tool_poster(tool: Module, address: str, size: Size) -> bytes:
    """Draw how to open a tool; `address` is where it stands on the site."""
    typed = address.split("://", 1)[-1]
    lines = [
        PosterLine(tool.summary, 26, 4, is_strong=True),
        PosterLine(_("Point the camera at the square, or type %(address)s", address=typed), 20, 6),
        PosterLine(_("After it was opened once, it works without internet."), 20, 4),
    ]
    if tool.is_draft:
        lines.append(PosterLine(_("Draft, not yet reviewed by specialists."), 14, 6))
    return draw_poster(tool.title, address, tuple(lines), size)
