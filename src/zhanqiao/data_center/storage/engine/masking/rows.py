"""Rows that programs send, masked before anything of them is kept: in memory, by the same SQL as a whole table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from zhanqiao.data_center.storage.engine.duck import quoted_name
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.masking.expressions import masked
from zhanqiao.data_center.storage.engine.masking.hashing import keep_secret
from zhanqiao.data_center.storage.engine.masking.model import ColumnMask, MaskedTable, Method
from zhanqiao.data_center.storage.engine.masking.writing import changed_cells, written_fields

SENT = "sent"


@dataclass(frozen=True, slots=True)
class MaskedRows:
    """Rows as JSON carries them, the masked columns masked and the others as they came; ``done`` is what was changed."""

    rows: list[dict[str, Any]]
    done: MaskedTable


def mask_rows(
    *,
    rows: Sequence[Mapping[str, Any]],
    typed: Sequence[Mapping[str, Any]],
    fields: Sequence[Field],
    masks: Sequence[ColumnMask],
    key: bytes,
) -> MaskedRows:
    """Return rows with their masks. ``rows`` are as sent, ``typed`` the same with the values to store; no file is written."""
    by_column = {mask.column: mask for mask in masks}
    concerned = [field for field in fields if field.name in by_column]
    values, done = _masked(typed, concerned, by_column, key)
    made = [
        {name: values[name][place] if name in values else value for name, value in row.items() if name not in done.gone}
        for place, row in enumerate(rows)
    ]
    written = written_fields(fields=fields, masks=by_column)
    return MaskedRows(made, MaskedTable(written, len(made), done.columns))


@dataclass(frozen=True, slots=True)
class _Done:
    gone: frozenset[str]
    columns: tuple[Any, ...]


def _masked(
    typed: Sequence[Mapping[str, Any]], fields: Sequence[Field], masks: Mapping[str, ColumnMask], key: bytes
) -> tuple[dict[str, list[Any]], _Done]:
    """Return the values of the masked columns that stay, and what was done."""
    # Late: pyarrow takes 0.3 s and 40 MB, which processes that mask nothing need not pay.
    from zhanqiao.data_center.storage.engine.changes.files import arrow_table

    staying = [field for field in fields if masks[field.name].method is not Method.DROP]
    gone = frozenset(field.name for field in fields) - {field.name for field in staying}
    if not fields:
        return {}, _Done(gone, ())
    whole = [{field.name: row.get(field.name) for field in fields} for row in typed]
    with duckdb.connect(config={"threads": 1, "temp_directory": ""}) as connection:  # nothing spills to a disk
        keep_secret(connection=connection, key=key)
        connection.register(SENT, arrow_table(rows=whole, fields=fields))
        columns = changed_cells(connection=connection, relation=SENT, fields=fields, masks=masks)
        shown = [f"{masked(field=field, mask=masks[field.name])} AS {quoted_name(field.name)}" for field in staying]
        found = connection.execute(f"SELECT {', '.join(shown)} FROM {SENT}").fetchall() if shown else []  # noqa: S608 - quoted identifiers
    values = {field.name: [row[place] for row in found] for place, field in enumerate(staying)}
    return values, _Done(gone, columns)
