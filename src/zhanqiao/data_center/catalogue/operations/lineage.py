"""Saying from which datasets a dataset was made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zhanqiao.data_center.catalogue.models import DatasetSource
from zhanqiao.data_center.catalogue.operations.datasets import locked
from zhanqiao.data_center.catalogue.queries.lineage import openness, source_ids
from zhanqiao.data_center.catalogue.rules import require_no_more_open
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.people.audit.operations import record


def say_sources(*, dataset_id: str, sources: Iterable[str], by: str, at: datetime) -> None:
    """Say that a dataset is made from these others, and no longer from those of before.

    Raises MoreOpenError where it is more open than one of them, NotFoundError; then nothing is changed.
    """
    wanted = tuple(dict.fromkeys(one for one in sources if one != dataset_id))
    with transaction.atomic():
        dataset = locked(dataset_id=dataset_id)
        require_no_more_open(open_type=dataset.open_type, sources=openness(dataset_ids=wanted))
        before = source_ids(dataset_id=dataset_id)
        ended = DatasetSource.objects.filter(dataset=dataset, ended_at__isnull=True).exclude(source_id__in=wanted)
        ended.update(ended_at=at)
        for one in wanted:
            if one not in before:
                DatasetSource.objects.create(dataset=dataset, source_id=one, by=by, at=at)
        storage.visible_change()
        detail = {"sources": list(wanted), "before": list(before)}
        record(by=by, action="dataset.say_sources", object_type="dataset", object_id=dataset_id, detail=detail, at=at)
