"""The only reader of the clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")


def now() -> datetime:
    """Return this moment, aware and in UTC."""
    return datetime.now(UTC)
