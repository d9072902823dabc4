"""Entries that came from elsewhere: taking them in, keeping them in step, marking them gone and returned."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.data_center.catalogue.models import Dataset, DatasetOrigin
from zhanqiao.data_center.catalogue.operations.datasets import (
    announce_change,
    locked,
    publish_dataset,
    register_dataset,
    revise_dataset,
    withdraw_dataset,
)
from zhanqiao.data_center.catalogue.operations.search import note_change
from zhanqiao.data_center.catalogue.rules import DatasetEntry, Origin, State
from zhanqiao.data_center.storage import operations as storage

LINKS = "links"


def take_in(
    *, entry: DatasetEntry, origin: Origin, publish: bool, dataset_id: str | None, by: str, at: datetime
) -> str:
    """Save a harvested entry and return its dataset's id; ``dataset_id`` is that of the entry it already became.

    A new one is published at once with ``publish``, otherwise left a draft for review. Raises as ``register_dataset``.
    """
    with transaction.atomic():
        if dataset_id is not None:
            _revise(dataset_id, entry, origin, by=by, at=at)
            return dataset_id
        dataset_id = register_dataset(entry=entry, by=by, at=at)
        DatasetOrigin.objects.create(dataset_id=dataset_id, identifier=origin.identifier, **_stored(origin))
        if publish:
            publish_dataset(dataset_id=dataset_id, by=by, at=at)
    return dataset_id


def mark_gone(*, dataset_id: str, reason: str, by: str, at: datetime) -> bool:
    """Note that the source lists the entry no more; say whether it was withdrawn from the public for it. It is kept."""
    with transaction.atomic():
        DatasetOrigin.objects.filter(pk=dataset_id).update(gone_since=at)
        if locked(dataset_id=dataset_id).state != State.PUBLISHED.value:
            return False
        withdraw_dataset(dataset_id=dataset_id, reason=reason, by=by, at=at)
    return True


def mark_returned(*, dataset_id: str, republish: bool, by: str, at: datetime) -> None:
    """Note that the source lists the entry again; publish it again if it is still withdrawn and ``republish``."""
    with transaction.atomic():
        DatasetOrigin.objects.filter(pk=dataset_id).update(gone_since=None)
        if republish and locked(dataset_id=dataset_id).state == State.WITHDRAWN.value:
            publish_dataset(dataset_id=dataset_id, by=by, at=at)


def rename_origin(*, source: str, source_zh: str, source_en: str, at: datetime) -> None:
    """Give the source another name wherever its entries are shown; call it in the transaction that renames it."""
    found = DatasetOrigin.objects.filter(source=source)
    found.update(source_zh=source_zh, source_en=source_en)
    for dataset_id in found.values_list("dataset_id", flat=True):
        note_change(dataset_id=dataset_id, at=at)
    storage.visible_change()


def _revise(dataset_id: str, entry: DatasetEntry, origin: Origin, *, by: str, at: datetime) -> None:
    changed = revise_dataset(dataset_id=dataset_id, entry=entry, by=by, at=at)
    held = DatasetOrigin.objects.get(pk=dataset_id)
    stored = _stored(origin)
    if all(getattr(held, name) == value for name, value in stored.items()):
        return
    DatasetOrigin.objects.filter(pk=dataset_id).update(**stored)
    if not changed:
        Dataset.objects.filter(pk=dataset_id).update(modified_at=at)
        announce_change(locked(dataset_id=dataset_id), fields=(LINKS,), action="dataset.revise", by=by, at=at)


def _stored(origin: Origin) -> dict[str, object]:
    return {
        "source": origin.source,
        "source_zh": origin.source_zh,
        "source_en": origin.source_en,
        "page": origin.page,
        "links": [link.as_dict() for link in origin.links],
    }
