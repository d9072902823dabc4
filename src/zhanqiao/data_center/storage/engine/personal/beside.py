"""Personal data in what is kept beside a table: cells that did not fit their column's type, lines that found no place."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from zhanqiao.data_center.storage.engine.duck import quoted_text
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.personal.cells import personal_rows
from zhanqiao.data_center.storage.engine.personal.kinds import Ground, PersonalFinding, PersonalKind
from zhanqiao.data_center.storage.engine.personal.searching import SAMPLE_ROWS, find_personal, searching

ORIGINAL, LINE = Field("original", LogicalType.TEXT), Field("text", LogicalType.TEXT)
csv.field_size_limit(1 << 30)  # a refused line may be of any length


def find_in_problems(*, problems: Path, on: date) -> tuple[PersonalFinding, ...]:
    """Return what blocks among the cells kept as written, by the column and the row they belong to."""
    found: list[PersonalFinding] = []
    for finding in find_personal(parquet=problems, fields=[ORIGINAL], on=on):
        if finding.blocks:
            places = personal_rows(parquet=problems, finding=finding, field=ORIGINAL, on=on)
            found += _by_column(problems, finding.kind, places)
    return tuple(found)


def find_in_refused(*, refused: Path, on: date) -> tuple[PersonalFinding, ...]:
    """Return what blocks among refused lines. They are of no column, and are kept out of the release."""
    # Late: pyarrow takes 0.3 s and 40 MB, which most callers need not pay.
    from zhanqiao.data_center.storage.engine.changes.files import write_rows

    with (
        refused.open(encoding="utf-8-sig", newline="") as file,
        TemporaryDirectory(prefix="zhanqiao-refused-") as folder,
    ):
        lines = [{"text": row["text"]} for row in csv.DictReader(file)]
        target = Path(folder) / "lines.parquet"
        write_rows(rows=lines, fields=[LINE], target=target)
        found = find_personal(parquet=target, fields=[LINE], on=on)
    return tuple(replace(one, column="", blocks=False, ground=Ground.KEPT_OUT) for one in found if one.blocks)


def _by_column(problems: Path, kind: PersonalKind, places: list[int]) -> list[PersonalFinding]:
    asked = f"""
        SELECT "column", count(*), list_sort(min("row", {SAMPLE_ROWS}))
        FROM read_parquet({quoted_text(str(problems))}, file_row_number = true)
        WHERE file_row_number IN (SELECT unnest(?)) GROUP BY "column" ORDER BY "column"
    """  # noqa: S608 - a quoted path and a constant
    with searching() as connection:
        rows = connection.execute(asked, [places]).fetchall()
    return [PersonalFinding(column, kind, cells, cells, tuple(first), True) for column, cells, first in rows]
