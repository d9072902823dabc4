"""Questions about clocks and holidays."""

from __future__ import annotations

from zhanqiao.core_services.deadlines.queries.answering import Answering, answering
from zhanqiao.core_services.deadlines.queries.calendars import calendar, terms
from zhanqiao.core_services.deadlines.queries.clocks import ClockCard, clocks_of, open_clocks, waiting_for
from zhanqiao.core_services.deadlines.queries.listing import ClockChoice, clocks_chosen

__all__ = [
    "Answering",
    "ClockCard",
    "ClockChoice",
    "answering",
    "calendar",
    "clocks_chosen",
    "clocks_of",
    "open_clocks",
    "terms",
    "waiting_for",
]
