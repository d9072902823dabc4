"""Rows that departments' programs send: checked, taken, and published in the next release of their table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.core_services.publishing.rules import KINDS
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.data_center.metadata.rules import ColumnWords
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage import queries as storage_queries
from zhanqiao.data_center.storage.operations import PreparedBatches
from zhanqiao.data_center.storage.queries import BatchCard, Field
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
    idempotency_key: str = "",
    by: str,
    at: datetime,
) -> tuple[BatchCard, bool]:
    """Take rows for the table's next release; return the batch and whether it was sent before.

    Whoever calls has made sure that ``by`` may publish to the table. Raises what ``checked_for`` and ``accept_batch``
    raise, and PersonalRowsError; then no row was taken.
    """
    known = storage.known_batch(
        table_id=table_id, operation=operation, rows=rows, idempotency_key=idempotency_key, by=by
    )
    if known:
        return known, True
    checked = storage.checked_for(table_id=table_id, operation=operation, rows=rows)
    if operation is not Operation.DELETE:
        fields = storage_queries.table_card(table_id=table_id).fields
        _require_no_personal_data(fields=fields, rows=checked, at=at)
    return storage.accept_batch(
        table_id=table_id, operation=operation, rows=rows, idempotency_key=idempotency_key, by=by, at=at
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

    Whoever calls has made sure that ``by`` may publish to the dataset. Raises TableExistsError, DuplicateColumnError,
    KeyColumnsError, RowsRefusedError, KeyTakenError, TooManyRowsError, PersonalRowsError; then nothing was made.
    """
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


def publish_rows(*, table_id: str, at: datetime) -> str | None:
    """Publish the rows that wait for a table in one release; return its id, None when the rows stay as they are.

    Safe to repeat after a crash, and beside another process that does the same: each batch is in one release, once.
    """
    with storage.writing():
        prepared = storage.prepare_batches(table_id=table_id, at=at)
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


def _acknowledge(prepared: PreparedBatches, *, at: datetime) -> None:
    card = storage_queries.table_card(table_id=prepared.table_id)
    with transaction.atomic():
        if prepared.release:
            catalogue.publish_releases(dataset_id=card.dataset_id, prepared=[prepared.release], by=prepared.by, at=at)
        storage.settle_batches(prepared=prepared, at=at)


def _undo(prepared: PreparedBatches) -> None:
    if prepared.release:
        storage.abandon_release(table_id=prepared.table_id, release_id=prepared.release.release_id)


def _require_no_personal_data(*, fields: Sequence[Field], rows: Sequence[dict[str, Any]], at: datetime) -> None:
    findings = storage.find_personal_in_rows(rows=rows, fields=fields, on=at.astimezone(CITY_TIME).date())
    blocking = [finding for finding in findings if finding.blocks]
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
