"""Cells set right: a release that changes single rows of the present one, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhanqiao.data_center.storage.engine.changes import Row
from zhanqiao.data_center.storage.engine.changes.correcting import corrected, find_row, read_value
from zhanqiao.data_center.storage.operations.releases import PreparedRelease, prepare_rows
from zhanqiao.data_center.storage.queries import TableCard, table_card
from zhanqiao.data_center.storage.rules import Mode


def corrected_row(*, card: TableCard, identity: Mapping[str, Any], column: str, written: str) -> tuple[int, Row, Row]:
    """Return the place of a row, the row as it is and as it would be with a cell as it was written.

    ``identity`` are values (as in JSON) that one row has. Raises RowGoneError, RowsRefusedError (the text does not fit the
    column's type).
    """
    field = next(one for one in card.fields if one.name == column)
    value = read_value(text=written, field=field)
    place, row = find_row(serving=card.serving, fields=card.fields, identity=identity)
    return place, row, {**row, column: value}


def prepare_correction(
    *, table_id: str, identity: Mapping[str, Any], column: str, written: str, by: str, at: datetime
) -> PreparedRelease:
    """Write the release in which one cell is set right. Hold ``writing()`` from before this until it is acknowledged.

    Raises what ``corrected_row`` raises; then nothing is left behind.
    """
    # Late: pyarrow takes 0.3 s and 40 MB, which processes that only read need not pay.
    from zhanqiao.data_center.storage.engine.changes.files import write_changes

    card = table_card(table_id=table_id)
    place, _, after = corrected_row(card=card, identity=identity, column=column, written=written)
    with TemporaryDirectory(prefix="zhanqiao-correction-") as folder:
        parquet = Path(folder) / "rows.parquet"
        write_changes(folded=corrected(places={place: after}), fields=card.fields, target=parquet)
        return prepare_rows(
            table_id=table_id,
            base_id=card.release_id,
            parquet=parquet,
            fields=card.fields,
            mode=Mode.CHANGE,
            batches=0,
            by=by,
            at=at,
        )
