"""How much is kept: releases, bytes, and rows that wait."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Min

from zhanqiao.data_center.storage.models import Release, RowBatch
from zhanqiao.data_center.storage.queries.warehouse import remembered


@dataclass(frozen=True, slots=True)
class Holding:
    """What is kept of one table: releases, and their bytes by their manifests (files, kept source, serving copies)."""

    table_id: str
    dataset_key: str
    releases: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Batches of rows that wait to become a release, and the oldest of them."""

    batches: int
    tables: int
    oldest: object | None


def holdings() -> tuple[Holding, ...]:
    """Return what is kept of every table, most bytes first; remembered until something is published."""
    return remembered("holdings", _holdings)


def waiting_batches() -> Waiting:
    """Return how many batches wait."""
    found = RowBatch.objects.filter(settled_at__isnull=True)
    counted = found.aggregate(n=Count("id"), tables=Count("table_id", distinct=True), oldest=Min("at"))
    return Waiting(counted["n"], counted["tables"], counted["oldest"])


def _holdings() -> tuple[Holding, ...]:
    kept = Release.objects.filter(acknowledged_at__isnull=False, retired_at__isnull=True)
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for table_id, key, manifest in kept.values_list("table_id", "table__dataset_key", "manifest").iterator():
        cell = counts[table_id, key]
        cell[0] += 1
        files = [*manifest.get("files", {}).values(), manifest.get("source") or {}]
        cell[1] += sum(each.get("size", 0) for each in files) + manifest.get("serving_bytes", 0)
    found = (Holding(table_id, key, releases, size) for (table_id, key), (releases, size) in counts.items())
    return tuple(sorted(found, key=lambda each: (-each.bytes, each.table_id)))
