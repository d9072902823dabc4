"""Who may write to a table, and what became of what was written."""

from __future__ import annotations

from typing import Any

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import BatchCard
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action
from zhanqiao.portal.open_service.rules.registry import BASE


def require_writable(*, table_id: str, card: AccessCard) -> None:
    """Return when ``card`` may publish to the table; otherwise raise NotFoundError or ForbiddenError."""
    dataset = catalogue.dataset_of_table(table_id=table_id, card=card)
    require(card=card, action=Action.publish, resource=dataset.resource)


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
