"""The one place that reads the clock. Operations get the time as ``at``; only edges call this."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(tz=UTC)


def today() -> date:
    """Return today's date in the city's time zone."""
    return now().astimezone(CITY_TIME).date()
