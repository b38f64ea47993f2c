"""Where the site stands and what it is called: what is written on paper and in letters."""

from __future__ import annotations

from flask import current_app, request


def is_trusted_by_phones() -> bool:
    """Say whether phones install the app from the address on paper and let it be nudged."""
    return str(current_app.config["PUBLIC_URL"]).startswith("https://")


def name_of_app(language: str) -> str:
    """Say what the app is called in a language."""
    return str(current_app.config["APP_NAME" if language == "uk" else "APP_NAME_EN"])


def site_address() -> str:
    """Return the address that stands on paper, without a slash at its end."""
    return (str(current_app.config["PUBLIC_URL"]) or request.host_url).rstrip("/")
