"""Rows that departments' programs send: checked, taken, and published in the next release of their table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.core_services.publishing.operations.masking import require_alike
from zhanqiao.core_services.publishing.operations.places import rows_in_wgs84
from zhanqiao.core_services.publishing.queries.settled import columns_sent, exempted_of_table, masking_of_table
from zhanqiao.core_services.publishing.rules import KINDS, TableMasking, TooFewAlikeError, require_rows_maskable
from zhanqiao.core_services.reviews.queries import require_updates_permitted
from zhanqiao.core_services.reviews.rules import UpdateWay
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.data_center.metadata.rules import ColumnWords
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage import queries as storage_queries
from zhanqiao.data_center.storage.operations import ColumnMask, MaskedRows, PreparedBatches
from zhanqiao.data_center.storage.queries import BatchCard, Field, LogicalType
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class PersonalRowsError(ZhanqiaoError):
    """Rows to publish hold personal data; none was taken.

    Facts: ``problems``, the columns with the kind, the number of cells and the first rows. 个人信息保护法 art 25.
    """

    status = 422
    code = "personal-data"
    sentence = Text(
        zh="“{column}”列有 {cells} 个单元格含有{kind_zh}（首先是第 {row} 行）。整批数据都没有写入，请删除个人信息后重新提交。",
        en="Column '{column}' holds {kind_en} in {cells} cells, first in row {row}. None of the rows was taken; remove the "
        "personal data and send the request again.",
    )


def send_rows(
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
    """Take rows for the table's next release; return the batch and whether it was sent before.

    ``within`` is called with the id of a new batch, inside the transaction that takes it. Whoever calls has made sure that ``by`` may
    publish to the table. Rows of a masked table are masked before anything of them is kept, and searched then; ``masked`` are rows
    that were masked before, as those kept aside.
    Raises UpdatesNotPermittedError, HalfPlaceError, what ``checked_for``, ``masked_rows`` and ``accept_batch`` raise, and PersonalRowsError; then no row
    was taken.
    """
    rows, masked = rows_in_wgs84(table_id=table_id, operation=operation, rows=rows, masked=masked)
    known = storage.known_batch(
        table_id=table_id, operation=operation, rows=rows, idempotency_key=idempotency_key, by=by
    )
    if known:
        return known, True
    card = storage_queries.table_card(table_id=table_id)
    require_updates_permitted(dataset_id=card.dataset_id, way=UpdateWay.ROWS, at=at)
    if masked is None:
        masked = masked_rows(table_id=table_id, operation=operation, rows=rows)
    checked = storage.checked_for(table_id=table_id, operation=operation, rows=masked.rows if masked else rows)
    if operation is not Operation.DELETE:
        _require_no_personal_data(fields=card.fields, rows=checked, table_id=table_id, at=at)
    return storage.accept_batch(
        table_id=table_id,
        operation=operation,
        rows=rows,
        masked=masked,
        idempotency_key=idempotency_key,
        by=by,
        at=at,
        within=within,
    )


def masked_rows(*, table_id: str, operation: Operation, rows: Sequence[Any]) -> MaskedRows | None:
    """Return rows as the table's masks leave them, None for a table without masks. Nothing is kept.

    Raises MaskedTableError, MaskedKeyError and what ``masked_sent`` raises; no value is in the texts of these.
    """
    masking, fields = sent_masking(table_id=table_id)
    if not masking:
        return None
    return storage.masked_sent(
        table_id=table_id, operation=operation, rows=rows, fields=fields, masks=masks_of(masking)
    )


def begin_table(
    *,
    dataset_id: str,
    name: str,
    title_zh: str = "",
    title_en: str = "",
    fields: Sequence[Field],
    key: Sequence[str] = (),
    rows: Sequence[Any] = (),
    words: Sequence[ColumnWords] = (),
    by: str,
    at: datetime,
) -> tuple[str, str]:
    """Make a table of a published dataset with its first rows; return the ids of the table and of its first release.

    Whoever calls has made sure that ``by`` may publish to the dataset. Raises UpdatesNotPermittedError, TableExistsError, DuplicateColumnError,
    KeyColumnsError, RowsRefusedError, KeyTakenError, TooManyRowsError, PersonalRowsError; then nothing was made.
    """
    require_updates_permitted(dataset_id=dataset_id, way=UpdateWay.TABLES, at=at)
    storage.require_free_name(dataset_id=dataset_id, name=name)
    checked = storage.checked_first(fields=fields, key=key, rows=rows)
    _require_no_personal_data(fields=fields, rows=checked, at=at)
    with storage.writing():
        table_id = storage.create_table(
            dataset_id=dataset_id, name=name, title_zh=title_zh or name, title_en=title_en, key=key, by=by, at=at
        )
        prepared = storage.prepare_first(table_id=table_id, fields=fields, rows=checked, by=by, at=at)
        said = {table_id: words}
        try:
            with transaction.atomic():
                storage.require_free_name(dataset_id=dataset_id, name=name)  # another may have been quicker
                catalogue.publish_releases(dataset_id=dataset_id, prepared=[prepared], words=said, by=by, at=at)
        except BaseException:
            storage.abandon_release(table_id=table_id, release_id=prepared.release_id)
            raise
    return table_id, prepared.release_id


def declare_key(*, table_id: str, columns: Sequence[str], by: str, at: datetime) -> None:
    """Say which columns identify a row of a table. Raises UpdatesNotPermittedError, and what ``storage.declare_key`` raises."""
    card = storage_queries.table_card(table_id=table_id)
    require_updates_permitted(dataset_id=card.dataset_id, way=UpdateWay.ROWS, at=at)
    storage.declare_key(table_id=table_id, columns=columns, by=by, at=at)


def require_impersonal(*, rows: Sequence[Mapping[str, Any]], at: datetime) -> None:
    """Raise PersonalRowsError where rows hold personal data that fit no table and are to be kept all the same."""
    fields = [Field(name, LogicalType.TEXT) for name in dict.fromkeys(name for row in rows for name in row)]
    told = [{name: str(value) for name, value in row.items() if value is not None} for row in rows]
    _require_no_personal_data(fields=fields, rows=told, at=at)


def publish_rows(*, table_id: str, at: datetime) -> str | None:
    """Publish the rows that wait for a table in one release; return its id, None when the rows stay as they are.

    Where the release would have less than the k-anonymity asked for, batches are tried one by one, and one that does it is
    refused whole. Safe to repeat after a crash, and beside another process that does the same: each batch is in one
    release, once.
    """
    with storage.writing():
        prepared = _prepared(table_id, at=at)
        if prepared is None:
            return None
        try:
            _acknowledge(prepared, at=at)
        except (storage.BatchesOvertakenError, storage.ReleaseOvertakenError):
            _undo(prepared)  # another process was quicker, or a file came in between: the next round sees to the rest
            return None
        except BaseException:
            _undo(prepared)
            raise
    return prepared.release.release_id if prepared.release else None


def _prepared(table_id: str, *, at: datetime, most: int | None = None) -> PreparedBatches | None:
    """Return what waiting batches come to, held to the table's masks and to its k-anonymity."""
    masking = masking_of_table(table_id=table_id)
    masks = None if masking.smallest else masks_of(masking)
    prepared = storage.prepare_batches(table_id=table_id, masks=masks, at=at, most=most)
    if prepared is None or prepared.release is None:
        return prepared
    try:
        require_alike(masking=masking, prepared=prepared.release)
    except TooFewAlikeError as error:
        _undo(prepared)
        if len(prepared.taken) > 1:
            return _prepared(table_id, at=at, most=1)
        refused = {**prepared.refused, **dict.fromkeys(prepared.taken, error)}
        return replace(prepared, release=None, taken=(), refused=refused)
    except BaseException:
        _undo(prepared)
        raise
    return prepared


