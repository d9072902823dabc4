"""Places of a declared system of coordinates are brought to WGS 84 before they are released or kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from zhanqiao.data_center.storage.engine.converting.columns import converted_fields
from zhanqiao.data_center.storage.engine.ingest import TableReport
from zhanqiao.data_center.storage.engine.masking import mask_originals
from zhanqiao.data_center.storage.rules import Converted, DeclaredPlaces

__all__ = ["converted_fields", "converted_report", "converted_sent"]


def converted_report(
    *, folder: Path, report: TableReport, declared: Sequence[DeclaredPlaces]
) -> tuple[TableReport, tuple[Converted, ...]]:
    """Write an understood table anew with its places in WGS 84; return its report as that of the new table, and what was done.

    Problem cells stay, as they have no place; written forms of the converted columns are left out, since they say another
    place. Raises ConversionFailedError; then the table as it came is untouched.
    """
    # Late: pyarrow takes 0.3 s and 40 MB, which processes that convert nothing need not pay.
    from zhanqiao.data_center.storage.engine.converting.writing import convert_table

    stem = Path(report.file).stem
    target = folder / f"{stem}.wgs84.parquet"
    fields, done = convert_table(parquet=folder / report.file, fields=report.fields, declared=declared, target=target)
    originals = _originals(folder, report, frozenset(name for one in declared for name in one.columns), stem)
    return replace(report, file=target.name, fields=fields, originals_file=originals), done


def converted_sent(*, rows: Sequence[Any], declared: Sequence[DeclaredPlaces]) -> list[Any]:
    """Return rows that a program sends with their declared places in WGS 84. Raises HalfPlaceError."""
    # Late: as above, numpy.
    from zhanqiao.data_center.storage.engine.converting.rows import convert_rows

    return convert_rows(rows=rows, declared=declared)


def _originals(folder: Path, report: TableReport, columns: frozenset[str], stem: str) -> str | None:
    if not report.originals_file:
        return None
    target = folder / f"{stem}.wgs84.originals.parquet"
    kept = mask_originals(originals=folder / report.originals_file, columns=columns, target=target)
    return target.name if kept else None
