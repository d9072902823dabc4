"""Rows that programs send: taken durably, in small batches, each once."""

from __future__ import annotations

import hmac
import zlib
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from django.db.models import Sum

from zhanqiao.data_center.storage.engine.changes import Row, checked_rows, misfits, require_key_columns
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.masking import MaskedRows, masking_key
from zhanqiao.data_center.storage.engine.releases.schemas import check_names
from zhanqiao.data_center.storage.models import RowBatch
from zhanqiao.data_center.storage.operations.releases import PreparedRelease, prepare_rows
from zhanqiao.data_center.storage.queries import BatchCard, batch_card, table_card
from zhanqiao.data_center.storage.rules import Mode, Operation
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record

RETRY_SECONDS = 5
PACKING = 1  # zlib's quickest level


class TooManyRowsError(ZhanqiaoError):
    """One request holds more rows than a batch may; none was taken."""

    status = 413
    code = "too-many-rows"
    sentence = Text(
        zh="一次最多提交 {limit} 行，本次有 {rows} 行，没有写入任何数据。请分批提交，或以文件整体发布。",
        en="A request holds at most {limit} rows, this one {rows}; none was taken. Send them in parts, or publish a file.",
    )


class NoRowsError(ZhanqiaoError):
    """The request holds no row; nothing was changed."""

    status = 422
    code = "no-rows"
    sentence = Text(zh="请求中没有数据行，没有任何改变。", en="The request holds no rows; nothing was changed.")


class BacklogError(ZhanqiaoError):
    """Too many rows wait to be released; the request was not taken and may be sent again."""

    status = 429
    code = "backlog"
    sentence = Text(
        zh="该数据表已有 {rows} 行等待发布，达到上限。本批没有写入，请在 {retry_after} 秒后原样重试。",
        en="{rows} rows of this table wait to be released, which is the limit. The request was not taken; send it again as "
        "it is in {retry_after} seconds.",
    )


class IdempotencyConflictError(ZhanqiaoError):
    """The Idempotency-Key was used for other rows; nothing was changed."""

    status = 422
    code = "idempotency-conflict"
    sentence = Text(
        zh="Idempotency-Key“{key}”已用于另一批不同的数据（{batch}）。本批没有写入，请为新数据使用新的键。",
        en="The Idempotency-Key '{key}' was used for other rows ({batch}). Nothing was taken; give new rows a new key.",
    )


def checked_for(*, table_id: str, operation: Operation, rows: Sequence[Any]) -> list[Row]:
    """Return rows with the values to store, held against the table as it is now.

    Raises NotFoundError, NoRowsError, TooManyRowsError, NoKeyError, RowsRefusedError, KeyTakenError.
    """
    require_size(rows=rows)
    card = table_card(table_id=table_id)
    return checked_rows(rows=rows, operation=operation, fields=card.fields, key=card.key, table_id=table_id)


def require_size(*, rows: Sequence[Any]) -> None:
    """Raise NoRowsError or TooManyRowsError unless a batch may hold these rows."""
    limit = int(value("BATCH_ROWS"))
    if not rows:
        raise NoRowsError
    if len(rows) > limit:
        raise TooManyRowsError(limit=limit, rows=len(rows))


def misfits_for(
    *, table_id: str, operation: Operation, rows: Sequence[Any], fields: Sequence[Field] | None = None
) -> dict[int, list[tuple[str, Text]]]:
    """Return what keeps rows from the table as it is now: by place (from 0), pairs of column and what is expected.

    For who sets such rows aside and sends the others; ``fields`` are other columns than the table's, as rows come before
    masks. Raises NotFoundError.
    """
    card = table_card(table_id=table_id)
    return misfits(rows=rows, operation=operation, fields=card.fields if fields is None else fields, key=card.key)


def prepare_first(
    *,
    table_id: str,
    fields: Sequence[Field],
    rows: Sequence[Row],
    by: str,
    at: datetime,
) -> PreparedRelease:
    """Write the first release of a table from rows that were checked; there may be none. Hold ``writing()``."""
    # Late: pyarrow takes 0.3 s and 40 MB, which most requests need not pay.
    from zhanqiao.data_center.storage.engine.changes.files import write_rows

    whole = [{field.name: row.get(field.name) for field in fields} for row in rows]
    with TemporaryDirectory(prefix="zhanqiao-first-") as folder:
        parquet = Path(folder) / "rows.parquet"
        write_rows(rows=whole, fields=fields, target=parquet)
        return prepare_rows(
            table_id=table_id,
            base_id=None,
            parquet=parquet,
            fields=fields,
            mode=Mode.REPLACE,
            batches=0,
            by=by,
            at=at,
        )