def _acknowledge(prepared: PreparedBatches, *, at: datetime) -> None:
    card = storage_queries.table_card(table_id=prepared.table_id)
    with transaction.atomic():
        if prepared.release:
            catalogue.publish_releases(dataset_id=card.dataset_id, prepared=[prepared.release], by=prepared.by, at=at)
        storage.settle_batches(prepared=prepared, at=at)


def _undo(prepared: PreparedBatches) -> None:
    if prepared.release:
        storage.abandon_release(table_id=prepared.table_id, release_id=prepared.release.release_id)


def sent_masking(*, table_id: str) -> tuple[TableMasking, tuple[Field, ...]]:
    """Return the masks of a table and the columns in which its rows come. Raises MaskedTableError, MaskedKeyError."""
    masking, fields = masking_of_table(table_id=table_id), columns_sent(table_id=table_id)
    if masking:
        key = storage_queries.table_card(table_id=table_id).key
        require_rows_maskable(masking=masking, key=key, columns_known=bool(fields))
    return masking, fields


def masks_of(masking: TableMasking, /) -> list[ColumnMask]:
    """Return the masks that rules declare, as they are applied."""
    return [ColumnMask.from_dict(rule.as_dict()) for rule in masking.rules]


def _require_no_personal_data(
    *, fields: Sequence[Field], rows: Sequence[dict[str, Any]], table_id: str = "", at: datetime
) -> None:
    findings = storage.find_personal_in_rows(rows=rows, fields=fields, on=at.astimezone(CITY_TIME).date())
    blocking = [finding for finding in findings if finding.blocks]
    if blocking and table_id:
        allowed = exempted_of_table(table_id=table_id)
        blocking = [finding for finding in blocking if (finding.column, finding.kind.value) not in allowed]
    if not blocking:
        return
    first = blocking[0]
    kind = KINDS[first.kind.value]
    told = [
        {"column": one.column, "kind": one.kind.value, "cells": one.cells, "rows": list(one.rows)} for one in blocking
    ]
    raise PersonalRowsError(
        column=first.column, cells=first.cells, kind_zh=kind.zh, kind_en=kind.en, row=first.rows[0], problems=told
    )
