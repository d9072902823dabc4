"""Instants and intervals as conditions on a column of days or moments.

A day is taken whole: its first moment begins it and its last ends it. A moment with an offset is turned to the city's
clock, which tables keep.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import NamedTuple

from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.portal.open_service.rules.ogc.errors import wrong

DAY = re.compile(r"\d{4}-\d\d-\d\d")
OPEN = ("", "..")


class Span(NamedTuple):
    """The first and the last instant as a column writes them, None where the span is open."""

    first: str | None
    last: str | None


def span_of(*, parameter: str, first: str, last: str, kind: str) -> Span:
    """Return what two ends mean for a column of ``kind``; ``..`` and nothing are open. Raises OgcParameterError."""
    begins, ends = (None if text in OPEN else text for text in (first, last))
    if begins is None and ends is None:
        raise wrong(parameter, "至少一端应有时间。", "one end at least must be a time.")
    start = None if begins is None else _instant(parameter, begins, kind, ending=False)
    end = None if ends is None else _instant(parameter, ends, kind, ending=True)
    if start is not None and end is not None and start > end:
        raise wrong(parameter, "开始不能晚于结束。", "the beginning is after the end.")
    return Span(start, end)


def interval_of(*, parameter: str, text: str, kind: str) -> Span:
    """Return the span of a ``datetime`` parameter (RFC 3339, ``first/last``). Raises OgcParameterError."""
    first, slash, last = text.partition("/")
    return span_of(parameter=parameter, first=first.strip(), last=last.strip() if slash else first.strip(), kind=kind)


def inside(*, column: str, span: Span) -> str:
    """Return the condition that a column lies in a span, ends included."""
    tests = [f"{column} >= '{span.first}'"] if span.first is not None else []
    if span.last is not None:
        tests.append(f"{column} <= '{span.last}'")
    return " AND ".join(tests)


def _instant(parameter: str, text: str, kind: str, *, ending: bool) -> str:
    try:
        if DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return (
                day.isoformat() if kind == "date" else _moment(datetime.combine(day, time.max if ending else time.min))
            )
        found = datetime.fromisoformat(text.upper())
        local = found.astimezone(CITY_TIME).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):
        raise wrong(
            parameter,
            f"“{text[:40]}”不是日期（2024-03-05）或时刻（2024-03-05T08:00:00Z）。",
            f"'{text[:40]}' is neither a day (2024-03-05) nor a moment (2024-03-05T08:00:00Z).",
        ) from None
    return local.date().isoformat() if kind == "date" else _moment(local)


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
