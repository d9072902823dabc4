"""Removing records whose time is over, never before their term."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from zhanqiao.core_services.monitoring.models import Alert
from zhanqiao.core_services.monitoring.operations.counting import forget_notes
from zhanqiao.core_services.monitoring.queries.retention import log_files
from zhanqiao.core_services.monitoring.rules.retention import TERMS, purge_before
from zhanqiao.kit.environment import value
from zhanqiao.people.audit.operations import record
from zhanqiao.people.audit.rules import SYSTEM

BY_KIND = {term.kind: term for term in TERMS}


def purge(*, at: datetime) -> dict[str, int]:
    """Remove log files, job and alert records older than LOG_DAYS, and never younger than their term; return how many.

    One audit line tells what went, when anything did.
    """
    with transaction.atomic():
        gone = {"jobs": _jobs(at), "alerts": _alerts(at), "queries": forget_notes()}
        gone["logs"] = _logs(at)
        if any(gone.values()):
            record(by=SYSTEM, action="records.purge", object_type="records", object_id="all", detail=gone, at=at)
    return gone


def _before(kind: str, at: datetime) -> datetime:
    found = purge_before(term=BY_KIND[kind], at=at, days=int(value("LOG_DAYS")))
    assert found is not None
    return found


def _jobs(at: datetime) -> int:
    return DBTaskResult.objects.finished().filter(finished_at__lt=_before("jobs", at)).delete()[0]


def _alerts(at: datetime) -> int:
    return Alert.objects.filter(resolved_at__lt=_before("alerts", at)).delete()[1].get("core_services.Alert", 0)


def _logs(at: datetime) -> int:
    last = _before("logs", at).astimezone(UTC).date()
    old = [path for path in log_files() if date.fromisoformat(path.name[:10]) < last]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
