"""What is kept, since when, and by which rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db.models import Count, Min, QuerySet
from django_tasks_db.models import DBTaskResult

from zhanqiao.core_services.data_requests.queries import uses_kept
from zhanqiao.core_services.monitoring.models import Alert, Incident, NotedQuery
from zhanqiao.core_services.monitoring.rules.retention import TERMS, Term
from zhanqiao.core_services.publishing.queries import assessments_kept
from zhanqiao.kit.environment import home, value
from zhanqiao.people.access.queries import grants_kept
from zhanqiao.people.audit.queries import counted
from zhanqiao.people.mails.queries import mails_kept

Kept = tuple[int, datetime | None]


@dataclass(frozen=True, slots=True)
class Retention:
    """A kind of record: its term, how many are kept and since when (None: nothing, or kept elsewhere), when they go."""

    term: Term
    kept: int | None
    oldest: datetime | None
    removed_after_days: int | None


def log_files() -> list[Path]:
    """Return the log files of the state folder, oldest first; their names begin with their day in UTC."""
    return sorted((home() / "logs").glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].*.jsonl"))


def retention() -> tuple[Retention, ...]:
    """Return every kind of record with the numbers actually kept."""
    return tuple(_kept(term) for term in TERMS)


def _kept(term: Term) -> Retention:
    count = COUNTS.get(term.kind)
    kept, oldest = count() if count else (None, None)
    days = max(term.days, int(value("LOG_DAYS"))) if term.is_purged and term.days else None
    return Retention(term, kept, oldest, days)


def _logs() -> Kept:
    files = log_files()
    first = datetime.fromisoformat(files[0].name[:10]).replace(tzinfo=UTC) if files else None
    return len(files), first


def _rows(rows: QuerySet[Any], field: str) -> Kept:
    found = rows.aggregate(n=Count("pk"), oldest=Min(field))
    return found["n"], found["oldest"]


COUNTS: dict[str, Callable[[], Kept]] = {
    "logs": _logs,
    "audit": counted,
    "queries": lambda: _rows(NotedQuery.objects.order_by(), "at"),
    "jobs": lambda: _rows(DBTaskResult.objects.order_by(), "enqueued_at"),
    "alerts": lambda: _rows(Alert.objects.order_by(), "raised_at"),
    "mails": mails_kept,
    "sharing": uses_kept,
    "assessments": assessments_kept,
    "provision": grants_kept,
    "incidents": lambda: _rows(Incident.objects.order_by(), "begun_at"),
}
