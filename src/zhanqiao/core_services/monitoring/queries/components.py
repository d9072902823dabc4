"""How the components of the platform were: now, and in the days before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhanqiao.core_services.monitoring.models import DayUptime
from zhanqiao.core_services.monitoring.rules.checks import SILENT_SECONDS
from zhanqiao.core_services.monitoring.rules.incidents import COMPONENT_NAMES, UPTIME_DAYS, Component, Minutes
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS

STALE_SECONDS = 5 * SILENT_SECONDS  # a sample older than this says nothing about now


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a component; no minutes when nobody looked."""

    day: date
    minutes: Minutes


@dataclass(frozen=True, slots=True)
class ComponentCard:
    """A component: well now or not (None: nobody has looked of late), its days oldest first, its minutes over them all."""

    component: Component
    name: Text
    is_up: bool | None
    since: datetime | None
    days: tuple[Day, ...]
    minutes: Minutes


def components(*, at: datetime, days: int = UPTIME_DAYS) -> tuple[ComponentCard, ...]:
    """Return every component with its days."""
    today = at.astimezone(CITY_TIME).date()
    first = today - timedelta(days=days - 1)
    rows: dict[str, dict[date, DayUptime]] = defaultdict(dict)
    for row in DayUptime.objects.filter(day__gte=first):
        rows[row.component][row.day] = row
    calendar = [first + timedelta(days=number) for number in range(days)]
    return tuple(_card(one, rows[one.value], calendar, at) for one in Component)


def public_download() -> str:
    """Return the path of a file that everybody may download; empty when nothing is published."""
    tables = catalogue.readable_tables(card=ANONYMOUS)
    smallest = min(tables, key=lambda each: each.rows, default=None)
    return f"/api/v1/tables/{smallest.id}/export.parquet" if smallest else ""


def _card(component: Component, rows: dict[date, DayUptime], calendar: list[date], at: datetime) -> ComponentCard:
    days = tuple(Day(day, _minutes(rows.get(day))) for day in calendar)
    last = rows[max(rows)] if rows else None
    is_known = last is not None and (at - last.last_at).total_seconds() <= STALE_SECONDS
    whole = Minutes(*(sum(getattr(each.minutes, name) for each in days) for name in ("up", "down", "missed")))
    return ComponentCard(
        component=component,
        name=COMPONENT_NAMES[component],
        is_up=last.last_up if last and is_known else None,
        since=last.last_at if last else None,
        days=days,
        minutes=whole,
    )


def _minutes(row: DayUptime | None) -> Minutes:
    return Minutes(row.up, row.down, row.missed) if row else Minutes(0, 0, 0)
