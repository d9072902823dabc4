"""Taking a piece: the rows that fit, the rows that do not, and the position, in one transaction - or nothing of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from zhanqiao.core_services.connectors.models import Connector, ConnectorFile, ConnectorRun, QuarantinedRow
from zhanqiao.core_services.connectors.rules import (
    ColumnsRepeatedError,
    Drift,
    Misfits,
    Mode,
    drifted,
    fitted,
    plain,
    require_columns,
)
from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing import queries as publishing_queries
from zhanqiao.core_services.publishing.operations import AsideRows
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.operations import BacklogError
from zhanqiao.data_center.storage.queries import Field, TableCard, table_card
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

if TYPE_CHECKING:  # else every page would load SQLAlchemy
    from zhanqiao.core_services.connectors.engine.pieces import Piece

BACKLOG_SECONDS = 5.0
MOST_BACKLOGS = 240  # twenty minutes
Sleep = Callable[[float], Any]
Reasons = Sequence[tuple[str, Text]]


class MisfitsRefusedError(ZhanqiaoError):
    """Rows do not fit the table, and the connector is set to stop then; nothing of the piece was taken."""

    status = 422
    code = "connector-misfits"
    sentence = Text(
        zh="{count} 行不符合数据表的定义（首先是第 {row} 行“{column}”列：应为{zh}），按设定停止，这一段没有写入。",
        en="{count} rows do not fit the table (first row {row}, column '{column}': expected {en}). The run stopped as it was set "
        "to, and nothing of this piece was taken.",
    )


class WatermarkMaskedError(ZhanqiaoError):
    """The column that tells what is new is masked in the table; nothing was taken, since its last value would be kept."""

    status = 409
    code = "connector-watermark-masked"
    sentence = Text(
        zh="增量依据的“{column}”列在数据表中是脱敏的，而进度会记下它的值，因此没有取任何行。请改用其他列作增量依据。",
        en="The column '{column}' that tells what is new is masked in the table, and the position would keep its value, so no row was "
        "taken. Use another column.",
    )


class TooManyMisfitsError(ZhanqiaoError):
    """More rows do not fit than the connector may set aside; nothing of the piece was taken."""

    status = 422
    code = "connector-misfits-many"
    sentence = Text(
        zh="不符合数据表的行已有 {count} 行，超过上限 {most} 行，运行停止，这一段没有写入。请核实来源，或提高上限。",
        en="{count} rows do not fit the table, more than the {most} that may be set aside. The run stopped, and nothing of this "
        "piece was taken. Look at the source, or raise the limit.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """A run at work."""

    connector: Connector
    run: ConnectorRun
    by: str
    clock: Callable[[], datetime]
    sleep: Sleep = time.sleep
    began: float = field(default_factory=time.monotonic)

    @property
    def card(self) -> TableCard:
        """Return the table as it is now."""
        return table_card(table_id=self.connector.table_id)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the columns in which rows come: those before the table's masks."""
        return publishing_queries.columns_sent(table_id=self.connector.table_id) or self.card.fields

    @property
    def operation(self) -> Operation:
        """Return what is done with rows: changed by key where there is one and the mode allows, else added."""
        wanted = Mode(self.connector.mode) in {Mode.UPSERT, Mode.INCREMENTAL}
        return Operation.UPSERT if wanted and self.card.key else Operation.APPEND


@dataclass(frozen=True, slots=True)
class Sorted:
    """The rows of a piece: how many, those to send, why others are not sent and as what they are kept, columns left out."""

    count: int
    good: list[dict[str, Any]]
    faults: dict[int, list[tuple[str, Text]]]
    aside: AsideRows
    left_out: tuple[str, ...]


def renamed(connector: Connector, piece: Piece, /) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """Return the columns and rows of a piece under the table's names. Raises ColumnsRepeatedError."""
    names = {name: str(connector.columns.get(name, name)) for name in piece.columns}
    columns = tuple(names.values())
    for place, name in enumerate(columns):
        if name in columns[:place]:
            raise ColumnsRepeatedError(column=name)
    return columns, [{names[name]: plain(value) for name, value in row.items() if name in names} for row in piece.rows]


def held_to_columns(taking: Taking, columns: Sequence[str], /, *, whole_header: bool) -> tuple[str, ...]:
    """Return the new columns that are left out. Raises SourceDriftedError."""
    known = [one.name for one in taking.fields]
    found = drifted(columns=columns, known=known, whole_header=whole_header)
    drift = Drift(taking.connector.drift)
    require_columns(found=found, drift=drift, needed=taking.card.key)
    return found.new if drift is Drift.IGNORE else ()


