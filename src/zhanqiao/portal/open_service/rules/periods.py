"""Ends of a period, as callers write them: a day, or a moment in ISO 8601; and a box on the map."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo

from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

DAY = re.compile(r"\d{4}-\d\d-\d\d")


class PeriodError(ZhanqiaoError):
    """What should be a day or a moment is neither."""

    status = 400
    code = "period"
    sentence = Text(
        zh="参数 {name}：“{text}”不是日期（2026-01-31）或 ISO 8601 时刻（2026-01-31T08:00:00Z）。",
        en="Parameter {name}: '{text}' is neither a day (2026-01-31) nor a moment of ISO 8601 (2026-01-31T08:00:00Z).",
    )


def end_of(*, name: str, text: str, last: bool, zone: tzinfo = CITY_TIME) -> datetime:
    """Return the moment that begins a period, or the ``last`` one of it; a day is taken whole.

    What names no zone is in ``zone``. Raises PeriodError, which says ``name``.
    """
    try:
        if DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time.max if last else time.min, zone)
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise PeriodError(name=name, text=text[:60]) from None


class BoxError(ZhanqiaoError):
    """What should be a box on the map is none."""

    status = 400
    code = "bbox"
    sentence = Text(
        zh="bbox 应为 西,南,东,北（WGS84 度），如 120.1,35.9,120.7,36.4；现为“{text}”。",
        en="bbox is west,south,east,north in degrees of WGS84, such as 120.1,35.9,120.7,36.4; given was '{text}'.",
    )


def box_of(*, text: str) -> tuple[float, float, float, float]:
    """Return west, south, east, north. Raises BoxError."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise BoxError(text=text[:60]) from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 - degrees
        raise BoxError(text=text[:60])
    return west, south, east, north
