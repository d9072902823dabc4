"""After a crash: what was acknowledged stays, what was not goes."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from zhanqiao.data_center.storage.engine import releases as engine
from zhanqiao.data_center.storage.models import CHANGES, Release, Table
from zhanqiao.data_center.storage.operations.locking import alone, removing
from zhanqiao.data_center.storage.operations.releases import follow_in_lake
from zhanqiao.data_center.storage.queries import warehouse
from zhanqiao.people.audit.operations import record
from zhanqiao.people.audit.rules import SYSTEM


def heal(*, at: datetime) -> engine.HealReport | None:
    """Remove releases nobody acknowledged, on disk and in the database; run it at every start.

    Raises SuspiciousHealError, and removes nothing, when most releases on disk are unknown: a wrong or old database.
    Returns None, and removes nothing, while another process is writing a release or copying them away: the next start heals.
    """
    with alone() as undisturbed, removing() as allowed:
        if not (undisturbed and allowed):
            return None
        _finish_retiring()
        report = engine.heal(warehouse=warehouse(), acknowledged=_acknowledged())
        gone = _forget()
        for table_id in engine.behind_in_lake(warehouse=warehouse()):
            follow_in_lake(table_id=table_id)
    if gone or report.removed:
        _announce(gone=gone, report=report, at=at)
    return report


def _finish_retiring() -> None:
    """Remove what is left of releases that were retired when a crash came."""
    for table_id, release_id in Release.objects.filter(retired_at__isnull=False).values_list("table_id", "id"):
        if warehouse().release_folder(table_id=table_id, release_id=release_id).is_dir():
            engine.retire_release(warehouse=warehouse(), table_id=table_id, release_id=release_id)


def _forget() -> list[str]:
    with transaction.atomic():
        halves = Release.objects.filter(acknowledged_at__isnull=True)
        ids = list(halves.values_list("id", flat=True))
        halves.delete()
        Table.objects.filter(releases__isnull=True, current__isnull=True).delete()
    return ids


def _acknowledged() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    pairs = Release.objects.filter(acknowledged_at__isnull=False, retired_at__isnull=True).values_list("table_id", "id")
    for table_id, release_id in pairs:
        found[table_id].add(release_id)
    return dict(found)


def _announce(*, gone: list[str], report: engine.HealReport, at: datetime) -> None:
    with transaction.atomic():
        CHANGES.changed()
        detail = {"releases": gone, "removed": len(report.removed)}
        record(by=SYSTEM, action="storage.heal", object_type="storage", object_id="releases", detail=detail, at=at)
