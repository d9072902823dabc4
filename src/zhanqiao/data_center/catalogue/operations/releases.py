"""Publishing releases: prepared tables become what the public sees of a dataset, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanqiao.data_center.catalogue import events
from zhanqiao.data_center.catalogue.models import Dataset, DatasetOrigin, DatasetTable
from zhanqiao.data_center.catalogue.operations.datasets import announce, locked, step
from zhanqiao.data_center.catalogue.queries.lineage import sources_of
from zhanqiao.data_center.catalogue.rules import State, require_no_more_open
from zhanqiao.data_center.metadata import operations as metadata
from zhanqiao.data_center.metadata.rules import ColumnWords
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.operations import PreparedRelease
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record


class HarvestedEntryError(ZhanqiaoError):
    """An entry that came from elsewhere holds no tables of ours; nothing was released."""

    status = 409
    code = "harvested-entry"
    sentence = Text(
        zh="“{title}”采集自其他平台，其数据在来源平台，没有发布。请另建数据集。",
        en="'{title}' was harvested from another portal and its data are there; nothing was released. Make a dataset of its own.",
    )


def publish_releases(
    *,
    dataset_id: str,
    prepared: Sequence[PreparedRelease],
    words: Mapping[str, Sequence[ColumnWords]] | None = None,
    by: str,
    at: datetime,
    note: str = "",
) -> None:
    """Acknowledge the prepared releases, describe their columns and make the dataset public: all or nothing.

    ``words`` maps table ids to what was said about their columns; the rest is kept or proposed. A dataset that
    is suspended or withdrawn gets its releases and stays as it is. Raises NotFoundError, ReleaseOvertakenError,
    DictionaryMismatchError, HarvestedEntryError, MoreOpenError.
    """
    with transaction.atomic():
        dataset = locked(dataset_id=dataset_id)
        if DatasetOrigin.objects.filter(pk=dataset.pk).exists():
            raise HarvestedEntryError(title=dataset.title_zh)
        require_no_more_open(open_type=dataset.open_type, sources=sources_of(dataset_id=dataset_id))
        for one in prepared:
            storage.acknowledge_release(prepared=one, by=by, at=at, note=note)
            _place(dataset, table_id=one.table_id)
            metadata.describe_new_release(
                table_id=one.table_id, words=(words or {}).get(one.table_id, ()), by=by, at=at
            )
        _show(dataset, by=by, at=at)
        _announce(dataset, prepared=prepared, by=by, at=at)


def _place(dataset: Dataset, *, table_id: str) -> None:
    last = DatasetTable.objects.filter(dataset=dataset).last()
    ordinal = last.ordinal + 1 if last else 1
    DatasetTable.objects.get_or_create(table_id=table_id, defaults={"dataset": dataset, "ordinal": ordinal})


def _show(dataset: Dataset, *, by: str, at: datetime) -> None:
    if dataset.state == State.DRAFT.value:
        step(dataset, to=State.PUBLISHED, by=by, at=at, reason="")
        event = events.DatasetPublished(dataset_id=dataset.id, slug=dataset.slug, by=by, at=at)
        announce(signal=events.dataset_published, event=event, dataset_id=dataset.id, at=at)
        return
    dataset.modified_at = at
    dataset.save(update_fields=["modified_at"])


def _announce(dataset: Dataset, *, prepared: Sequence[PreparedRelease], by: str, at: datetime) -> None:
    pairs = tuple((one.table_id, one.release_id) for one in prepared)
    event = events.ReleasePublished(dataset_id=dataset.id, slug=dataset.slug, releases=pairs, by=by, at=at)
    announce(signal=events.release_published, event=event, dataset_id=dataset.id, at=at)
    detail = {"slug": dataset.slug, "releases": [release for _, release in pairs]}
    record(by=by, action="dataset.publish_releases", object_type="dataset", object_id=dataset.id, detail=detail, at=at)
