"""What department nodes hand over, by the same ways of writing as everybody's: taken and logged in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from zhanqiao.core_services.exchange import operations as exchange
from zhanqiao.core_services.exchange import queries as exchange_queries
from zhanqiao.core_services.exchange.operations import Handed
from zhanqiao.core_services.exchange.queries import TransferCard
from zhanqiao.core_services.exchange.rules import ContentDiffersError
from zhanqiao.core_services.publishing.operations.receiving import DigestMismatchError
from zhanqiao.core_services.publishing.operations.rows import send_rows
from zhanqiao.core_services.publishing.operations.unattended import send_file
from zhanqiao.data_center.storage.rules import Mode, Operation
from zhanqiao.kit.digests import Digests

MODES = {"replace-file": Mode.REPLACE, "append-file": Mode.APPEND}


def take_rows(*, handed: Handed, rows: Sequence[Any], digests: Digests, at: datetime) -> tuple[TransferCard, bool]:
    """Take the rows of a signed call for the table's next release; return the transfer and whether it was there before.

    Whoever calls has made sure that the node's account may publish to the table. ``digests`` are those of the body as it
    came. Raises ContentDiffersError, TransferKeyUsedError and what ``send_rows`` raises; then nothing was taken.
    """
    if digests.sha256 != handed.signed.sha256:
        raise ContentDiffersError
    known = _known(handed)
    if known:
        return known, True

    def log(batch_id: str) -> None:
        exchange.log_transfer(handed=handed, taken_as=batch_id, digests=digests, rows=len(rows), at=at)

    send_rows(
        table_id=handed.table_id,
        operation=Operation(handed.operation),
        rows=rows,
        idempotency_key=_key_below(handed),
        by=handed.node.account_id,
        at=at,
        within=log,
    )
    return _logged(handed), False


def take_file(
    *, handed: Handed, chunks: Iterable[bytes], filename: str, size: int | None, at: datetime
) -> tuple[TransferCard, bool]:
    """Take the file of a signed call for the table and let it be published; return the transfer and whether it was there before.

    A transfer that was there before is answered without reading the file. Raises ContentDiffersError,
    TransferKeyUsedError and what ``send_file`` raises.
    """
    known = _known(handed)
    if known:
        return known, True

    def log(submission_id: str, digests: Digests) -> None:
        exchange.log_transfer(handed=handed, taken_as=submission_id, digests=digests, rows=None, at=at)

    try:
        send_file(
            table_id=handed.table_id,
            chunks=chunks,
            filename=filename,
            mode=MODES[handed.operation],
            size=size,
            sha256=handed.signed.sha256,
            idempotency_key=_key_below(handed),
            by=handed.node.account_id,
            at=at,
            within=log,
        )
    except DigestMismatchError:
        raise ContentDiffersError from None
    return _logged(handed), False


def _known(handed: Handed) -> TransferCard | None:
    return exchange_queries.known_transfer(
        node_id=handed.node.id,
        idempotency_key=handed.idempotency_key,
        table_id=handed.table_id,
        operation=handed.operation,
        sha256=handed.signed.sha256,
    )


def _logged(handed: Handed) -> TransferCard:
    found = _known(handed)
    assert found is not None, "what was taken was logged in the same transaction"
    return found


def _key_below(handed: Handed) -> str:
    """Return the key under which the rows or the file are taken: no other caller can have used it."""
    return f"{handed.node.id}/{sha256(handed.idempotency_key.encode()).hexdigest()}"
