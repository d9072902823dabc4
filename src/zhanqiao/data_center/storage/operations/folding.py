"""Waiting batches become the next release of their table."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from django.db import transaction

from zhanqiao.data_center.storage.engine.changes import Batch, Folded, checked_rows, fold
from zhanqiao.data_center.storage.engine.masking import ColumnMask
from zhanqiao.data_center.storage.models import RowBatch
from zhanqiao.data_center.storage.operations.releases import PreparedRelease, prepare_rows
from zhanqiao.data_center.storage.queries import TableCard, table_card
from zhanqiao.data_center.storage.rules import Mode, Operation
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.audit.rules import SYSTEM


@dataclass(frozen=True, slots=True)
class PreparedBatches:
    """What waiting batches of a table come to. ``release`` is None when the rows stay as they are.

    ``taken`` and ``refused`` are batch ids; the latter with the reason. ``by`` is who sent them, ``system`` for several.
    """

    table_id: str
    current_id: str
    release: PreparedRelease | None
    taken: tuple[str, ...]
    refused: Mapping[str, ZhanqiaoError]
    by: str


class MaskingChangedError(ZhanqiaoError):
    """The table's masks are not those a batch was taken under; none of its rows was published, and they are removed."""

    status = 409
    code = "masking-changed"
    sentence = Text(
        zh="本批数据接收之后，数据表的脱敏规则有了变化。整批数据都没有发布，内容已删除，请重新提交。",
        en="The masks of the table have changed since these rows were taken. None of them was published and they were removed; "
        "send them again.",
    )


class BatchesOvertakenError(RuntimeError):
    """Somebody else settled these batches; the work is done."""


def tables_with_batches() -> tuple[str, ...]:
    """Return the ids of the tables with batches that wait."""
    found = RowBatch.objects.filter(settled_at__isnull=True).order_by("table_id")
    return tuple(found.values_list("table_id", flat=True).distinct())


def prepare_batches(
    *, table_id: str, masks: Sequence[ColumnMask] | None = (), at: datetime, most: int | None = None
) -> PreparedBatches | None:
    """Fold waiting batches of a table into a release nobody sees yet; None when none waits.

    Takes the oldest, up to FOLD_ROWS rows and ``most`` batches, and of them those that were taken under ``masks`` (None: none can be). Hold ``writing()`` from before this until they are settled.
    """
    card = table_card(table_id=table_id)
    waiting = _waiting(table_id, most)
    if not waiting:
        return None
    batches, misfits = _read(waiting, card, None if masks is None else frozenset(masks))
    folded = fold(serving=card.serving, fields=card.fields, key=card.key, batches=batches)
    refused = {**misfits, **folded.refused}
    taken = tuple(batch.id for batch in waiting if batch.id not in refused)
    senders = {batch.by for batch in waiting if batch.id in taken}
    by = senders.pop() if len(senders) == 1 else SYSTEM
    release = (
        None
        if folded.is_nothing
        else _released(card, folded, batches=len(taken), masking=_lineage(card, waiting, taken), by=by, at=at)
    )
    return PreparedBatches(table_id, card.release_id, release, taken, refused, by)


def settle_batches(*, prepared: PreparedBatches, at: datetime) -> None:
    """Note where the batches ended; call it in the transaction that acknowledges their release.

    Raises BatchesOvertakenError, which undoes that transaction, when one of them is settled already.
    """
    release_id = prepared.release.release_id if prepared.release else prepared.current_id
    with transaction.atomic():
        open_ones = RowBatch.objects.filter(table_id=prepared.table_id, settled_at__isnull=True)
        taken = open_ones.filter(id__in=prepared.taken).update(release_id=release_id, settled_at=at, payload=b"")
        if taken != len(prepared.taken):
            raise BatchesOvertakenError
        for batch_id, why in prepared.refused.items():
            told: dict[str, Any] = {"code": why.code, "reason_zh": why.text.zh, "reason_en": why.text.en}
            told |= {"payload": b""} if isinstance(why, MaskingChangedError) else {}
            open_ones.filter(id=batch_id).update(settled_at=at, **told)
        detail = {"release": release_id, "taken": len(prepared.taken), "refused": sorted(prepared.refused)}
        record(by=SYSTEM, action="rows.settle", object_type="table", object_id=prepared.table_id, detail=detail, at=at)


