"""Questions about batches of rows: what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhanqiao.data_center.storage.models import RowBatch
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text


@dataclass(frozen=True, slots=True)
class BatchCard:
    """A batch of rows. ``state`` is accepted, released or refused; ``release_id`` is where its rows are.

    ``code`` and ``reason`` say why it was refused.
    """

    id: str
    table_id: str
    operation: Operation
    rows: int
    state: str
    by: str
    accepted_at: datetime
    settled_at: datetime | None
    release_id: str | None
    code: str
    reason: Text | None


def batch_card(*, table_id: str, batch_id: str) -> BatchCard:
    """Return a batch of a table as it is now. Raises NotFoundError."""
    batch = RowBatch.objects.defer("payload").filter(table_id=table_id, id=batch_id).first()
    if batch is None:
        raise NotFoundError(what=batch_id)
    return _card(batch)


def refused_batches(*, table_id: str, key_prefix: str) -> tuple[BatchCard, ...]:
    """Return the batches of a table that were taken and could not be released, by what their Idempotency-Key begins with."""
    found = RowBatch.objects.defer("payload").filter(table_id=table_id, idempotency_key__startswith=key_prefix)
    return tuple(_card(one) for one in found.exclude(code="").order_by("sequence"))


def _card(batch: RowBatch) -> BatchCard:
    return BatchCard(
        id=batch.id,
        table_id=batch.table_id,
        operation=Operation(batch.operation),
        rows=batch.rows,
        state="released" if batch.release_id else "refused" if batch.code else "accepted",
        by=batch.by,
        accepted_at=batch.at,
        settled_at=batch.settled_at,
        release_id=batch.release_id,
        code=batch.code,
        reason=Text(zh=batch.reason_zh, en=batch.reason_en) if batch.code else None,
    )
