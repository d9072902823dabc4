"""Background jobs: how many in which state, and each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django_tasks_db.models import DBTaskResult

STATES = ("READY", "RUNNING", "FAILED", "SUCCESSFUL")


@dataclass(frozen=True, slots=True)
class JobCard:
    """One job. ``reason`` is the kind of error a failed one ended with and where, never its words: they may hold data."""

    id: str
    name: str
    state: str
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    reason: str

    @property
    def seconds(self) -> float | None:
        """How long it ran."""
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


def oldest_job_seconds(*, at: datetime) -> float:
    """Return how long the oldest waiting job waits, in seconds; 0 when none waits."""
    found = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    return max(0.0, (at - found).total_seconds()) if found else 0.0


def jobs_by_state() -> dict[str, int]:
    """Return how many jobs are in each state."""
    counts = dict(DBTaskResult.objects.order_by().values_list("status").annotate(n=Count("id")))
    return {state: counts.get(state, 0) for state in STATES}


def failed_since(*, at: datetime, hours: int = 1) -> int:
    """Return how many jobs failed within the last hours."""
    return DBTaskResult.objects.failed().filter(finished_at__gte=at - timedelta(hours=hours)).count()


def job_cards(*, state: str = "", limit: int = 50, offset: int = 0) -> tuple[tuple[JobCard, ...], int]:
    """Return a page of jobs, the newest first, and how many there are in all; ``state`` narrows."""
    found = DBTaskResult.objects.order_by("-enqueued_at", "id")
    found = found.filter(status=state) if state in STATES else found
    return tuple(_card(row) for row in found[offset : offset + limit]), found.count()


def _card(row: DBTaskResult[Any, Any]) -> JobCard:
    return JobCard(
        id=str(row.id),
        name=row.task_path.removeprefix("zhanqiao."),
        state=row.status,
        queued_at=row.enqueued_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        reason=_reason(row) if row.status == "FAILED" else "",
    )


def _reason(row: DBTaskResult[Any, Any]) -> str:
    places = [line.strip() for line in row.traceback.splitlines() if line.strip().startswith("File ")]
    kind = str(row.exception_class_path).rpartition(".")[2]
    if not places:
        return kind
    file, _, rest = places[-1].partition(", line ")
    return f"{kind} · {file.rpartition('/')[2].rstrip(chr(34))}:{rest.partition(',')[0]}"