def take(taking: Taking, piece: Piece, /, *, file: ConnectorFile | None = None) -> None:
    """Take a piece. Raises SourceDriftedError, MisfitsRefusedError, PersonalRowsError; then nothing of it was taken."""
    found = _sorted(taking, piece)
    for _ in range(MOST_BACKLOGS):
        try:
            _keep(taking, piece, found, file)
        except BacklogError:
            taking.sleep(BACKLOG_SECONDS)
        else:
            return
    _keep(taking, piece, found, file)


def _sorted(taking: Taking, piece: Piece) -> Sorted:
    columns, rows = renamed(taking.connector, piece)
    if not rows:
        return Sorted(0, [], {}, AsideRows([], []), ())
    left_out = held_to_columns(taking, columns, whole_header=piece.whole_header)
    _require_mark_kept(taking)
    fields = taking.fields
    types = {one.name: one.type.value for one in fields}
    fitting = [
        {name: fitted(value, type_name=types.get(name, "text")) for name, value in row.items() if name not in left_out}
        for row in rows
    ]
    faults = storage.misfits_for(table_id=taking.card.id, operation=taking.operation, rows=fitting, fields=fields)
    _require_room(taking, len(faults))
    aside = _aside(taking, rows, fitting, faults)
    good = [row for place, row in enumerate(fitting) if place not in faults]
    return Sorted(len(rows), good, faults, aside, left_out)


def _require_mark_kept(taking: Taking) -> None:
    """Stop before the value of a masked column is kept as how far the source was taken."""
    connector = taking.connector
    column = str(connector.columns.get(connector.watermark, connector.watermark))
    if column and publishing_queries.masking_of_table(table_id=connector.table_id).covers(column=column):
        raise WatermarkMaskedError(column=column)


def _require_room(taking: Taking, count: int) -> None:
    most = taking.connector.most_misfits
    if most and taking.run.rows_quarantined + count > most:
        raise TooManyMisfitsError(count=taking.run.rows_quarantined + count, most=most)


def _aside(
    taking: Taking,
    rows: Sequence[dict[str, Any]],
    fitting: Sequence[dict[str, Any]],
    faults: dict[int, list[tuple[str, Text]]],
) -> AsideRows:
    """Return the rows for the quarantine; stop where the policy says so, and before personal data is written there.

    They are kept as read; those of a masked table as they fit, since only that can be masked.
    """
    if not faults:
        return AsideRows([], [])
    if Misfits(taking.connector.misfits) is Misfits.REFUSE:
        place = min(faults)
        column, expected = faults[place][0]
        row = taking.run.rows_read + place + 1
        raise MisfitsRefusedError(count=len(faults), row=row, column=column, zh=expected.zh, en=expected.en)
    table_id = taking.connector.table_id
    read = fitting if publishing_queries.masking_of_table(table_id=table_id) else rows
    return publishing.kept_aside(table_id=table_id, rows=[read[place] for place in sorted(faults)], at=taking.clock())


def _keep(taking: Taking, piece: Piece, found: Sorted, file: ConnectorFile | None) -> None:
    """Store rows and position in one transaction: killed at any moment, each row is taken once."""
    run, connector = taking.run, taking.connector
    with transaction.atomic():
        if found.good:
            publishing.send_rows(
                table_id=connector.table_id,
                operation=taking.operation,
                rows=found.good,
                idempotency_key=f"{run.id}-{run.pieces}",
                by=taking.by,
                at=taking.clock(),
            )
        QuarantinedRow.objects.bulk_create(
            QuarantinedRow(
                run=run, number=run.rows_read + place + 1, row=row, masking=found.aside.masks, reasons=told(why)
            )
            for (place, why), row in zip(sorted(found.faults.items()), found.aside.rows, strict=True)
        )
        _count(run, piece, found)
        run.save()
        connector.position = piece.position
        connector.save(update_fields=["position"])
        if file:
            file.rows_taken += found.count
            file.save()


def _count(run: ConnectorRun, piece: Piece, found: Sorted) -> None:
    run.pieces += 1
    run.bytes += piece.size
    run.rows_read += found.count
    run.rows_sent += len(found.good)
    run.rows_quarantined += len(found.faults)
    run.new_columns = sorted({*run.new_columns, *found.left_out})
    run.position_after = piece.position


def told(reasons: Reasons, /) -> list[dict[str, str]]:
    """Return the reasons of a row as they are kept."""
    return [{"column": column, "zh": expected.zh, "en": expected.en} for column, expected in reasons]
