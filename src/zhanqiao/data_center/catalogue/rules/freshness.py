"""Whether a dataset keeps its promised update cycle (指南⑪ 更新周期; 条例 art 17 动态更新)."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta

DAYS = {"realtime": 1, "daily": 1, "weekly": 7}
MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}


@dataclass(frozen=True, slots=True)
class Freshness:
    """When the next update is due (None: no promise) and whether that moment has passed."""

    due_at: datetime | None
    overdue: bool


def freshness(*, update_cycle: str, updated_at: datetime | None, at: datetime) -> Freshness:
    """Judge a dataset last updated at ``updated_at`` against its promised cycle, at the moment ``at``."""
    due = due_at(update_cycle=update_cycle, updated_at=updated_at) if updated_at else None
    return Freshness(due_at=due, overdue=due is not None and due < at)


def due_at(*, update_cycle: str, updated_at: datetime) -> datetime | None:
    """Return when the next update is due; None for cycles that promise none (irregular, never)."""
    if update_cycle in DAYS:
        return updated_at + timedelta(days=DAYS[update_cycle])
    if update_cycle in MONTHS:
        return _months_later(updated_at, MONTHS[update_cycle])
    return None


def _months_later(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))
