"""How long an offer waits in this deployment."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app


def offer_lasts() -> timedelta:
    """Read from the settings how long a place waits for the next in line."""
    return timedelta(hours=current_app.config["OFFER_HOURS"])
