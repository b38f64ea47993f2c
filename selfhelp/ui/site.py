"""Where the site stands: the address that is written on paper."""

from __future__ import annotations

from flask import current_app, request


def is_trusted_by_phones() -> bool:
    """Say whether phones install the app from the address on paper and let it be nudged."""
    return str(current_app.config["PUBLIC_URL"]).startswith("https://")


def site_address() -> str:
    """Return the address that stands on paper, without a slash at its end."""
    return (str(current_app.config["PUBLIC_URL"]) or request.host_url).rstrip("/")
