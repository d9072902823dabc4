"""Writing through the interfaces: sent, and waited for as long as the caller would."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.data_center.storage.queries import BatchCard
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.kit.clock import now
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.rules.problems import BatchRefusedError

LOOK_SECONDS = 0.1


def sent(
    *,
    table_id: str,
    operation: Operation,
    rows: Sequence[Any],
    idempotency_key: str = "",
    by: str,
    seconds: float,
) -> tuple[BatchCard, bool]:
    """Send rows and wait up to ``seconds`` for their release; return the batch and whether it was sent before.

    Raises what ``publishing.send_rows`` does, and BatchRefusedError for a batch that could not be taken after all.
    """
    batch, again = publishing.send_rows(
        table_id=table_id, operation=operation, rows=rows, idempotency_key=idempotency_key, by=by, at=now()
    )
    deadline = time.monotonic() + seconds
    while batch.state == "accepted" and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
        batch = queries.batch_now(batch)
    if batch.state == "refused" and batch.reason:
        raise BatchRefusedError(batch=batch.id, zh=batch.reason.zh, en=batch.reason.en, reason=batch.code)
    return batch, again
