"""From which datasets a dataset was made, and which were made from it; says nothing about rights."""

from __future__ import annotations

from zhanqiao.data_center.catalogue.models import Dataset, DatasetSource
from zhanqiao.data_center.catalogue.rules import SourceOpenness


def source_ids(*, dataset_id: str) -> tuple[str, ...]:
    """Return the ids of the datasets that a dataset is made from now. One query."""
    found = DatasetSource.objects.filter(dataset_id=dataset_id, ended_at__isnull=True)
    return tuple(found.values_list("source_id", flat=True))


def derived_ids(*, dataset_id: str) -> tuple[str, ...]:
    """Return the ids of the datasets that are made from a dataset now. One query."""
    found = DatasetSource.objects.filter(source_id=dataset_id, ended_at__isnull=True)
    return tuple(found.values_list("dataset_id", flat=True))


def sources_of(*, dataset_id: str) -> tuple[SourceOpenness, ...]:
    """Return how open the sources of a dataset are. One query."""
    return openness(dataset_ids=source_ids(dataset_id=dataset_id))


def openness(*, dataset_ids: tuple[str, ...]) -> tuple[SourceOpenness, ...]:
    """Return how open datasets are, in no order. One query, none without ids."""
    found = (
        Dataset.objects.filter(pk__in=dataset_ids).values_list("title_zh", "state", "open_type") if dataset_ids else ()
    )
    return tuple(SourceOpenness(title, state, open_type) for title, state, open_type in found)