def accept_batch(
    *,
    table_id: str,
    operation: Operation,
    rows: Sequence[Any],
    masked: MaskedRows | None = None,
    idempotency_key: str = "",
    by: str,
    at: datetime,
    within: Callable[[str], object] | None = None,
) -> tuple[BatchCard, bool]:
    """Take rows that were checked, durably, and return the batch and whether it was there already.

    Where they are ``masked``, only that is kept, and of ``rows`` a digest that nobody can try values on.

    The same ``idempotency_key`` of the same caller with the same rows is the same batch, however often it is sent.
    ``within`` is called with the id of a new batch, inside the transaction that takes it.
    Raises IdempotencyConflictError, BacklogError.
    """
    digest = _keyed(operation, rows) if masked else _digest(operation, rows)
    _require_room(table_id)
    batch = RowBatch(
        table_id=table_id,
        operation=operation.value,
        rows=len(rows),
        payload=zlib.compress(orjson.dumps(masked.rows if masked else rows), PACKING),
        masking=masked.done.as_dict() if masked else {},
        digest=digest,
        idempotency_key=idempotency_key,
        by=by,
        at=at,
    )
    try:
        _keep(batch, within)
    except IntegrityError:
        known = known_batch(table_id=table_id, operation=operation, rows=rows, idempotency_key=idempotency_key, by=by)
        if known is None:
            raise
        return known, True
    return batch_card(table_id=table_id, batch_id=batch.id), False


def _keep(batch: RowBatch, within: Callable[[str], object] | None) -> None:
    digest = "keyed_digest" if batch.masking else "sha256"
    detail = {"table": batch.table_id, "operation": batch.operation, "rows": batch.rows, digest: batch.digest}
    detail |= {"masking": batch.masking} if batch.masking else {}
    with transaction.atomic():
        batch.save(force_insert=True)
        if within is not None:
            within(batch.id)
        record(by=batch.by, action="rows.accept", object_type="batch", object_id=batch.id, detail=detail, at=batch.at)


def checked_first(*, fields: Sequence[Field], key: Sequence[str], rows: Sequence[Any]) -> list[Row]:
    """Return the first rows of a table that is to be made. Raises what ``checked_for`` does, KeyColumnsError, DuplicateColumnError."""
    limit = int(value("BATCH_ROWS"))
    if len(rows) > limit:
        raise TooManyRowsError(limit=limit, rows=len(rows))
    check_names(fields=fields)
    require_key_columns(columns=key, fields=fields)
    return checked_rows(rows=rows, operation=Operation.APPEND, fields=fields, key=key, table_id="")


def known_batch(
    *, table_id: str, operation: Operation, rows: Sequence[Any], idempotency_key: str, by: str
) -> BatchCard | None:
    """Return the batch that this caller sent with this key, None when there is none. Raises IdempotencyConflictError."""
    if not idempotency_key:
        return None
    batch = RowBatch.objects.filter(table_id=table_id, by=by, idempotency_key=idempotency_key).first()
    if batch is None:
        return None
    if batch.digest != (_keyed(operation, rows) if batch.masking else _digest(operation, rows)):
        raise IdempotencyConflictError(key=idempotency_key[:80], batch=batch.id)
    return batch_card(table_id=table_id, batch_id=batch.id)


def _digest(operation: Operation, rows: Sequence[Any]) -> str:
    return sha256(operation.value.encode() + orjson.dumps(rows)).hexdigest()


def _keyed(operation: Operation, rows: Sequence[Any]) -> str:
    """Return a digest of rows in the clear by which nobody without the key can tell whether a value was in them."""
    return hmac.digest(masking_key(), operation.value.encode() + orjson.dumps(rows), sha256).hex()


def _require_room(table_id: str) -> None:
    waiting = RowBatch.objects.filter(table_id=table_id, settled_at__isnull=True).aggregate(rows=Sum("rows"))["rows"]
    if (waiting or 0) >= int(value("WAITING_ROWS")):
        raise BacklogError(rows=waiting, retry_after=RETRY_SECONDS)