def forget_batches(*, at: datetime) -> int:
    """Remove the notes on batches that are in a release since BATCH_DAYS; return how many.

    Until then their Idempotency-Key is known. Refused batches stay, with their rows, as long again.
    """
    days = timedelta(days=int(value("BATCH_DAYS")))
    done, _ = RowBatch.objects.filter(release__isnull=False, settled_at__lt=at - days).delete()
    refused, _ = RowBatch.objects.filter(release__isnull=True, settled_at__lt=at - 2 * days).delete()
    return done + refused


def _waiting(table_id: str, most_batches: int | None) -> list[RowBatch]:
    chosen: list[RowBatch] = []
    rows, most = 0, int(value("FOLD_ROWS"))
    open_ones = RowBatch.objects.filter(table_id=table_id, settled_at__isnull=True).order_by("sequence")
    for batch in open_ones[:most_batches].iterator():
        rows += batch.rows
        if chosen and rows > most:
            break
        chosen.append(batch)
    return chosen


def _read(
    waiting: Sequence[RowBatch], card: TableCard, masks: frozenset[ColumnMask] | None
) -> tuple[list[Batch], dict[str, ZhanqiaoError]]:
    """Return the batches that fit the table as it is now, and why the others do not: a release may have come between."""
    batches, misfits = [], {}
    for each in waiting:
        operation, rows = Operation(each.operation), orjson.loads(zlib.decompress(each.payload))
        try:
            if _masks_of(each) != masks:
                raise MaskingChangedError
            fitting = checked_rows(rows=rows, operation=operation, fields=card.fields, key=card.key, table_id=card.id)
        except ZhanqiaoError as error:
            misfits[each.id] = error
        else:
            batches.append(Batch(each.id, operation, fitting))
    return batches, misfits


def _masks_of(batch: RowBatch) -> frozenset[ColumnMask]:
    return frozenset(ColumnMask.from_dict(one) for one in batch.masking.get("columns", ()))


def _lineage(card: TableCard, waiting: Iterable[RowBatch], taken: Sequence[str]) -> dict[str, Any] | None:
    """Return what the release says of masks: those of its base, with the cells that were masked in the batches added."""
    told = {one["column"]: dict(one) for one in (card.masking or {}).get("columns", ())}
    for batch in waiting:
        for one in batch.masking.get("columns", ()) if batch.id in taken else ():
            before = told.get(one["column"], {}).get("cells", 0)
            told[one["column"]] = {**one, "cells": before + one["cells"]}
    return {**(card.masking or {"smallest": 0, "suppressed": 0}), "columns": list(told.values())} if told else None


def _released(
    card: TableCard, folded: Folded, *, batches: int, masking: Mapping[str, Any] | None, by: str, at: datetime
) -> PreparedRelease:
    # Late: pyarrow takes 0.3 s and 40 MB, which processes that only take rows need not pay.
    from zhanqiao.data_center.storage.engine.changes.files import write_changes, write_rows

    mode = Mode.APPEND if folded.is_append else Mode.CHANGE
    with TemporaryDirectory(prefix="zhanqiao-fold-") as folder:
        parquet = Path(folder) / "rows.parquet"
        if folded.is_append:
            write_rows(rows=folded.added, fields=card.fields, target=parquet)
        else:
            write_changes(folded=folded, fields=card.fields, target=parquet)
        return prepare_rows(
            table_id=card.id,
            base_id=card.release_id,
            parquet=parquet,
            fields=card.fields,
            mode=mode,
            batches=batches,
            masking=masking,
            by=by,
            at=at,
        )
