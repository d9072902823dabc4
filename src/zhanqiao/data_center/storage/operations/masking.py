"""An understood table is masked before it is released: its rows, and what is kept beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from zhanqiao.data_center.storage.engine.changes import fitting_values, typed_rows
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.ingest import TableReport
from zhanqiao.data_center.storage.engine.masking import (
    ColumnMask,
    MaskedColumn,
    MaskedRows,
    MaskedTable,
    mask_originals,
    mask_problems,
    mask_rows,
    mask_table,
    masking_key,
)
from zhanqiao.data_center.storage.engine.personal import PersonalFinding, find_personal
from zhanqiao.data_center.storage.operations.batches import require_size
from zhanqiao.data_center.storage.queries import table_card
from zhanqiao.data_center.storage.rules import Operation


def masked_report(
    *, folder: Path, report: TableReport, masks: Sequence[ColumnMask], smallest: int = 0
) -> tuple[TableReport, MaskedTable]:
    """Write an understood table anew with its masks; return its report as that of the masked table, and what was done.

    Problem cells and written forms of masked columns are left out, refused lines altogether: they are as written. A table
    whose rows are counted together (``smallest``) keeps none of these.
    """
    hidden, stem = frozenset(mask.column for mask in masks), Path(report.file).stem
    target = folder / f"{stem}.masked.parquet"
    done = mask_table(
        parquet=folder / report.file,
        fields=report.fields,
        masks=masks,
        key=masking_key(),
        target=target,
        smallest=smallest,
    )
    kept = {} if smallest else {name: cells for name, cells in report.problem_cells.items() if name not in hidden}
    masked = replace(
        report,
        file=target.name,
        rows=done.rows,
        fields=done.fields,
        problem_cells=kept,
        problems_file=_problems(folder, report, hidden, stem) if kept else None,
        originals_file=None if smallest else _originals(folder, report, hidden, stem),
        refused_file=None,
        findings=tuple(one for one in report.findings if one.column is None or one.column not in hidden),
        suggested_keys=() if hidden & set(report.suggested_keys) or smallest else report.suggested_keys,
    )
    return masked, done


def masked_sent(
    *, table_id: str, operation: Operation, rows: Sequence[Any], fields: Sequence[Field], masks: Sequence[ColumnMask]
) -> MaskedRows:
    """Return rows for a masked table as its masks leave them; ``fields`` are its columns as they come, before the masks.

    Nothing is kept, and no value is in the text of an error. Raises NotFoundError, NoRowsError, TooManyRowsError, NoKeyError,
    RowsRefusedError.
    """
    require_size(rows=rows)
    key = table_card(table_id=table_id).key
    typed = typed_rows(rows=rows, operation=operation, fields=fields, key=key, table_id=table_id)
    return mask_rows(rows=rows, typed=typed, fields=fields, masks=masks, key=masking_key())


def masked_aside(
    *, rows: Sequence[Mapping[str, Any]], fields: Sequence[Field], masks: Sequence[ColumnMask]
) -> list[dict[str, Any]]:
    """Return rows that do not fit with their masks: masked columns whose values are not of their type are left out.

    So are columns that are not among ``fields``: what they hold is not known.
    """
    hidden, names = {mask.column for mask in masks}, {field.name for field in fields}
    typed = fitting_values(rows=rows, fields=fields)
    kept = [
        {name: value for name, value in row.items() if name in names and (name in fits or name not in hidden)}
        for row, fits in zip(rows, typed, strict=True)
    ]
    return mask_rows(rows=kept, typed=typed, fields=fields, masks=masks, key=masking_key()).rows


def masked_before(*, rows: Sequence[Mapping[str, Any]], masks: Sequence[ColumnMask]) -> MaskedRows:
    """Return rows that were masked when they were kept aside, as ``accept_batch`` takes them."""
    told = [MaskedColumn(mask, sum(row.get(mask.column) is not None for row in rows)) for mask in masks]
    return MaskedRows([dict(row) for row in rows], MaskedTable((), len(rows), tuple(told)))


def find_after_masking(*, folder: Path, report: TableReport, on: date) -> tuple[PersonalFinding, ...]:
    """Search a masked table again; what blocks now was not masked enough."""
    return find_personal(parquet=folder / report.file, fields=report.fields, on=on)


def _problems(folder: Path, report: TableReport, hidden: frozenset[str], stem: str) -> str | None:
    if not report.problems_file:
        return None
    target = folder / f"{stem}.masked.problems.parquet"
    left = mask_problems(problems=folder / report.problems_file, columns=hidden, target=target)
    return target.name if left else None


def _originals(folder: Path, report: TableReport, hidden: frozenset[str], stem: str) -> str | None:
    if not report.originals_file:
        return None
    target = folder / f"{stem}.masked.originals.parquet"
    kept = mask_originals(originals=folder / report.originals_file, columns=hidden, target=target)
    return target.name if kept else None
