"""What an officer looks at before a table is released: the cells with personal data, masks tried out, the risk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from zhanqiao.data_center.storage.engine import masking, personal
from zhanqiao.data_center.storage.engine.anonymity import SMALL, Risk, risk_of, suggested_columns
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.ingest import TableReport
from zhanqiao.data_center.storage.engine.masking import ColumnMask, Grain, Method
from zhanqiao.data_center.storage.engine.personal import Ground, PersonalCell, PersonalFinding, PersonalKind
from zhanqiao.kit.errors import NotFoundError

__all__ = [
    "SMALL",
    "ColumnMask",
    "Grain",
    "Ground",
    "Method",
    "PersonalCell",
    "PersonalFinding",
    "PersonalKind",
    "Risk",
    "masked_preview",
    "personal_cells",
    "reidentification_risk",
    "risk_columns",
]


def personal_cells(
    *, folder: Path, report: TableReport, column: str, kind: PersonalKind, on: date, offset: int = 0, limit: int = 20
) -> list[PersonalCell]:
    """Return a page of the cells of an understood table with personal data of a kind, the middle of each value hidden.

    Raises NotFoundError for a column that the table has not.
    """
    field = next((one for one in report.fields if one.name == column), None)
    if field is None:
        raise NotFoundError(what=column)
    finding = PersonalFinding(column, kind, 0, 0, (), True)
    return personal.personal_cells(
        parquet=folder / report.file, finding=finding, field=field, on=on, offset=offset, limit=limit
    )


def masked_preview(
    *, folder: Path, report: TableReport, masks: Sequence[ColumnMask], limit: int = 8
) -> tuple[tuple[Field, ...], list[tuple[str | None, ...]]]:
    """Return the columns and the first rows of an understood table as masks would leave them."""
    return masking.mask_preview(
        parquet=folder / report.file, fields=report.fields, masks=masks, key=masking.masking_key(), limit=limit
    )


def risk_columns(*, folder: Path, report: TableReport) -> tuple[str, ...]:
    """Return the columns by which a person may be found again, empty where the table seems to be of no persons."""
    return suggested_columns(parquet=folder / report.file, fields=report.fields)


def reidentification_risk(
    *, folder: Path, report: TableReport, columns: Sequence[str], masks: Sequence[ColumnMask] = ()
) -> Risk | None:
    """Return how small the classes of rows with equal values in these columns are, as masks would leave them.

    None where the masks leave none of the columns. Raises NotFoundError for unknown ones.
    """
    unknown = set(columns) - {field.name for field in report.fields}
    if unknown:
        raise NotFoundError(what=", ".join(sorted(unknown)))
    parquet = folder / report.file
    if not masks:
        return risk_of(parquet=parquet, columns=columns)
    key = masking.masking_key()
    return masking.mask_risk(parquet=parquet, fields=report.fields, masks=masks, key=key, columns=columns)
