"""Who may open a page: every view says it, and a test over the URL map reads it."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def everyone(view: View) -> View:
    """Open a page to everyone, signed in or not."""
    view.access = "everyone"  # type: ignore[attr-defined]
    return view
