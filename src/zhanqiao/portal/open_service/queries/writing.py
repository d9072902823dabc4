"""Who may write to a table, and what became of what was written."""

from __future__ import annotations

from typing import Any

from zhanqiao.core_services.publishing.queries import SubmissionCard
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import BatchCard
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action
from zhanqiao.portal.open_service.queries.seeing import dataset_named
from zhanqiao.portal.open_service.rules.registry import BASE


def require_writable(*, table_id: str, card: AccessCard) -> None:
    """Return when ``card`` may publish to the table; otherwise raise NotFoundError or ForbiddenError."""
    dataset = catalogue.dataset_of_table(table_id=table_id, card=card)
    require(card=card, action=Action.publish, resource=dataset.resource)


class DatasetNotPublicError(ZhanqiaoError):
    """Programs write to datasets that people have published; this one is not. Nothing was made."""

    status = 409
    code = "dataset-not-public"
    sentence = Text(
        zh="数据集“{dataset}”尚未公开或已暂停，不能由程序新建数据表。没有任何改变。请先在工作台发布。",
        en="The dataset '{dataset}' is not published, or is suspended, so programs cannot make tables in it. Nothing was "
        "changed. Publish it in the workbench first.",
    )


def dataset_writable(*, name: str, card: AccessCard) -> DatasetCard:
    """Return a dataset, by id or slug, in which ``card`` may make tables.

    Raises NotFoundError, ForbiddenError, DatasetNotPublicError.
    """
    dataset = dataset_named(name=name, card=card, as_of=None)
    require(card=card, action=Action.publish, resource=dataset.resource)
    if dataset.state != "published":
        raise DatasetNotPublicError(dataset=dataset.slug)
    return dataset


def batch_seen(*, table_id: str, batch_id: str, card: AccessCard) -> BatchCard:
    """Return a batch of a table to whom may write there. Raises NotFoundError, ForbiddenError."""
    require_writable(table_id=table_id, card=card)
    return storage.batch_card(table_id=table_id, batch_id=batch_id)


def batch_now(batch: BatchCard, /) -> BatchCard:
    """Return the batch as it is by now."""
    return storage.batch_card(table_id=batch.table_id, batch_id=batch.id)


def batch_document(batch: BatchCard, /) -> dict[str, Any]:
    """Return a batch as the API shows it."""
    return {
        "id": batch.id,
        "table": batch.table_id,
        "operation": batch.operation.value,
        "rows": batch.rows,
        "state": batch.state,
        "accepted_at": batch.accepted_at,
        "settled_at": batch.settled_at,
        "release": batch.release_id,
        "code": batch.code or None,
        "reason": batch.reason.as_dict() if batch.reason else None,
        "url": f"{BASE}/tables/{batch.table_id}/batches/{batch.id}",
    }


def job_document(submission: SubmissionCard, /) -> dict[str, Any]:
    """Return the job of a submission as the API shows it."""
    last = submission.steps[-1] if submission.steps else None
    running = submission.progress if submission.is_running else None
    releases = (submission.result or {}).get("releases") or [None]
    return {
        "id": submission.id,
        "table": submission.table_id or None,
        "filename": submission.filename,
        "size": submission.size,
        "sha256": submission.sha256,
        "sm3": submission.sm3,
        "mode": submission.mode,
        "state": submission.state.value,
        "stage": running.stage if running else None,
        "percent": running.percent if running else None,
        "code": (last.code if last else "") or None,
        "reason": last.reason.as_dict() if last and last.reason else None,
        "release": releases[0],
        "at": submission.at,
        "url": f"{BASE}/jobs/{submission.id}",
    }
