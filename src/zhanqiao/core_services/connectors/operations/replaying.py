"""Rows in quarantine: corrected, sent again, or given up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.core_services.connectors.models import ConnectorRun, QuarantinedRow
from zhanqiao.core_services.connectors.operations.registering import audit
from zhanqiao.core_services.connectors.operations.taking import Taking, told
from zhanqiao.core_services.connectors.rules import RowState, fitted, plain
from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing import queries as publishing_queries
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text


class RowSettledError(ZhanqiaoError):
    """The row no longer waits in quarantine; it was not changed."""

    status = 409
    code = "quarantined-row-settled"
    sentence = Text(
        zh="隔离的行“{row}”已经处理过，没有改变。",
        en="The quarantined row '{row}' was dealt with already and was not changed.",
    )


class MasksChangedError(ZhanqiaoError):
    """The table is masked otherwise than when the row was kept aside; nothing was sent."""

    status = 409
    code = "quarantined-row-masks-changed"
    sentence = Text(
        zh="隔离的行“{row}”是按数据表以前的脱敏规则保存的，不能再提交；没有任何改变。请放弃这一行，让来源重新送出。",
        en="The quarantined row '{row}' was kept under earlier masks of the table and cannot be sent; nothing was changed. Give it up "
        "and let it come from the source again.",
    )


def correct_row(*, row_id: str, values: Mapping[str, Any], by: str, at: datetime) -> None:
    """Change values of a row that waits, by column. The gate sees it as it sees every row.

    Of a masked table the values are masked before they are kept; they have to fit for that. Raises NotFoundError,
    RowSettledError, PersonalRowsError, RowsRefusedError, MasksChangedError.
    """
    with transaction.atomic():
        found = _waiting_row(row_id)
        given = {name: plain(one) for name, one in values.items()}
        if found.masking:
            given = _masked(found, given, at=at)
        corrected = {**found.row, **given}
        publishing.require_impersonal(rows=[corrected], at=at)
        found.row = corrected
        found.save(update_fields=["row"])
        detail = {"row": row_id, "columns": sorted(values)}  # which, not what: an audit line is kept for years
        audit(found.run.connector, "connector.correct", detail, by=by, at=at)


def _masked(found: QuarantinedRow, given: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """Return values that somebody corrected as the masks of the table leave them."""
    table_id = found.run.connector.table_id
    fields = {one.name: one for one in publishing_queries.columns_sent(table_id=table_id)}
    fitting = {name: fitted(one, type_name=fields[name].type.value) for name, one in given.items() if name in fields}
    rows, chosen = [fitting], [one for one in fields.values() if one.name in fitting]
    faults = storage.misfits_for(table_id=table_id, operation=Operation.APPEND, rows=rows, fields=chosen).get(0, [])
    for column, expected in faults:
        if column in fitting:
            raise storage.RowsRefusedError(count=1, row=found.number, column=column, zh=expected.zh, en=expected.en)
    kept = publishing.kept_aside(table_id=table_id, rows=rows, at=at)
    _require_same_masks(found, kept.masks)
    return kept.rows[0]


def _require_same_masks(found: QuarantinedRow, masks: list[dict[str, Any]]) -> None:
    if found.masking != masks:
        raise MasksChangedError(row=found.pk)


def drop_row(*, row_id: str, by: str, at: datetime) -> None:
    """Give up a row that waits; it stays to be seen. Raises NotFoundError, RowSettledError."""
    with transaction.atomic():
        found = _waiting_row(row_id)
        found.state, found.settled_by, found.settled_at = RowState.DROPPED.value, by, at
        found.save(update_fields=["state", "settled_by", "settled_at"])
        audit(found.run.connector, "connector.drop", {"row": row_id}, by=by, at=at)


def replay_run(*, run_id: str, by: str, at: datetime) -> tuple[int, int]:
    """Send the waiting rows of a run again; return how many were taken and how many still do not fit.

    Each is taken once, whoever replays at the same time. Raises NotFoundError, PersonalRowsError, BacklogError,
    MasksChangedError.
    """
    run = ConnectorRun.objects.select_related("connector").filter(pk=run_id).first()
    if run is None:
        raise NotFoundError(what=run_id)
    sent, left, after = 0, 0, 0
    while True:
        part_sent, part_left, after = _replayed(run, after=after, by=by, at=at)
        if not part_sent and not part_left:
            return sent, left
        sent, left = sent + part_sent, left + part_left


def _replayed(run: ConnectorRun, *, after: int, by: str, at: datetime) -> tuple[int, int, int]:
    """Send a batch of the rows behind the number ``after``; return also the number to go on behind."""
    taking = Taking(connector=run.connector, run=run, by=by, clock=lambda: at)
    with transaction.atomic():
        waiting = QuarantinedRow.objects.select_for_update().filter(run=run, state=RowState.WAITING.value)
        rows = list(waiting.filter(number__gt=after).order_by("number")[: int(value("BATCH_ROWS"))])
        if not rows:
            return 0, 0, after
        good = _fitting(taking, rows)
        if good:
            _send(taking, good)
        detail = {"run": run.pk, "sent": len(good), "left": len(rows) - len(good)}
        audit(run.connector, "connector.replay", detail, by=by, at=at)
    return len(good), len(rows) - len(good), rows[-1].number


def _fitting(taking: Taking, rows: list[QuarantinedRow]) -> list[tuple[QuarantinedRow, dict[str, Any]]]:
    """Return the rows that fit the table as it is now; of the others note why not. Rows that were masked fit it masked."""
    found: list[tuple[QuarantinedRow, dict[str, Any]]] = []
    for part, fields in (
        ([row for row in rows if not row.masking], taking.fields),
        ([row for row in rows if row.masking], taking.card.fields),
    ):
        types = {one.name: one.type.value for one in fields}
        made = [
            {name: fitted(one, type_name=types[name]) for name, one in row.row.items() if name in types} for row in part
        ]
        faults = storage.misfits_for(table_id=taking.card.id, operation=taking.operation, rows=made, fields=fields)
        for place, reasons in faults.items():
            part[place].reasons = told(reasons)
            part[place].save(update_fields=["reasons"])
        kept = [(row, made[place]) for place, row in enumerate(part) if place not in faults]
        found += [(row, values) for row, values in kept if not _left_out(row)]
    return found


def _left_out(row: QuarantinedRow) -> set[str]:
    """Return the masked columns that were not kept, since their values did not fit, and that nobody has corrected."""
    masked = {one["column"] for one in row.masking if one["method"] != "drop"}
    return {reason["column"] for reason in row.reasons} & masked - set(row.row)


def _send(taking: Taking, good: list[tuple[QuarantinedRow, dict[str, Any]]]) -> None:
    masks = publishing_queries.masking_of_table(table_id=taking.connector.table_id)
    current = [mask.as_dict() for mask in publishing.masks_of(masks)]
    for part in ([one for one in good if not one[0].masking], [one for one in good if one[0].masking]):
        for row, _ in part if part and part[0][0].masking else ():
            _require_same_masks(row, current)
        if part:
            _send_part(taking, part, masked=bool(part[0][0].masking))


def _send_part(taking: Taking, part: list[tuple[QuarantinedRow, dict[str, Any]]], *, masked: bool) -> None:
    table_id, rows = taking.connector.table_id, [made for _, made in part]
    masks = publishing.masks_of(publishing_queries.masking_of_table(table_id=table_id)) if masked else []
    batch, _ = publishing.send_rows(
        table_id=table_id,
        operation=taking.operation,
        rows=rows,
        masked=storage.masked_before(rows=rows, masks=masks) if masked else None,
        idempotency_key=f"{taking.run.id}-replay-{part[0][0].id}",
        by=taking.by,
        at=taking.clock(),
    )
    for row, _ in part:
        row.state, row.batch_id = RowState.REPLAYED.value, batch.id
        row.settled_by, row.settled_at = taking.by, taking.clock()
        row.save(update_fields=["state", "batch_id", "settled_by", "settled_at"])


def _waiting_row(row_id: str) -> QuarantinedRow:
    found = QuarantinedRow.objects.select_for_update().select_related("run__connector").filter(pk=row_id).first()
    if found is None:
        raise NotFoundError(what=row_id)
    if found.state != RowState.WAITING.value:
        raise RowSettledError(row=row_id)
    return found
