"""What is kept of releases: all that came as files, the newest and each day's last of those made of small batches."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.data_center.storage.engine import releases as engine
from zhanqiao.data_center.storage.models import CHANGES, Release
from zhanqiao.data_center.storage.operations.locking import removing, writing
from zhanqiao.data_center.storage.queries import warehouse
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.environment import value
from zhanqiao.people.audit.operations import record
from zhanqiao.people.audit.rules import SYSTEM


def retire_releases(*, table_id: str, at: datetime) -> tuple[str, ...]:
    """Retire the releases of a table that need not be kept, and return their ids; their rows in the database stay.

    First the database says so, then the files go; what a crash leaves is removed by ``heal``. Releases that came as a
    file, the current one, the newest BATCH_RELEASES and the last of each day of the city are kept. Nothing is retired
    while a backup copies releases; the next time does it.
    """
    with writing(), removing() as allowed:
        if not allowed:
            return ()
        with transaction.atomic():
            ids = _superfluous(table_id)
            if not ids:
                return ()
            Release.objects.filter(pk__in=ids).update(retired_at=at)
            CHANGES.changed()
            record(
                by=SYSTEM,
                action="release.retire",
                object_type="table",
                object_id=table_id,
                detail={"releases": list(ids)},
                at=at,
            )
        for release_id in ids:
            engine.retire_release(warehouse=warehouse(), table_id=table_id, release_id=release_id)
    return ids


def evict_serving_copies(*, table_id: str) -> None:
    """Remove the serving copies of all but the newest SERVING_COPIES releases; they are made again when asked for."""
    found = Release.objects.filter(table_id=table_id, acknowledged_at__isnull=False, retired_at__isnull=True)
    for release_id in found.order_by("-number").values_list("id", flat=True)[max(1, int(value("SERVING_COPIES"))) :]:
        engine.evict_serving(warehouse=warehouse(), table_id=table_id, release_id=release_id)


def _superfluous(table_id: str) -> tuple[str, ...]:
    found = Release.objects.filter(table_id=table_id, acknowledged_at__isnull=False, retired_at__isnull=True)
    newest_first = list(found.order_by("-number").values_list("id", "acknowledged_at", "batches"))
    days, ids = set(), []
    for place, (release_id, moment, batches) in enumerate(newest_first):
        day = moment.astimezone(CITY_TIME).date() if moment else None
        if day in days and batches and place > int(value("BATCH_RELEASES")):
            ids.append(release_id)
        days.add(day)
    return tuple(ids)
